"""The one spider: a site's agenda, its further pages and months, and activities' own pages.

It decides nothing about activities: `ingest.page` reads, here pages are only gathered.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import CloseSpider

from agenda.draft import Context
from base.errors import FormatError
from ingest.crawl import Job
from ingest.page import selectors
from ingest.page.address import is_same_site, page_key
from ingest.page.bundle import Page
from ingest.page.html import decode, parse
from ingest.page.links import Links, links
from ingest.page.reader import PageRead, read_page
from ingest.page.reservation import RULES, in_headers, in_rules, rules
from spiders.failures import Failure, explained

_READABLE = ("html", "xml", "text/plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How a page was reached: links from the start, months ahead, one activity's own page."""

    depth: int = 0
    months: int = 0
    is_detail: bool = False


class SiteSpider(scrapy.Spider):
    """Gathers pages into `pages`; `start_failure` says why the start page could not be read.

    `stopped`: the limit that cut the crawl short, if one did.
    """

    name = "site"

    def __init__(self, job: Job, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job
        self.start_url = job.address
        self.pages: dict[str, Page] = {}
        self.start_failure = Failure()
        self.stopped = ""
        self._asked: set[str] = set()
        self._known: set[tuple[str, str]] = set()
        self._rules: list[dict[str, Any]] = []
        self._size = 0
        self._selectors = selectors.parse(job.selectors) if job.selectors else None

    async def start(self) -> AsyncIterator[scrapy.Request]:
        parts = urlsplit(self.job.address)
        yield scrapy.Request(
            f"{parts.scheme}://{parts.netloc}{RULES}",
            callback=self.read_rules,
            errback=self.begin,
            meta={"handle_httpstatus_all": True, "max_retry_times": 0},
        )

    def read_rules(self, response: Any) -> Iterator[scrapy.Request]:
        """The site's reservations (TDM Reservation Protocol), when it states any."""
        if response.status == 200:
            self._rules = rules(response.body)
        yield from self.begin(None)

    def begin(self, _failure: Any) -> Iterator[scrapy.Request]:
        """Ask for the start page, whether or not there were reservations to read."""
        yield from self._ask([self.job.address], Step())

    def parse(self, response: Any, step: Step) -> Iterator[scrapy.Request]:
        """Keep the page, and follow what leads further."""
        headers = {
            name.decode("latin-1").casefold(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        if not _is_page(headers.get("content-type", "")):
            self._not_a_page(step)
            return
        if step == Step():
            self.start_url = response.url
        page = self._keep(response, headers)
        read, found = self._look(page)
        self._check_size()
        is_new = self._brings_new(read)
        if not step.is_detail:
            yield from self._followed(found, step, is_new=is_new)

    def failed(self, failure: Any) -> None:
        """A page that could not be had stands in the bundle with the reason."""
        reason = explained(failure)
        if failure.request.cb_kwargs.get("step") == Step():
            self.start_failure = reason
            return
        url = failure.request.url
        self.pages.setdefault(page_key(url), Page(url=url, failure=reason.message))

    def _not_a_page(self, step: Step) -> None:
        if step == Step():
            message = "Dit adres geeft geen webpagina maar een bestand."
            self.start_failure = Failure(message=message, is_permanent=True)

    def _keep(self, response: Any, headers: dict[str, str]) -> Page:
        path = urlsplit(response.url).path
        page = Page(
            url=response.url,
            body=response.body,
            content_type=headers.get("content-type", ""),
            reservation=in_headers(headers) or in_rules(self._rules, path),
        )
        self._size += len(page.body)
        self.pages[page_key(response.url)] = page
        return page

    def _look(self, page: Page) -> tuple[PageRead, Links]:
        """What the page gives and where it leads; nothing when it is no page."""
        context = Context(
            address=self.start_url,
            seen_on=self.job.today,
            zone=self.job.zone,
            selectors=self.job.selectors,
        )
        try:
            read = read_page(page, context)
            tree = parse(decode(page.body, page.content_type))
        except FormatError:
            return PageRead(), Links()
        return read, links(tree, page.url, read.drafts, self._selectors)

    def _check_size(self) -> None:
        if self._size > self.job.limits.all_bytes:
            self.stopped = "wijzer_bytes"
            raise CloseSpider(self.stopped)

    def _brings_new(self, read: PageRead) -> bool:
        """Whether the page has an activity no page before had: else pages go in circles."""
        slots = {(draft.title, draft.start.iso()) for draft in read.drafts}
        is_new = bool(slots - self._known) or not self._known
        self._known |= slots
        return is_new

    def _followed(self, found: Links, step: Step, *, is_new: bool) -> Iterator[scrapy.Request]:
        depth = step.depth + 1
        if is_new and found.pages and depth > self.job.limits.steps:
            self.stopped = "wijzer_pages"
        elif is_new:
            yield from self._ask(found.pages, Step(depth=depth, months=step.months))
        if step.months < self.job.limits.months:
            yield from self._ask(found.months, Step(depth=depth, months=step.months + 1))
        yield from self._ask(found.candidates, Step(depth=depth, is_detail=True))
        details = Step(depth=depth, is_detail=True)
        yield from self._ask(found.details, details, is_needed=False)

    def _ask(
        self, urls: Sequence[str], step: Step, *, is_needed: bool = True
    ) -> Iterator[scrapy.Request]:
        """Requests for what was not asked before. `is_needed`: without it we miss activities."""
        for url in urls:
            key = page_key(url)
            if key in self._asked or not is_same_site(url, self.start_url):
                continue
            if len(self._asked) >= self.job.limits.pages:
                self.stopped = "wijzer_pages" if is_needed else self.stopped
                return
            self._asked.add(key)
            yield scrapy.Request(
                url,
                callback=self.parse,
                errback=self.failed,
                cb_kwargs={"step": step},
                priority=-100 if step.is_detail else -step.depth,
                dont_filter=True,
            )


def _is_page(content_type: str) -> bool:
    kind = content_type.partition(";")[0].casefold()
    return not kind or any(word in kind for word in _READABLE)
