"""Words on Dutch pages that say something about an activity: cancelled, full, free, a price."""

import re

from base.text import one_line
from ingest.off import OFF
from ingest.prices import is_free

_CANCELLED = rf"{OFF}|(?:voorlopig\s+)?uitgesteld"
WHY = (
    r"wegens|vanwege|door|omdat|want|i\.?\s?v\.?\s?m\.?|in\s+verband\s+met|als\s+gevolg\s+van|"
    r"gezien"
)
_BECAUSE = rf"(?:,?\s+(?:{WHY})\s[^.!?]{{1,80}}?)?"
_CANCELLED_AT_AN_EDGE = re.compile(
    rf"(?ix)^\W*(?:let\s+op\W+)?(?:{_CANCELLED})\b"
    rf"| [\s(\[*:–—-](?:{_CANCELLED}){_BECAUSE}[\s!.)\]*]*$"
)
_MARKS = re.compile(
    rf"(?ix)^\W*(?:let\s+op\W+)?(?:{_CANCELLED})\b[\s:!.*)\]–—-]*"
    rf"|[\s(\[*:!–—-]+(?:{_CANCELLED}){_BECAUSE}[\s!.)\]*]*$"
    r"|^\W*(?:uitverkocht|vol(?:geboekt)?|nieuw)\s*[:!–—]\s*"
    r"|\s+uitverkocht[\s!.*]*$"
    r"|[\s]*[(\[*–—-]+\s*(?:uitverkocht|vol(?:geboekt)?|onder\s+voorbehoud)[\s!.)\]*]*$"
    r"|\s+(?-i:UITVERKOCHT|VOL(?:GEBOEKT)?)[\s!.]*$"
)
_ONLY_MARK = re.compile(
    rf"(?ix)\W*(?:let\s+op|nieuw|vol(?:geboekt)?|uitverkocht|verplaatst|gewijzigd|onder\s+voorbehoud"
    rf"|(?:is\s+)?(?:{_CANCELLED}))\W*"
)
MOVED_TO = re.compile(
    r"(?i)(?:^\W*(?:let\s+op\W+)?(?:is\s+)?)?[\s(–—-]*\b(?:verplaatst|verzet|verschoven)\s+naar\s+(.+?)\)?\s*$"
)
_MORE = re.compile(r"(?i)\s*[(\[]?\s*(?:lees|bekijk|toon)\s+(?:meer|verder)\s*[)\]]?\s*[»›>]*\s*$")


def cancelled_in(title: str) -> bool:
    """Says the title, at its beginning or end, that it does not go ahead?

    >>> cancelled_in("GEANNULEERD Bingo"), cancelled_in("Film: De geannuleerde bruiloft")
    (True, False)
    >>> cancelled_in("Breicafé vervalt wegens ziekte")
    True
    """
    return _CANCELLED_AT_AN_EDGE.search(one_line(title)) is not None


def without_marks(title: str) -> str:
    """The title without what it says of its status, and without "lees meer".

    >>> without_marks("GEANNULEERD: Bingo"), without_marks("Taalcafé (vol)")
    ('Bingo', 'Taalcafé')
    >>> without_marks("Breicafé (gaat niet door i.v.m. storm)")
    'Breicafé'
    """
    text = _MORE.sub("", one_line(title))
    for _ in range(3):
        text = _MARKS.sub("", text).strip()
    return text.strip(" :–—-|·•") or one_line(title)


def is_mark(text: str) -> bool:
    """Is this what is said of an activity and no name of one?

    >>> is_mark("AFGELAST!"), is_mark("(gaat niet door)"), is_mark("Nieuwjaarsborrel")
    (True, True, False)
    """
    return _ONLY_MARK.fullmatch(one_line(text)) is not None


def looks_like_price(text: str) -> bool:
    """Is this short text about what it costs?"""
    text = one_line(text)
    return len(text) <= 40 and (is_free(text) or bool(re.search(r"€|\beuro\b|\bEUR\b", text)))
