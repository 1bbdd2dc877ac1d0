"""What stands around the tables: titles, footnotes, a legend of colours, the house's name."""

import colorsys
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from agenda.dutch import read_when
from agenda.status import Exclusion
from ingest.spreadsheet import period as periods
from ingest.spreadsheet import words
from ingest.spreadsheet.grid import Cell, Sheet
from ingest.spreadsheet.period import Period
from ingest.spreadsheet.rules import exclusions_in

_MARKER = re.compile(r"^\s*(\*{1,4}|\d{1,2}\)|[¹²³†‡#])\s*[:=-]?\s*(\S.*)$", re.DOTALL)
_COLOURS = {
    "rood": "rood", "rode": "rood", "geel": "geel", "gele": "geel", "groen": "groen",
    "groene": "groen",
    "blauw": "blauw", "blauwe": "blauw", "oranje": "oranje", "grijs": "grijs", "grijze": "grijs",
    "paars": "paars", "paarse": "paars", "roze": "roze",
}  # fmt: skip
_NAMED = re.compile(
    r"(?i)\b("
    + "|".join(sorted(_COLOURS, key=len, reverse=True))
    + r")\b(?:\s+(?:gekleurd|gemarkeerd|vlak|tekst|"
    r"gearceerd|letters|regels?|vakjes?))?\s*(?:=|:|-|–|is|zijn|betekent|geeft aan)\s*([^;,.\n]+)"
)
_STRUCK = re.compile(
    r"(?i)(?:doorgestreept|doorgehaald|doorstreept)\s*(?:=|:|-|–|is|zijn|betekent)\s*([^;,.\n]+)"
)
_UNTIL = re.compile(r"(?i)\b(?:t\s?/\s?m|tot en met|tot)\s+(?:(eind|begin|half|medio)\s+)?(.+)$")


class SignKind(StrEnum):
    CANCELLED = "cancelled"
    FULL = "full"
    NOT_PUBLIC = "not_public"
    TENTATIVE = "tentative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What a colour means. `until`: the last day it holds, when the legend says so."""

    kind: SignKind
    text: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Of one sheet. `colours` by "RRGGBB"; `hues` by Dutch colour name for a legend in words."""

    period: Period | None = None
    venue: str | None = None
    footnotes: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, Sign] = field(default_factory=dict)
    hues: Mapping[str, Sign] = field(default_factory=dict)
    struck_means: Sign | None = None
    exclusions: frozenset[Exclusion] = frozenset()

    def sign(self, cell: Cell) -> Sign | None:
        """What the cell's fill, else its letters, mean by the legend."""
        for colour in (cell.fill, cell.ink):
            if colour is None:
                continue
            found = self.colours.get(colour) or self.hues.get(hue(colour) or "")
            if found is not None:
                return found
        return None


def read(
    sheet: Sheet,
    titles: Iterable[str],
    lines: Mapping[int, Mapping[int, Cell]],
    *,
    seen_on: date,
    year: int | None,
    elsewhere: "Notes | None" = None,
) -> Notes:
    """`titles`: texts above the first table; `lines`: every row outside the tables.

    `elsewhere`: a legend on another sheet of the same book, where this one has none.
    """
    titles = list(titles)
    found_period = period_of((*titles, sheet.name), seen_on=seen_on, year=year)
    texts = [cell.text for cells in lines.values() for cell in cells.values()]
    colours = dict(elsewhere.colours) if elsewhere else {}
    hues = dict(elsewhere.hues) if elsewhere else {}
    colours.update(_legend(sheet, lines, seen_on, found_period))
    struck = elsewhere.struck_means if elsewhere else None
    for text in texts:
        for name, meaning in _NAMED.findall(text):
            if (sign := _sign(meaning, seen_on, found_period)) is not None:
                hues[_COLOURS[name.casefold()]] = sign
        if found := _STRUCK.search(text):
            struck = _sign(found[1], seen_on, found_period) or struck
    footnotes = dict(elsewhere.footnotes) if elsewhere else {}
    footnotes.update({m[1]: m[2].strip() for text in texts if (m := _MARKER.match(text))})
    loose = [t for t in texts if not _MARKER.match(t) and len(t) < 200]
    return Notes(
        period=found_period,
        venue=next((v for text in (*titles, sheet.name) if (v := house_in(text))), None),
        footnotes=footnotes,
        colours=colours,
        hues=hues,
        struck_means=struck,
        exclusions=frozenset().union(*(exclusions_in(t) for t in loose)) if loose else frozenset(),
    )


def period_of(titles: Iterable[str], *, seen_on: date, year: int | None) -> Period | None:
    """The most precise period that these texts name."""
    found = None
    for text in titles:
        found = periods.narrower(found, periods.find(text, seen_on=seen_on, year=year))
    return found


def year_in(texts: Iterable[str]) -> int | None:
    """The year that titles name, if just one."""
    found = {
        int(y)
        for text in texts
        if not re.search(r"(?i)bijgewerkt|versie|afgedrukt|gewijzigd", text)
        for y in re.findall(r"\b(20[2-4]\d)\b", text)
    }
    return found.pop() if len(found) == 1 else None


def house_in(text: str) -> str | None:
    """The name of a house in a title: "WEEKPROGRAMMA BUURTHUIS DE KAJUIT" → Buurthuis De Kajuit."""
    if len(text) > 90:
        return None
    found = words.HOUSES.search(text)
    if not found or (not found[2][:1].isalpha() and found[2][:1] not in "'’"):
        return None
    name = re.split(r"\s[–—-]\s|\s?[(|,;:]|\s(?:in|op|van|voor|t/m)\s", f"{found[1]} {found[2]}")[
        0
    ].strip()
    last = name.split()[-1].casefold()
    if len(name.split()) < 2 or last in ("de", "het", "van") or periods.month_number(last):
        return None
    if name.isupper():
        name = name.title()
    if not any(word[0].isupper() for word in name.split()[1:]):
        return None
    return name[0].upper() + name[1:]


def hue(colour: str) -> str | None:
    """The Dutch name of a colour "RRGGBB"; None for white, black and very pale ones.

    >>> hue("FF5050"), hue("FFFF66"), hue("FFFFFF")
    ('rood', 'geel', None)
    """
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    turn, light, strength = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.97 or light < 0.08:
        return None
    if strength < 0.12:
        return "grijs"
    degrees = turn * 360
    if degrees < 15 or degrees >= 345:
        return "rood" if light < 0.8 else "roze"
    for limit, name in (
        (45, "oranje"),
        (70, "geel"),
        (170, "groen"),
        (260, "blauw"),
        (310, "paars"),
    ):
        if degrees < limit:
            return name
    return "roze"


def _legend(
    sheet: Sheet, lines: Mapping[int, Mapping[int, Cell]], seen_on: date, period: Period | None
) -> dict[str, Sign]:
    """Coloured cells outside tables whose text, or the text beside them, says what they mean."""
    found = {}
    for row in lines:
        cells = sheet.rows.get(row, {})
        for column, cell in cells.items():
            if cell.fill is None or cell.fill == "FFFFFF":
                continue
            texts = [cell.text] if cell.text and len(cell.text) > 2 else []
            texts = texts or [sheet.cell(row, column + n).text for n in (1, 2, -1)]
            for text in filter(None, texts):
                if (sign := _sign(text, seen_on, period)) is not None:
                    found[cell.fill] = sign
                    break
    return found


def _sign(text: str, seen_on: date, period: Period | None) -> Sign | None:
    if words.CANCELLED.search(text) or re.search(r"(?i)\bniet door|\buitval", text):
        return Sign(kind=SignKind.CANCELLED, text=text, until=_until(text, seen_on, period))
    if words.FULL.search(text):
        return Sign(kind=SignKind.FULL, text=text)
    if words.NOT_PUBLIC.search(text) or re.search(
        r"(?i)\bintern\b|\bconcept\b|\bgesloten groep", text
    ):
        return Sign(kind=SignKind.NOT_PUBLIC, text=text)
    if words.TENTATIVE.search(text) or re.search(r"(?i)nog (?:te|niet)|onzeker|optie", text):
        return Sign(kind=SignKind.TENTATIVE, text=text)
    return None


def _until(text: str, seen_on: date, period: Period | None) -> date | None:
    """ "t/m eind april", "tot 1 mei" (the day before)."""
    found = _UNTIL.search(text)
    if not found:
        return None
    anchor = period.first if period and not period.holds(seen_on) else seen_on
    whole = periods.find(found[2], seen_on=anchor)
    is_up_to = not re.match(r"(?i)t\s?/\s?m|tot en met", found[0])
    if (
        whole is not None
        and whole.month is not None
        and not re.search(r"\d{1,2}\s+[a-z]", found[2])
    ):
        return whole.first if is_up_to and found[1] != "eind" else whole.last
    days = [r.start.day for r in read_when(found[2], anchor=anchor) if r.start]
    return days[0] if days else None
