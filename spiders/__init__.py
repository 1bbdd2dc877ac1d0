"""Sites are crawled here, in a process of their own (`python -m spiders`)."""
