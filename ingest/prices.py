"""What something costs, as we show it."""

import re

from base.text import fold, one_line, shorten

_FREE = re.compile(
    r"(?:de )?(?:toegang|deelname|entree) (?:is )?(?:vrij|gratis)|vrij(?:e)?(?: toegang| entree)?|"
    r"gratis(?: toegang| entree)?|geen(?: kosten)?|kosteloos|vrij toegankelijk|free|n ?v ?t"
)
_UNKNOWN = re.compile(r"(?:nog )?(?:onbekend|te bepalen)|n ?t ?b|n ?n ?b|none|null|")
_AMOUNT = re.compile(
    r"(?:€|EUR|euro)?\s*(\d{1,4})(?:[.,](\d{1,2}|-{1,2}))?\s*(?:euro|eur)?", re.IGNORECASE
)


def is_free(text: str) -> bool:
    """Do these words say that it costs nothing?"""
    return bool(_FREE.fullmatch(fold(text))) or price_text(text) == "gratis"


def price_text(text: str) -> str | None:
    """ "gratis", "€ 5,00", or the words themselves; None where it says nothing.

    >>> price_text("0"), price_text("7.5"), price_text("€ 5,-"), price_text("vrije gift")
    ('gratis', '€ 7,50', '€ 5,00', 'vrije gift')
    """
    text = one_line(text)
    if _UNKNOWN.fullmatch(fold(text)):
        return None
    if _FREE.fullmatch(fold(text)):
        return "gratis"
    found = _AMOUNT.fullmatch(text)
    if not found:
        return shorten(text, 120)
    whole, cents = int(found[1]), (found[2] or "0").replace("-", "0").ljust(2, "0")
    return f"€ {whole},{cents}" if whole or int(cents) else "gratis"
