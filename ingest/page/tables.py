"""Agenda tables of a page: a header row in everyday Dutch and a row for each activity."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lxml.html import HtmlElement

from base.text import MONTHS, fold, one_line
from ingest.page.address import absolute
from ingest.page.clues import in_month, month_heading
from ingest.page.headings import meaning_of_column
from ingest.page.html import lines, text_of
from ingest.page.items import Item
from ingest.page.places import Named, named
from ingest.page.services import named_by_service
from ingest.privacy import looks_like_person

_SPAN_LIMIT = 400
_LEAST = {"date", "title"}
_RESULTS = {"uitslag", "uitslagen", "score", "eindstand", "resultaat"}
_WHO = {"naam", "namen", "wie"}
_DITTO = re.compile(r"(?i)\s*(?:[\"”“„'’〃]{1,2}|id(?:em)?\.?)\s*")


_JOINED = r"(?:-|–|t/?m|tot\s+en\s+met|en|&|\+|/)"
_WEEKDAY = r"((?:ma|di|wo|do|vr|za|zo)(?:\w*dag)?)\.?"
_TWO_WEEKDAYS = re.compile(rf"(?i)\s*{_WEEKDAY}\s*{_JOINED}\s*{_WEEKDAY}\s*")
_TWO_NUMBERS = re.compile(
    rf"(?i)\s*(\d{{1,2}}(?:\s+[a-z]{{3,9}}\.?)?)\s*({_JOINED})\s*(\d{{1,2}}\s.+)"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Its element, and its items in the order of the rows."""

    element: HtmlElement
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it covers a place in the grid. `is_own`: it begins there."""

    element: HtmlElement
    is_own: bool

    @property
    def text(self) -> str:
        return text_of(self.element)


def tables(tree: HtmlElement, address: str, near: date) -> Iterator[Table]:
    """Every data table with a header that names at least a date and an activity.

    A table inside another is read on its own; the outer one then only lays out the page. A row
    that is a month holds for the rows below it; `near` is the day around which the first lies.
    """
    for element in tree.iter("table"):
        rows = grid(element)
        header: Mapping[str, list[int]] = {}
        found: list[Item] = []
        day, month = "", None
        for row in rows:
            if named := _header(row):
                header = named
            elif header and (made := _item(row, header, address, day)):
                made = _in_month(made, month) if month else made
                day = made.when
                found.append(made)
            else:
                day, month = "", _month_of(row, month or near) or month
        if found:
            yield Table(element, () if _is_of_persons(rows, found) else tuple(found))


def _month_of(row: list[Cell], near: date) -> date | None:
    """The month that is all this row says: the first of them that lies near."""
    return month_heading(row[0].text, near) if row and _is_one_cell(row) else None


def _in_month(item: Item, month: date) -> Item:
    """An item whose day is a number ("za 14", "14"), in the month above it."""
    if re.fullmatch(r"\d{1,2}\.?", item.when):
        return replace(item, when=f"{item.when.rstrip('.')} {MONTHS[month.month - 1]} {month.year}")
    said = in_month(item.when, month)
    if said == item.when and re.fullmatch(r"[a-z]+\.?\s+\d{1,2}\.?", item.when.casefold()):
        return replace(item, why_unsure=f"“{item.when}” past niet bij de maand erboven.")
    return replace(item, when=said)


def _is_of_persons(rows: list[list[Cell]], found: list[Item]) -> bool:
    """A list of who is on duty: "Naam" above persons, not above activities."""
    is_named = any(fold(cell.text) in _WHO for row in rows for cell in row)
    persons = sum(looks_like_person(item.title) for item in found)
    return is_named and persons * 2 >= len(found)


def drop_results(tree: HtmlElement) -> None:
    """Take the rows out of `tree` that hold a result ("3-1" under "Uitslag"): they were played."""
    for element in tree.iter("table"):
        column = -1
        for row in grid(element):
            named = [n for n, cell in enumerate(row) if fold(cell.text) in _RESULTS]
            if named:
                column = named[0]
            elif 0 <= column < len(row) and re.search(r"\d", row[column].text):
                row[column].element.getparent().drop_tree()


def grid(element: HtmlElement) -> list[list[Cell]]:
    """The rows of a table with colspan and rowspan filled in; rows of inner tables are not."""
    rows: list[list[Cell]] = []
    pending: dict[int, tuple[Cell, int]] = {}
    for row in element.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        filled: list[Cell] = []
        cells = iter(row.xpath("./td | ./th"))
        while len(filled) < _SPAN_LIMIT:
            held = pending.get(len(filled))
            if held is not None:
                cell, left = held
                column = len(filled)
                filled.append(cell)
                if left > 1:
                    pending[column] = (cell, left - 1)
                else:
                    del pending[column]
                continue
            following = next(cells, None)
            if following is None:
                break
            _place(following, filled, pending)
        rows.append(filled)
    return rows


def _place(element: HtmlElement, filled: list[Cell], pending: dict[int, tuple[Cell, int]]) -> None:
    down, across = _number(element.get("rowspan")), _number(element.get("colspan"))
    for offset in range(across):
        if down > 1:
            pending[len(filled)] = (Cell(element, is_own=False), down - 1)
        filled.append(Cell(element, is_own=offset == 0))


def _number(text: str | None) -> int:
    return min(int(text), _SPAN_LIMIT) if text and text.isdigit() and int(text) else 1


def _header(row: list[Cell]) -> dict[str, list[int]] | None:
    """Meaning → columns, when this row is a header. "Dag" and "Datum" both tell the day."""
    found: dict[str, list[int]] = {}
    for column, cell in enumerate(row):
        text = cell.text
        meaning = meaning_of_column(text)
        if meaning and (cell.is_own or meaning not in found):
            found.setdefault(meaning, []).append(column)
    if found.keys() >= _LEAST:
        return found
    return None


def _item(
    row: list[Cell], header: Mapping[str, list[int]], address: str, day_above: str
) -> Item | None:
    """The activity of a row, when it names one. A time without a day is of `day_above`."""

    def cells(meaning: str) -> list[Cell]:
        return [row[column] for column in header.get(meaning, ()) if column < len(row)]

    def text(meaning: str) -> str:
        return next((cell.text for cell in cells(meaning)), "")

    def place() -> str:
        held = {cell.text: None for meaning in ("place", "postcode") for cell in cells(meaning)}
        return one_line(", ".join(filter(None, held)))

    title = next(iter(cells("title")), None)
    if title is None or not title.text or _is_one_cell(row):
        return None
    parts = lines(title.element)
    day, times = _days_together([cell.text for cell in cells("date")]), text("time")
    if times and (not day or _DITTO.fullmatch(day)):
        day = day_above
    if text("end"):
        times = f"{times} - {text('end')}"
    venue = place()
    apart = Named(parts[0]) if venue or "place" in header else named(parts[0])
    return Item(
        title=named_by_service(apart.title),
        when=day,
        times=times,
        form="tabel op de pagina",
        venue=venue or apart.place,
        price=text("price") or apart.price,
        audience=text("audience") or None,
        organiser=text("organiser") or None,
        description=" ".join([*parts[1:], text("description"), _lessons(text("lessons"))]).strip(),
        link=link_in(title.element, address),
        line=title.element.sourceline,
        status_text="\n".join((text("status"), text("time"), *parts[1:], text("description"))),
        is_struck=is_struck(title.element),
    )


def _days_together(texts: list[str]) -> str:
    """ "vr - zo" beside "23 t/m 25 okt" is from Friday the 23rd to Sunday the 25th.

    >>> _days_together(["vr - zo", "23 t/m 25 okt"]), _days_together(["za", "10 okt"])
    ('vr 23 t/m zo 25 okt', 'za 10 okt')
    """
    days = _TWO_WEEKDAYS.fullmatch(texts[0]) if len(texts) == 2 else None
    numbers = _TWO_NUMBERS.fullmatch(texts[1]) if days else None
    if days is None or numbers is None:
        return " ".join(texts)
    return f"{days[1]} {numbers[1]} {numbers[2]} {days[2]} {numbers[3]}"


def _lessons(text: str) -> str:
    return f"{text} lessen" if text.isdigit() else text


def _is_one_cell(row: list[Cell]) -> bool:
    """A row that is one cell over all columns is a heading ("Geweest", "Mei")."""
    return len({id(cell.element) for cell in row}) == 1


def link_in(element: HtmlElement, address: str) -> str | None:
    """The first link in `element` that goes to a page."""
    for anchor in element.iter("a"):
        link = absolute(address, anchor.get("href"))
        if link and not str(anchor.get("href")).startswith("#"):
            return link
    return None


def is_struck(element: HtmlElement) -> bool:
    """Is the first text of `element` crossed out?"""
    for node in element.iter("s", "strike", "del"):
        text = text_of(node)
        if text and text_of(element).startswith(text):
            return True
    return False
