"""Pages kept between crawls: asked again every time, with what the site gave to ask with.

Scrapy's own cache hides a failing site: it answers with the stored page when the server
gives an error or cannot be reached. Then "could not look" would read as "nothing changed".
"""

from typing import Any

from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import RFC2616Policy


class AskAgain(RFC2616Policy):
    """Never fresh without asking; a stored page counts only when the site says "not modified"."""

    def should_cache_response(self, response: Any, request: Any) -> bool:
        has_validator = b"ETag" in response.headers or b"Last-Modified" in response.headers
        is_page = response.status == 200 and has_validator
        return bool(is_page and super().should_cache_response(response, request))

    def is_cached_response_fresh(self, cachedresponse: Any, request: Any) -> bool:
        self._set_conditional_validators(request, cachedresponse)
        return False

    def is_cached_response_valid(self, cachedresponse: Any, response: Any, request: Any) -> bool:
        del cachedresponse, request
        return bool(response.status == 304)


class HonestCache(HttpCacheMiddleware):
    """A failure stays a failure, also when the page is in store."""

    def process_exception(self, request: Any, exception: Exception, spider: Any = None) -> None:
        """Nothing is put in the place of a page that could not be had."""
        del request, exception, spider
