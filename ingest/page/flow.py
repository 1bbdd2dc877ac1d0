"""A page as the lines a person sees, each with what its markup says of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml.html import HtmlElement

from base.text import clean
from ingest.page.address import absolute
from ingest.page.clues import beside_time, has_clock, time_led
from ingest.page.html import BLOCKS, is_shown, marks, text_of
from ingest.page.leaves import leaf

LINE_LIMIT = 20_000
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 5, "dt": 6}
_STRONG = {"strong", "b", "dt", "th", "summary"}
_STRUCK = {"s", "strike", "del"}
_SEPARATE = {"span", "time", "a", "small", "abbr", "label", "button"}
_SEPARATE_BY_CLASS = {"em", "i", "b", "strong"}
_FIELD = re.compile(
    r"(?:^|[\s_-])(?:place|plaats|locat\w*|lokat\w*|venue|zaal|title|titel|price|prijs|kosten|"
    r"tag|label|categor\w*|organi[sz]\w*)(?:$|[\s_-])"
)
_CELLS = 3
_ENTRIES = 40
_DAY = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})")


@dataclass(slots=True, kw_only=True)
class Line:
    """One line. `level`: of its heading, 0 when it is none. `marks`: classes and ids around it
    up to its block. `day`: what a <time> or <abbr> in it says. `strong`: its bold text.
    `links`: (text, address) pairs. `struck`: its crossed-out text. `names_day`: a title with a
    day in it, while the date stands in another line. `after_rule`: a ruled line is above it.
    """

    element: HtmlElement
    text: str = ""
    level: int = 0
    marks: str = ""
    day: date | None = None
    strong: str = ""
    struck: str = ""
    names_day: bool = False
    after_rule: bool = False
    links: tuple[tuple[str, str], ...] = ()

    @property
    def number(self) -> int | None:
        """The line in the page's source."""
        return int(self.element.sourceline or 0) or None


def flow(node: HtmlElement, address: str) -> list[Line]:
    """The lines of `node` in reading order; a block, a cell or a <br> ends a line."""
    builder = _Builder(address)
    builder.walk(node, node, _Style())
    builder.close()
    return builder.lines


@dataclass(frozen=True, slots=True)
class _Style:
    level: int = 0
    is_strong: bool = False
    is_struck: bool = False
    link: str = ""


@dataclass(slots=True)
class _Builder:
    address: str
    lines: list[Line] = field(default_factory=list)
    _current: Line | None = None
    _pieces: list[tuple[str, _Style]] = field(default_factory=list)
    _days: list[date] = field(default_factory=list)
    _marks: list[str] = field(default_factory=list)
    _is_ruled: bool = False

    def walk(self, node: HtmlElement, block: HtmlElement, style: _Style) -> None:
        if not isinstance(node.tag, str) or not is_shown(node):
            return
        if node.tag == "br":
            self.close()
            return
        is_block = node.tag in BLOCKS or _is_field(node) or _is_entry(node) or _is_card(node)
        is_apart = node.tag in _SEPARATE or (node.tag in _SEPARATE_BY_CLASS and node.get("class"))
        if is_block:
            self.close()
            block = node
        elif is_apart:
            self._add(" ", block, style)
        self._is_ruled = self._is_ruled or node.tag == "hr"
        style = self._styled(node, style)
        self._note(node)
        self._inside(node, block, style)
        if is_block:
            self.close()
        elif is_apart:
            self._add(" ", block, style)

    def _inside(self, node: HtmlElement, block: HtmlElement, style: _Style) -> None:
        if said := leaf(node):
            for child in node.iterdescendants():
                self._note(child)
            self._add(said, block, style)
            return
        self._add(node.text, block, style)
        for child in node:
            self.walk(child, block, style)
            self._add(child.tail, block, style)

    def close(self) -> None:
        """End the line that is being gathered, if it holds any text."""
        if self._current is not None:
            line = self._current
            line.text = _joined(piece for piece, _ in self._pieces)[:LINE_LIMIT]
            line.strong = _joined(p for p, s in self._pieces if s.is_strong)
            line.struck = _joined(p for p, s in self._pieces if s.is_struck)
            line.level = min((s.level for _, s in self._pieces if s.level), default=0)
            line.links = tuple(self._links())
            line.day = self._days[0] if self._days else None
            line.marks = " ".join(dict.fromkeys(self._marks))
            if line.text:
                line.after_rule, self._is_ruled = self._is_ruled, False
                self.lines.append(line)
        self._current = None
        self._pieces, self._days, self._marks = [], [], []

    def _links(self) -> Iterator[tuple[str, str]]:
        grouped: dict[str, list[str]] = {}
        for piece, style in self._pieces:
            if style.link:
                grouped.setdefault(style.link, []).append(piece)
        for link, pieces in grouped.items():
            yield _joined(pieces), link

    def _styled(self, node: HtmlElement, style: _Style) -> _Style:
        link = style.link
        if node.tag == "a" and not str(node.get("href") or "#").startswith("#"):
            link = absolute(self.address, node.get("href")) or link
        return _Style(
            level=_HEADINGS.get(node.tag, style.level),
            is_strong=style.is_strong or node.tag in _STRONG,
            is_struck=style.is_struck or node.tag in _STRUCK,
            link=link,
        )

    def _note(self, node: HtmlElement) -> None:
        if (said := marks(node).strip()) and node.tag not in ("body", "html", "main"):
            self._marks.append(said)
        stated = None
        if node.tag == "time":
            stated = _DAY.match(str(node.get("datetime") or ""))
        elif node.tag == "abbr":
            stated = _DAY.match(str(node.get("title") or ""))
        if stated:
            try:
                self._days.append(date(int(stated[1]), int(stated[2]), int(stated[3])))
            except ValueError:
                return

    def _add(self, text: str | None, block: HtmlElement, style: _Style) -> None:
        if not text:
            return
        if text.strip() and self._current is None:
            self._current = Line(element=block)
        self._pieces.append((text, style))


def _is_card(node: HtmlElement) -> bool:
    """A link around blocks (HTML allows it): a card that is a link as a whole."""
    return node.tag == "a" and any(child.tag in BLOCKS for child in node)


def _is_field(node: HtmlElement) -> bool:
    """An inline element that its maker named as a field of its own stands apart on screen."""
    if node.tag not in ("span", "small", "em", "i"):
        return False
    return bool(_FIELD.search(marks(node))) or _is_cell(node)


def _is_entry(node: HtmlElement) -> bool:
    """One of several links or spans in a row that each begin with a time and name something."""
    above = node.getparent()
    if node.tag not in ("a", "span") or above is None or len(above) > _ENTRIES:
        return False
    if not _is_timed(text_of(node)):
        return False
    timed = [one for one in above if one.tag == node.tag and _is_timed(text_of(one))]
    return len(timed) >= 2


def _is_timed(text: str) -> bool:
    led = time_led(text)
    return bool(led) and len(beside_time(text[len(led) :])) > 2


def _is_cell(node: HtmlElement) -> bool:
    """One of a row of inline elements with nothing between: a clock time, a title, a place."""
    above = node.getparent()
    if above is None or len(above) < _CELLS or len(above) > 2 * _CELLS:
        return False
    loose = [above.text, *(child.tail for child in above)]
    if any(text and text.strip() for text in loose):
        return False
    texts = [text_of(child) for child in above]
    times = [text for text in texts if has_clock(text) and not beside_time(text)]
    words = [text for text in texts if len(beside_time(text)) > 2]
    return len(times) == 1 and len(words) >= 2


def _joined(pieces: Iterable[str]) -> str:
    return " ".join(clean("".join(pieces)).split())
