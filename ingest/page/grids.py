"""Month calendars: a table with a column for each weekday and a cell for each day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from agenda.dutch import read_when
from base.text import MONTHS, fold, one_line
from ingest.off import OFF
from ingest.page.clues import is_closure, month_heading, time_led
from ingest.page.flow import Line, flow
from ingest.page.html import text_of
from ingest.page.items import Item
from ingest.page.tables import Cell, grid
from ingest.page.wording import MOVED_TO, cancelled_in

_WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_ENGLISH = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAY = re.compile(r"^\s*(\d{1,2})\b\.?(?:\s+|$)")
_MONTH_YEAR = re.compile(rf"(?i)\b({'|'.join(MONTHS)})\s+(20\d\d)\b")
_TIME_BEHIND = re.compile(
    r"(?i)[\s,(–—-]+((?:om\s+|van\s+|vanaf\s+)?[012]?\d[.:u]\d{2}\b"
    r"(?:\s*(?:-|–|—|tot)\s*[012]?\d[.:u]\d{2})?(?:\s*uur)?)\)?\s*$"
)
_MOVED_FROM = re.compile(r"(?i)[\s(–—-]*\b(?:was|i\.?p\.?v\.?|in plaats van)\s+(.+?)\)?\s*$")


@dataclass(frozen=True, slots=True)
class Grid:
    """Its element, and its items by day."""

    element: HtmlElement
    items: tuple[Item, ...]


def grids(tree: HtmlElement, address: str, near: date) -> Iterator[Grid]:
    """Every month calendar in the page whose month is known: tables, and boxes set as one."""
    for element, head, cells in (*_tables(tree), *_boxes(tree)):
        month = _month(element, head, address, near)
        if month is not None:
            yield Grid(element, tuple(_moved(list(_entries(cells, month, address)))))


Layout = tuple[HtmlElement, list[str], list[HtmlElement]]


def _tables(tree: HtmlElement) -> Iterator[Layout]:
    """Tables with a row of weekdays: the table, the texts above the days, the day cells."""
    for element in tree.iter("table"):
        rows = grid(element)
        head = next((n for n, row in enumerate(rows[:3]) if _is_week(_texts(row))), None)
        if head is not None:
            above = [text for row in rows[:head] for text in _texts(row)]
            days = [cell.element for row in rows[head + 1 :] for cell in row if cell.is_own]
            yield element, above, days


def _boxes(tree: HtmlElement) -> Iterator[Layout]:
    """Seven boxes with the weekdays, followed by boxes of days, in rows or in one row."""
    for node in tree.iter("div", "ul", "ol", "section"):
        boxes = [child for child in node if isinstance(child.tag, str)]
        if len(boxes) < 7 or not _is_week([text_of(box) for box in boxes[:7]]):
            continue
        above = node.getparent()
        if len(boxes) > 20:
            yield node, [], boxes[7:]
        elif above is not None:
            rows = [row for row in node.itersiblings() if isinstance(row.tag, str)]
            yield above, [], [cell for row in rows for cell in row]


def _texts(row: list[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _is_week(texts: list[str]) -> bool:
    names = [fold(text)[:2] for text in texts][-7:]
    sunday_first = [_WEEKDAYS[6], *_WEEKDAYS[:6]]
    return names in (list(_WEEKDAYS), list(_ENGLISH), sunday_first)


def _month(element: HtmlElement, inside: list[str], address: str, near: date) -> date | None:
    """The month of the calendar: in the table, just above it, or in the address."""
    caption = [text_of(node) for node in element.iter("caption")]
    above = [line.text for line in _lines_before(element, address)][-8:]
    texts = [*caption, *inside, *reversed(above)]
    for text in texts:
        if found := month_heading(text, near):
            return found
    for text in texts:
        if (named := _MONTH_YEAR.search(text)) and (found := month_heading(named[0], near)):
            return found
    return _in_address(address, near)


def _lines_before(element: HtmlElement, address: str) -> list[Line]:
    """Lines between the start of the page and the table; links ("mei »") are other months."""
    root = element.getroottree().getroot()
    lines = flow(root, address)
    inside = set(element.iter())
    first = next((n for n, line in enumerate(lines) if line.element in inside), 0)
    found = []
    for line in lines[:first]:
        text = line.text
        for link, _ in line.links:
            text = text.replace(link, " ")
        found.append(replace(line, text=one_line(text)))
    return found


def _in_address(address: str, near: date) -> date | None:
    query = {k.casefold(): v[0] for k, v in parse_qs(urlsplit(address).query).items()}
    joined = re.search(r"(20\d\d)-(\d{2})(?!\d)", address)
    month = query.get("maand") or query.get("month") or query.get("mnd") or ""
    year = query.get("jaar") or query.get("year") or ""
    if month.isdigit() and 1 <= int(month) <= 12:
        held = int(year) if year.isdigit() else near.year
        return date(held, int(month), 1)
    if joined and 1 <= int(joined[2]) <= 12:
        return date(int(joined[1]), int(joined[2]), 1)
    return None


def _entries(cells: list[HtmlElement], month: date, address: str) -> Iterator[Item]:
    """Items of every day. Days before the first "1" and after the last are of other months."""
    current = _earlier(month)
    for cell in cells:
        lines = flow(cell, address)
        number = _DAY.match(lines[0].text) if lines else None
        if number is None:
            continue
        if int(number[1]) == 1:
            current = month if current < month else _later(month)
        elif current < month and int(number[1]) < 20:
            current = month
        try:
            day = current.replace(day=int(number[1]))
        except ValueError:
            continue
        first = replace(lines[0], text=lines[0].text[number.end() :].strip())
        yield from _of_day([line for line in (first, *lines[1:]) if line.text], day)


def _of_day(lines: list[Line], day: date) -> Iterator[Item]:
    """One item for each entry; an entry begins with a time, or is a block of its own."""
    for number, line in enumerate(lines):
        led = time_led(line.text)
        is_more = number > 0 and not led and line.element is lines[number - 1].element
        if is_more:
            continue
        status = "\n".join(one.text for one in (line, *_below(lines, number)))
        text = _without_status(line.text) if cancelled_in(line.text) else line.text
        led = time_led(text)
        if not led and (behind := _TIME_BEHIND.search(text)):
            led, text = behind[1], text[: behind.start()]
            title = text.strip(" -–:|,(")
        else:
            title = text[len(led) :].strip(" -–:|,")
        if not title or is_closure(title, led):
            continue
        yield Item(
            title=title,
            when="",
            times=led,
            day=day,
            form="maandkalender op de pagina",
            link=line.links[0][1] if line.links else None,
            line=line.number,
            status_text=status,
            is_struck=bool(line.struck) and line.struck in line.text,
        )


def _below(lines: list[Line], number: int) -> list[Line]:
    """The further lines of the entry that begins with this line."""
    element = lines[number].element
    rest = takewhile(lambda line: line.element is element, lines[number + 1 :])
    return list(takewhile(lambda line: not time_led(line.text), rest))


def _without_status(text: str) -> str:
    """ "GEANNULEERD 14:00 Rondleiding" without its first word."""
    return re.sub(rf"(?i)^\W*(?:{OFF})\W+", "", text)


def _moved(entries: list[Item]) -> Iterator[Item]:
    """An entry moved to another day stands there: the old day is not shown as on."""
    for item in entries:
        there, back = MOVED_TO.search(item.title), _MOVED_FROM.search(item.title)
        if there and item.day:
            title = item.title[: there.start()].strip()
            day = _other_day(there[1], item.day)
            if any(_is_same(other, title, day) for other in entries):
                continue
            moved = replace(item, title=title, day=day, moved_from=item.day)
            yield moved if day else replace(moved, day=item.day, why_unsure=_WHERE_TO)
        elif back and item.day and (old := _other_day(back[1], item.day)):
            yield replace(item, title=item.title[: back.start()].strip(), moved_from=old)
        else:
            yield item


_WHERE_TO = "Het is verplaatst, maar de nieuwe datum is niet te lezen."


def _other_day(text: str, near: date) -> date | None:
    readings = read_when(text, anchor=near)
    start = readings[0].start if readings else None
    return start.day if start else None


def _is_same(other: Item, title: str, day: date | None) -> bool:
    return other.day == day and fold(title) in fold(other.title)


def _earlier(month: date) -> date:
    total = month.year * 12 + month.month - 2
    return date(total // 12, total % 12 + 1, 1)


def _later(month: date) -> date:
    total = month.year * 12 + month.month
    return date(total // 12, total % 12 + 1, 1)
