"""A website's pages into drafts: structured data first, then what people see.

`read` takes one page or the pages of a crawl (`ingest.page.bundle`).
"""

from dataclasses import dataclass, replace
from datetime import date

from lxml.html import HtmlElement

from agenda.draft import Context, Doubt, Draft, Origin, Parsed, Problem, passage_key
from agenda.status import Severity
from base.errors import FormatError
from base.text import fold
from ingest import courses
from ingest.licence import RESERVED
from ingest.page import events, nodes, selectors
from ingest.page.alternates import alternates
from ingest.page.bundle import Bundle, Page, unpack
from ingest.page.html import decode, parse
from ingest.page.items import read as read_item
from ingest.page.masking import masked
from ingest.page.merging import joined, merged
from ingest.page.reservation import in_page
from ingest.page.shown import TOLD, Group, shown

_TIMES_ELSEWHERE = Doubt(
    about="time", reason="Er staat geen tijd bij, maar elders op de pagina staan wel tijden."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What one page gave."""

    url: str = ""
    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    unread: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()


def read(body: bytes, context: Context) -> Parsed:
    """Drafts of a page or of the pages of a crawl.

    `is_complete` is False when any page could not be looked at or the crawl was cut short.
    Raises FormatError when there is no page at all.
    """
    bundle = unpack(body)
    if bundle is None:
        page = Page(url=context.address, body=body, content_type=context.content_type or "")
        bundle = Bundle(start=context.address, pages=(page,))
    return masked(_site(bundle, context))


def read_page(page: Page, context: Context) -> PageRead:
    """Drafts of one page. Raises FormatError when it is no page."""
    here = replace(context, address=page.url, content_type=page.content_type or None)
    text = decode(page.body, here.content_type)
    tree = parse(text)
    found = nodes.find(tree, text, page.url)
    chosen = selectors.parse(context.selectors) if context.selectors else None
    if chosen is not None and not chosen.uses_data:
        found = nodes.Found()
    is_single = len(found.events) == 1
    reading = events.Reading(
        here, context.address, is_single, found.named, problems=list(found.problems)
    )
    reserved = page.reservation or in_page(tree)
    if reserved:
        reading.say(RESERVED, f"De website maakt een voorbehoud voor datamining ({reserved}).")
    events.drafts(found.events, reading)
    showing = (
        shown(tree, here, context.address) if chosen is None else _selected(tree, chosen, reading)
    )
    groups = _groups(showing, tree, here, reading)
    is_broken = any(p.code == "broken_block" for p in found.problems)
    return PageRead(
        url=page.url,
        drafts=joined(tuple(reading.drafts), groups, is_broken=is_broken),
        problems=tuple(reading.problems),
        alternates=alternates(tree, page.url),
        unread=frozenset(reading.unread),
        passages=frozenset(reading.passages),
    )


def _selected(
    tree: HtmlElement, chosen: selectors.Selectors, reading: events.Reading
) -> tuple[Group, ...]:
    """What the source's selector file finds; nothing is guessed beside it."""
    for message in selectors.missing(tree, chosen):
        reading.say("selector_empty", message)
    is_list = bool(chosen.item.matches(tree))
    found = tuple(selectors.items(tree, chosen, reading.context.address))
    return (Group(found, is_single=not is_list),) if found else ()


def _is_published_on(draft: Draft, published: frozenset[date]) -> bool:
    """The day the page was published, without a time, is no day to go anywhere."""
    return draft.start.clock is None and draft.start.day in published


def _groups(
    showing: tuple[Group, ...], tree: HtmlElement, context: Context, reading: events.Reading
) -> list[tuple[Draft, ...]]:
    """Drafts of what the page shows, by the group of items they stood in.

    Where the data name an activity whose date cannot be, running text is not guessed from, and
    what the page shows of that activity is left to whoever mends the data.
    """
    found = []
    for group in showing:
        if reading.unread and all(item.form == TOLD for item in group.items):
            continue
        drafts: list[Draft] = []
        published = nodes.published(tree)
        days_only = group.days_only
        for item in group.items:
            if fold(item.title) in reading.undated:
                continue
            result = read_item(
                item,
                context,
                start=reading.start,
                is_single=group.is_single,
                days_only=days_only,
            )
            reading.passages.add(passage_key(result.passage))
            drafts.extend(d for d in result.drafts if not _is_published_on(d, published))
            if result.problem and not reading.drafts:
                reading.problems.append(result.problem)
        found.append(tuple(drafts))
    return [_in_doubt(drafts, found) for drafts in found]


def _in_doubt(drafts: tuple[Draft, ...], groups: list[tuple[Draft, ...]]) -> tuple[Draft, ...]:
    """A calendar without times beside a text that names one for a day of it: a time is missing.

    What the text calls by the same name needs no doubt: the two are joined.
    """
    if any(d.start.clock or d.doubts for d in drafts):
        return drafts
    others = [d for group in groups if group is not drafts for d in group if d.start.clock]
    days = {d.start.day for d in drafts}
    if not any(d.start.day in days for d in others):
        return drafts
    names = {fold(d.title) for d in others}
    return tuple(
        d if fold(d.title) in names else replace(d, doubts=(_TIMES_ELSEWHERE,)) for d in drafts
    )


def _site(bundle: Bundle, context: Context) -> Parsed:
    reads: list[PageRead] = []
    problems: list[Problem] = []
    for page in bundle.pages:
        if page.failure:
            problems.append(_problem("page_failed", page.failure, page.url))
            continue
        try:
            reads.append(read_page(page, context))
        except FormatError as error:
            problems.append(_problem("page_unreadable", error.message, page.url))
    if not reads:
        raise FormatError("Geen enkele pagina van deze website is te lezen.", permanent=True)
    if bundle.cut_short:
        message = f"Niet alle pagina's zijn gelezen: {bundle.cut_short}."
        problems.append(_problem("cut_short", message, bundle.start))
    problems += [problem for one in reads for problem in one.problems]
    return Parsed(
        drafts=courses.doubted(merged([(one.url, one.drafts) for one in reads])),
        problems=tuple(dict.fromkeys(problems)),
        is_complete=not bundle.cut_short and not any(page.failure for page in bundle.pages),
        unread_keys=frozenset().union(*(one.unread for one in reads)),
        passages=frozenset().union(*(one.passages for one in reads)),
        alternates=tuple(dict.fromkeys(a for one in reads for a in one.alternates)),
    )


def _problem(code: str, message: str, url: str) -> Problem:
    return Problem(code=code, message=message, severity=Severity.NOTE, origin=Origin(url=url))
