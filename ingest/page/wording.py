"""Words on Dutch pages that say something about an activity: cancelled, full, free, a price."""

import re

from base.text import one_line

_CANCELLED = (
    r"geannuleerd|gecanceld|gecancelled|cancelled|canceled|afgelast|geschrapt|vervallen|vervalt|"
    r"ga(?:at|an)\s+(?:helaas\s+)?niet\s+door|geen\s+doorgang|"
    r"(?:voorlopig\s+)?uitgesteld|komt\s+te\s+vervallen"
)
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
    r"|[\s]*[(\[*–—-]+\s*(?:uitverkocht|vol(?:geboekt)?)[\s!.)\]*]*$"
)
_ONLY_MARK = re.compile(
    rf"(?ix)\W*(?:let\s+op|nieuw|vol(?:geboekt)?|uitverkocht|verplaatst|gewijzigd|onder\s+voorbehoud"
    rf"|(?:is\s+)?(?:{_CANCELLED}))\W*"
)
MOVED_TO = re.compile(
    r"(?i)(?:^\W*(?:let\s+op\W+)?(?:is\s+)?)?[\s(–—-]*\b(?:verplaatst|verzet|verschoven)\s+naar\s+(.+?)\)?\s*$"
)
_MORE = re.compile(r"(?i)\s*[(\[]?\s*(?:lees|bekijk|toon)\s+(?:meer|verder)\s*[)\]]?\s*[»›>]*\s*$")
_FREE = re.compile(
    r"(?i)^(?:gratis(?: toegang)?|vrij(?:e toegang| entree)?|toegang (?:is )?(?:gratis|vrij)|"
    r"free|geen|nvt|n\.v\.t\.?|0(?:[.,]0+|,-+)?|€\s*0(?:[.,]0+|,-+)?)$"
)
_AMOUNT = re.compile(r"^(?:€|EUR|euro)?\s*(\d{1,4})(?:[.,](\d{1,2}|-{1,2}))?$", re.IGNORECASE)


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
    return len(text) <= 40 and (
        bool(_FREE.match(text)) or bool(re.search(r"€|\beuro\b|\bEUR\b", text))
    )


def price_text(text: str) -> str | None:
    """A price as we show it: "gratis", "€ 5,00", or the words themselves.

    >>> price_text("0"), price_text("7.5"), price_text("€ 5,-"), price_text("vrije gift")
    ('gratis', '€ 7,50', '€ 5,00', 'vrije gift')
    """
    text = one_line(text)
    if not text or text in ("-", "–"):
        return None
    if _FREE.match(text):
        return "gratis"
    found = _AMOUNT.match(text)
    if found:
        cents = (found[2] or "0").replace("-", "0").ljust(2, "0")
        return f"€ {int(found[1])},{cents}"
    return text[:120]
