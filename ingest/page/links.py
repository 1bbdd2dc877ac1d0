"""Where to look further from a page: its next page, its next month, an activity's own page.

Only within the site; never into the past, a search, a log-in or a file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from agenda.draft import Draft
from base.text import MONTHS, fold
from ingest.page.address import absolute, is_same_site, page_key
from ingest.page.html import attribute, marks, text_of
from ingest.page.selectors import Selectors

_NEXT = re.compile(
    r"(?i)^\W*(?:volgende(?: (?:pagina|bladzijde|resultaten|evenementen|activiteiten))?|next"
    r"(?: page)?|verder|meer (?:activiteiten|evenementen|laden|tonen)|toon meer|laad meer|"
    r"latere (?:evenementen|activiteiten))\W*$|^\s*[›»>→]+\s*$"
)
_MONTH = re.compile(
    rf"(?i)^\W*(?:volgende maand|next month|(?:{'|'.join(MONTHS)})(?:\s+20\d\d)?\s*[›»>→]+)\W*$"
)
_IS_MONTH = re.compile(
    r"(?i)[?&](?:maand|month|mnd|tribe-bar-date|ym)=|/maand/|/month/|/20\d\d-\d\d/?$"
)
_BACKWARD = re.compile(
    r"(?i)eventdisplay=past|archief|archive|verleden|afgelopen|vorige|previous|/oud/|geweest"
)
_NEVER = re.compile(
    r"(?i)\.(?:ics|ical|pdf|docx?|xlsx?|ods|zip|jpe?g|png|gif|webp|svg|mp[34]|xml|rss)$|"
    r"/(?:wp-admin|wp-login|wp-json|login|inloggen|account|winkelwagen|cart|feed|tag|author|"
    r"category|categorie|zoeken|search)(?:/|$)"
)
_ACTIVITY = re.compile(
    r"(?i)/(?:agenda|activiteit(?:en)?|evenement(?:en)?|events?|programma|kalender|calendar|"
    r"cursus(?:sen)?|voorstelling(?:en)?|workshops?|uitagenda|wat-te-doen)(?:/|-)[^/?]+"
)
_ASIDE = {"nav", "footer", "header", "aside", "form"}
_NUMBER_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses to follow, in the order of the page.

    `details`: own pages of activities that this page names; `candidates`: pages that may be
    of one activity each, when this page names none.
    """

    pages: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()


def links(
    tree: HtmlElement,
    address: str,
    drafts: tuple[Draft, ...],
    chosen: Selectors | None = None,
) -> Links:
    """Where to go from the page at `address` that gave `drafts`.

    An activity's own page is looked at when the list leaves out its time or place, or cuts
    its title; a page that gave nothing is taken for a list of links to such pages. With a
    selector file that says where the next page is, and what an own page holds, only those
    are followed.
    """
    if chosen is not None and (chosen.following is not None or chosen.own):
        return _chosen(tree, address, drafts, chosen)
    pages = tuple(dict.fromkeys(_pages(tree, address)))
    months = tuple(dict.fromkeys(_months(tree, address)))
    others = () if drafts else tuple(dict.fromkeys(_candidates(tree, address)))
    return Links(
        pages=tuple(page for page in pages if page not in months),
        months=months,
        details=tuple(_details(drafts, address)),
        candidates=tuple(link for link in others if link not in (*pages, *months)),
    )


def _chosen(tree: HtmlElement, address: str, drafts: tuple[Draft, ...], chosen: Selectors) -> Links:
    following = chosen.following.matches(tree) if chosen.following else []
    pages = [target for node in following if (target := _target(node, address))]
    is_list = bool(chosen.item.matches(tree))
    own = [d.url for d in drafts if d.url and is_same_site(d.url, address)] if is_list else []
    details = own if chosen.own else []
    return Links(
        pages=tuple(dict.fromkeys(pages)),
        details=tuple(d for d in dict.fromkeys(details) if page_key(d) != page_key(address)),
    )


def _pages(tree: HtmlElement, address: str) -> Iterator[str]:
    for link in tree.iter("link", "a"):
        is_next = "next" in str(link.get("rel") or "").casefold().split()
        is_said = link.tag == "a" and (_says_next(link) or _is_page_number(link))
        if is_next or is_said:
            target = _target(link, address)
            if target and not (is_said and not is_next and _is_month(link, target)):
                yield target


def _says_next(link: HtmlElement) -> bool:
    words = (text_of(link), attribute(link, "aria-label"), attribute(link, "title"))
    return any(_NEXT.match(text) for text in words if text) or bool(
        re.search(r"(?:^|[\s_-])(?:next|volgende)(?:$|[\s_-])", marks(link))
    )


def _is_page_number(link: HtmlElement) -> bool:
    """A bare number among other numbers: "1 2 3". A single number is a day or a count."""
    text = text_of(link)
    if not text.isdigit() or not 1 < int(text) <= _NUMBER_LIMIT:
        return False
    around = link.getparent()
    for _ in range(2):
        if around is None:
            return False
        if "calend" in marks(around) or "kalender" in marks(around) or around.tag == "td":
            return False
        numbers = [text_of(a) for a in around.iter("a", "span", "b", "strong", "em")]
        if {"1", "2"} <= set(numbers) and len(numbers) < 40:
            return True
        around = around.getparent()
    return False


def _months(tree: HtmlElement, address: str) -> Iterator[str]:
    for link in tree.iter("a", "link"):
        target = _target(link, address)
        if target is None:
            continue
        is_next = "next" in str(link.get("rel") or "").casefold().split()
        if (link.tag == "a" and _MONTH.match(text_of(link))) or (
            (is_next or (link.tag == "a" and _says_next(link))) and _IS_MONTH.search(target)
        ):
            yield target


def _is_month(link: HtmlElement, target: str) -> bool:
    return bool(_MONTH.match(text_of(link)) or _IS_MONTH.search(target))


def _details(drafts: tuple[Draft, ...], address: str) -> Iterator[str]:
    """Own pages of drafts that lack something, each once."""
    seen = {page_key(address)}
    for draft in drafts:
        if not draft.url or not is_same_site(draft.url, address) or not _lacks(draft):
            continue
        if _NEVER.search(urlsplit(draft.url).path) or page_key(draft.url) in seen:
            continue
        seen.add(page_key(draft.url))
        yield draft.url


def _lacks(draft: Draft) -> bool:
    is_placeless = not (draft.venue or draft.address or draft.online_url)
    return is_placeless or draft.start.clock is None or draft.title.endswith(("…", "..."))


def _candidates(tree: HtmlElement, address: str) -> Iterator[str]:
    """Links of the page's own content that look like pages of one activity."""
    below = urlsplit(page_key(address)).path + "/"
    for anchor in tree.iter("a"):
        target = _target(anchor, address)
        if target is None or any(up.tag in _ASIDE for up in anchor.iterancestors()):
            continue
        path = urlsplit(page_key(target)).path
        is_below = len(below) > 1 and path.startswith(below)
        if (is_below or _ACTIVITY.search(path)) and path + "/" != below:
            yield target


def _target(link: HtmlElement, address: str) -> str | None:
    """Where a link goes, when that is a page of this site that may be looked at."""
    href = str(link.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    target = absolute(address, href)
    if target is None or not is_same_site(target, address):
        return None
    if _BACKWARD.search(target) or _BACKWARD.search(fold(text_of(link))):
        return None
    if _NEVER.search(urlsplit(target).path) or page_key(target) == page_key(address):
        return None
    return target.partition("#")[0]
