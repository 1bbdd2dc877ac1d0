"""Word programmes and pasted text into drafts that all go to a person.

Tables in a document are read as sheets are. Running text is read line by line: a line with
a date and more is an activity; a line that is only a date holds for the lines with a time
below it; a line right above a date is its title. Nobody can be sure of such a reading, so
every draft carries a doubt with the passage to hold it against.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from agenda.draft import Context, Doubt, Draft, Origin, Parsed, Problem, passage_key
from agenda.dutch import Reading, read_times, read_when
from agenda.status import EventStatus
from base.errors import FormatError
from base.text import shorten
from ingest.document.texts import Document, Line, load
from ingest.privacy import mask
from ingest.spreadsheet import keys, making, notes, reader, words
from ingest.spreadsheet import period as periods
from ingest.spreadsheet.standing import standing
from providers.places.private import is_home, without_home

_DOUBT = Doubt(about="text", reason="Uit een tekst gelezen; houd het naast wat er staat.")
_LABEL = re.compile(
    r"(?i)^\W*(?:wanneer|datum|data|tijd|waar|locatie|plaats|kosten|prijs|aanmelden|opgave|entree|"
    r"toegang|info|inlichtingen|contact)\s*:"
)
_PLACE = re.compile(r"(?i)\b(?:waar|locatie|plaats)\s*:\s*([^.;|]{3,80})")
_TRIM = " \t-–—:,;|•·.*()"


@dataclass(slots=True)
class _Walk:
    """Where the reading of the lines is: the day that holds, the last line without a date.

    `titles`: what the first lines say of the period, without which a line may mean any year.
    """

    titles: tuple[str, ...]
    day: Reading | None = None
    heading: Line | None = None
    passages: set[str] = field(default_factory=set)

    def readings(self, text: str, context: Context) -> list[Reading]:
        """What a line says about when, around the day on which it first stood there."""
        passage = " | ".join((*self.titles, text))
        self.passages.add(passage_key(passage))
        seen_on = context.anchor(passage)
        period = _period(self.titles, seen_on)
        anchor = seen_on if period is None or period.holds(seen_on) else period.first
        found = read_when(text, anchor=anchor, zone=context.zone)
        return [r for r in found if r.start is not None]


def read(body: bytes, context: Context) -> Parsed:
    """Every activity of a document as drafts, each with a doubt.

    Raises FormatError when it is no text we can read, or one without any date.
    """
    document = load(body)
    tables = _tables(document, context)
    walk = _Walk(tuple(_titles(document, context)))
    drafts = [*tables.drafts, *_lines(document, walk, context)]
    if not drafts and not tables.problems:
        message = "In deze tekst staan geen activiteiten met een datum die wij kunnen lezen."
        raise FormatError(message, permanent=True)
    drafts, doubles = keys.once(
        replace(d, doubts=(*d.doubts, _DOUBT) if _DOUBT not in d.doubts else d.doubts)
        for d in drafts
    )
    problems: tuple[Problem, ...] = (*tables.problems, *doubles)
    return Parsed(
        drafts=tuple(keys.distinct(drafts)),
        problems=problems,
        columns=tables.columns,
        passages=tables.passages | walk.passages,
    )


def _tables(document: Document, context: Context) -> Parsed:
    if not document.book.sheets:
        return Parsed()
    try:
        return reader.read_book(document.book, context)
    except FormatError:
        return Parsed()


def _titles(document: Document, context: Context) -> Iterator[str]:
    """First lines that name a period; a line of one day or with a time is an activity."""
    for line in document.lines[:5]:
        days = [r for r in read_when(line.text, anchor=context.seen_on) if r.start]
        is_stretch = all(r.end and r.start and r.end.day > r.start.day for r in days)
        names_one = _period([line.text], context.seen_on) is not None
        if is_stretch and names_one and not words.has_time(line.text):
            yield line.text


def _period(titles: Iterable[str], seen_on: date) -> periods.Period | None:
    period = None
    for text in titles:
        period = periods.narrower(period, periods.find(text, seen_on=seen_on))
    return period


def _lines(document: Document, walk: _Walk, context: Context) -> Iterator[Draft]:
    house = next((h for line in document.lines[:5] if (h := notes.house_in(line.text))), None)
    for line in document.lines:
        yield from _line(line, walk, context, house)


def _line(line: Line, walk: _Walk, context: Context, house: str | None) -> Iterator[Draft]:
    readings = walk.readings(line.text, context)
    if re.search(r"(?i)bijgewerkt|geldig van|versie|\bgesloten\b|vakantie van", line.text):
        return
    if not readings:
        times = read_times(line.text) if words.has_time(line.text) else None
        if walk.day is not None and times is not None and times.start is not None:
            yield from _drafts(line, [walk.day.at(times)], _without_times(line.text), house)
        elif not _LABEL.match(line.text):
            walk.heading = line
        return
    rest = _rest(line.text, readings)
    if len(rest) > 2 and not _LABEL.match(line.text):
        yield from _drafts(line, readings, rest, house)
        return
    heading = walk.heading
    walk.day = readings[0] if len(readings) == 1 else None
    if heading is not None and line.number - heading.number <= 2 and readings[0].has_clock:
        yield from _drafts(line, readings, heading.text, house)
        walk.heading = None


def _rest(text: str, readings: list[Reading]) -> str:
    """What a line says beside its dates and times."""
    for reading in sorted(readings, key=lambda r: r.span, reverse=True):
        first, last = reading.span
        text = f"{text[:first]} \n {text[last:]}"
    pieces = [_without_times(p) for p in text.split("\n")]
    return next((p for p in pieces if sum(c.isalpha() for c in p) > 2), "")


def _without_times(text: str) -> str:
    text = words.TIME_RANGE.sub(" ", text)
    text = re.sub(r"(?i)^\W*(?:uur|u|op|om|van|vanaf|en)\b\.?", "", text.strip(_TRIM))
    return " ".join(text.split()).strip(_TRIM)


def _drafts(line: Line, readings: list[Reading], text: str, house: str | None) -> Iterator[Draft]:
    how = standing(text, (), is_struck=line.is_struck)
    if not how.is_public:
        return
    title, more = making.title_of(re.split(r"\.\s+(?=[A-Z])", text)[0])
    title = mask(without_home(title) if is_home(title) else title).text
    if not title or words.NOTHING_ON.match(title) or words.INSIDE_WORK.match(title):
        return
    place = _PLACE.search(line.text)
    venue = None if is_home(line.text) else mask(place[1].strip()).text if place else house
    for reading in readings:
        if reading.start is None:
            continue
        draft = Draft(
            key="",
            title=shorten(title, making.TITLE_LENGTH),
            start=reading.start,
            end=reading.end,
            doors=reading.doors,
            recurrence=reading.recurrence,
            status=reading.status if how.status is EventStatus.SCHEDULED else how.status,
            previous_start=reading.previous_start,
            description=mask(more).text,
            lost_contact=mask(line.text).is_contact,
            venue=venue,
            doubts=(*reading.doubts, *how.doubts, _DOUBT),
            origin=Origin(line=line.number, text=mask(without_home(line.text)).text[:300]),
        )
        yield replace(draft, key=making.base_key(draft))
