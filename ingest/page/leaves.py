"""The leaf of a calendar beside an activity: day, month, perhaps weekday, year and time, each in
an element of its own and in any order."""

import re

from lxml.html import HtmlElement

from ingest.page.html import text_of

_MONTHS = {
    name: full
    for full, names in {
        "januari": "jan january", "februari": "feb february", "maart": "mrt maa mar march",
        "april": "apr", "mei": "may", "juni": "jun june", "juli": "jul july",
        "augustus": "aug august", "september": "sep sept", "oktober": "okt oct october",
        "november": "nov", "december": "dec",
    }.items()
    for name in (full, *names.split())
}  # fmt: skip
_WEEKDAY = re.compile(
    r"(?:ma|di|wo|woe|do|don|vr|vrij|za|zat|zo|zon)\.?|(?:maan|dins|woens|donder|vrij|zater|zon)dag"
)
_CLOCK = re.compile(r"[012]?\d[:.]\d{2}(?:\s*(?:-|–)\s*[012]?\d[:.]\d{2})?(?:\s*(?:uur|u))?")
_YEAR = re.compile(r"20\d\d")
_PARTS = range(2, 6)
_SMALL = 12


def leaf(node: HtmlElement) -> str:
    """What a calendar leaf says, in the order of Dutch ("wo 18 maart 15:00"); else ""."""
    if len(node) not in _PARTS:
        return ""
    parts = _parts(node)
    if parts is None:
        return ""
    said: dict[str, str] = {}
    for part in parts:
        kind, text = _kind(part)
        if not kind or kind in said:
            return ""
        said[kind] = text
    if not {"day", "month"} <= said.keys():
        return ""
    return " ".join(said[k] for k in ("weekday", "day", "month", "year", "clock") if k in said)


def _parts(node: HtmlElement) -> list[str] | None:
    """The texts of its elements, when it is small and holds no text beside them."""
    inside = [one for _, one in zip(range(_SMALL + 1), node.iterdescendants(), strict=False)]
    if len(inside) > _SMALL or any(not isinstance(one.tag, str) for one in inside):
        return None
    loose = [node.text, *(child.tail for child in node)]
    if any(text and text.strip(" ,.|/\n\t\r-–") for text in loose):
        return None
    texts = [text_of(child) for child in node]
    return [part for text in texts if text for part in _apart(text)]


def _apart(text: str) -> list[str]:
    """ "18 mrt" in one element is two parts."""
    return [text] if _CLOCK.fullmatch(text.casefold()) else text.split()[:6]


def _kind(text: str) -> tuple[str, str]:
    said = text.strip(" ,.").casefold()
    if said.isdigit() and 1 <= int(said) <= 31 and len(said) <= 2:
        return "day", str(int(said))
    if said in _MONTHS:
        return "month", _MONTHS[said]
    if _WEEKDAY.fullmatch(said):
        return "weekday", said
    if _YEAR.fullmatch(said):
        return "year", said
    return ("clock", said) if _CLOCK.fullmatch(said) else ("", "")
