"""Which lines of a page belong together as one activity: blocks of one shape, side by side.

No page says so in words. What gives it away is repetition: neighbours in the tree that each
hold a date. A block is split as long as its parts repeat; what remains is a record.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, takewhile

from lxml.html import HtmlElement

from agenda.dutch import read_when
from ingest.page.clues import (
    beside_time,
    has_clock,
    has_coming_date,
    in_full,
    in_month,
    is_general,
    is_month_heading,
    is_note,
    month_heading,
    time_led,
    without_today,
)
from ingest.page.content import is_agenda_heading, is_news_heading
from ingest.page.flow import Line, flow
from ingest.page.labels import label_of
from ingest.page.named_days import mark_titles
from ingest.page.seasons import is_season
from ingest.page.wording import MOVED_TO

_DEPTH = 60
_SHORT = 130
_LONE = 5
_PUBLISHED = re.compile(
    r"(?:^|[\s_-])(?:pubdate|published|posted|post-date|entry-date|entry-meta|byline|updated|"
    r"publicatie\w*|geplaatst)(?:$|[\s_-])"
)


@dataclass(frozen=True, slots=True)
class Record:
    """The lines of one activity. `group`: of which list of alike records on this page."""

    lines: tuple[Line, ...]
    group: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The page's lines in order, and the records among them (at least two a group)."""

    lines: tuple[Line, ...]
    records: tuple[Record, ...]
    months: Mapping[int, str] = field(default_factory=dict)

    def without(self, taken: Sequence[Line]) -> "Outline":
        """The same without these lines; a record that holds one of them is gone."""
        gone = {id(line) for line in taken}
        if not gone:
            return self
        lines = tuple(line for line in self.lines if id(line) not in gone)
        whole = tuple(r for r in self.records if not any(id(line) in gone for line in r.lines))
        return replace(self, lines=lines, records=whole)

    def trimmed(self, away: Sequence[Line]) -> "Outline":
        """The same without these lines; a record keeps what is left, when that holds a date."""
        gone = {id(line) for line in away}
        lines = tuple(line for line in self.lines if id(line) not in gone)
        left = [
            replace(r, lines=tuple(line for line in r.lines if id(line) not in gone))
            for r in self.records
        ]
        return replace(
            self, lines=lines, records=tuple(r for r in left if any(map(dated, r.lines)))
        )

    def month_above(self, record: Record) -> str:
        """The heading of a month that stands over the record, or an empty text."""
        return self.months.get(id(record.lines[0]), "")


def outline(body: HtmlElement, address: str, near: date) -> Outline:
    """The lines of the page's content and the records in it.

    `near`: the day around which months without a year lie.
    """
    lines = flow(body, address)
    _complete_days(lines, near)
    mark_titles(lines)
    splitter = _Splitter(lines, near)
    groups = splitter.split(body, depth=0)
    records = [
        Record(tuple(_own_section(part)), number)
        for number, group in enumerate(groups)
        for part in group
        if part
    ]
    return Outline(tuple(lines), tuple(records), _months(lines))


def lone(page: Outline) -> tuple[Record, ...]:
    """Blocks around a single date on a page where nothing repeats: the last page of a list.

    The smallest block that holds the date in a short line, and a title beside it.
    """
    found: list[Record] = []
    for line in page.lines:
        if not dated(line) or len(line.text) > _SHORT:
            continue
        block: HtmlElement | None = line.element
        for _ in range(4):
            block = block.getparent() if block is not None else None
            if block is None or block.tag in ("body", "main"):
                break
            inside = set(block.iter())
            lines = tuple(one for one in page.lines if one.element in inside)
            if any(_may_name(one) for one in lines if one is not line):
                found.append(Record(lines, -1))
                break
        else:
            continue
        if line.level and not any(line in record.lines for record in found):
            found += _under(page, line)
    return tuple(found[:_LONE])


def _under(page: Outline, heading: Line) -> list[Record]:
    """The lines from a day's heading to the next heading as high, when they name anything."""
    after = page.lines[page.lines.index(heading) + 1 :]
    below = tuple(takewhile(lambda line: not 0 < line.level <= heading.level, after))
    return [Record((heading, *below), -1)] if any(map(_may_name, below)) else []


def _may_name(line: Line) -> bool:
    is_marked = line.level > 1 or bool(line.strong) or _is_linked(line)
    return is_marked and not dated(line) and len(beside_time(line.text)) > 2


def _complete_days(lines: list[Line], near: date) -> None:
    """ "vr 25" under the heading "September" is a date as whole as any; so is "do 3-9"."""
    month: date | None = None
    for line in lines:
        line.text = in_full(without_today(line.text), near)
        month = month_heading(line.text, near) or month
        if month is not None:
            line.text = in_month(line.text, month)


def _months(lines: list[Line]) -> dict[int, str]:
    """For each line the last heading before it that is a month and nothing else."""
    found, latest = {}, ""
    for line in lines:
        latest = line.text if is_month_heading(line.text) else latest
        found[id(line)] = latest
    return found


Group = list[list[Line]]


class _Splitter:
    """Splits a tree by the dates in it; earns its state by counting them once."""

    def __init__(self, lines: list[Line], near: date) -> None:
        self._near = near
        self._inside: dict[HtmlElement, list[Line]] = {}
        self._dates: Counter[HtmlElement] = Counter()
        for line in lines:
            is_dated = dated(line)
            element: HtmlElement | None = line.element
            while element is not None:
                self._inside.setdefault(element, []).append(line)
                self._dates[element] += is_dated
                element = element.getparent()

    def split(self, node: HtmlElement, *, depth: int) -> list[Group]:
        """Groups of records below `node`; none when nothing repeats."""
        if self._dates[node] < 2 or depth > _DEPTH or self._says_one_day(node):
            return []
        own = [line for line in self._inside[node] if line.element is node]
        if sum(map(dated, own)) >= 2:
            return [_by_leading_date(own)]
        groups = self._below(node, depth)
        return [[self._inside[node]]] if _is_one(self._inside[node], groups) else groups

    def _says_one_day(self, node: HtmlElement) -> bool:
        """A date in short and, once more, with its time: "za 23 jan" and "23 jan. 14:00"."""
        if self._dates[node] != 2:
            return False
        short, full = (line.text for line in self._inside[node] if dated(line))
        if has_clock(short) or beside_time(short) or not has_clock(full):
            return False
        said = [read_when(text, anchor=self._near)[:1] for text in (short, full)]
        days = {one.start.day for found in said for one in found if one.start}
        is_range = any(one.end for one in said[0])
        return all(said) and len(days) == 1 and not is_range

    def _below(self, node: HtmlElement, depth: int) -> list[Group]:
        kids = [child for child in node if self._dates[child]]
        if len(kids) == 1:
            return self.split(kids[0], depth=depth + 1)
        below = {kid: self.split(kid, depth=depth + 1) for kid in kids}
        if any(below.values()):
            return self._sections(node, kids, below)
        return self._siblings(node, kids)

    def _sections(
        self, node: HtmlElement, kids: list[HtmlElement], below: Mapping[HtmlElement, list[Group]]
    ) -> list[Group]:
        """Sections that split further, and the records that stand between them."""
        loose = [kid for kid in kids if not below[kid] or below[kid] == [[self._inside[kid]]]]
        groups = [group for kid in kids if kid not in loose for group in below[kid]]
        if len(loose) >= 2:
            groups += self._siblings(node, loose)
        elif loose:
            groups.append([self._inside[loose[0]]])
        return groups

    def _siblings(self, node: HtmlElement, kids: list[HtmlElement]) -> list[Group]:
        """Neighbours that each hold a date: each a record, or the mark of where one begins."""
        children = [child for child in node if self._inside.get(child)]
        if _is_led_by_titles(children, kids, self._inside):
            return [self._flowing(children, kids, by_titles=True)]
        if sum(_has_title(self._inside[kid]) for kid in kids) * 2 >= len(kids):
            return [[self._inside[kid] for kid in kids]]
        flowing = self._flowing(children, kids, by_titles=False)
        return [flowing] if any(_has_title(part) for part in flowing) else []

    def _flowing(
        self, children: list[HtmlElement], kids: list[HtmlElement], *, by_titles: bool
    ) -> Group:
        """Children in a row, cut before every title, or before every date."""
        parts: Group = []
        for child in children:
            lines = self._inside[child]
            begins = _is_title_block(lines) if by_titles else child in kids
            if not begins and parts and _is_over(parts[-1], lines[0]):
                break
            if begins or (parts and is_month_heading(lines[0].text)):
                parts.append([])
            if parts:
                parts[-1] += lines
        return [part for part in parts if any(map(dated, part))]


def _own_section(lines: list[Line]) -> list[Line]:
    """Of a block with several headings as high ("Kantine", "Nieuws"), the part with the date."""
    heads = [n for n, line in enumerate(lines) if line.level and line.element.tag != "dt"]
    top = min((lines[n].level for n in heads), default=0)
    begins = [
        n for n in heads if lines[n].level == top and not label_of(lines[n].text.rstrip(" :?"))
    ]
    days = [n for n, line in enumerate(lines) if dated(line)]
    if len(begins) < 2 or not days or any(lines[n].level for n in days):
        return lines
    first = max((n for n in begins if n < days[0]), default=0)
    last = min((n for n in begins if n > days[0]), default=len(lines))
    return lines[first:last] if days[-1] < last else lines


def _is_one(lines: list[Line], groups: list[Group]) -> bool:
    """A block with one heading, first, tells of one thing, however many dates it names."""
    if not groups or lines[0].level == 0 or dated(lines[0]) or is_month_heading(lines[0].text):
        return False
    headings = [line for line in lines if line.level and line.element.tag != "dt"]
    parts = [part for group in groups for part in group]
    has_titles = any(line.links and _is_linked(line) for part in parts for line in part)
    is_small = len(parts) <= 3 and len(headings) == 1 and lines[0].level > 1
    return is_small and not has_titles and not is_general(lines[0].text)


def _is_linked(line: Line) -> bool:
    return any(len(text) * 2 > len(line.text) for text, _ in line.links)


def dated(line: Line) -> bool:
    """Does this line hold a date of an activity, in words or in its markup?"""
    is_other = line.names_day or is_note(line.text) or MOVED_TO.match(line.text)
    if is_other or is_season(line.text) or _PUBLISHED.search(line.marks):
        return False
    return has_coming_date(line.text) or line.day is not None


def _by_leading_date(lines: list[Line]) -> Group:
    """Lines of one block: a record begins at each line that has a date."""
    parts: Group = []
    is_over = False
    for line in lines:
        if dated(line):
            parts.append([])
            is_over = False
        is_over = is_over or (bool(parts) and _is_over(parts[-1], line))
        if parts and not is_over:
            parts[-1].append(line)
    return parts


def _is_over(part: list[Line], following: Line) -> bool:
    """A ruled line below a whole activity, before what is none."""
    return following.after_rule and any(map(dated, part)) and _has_title(part)


def _is_led_by_titles(
    children: list[HtmlElement],
    kids: list[HtmlElement],
    inside: Mapping[HtmlElement, list[Line]],
) -> bool:
    """Headings without a date between the dated blocks: title, date, title, date."""
    order = ["title" if _is_title_block(inside[c]) else "date" for c in children
             if c in kids or _is_title_block(inside[c])]  # fmt: skip
    if "title" not in order or order[0] != "title":
        return False
    pairs = sum(1 for a, b in pairwise(order) if (a, b) == ("title", "date"))
    dates = order.count("date")
    return pairs * 2 > dates and pairs >= 2


def _is_title_block(lines: list[Line]) -> bool:
    """A heading, or one bold line, that holds no date and is no month, "Agenda" or "Nieuws"."""
    if len(lines) != 1 or dated(lines[0]) or is_month_heading(lines[0].text):
        return False
    line = lines[0]
    if is_agenda_heading(line.text) or is_news_heading(line.text):
        return False
    is_bold = bool(line.strong) and line.strong == line.text
    return (line.level > 0 or is_bold) and not time_led(line.text)


def _has_title(lines: list[Line]) -> bool:
    """Is there anything to read beside the date itself?"""
    return any(len(beside_time(line.text)) > 2 for line in lines)
