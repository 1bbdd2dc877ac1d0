"""One crawl in this process: settings of the job, the spider, its closing statistics."""

from typing import Any

from scrapy.crawler import CrawlerProcess

from ingest.crawl import Closing, Job
from ingest.page.bundle import Bundle
from spiders.settings import SETTINGS
from spiders.site import SiteSpider


def run(job: Job) -> Closing:
    """Crawl the site of `job`; what came, and how it ended by Scrapy's own statistics."""
    process = CrawlerProcess(_settings(job), install_root_handler=False)
    crawler = process.create_crawler(SiteSpider)
    process.crawl(crawler, job=job)
    process.start()
    spider, stats = crawler.spider, crawler.stats
    if not isinstance(spider, SiteSpider) or stats is None:
        raise RuntimeError("the crawl did not begin")
    return Closing(
        bundle=Bundle(start=spider.start_url, pages=tuple(spider.pages.values())),
        reason=spider.stopped or str(stats.get_value("finish_reason", "onbekend")),
        start_failure=spider.start_failure.message,
        is_permanent=spider.start_failure.is_permanent,
        retry_after=spider.start_failure.retry_after,
        errors=int(stats.get_value("spider_exceptions/count", 0) or 0),
        unchanged=int(stats.get_value("httpcache/revalidate", 0) or 0),
    )


def _settings(job: Job) -> dict[str, Any]:
    limits = job.limits
    least = {pair.rpartition(":")[0]: {"delay": 0.0} for pair in job.allowed_loopback}
    return {
        **SETTINGS,
        "USER_AGENT": job.user_agent,
        "WIJZER_ALLOWED_LOOPBACK": list(job.allowed_loopback),
        "WIJZER_PATIENCE": limits.patience,
        "DOWNLOAD_DELAY": max(limits.delay, 1.0),
        "DOWNLOAD_SLOTS": least,
        "DOWNLOAD_TIMEOUT": limits.page_seconds,
        "DOWNLOAD_MAXSIZE": limits.page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "CLOSESPIDER_TIMEOUT": limits.seconds,
        "MEMUSAGE_LIMIT_MB": int(limits.memory_mb * 0.8),
        "HTTPCACHE_DIR": job.cache_dir,
    }
