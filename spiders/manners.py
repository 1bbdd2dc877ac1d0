"""How we behave on a site: robots.txt and its crawl-delay, and no port but those allowed."""

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """Not fetched on purpose; `message` is the Dutch reason."""

    def __init__(self, message: str, *, is_permanent: bool = True) -> None:
        super().__init__(message)
        self.message = message
        self.is_permanent = is_permanent


class Ports:
    """An allowed loopback host is allowed with its port, and no other. Only http and https."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._hosts = frozenset(pair.rpartition(":")[0] for pair in allowed)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(frozenset(crawler.settings.getlist("WIJZER_ALLOWED_LOOPBACK")))

    def process_request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if parts.scheme not in ("http", "https") or parts.username is not None:
            raise Refused("Dit soort adres wordt niet gelezen.")
        if host in self._hosts and f"{host}:{port}" not in self._allowed:
            raise Refused("Dit adres wijst naar een adres binnen een netwerk.")


class Robots(RobotsTxtMiddleware):
    """Scrapy's own, and what it leaves out: crawl-delay, and a robots.txt that fails.

    A robots.txt that answers with a server error means that nothing may be fetched for now
    (RFC 9309 section 2.3.1.4); one that is not there means that all may.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._broken: set[str] = set()
        self._patience = crawler.settings.getfloat("WIJZER_PATIENCE")

    async def process_request(self, request: Any, spider: Any = None) -> None:
        del spider
        if request.meta.get("dont_obey_robotstxt"):
            return
        parser = await self.robot_parser(request)
        parts = urlsplit(request.url)
        if parts.netloc in self._broken:
            raise Refused(
                "De website zegt niet wat wij mogen lezen (robots.txt geeft een fout).",
                is_permanent=False,
            )
        if parser is None:
            return
        agent = self._default_useragent
        if not parser.allowed(request.url, agent):
            raise Refused("De website wil niet dat wij deze pagina lezen (robots.txt).")
        self._slow_down(parts.hostname or "", parser, agent)

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if response.status >= 500:
            self._broken.add(netloc)
        await super()._parse_robots(
            response if response.status < 300 else response.replace(body=b""), netloc, request
        )

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._broken.add(netloc)
        super()._robots_error(exc, netloc)

    def _slow_down(self, host: str, parser: Any, agent: str) -> None:
        delay = parser.rp.crawl_delay(agent)
        if delay is None:
            return
        if delay > self._patience:
            raise Refused(f"De website vraagt om {delay:.0f} seconden rust per pagina.")
        downloader = self.crawler.engine.downloader
        settings = downloader.per_slot_settings.setdefault(host, {})
        usual = downloader.settings.getfloat("DOWNLOAD_DELAY")
        least = max(float(delay), settings.get("delay", usual))
        settings["delay"] = least
        if host in downloader.slots:
            downloader.slots[host].delay = least
