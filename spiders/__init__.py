"""Sites into drafts: Scrapy spiders, each run in a child process."""
