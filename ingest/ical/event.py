"""One VEVENT read property by property; trouble is said with its line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from agenda.draft import Doubt, Draft, Origin, Problem, Recurrence
from agenda.moment import Moment
from agenda.recurrence import rule_trouble
from agenda.status import EventStatus, Severity
from base.text import one_line, plain
from ingest.ical.blocks import short
from ingest.ical.lines import Line
from ingest.ical.values import Reader, duration
from ingest.privacy import looks_like_person, mask

_STATUS = {"CANCELLED": EventStatus.CANCELLED, "TENTATIVE": EventStatus.TENTATIVE}
_PRIVATE = {"PRIVATE", "CONFIDENTIAL"}
_READ_FROM = (
    *(("title", "SUMMARY"), ("start", "DTSTART"), ("end", "DTEND"), ("end", "DURATION")),
    *(("recurrence", "RRULE"), ("description", "DESCRIPTION"), ("venue", "LOCATION")),
    *(("status", "STATUS"), ("url", "URL"), ("organiser", "ORGANIZER")),
)
FLOATING = ("start", "DTSTART zonder zone")


@dataclass(frozen=True, slots=True)
class Read:
    """A VEVENT as read: its draft, and the slot it replaces when it is an override."""

    draft: Draft
    replaces: Moment | None
    is_later_too: bool
    number: int


class Event:
    """One VEVENT's properties, read one by one; trouble is said with its line."""

    def __init__(
        self, lines: list[Line], reader: Reader, line: int, problems: list[Problem]
    ) -> None:
        self._lines: dict[str, list[Line]] = {}
        for one in lines:
            self._lines.setdefault(one.name, []).append(one)
        self._reader = reader
        self._line = line
        self._problems = problems
        self._doubts: list[Doubt] = []
        self.key = short(one_line(self._value("UID")))
        self.title = mask(one_line(plain(self._text("SUMMARY")))).text

    def read(self, *, is_cancelled: bool) -> Read:
        """Raises ValueError (Dutch) when it has no date that can be read."""
        replaced = self._first("RECURRENCE-ID")
        begin = self._first("DTSTART") or replaced
        if begin is None:
            raise ValueError("er staat geen begin (DTSTART) bij")
        start = self._reader.moment(begin)
        status = _STATUS.get(self._value("STATUS").strip().upper(), EventStatus.SCHEDULED)
        described = mask(plain(self._text("DESCRIPTION") or self._text("X-ALT-DESC")))
        draft = Draft(
            key=self.key,
            title=self.title or "(zonder titel)",
            start=start,
            end=self._end(start),
            recurrence=self._recurrence(start, begin),
            status=EventStatus.CANCELLED if is_cancelled else status,
            description=described.text,
            venue=_place(self._text("LOCATION")) or None,
            point=self._point(),
            organiser=self._organiser(),
            lost_contact=described.is_contact,
            url=_link(self._value("URL")),
            image_url=self._image(),
            categories=tuple(self._categories()),
            is_private=self._value("CLASS").strip().upper() in _PRIVATE,
            sequence=self._number() or None,
            origin=Origin(line=self._line),
            extra=self._read_from(begin),
        )
        self._check_zones()
        return Read(
            draft=replace(draft, doubts=tuple(self._doubts)),
            replaces=self._reader.moment(replaced) if replaced else None,
            is_later_too=bool(replaced)
            and replaced is not None
            and replaced.parameters.get("RANGE", "").upper() == "THISANDFUTURE",
            number=self._number(),
        )

    def say(self, code: str, text: str, *, severity: Severity = Severity.NOTE) -> None:
        message = f"“{self.title or 'Een activiteit zonder titel'}” {text}"
        self._problems.append(
            Problem(
                code=code,
                message=message,
                severity=severity,
                origin=Origin(line=self._line),
                key=self.key or None,
            )
        )

    def _end(self, start: Moment) -> Moment | None:
        """The end as stated; never swapped when it lies before the start, but left unknown."""
        stated, length = self._first("DTEND"), self._first("DURATION")
        try:
            if stated is not None and stated.value.strip():
                end = self._reader.moment(stated)
            elif length is not None and length.value.strip():
                end = start.plus(duration(length.value))
            else:
                return None
        except (ValueError, OverflowError) as error:
            self.say("bad_end", f"heeft een einde dat niet te lezen is: {error}.")
            return None
        if start.is_all_day:
            return self._last_day(start, end, is_length=stated is None)
        if end.is_all_day or end.order_key < start.order_key:
            self.say("end_before_start", "eindigt voor het begint; het einde is weggelaten.")
            return None
        return end if end != start else None

    def _last_day(self, start: Moment, end: Moment, *, is_length: bool) -> Moment | None:
        """DTEND of a date is exclusive; we keep the last day itself."""
        last = Moment(end.day, None, start.zone)
        if last.day < start.day:
            self.say("end_before_start", "eindigt voor het begint; het einde is weggelaten.")
            return None
        if last.day > start.day and (end.is_all_day or end.local.time().hour == 0 or is_length):
            last = last.plus(timedelta(days=-1))
        return last if last.day > start.day else None

    def _recurrence(self, start: Moment, begin: Line) -> Recurrence | None:
        rules = self._rules("RRULE", start)
        dates, ends = [], []
        for when, end in self._dates("RDATE"):
            dates.append(when)
            ends.append(end)
        if not rules and not dates:
            return None
        return Recurrence(
            rrules=rules,
            rdates=tuple(dates),
            date_ends=tuple(ends) if any(ends) else (),
            exdates=tuple(when for when, _ in self._dates("EXDATE")),
            exrules=self._rules("EXRULE", start),
            zone=None if start.is_all_day else self._reader.rule_zone(begin),
        )

    def _rules(self, name: str, start: Moment) -> tuple[str, ...]:
        """Rules that can be understood; of the others the event keeps its first date."""
        found = []
        for line in self._lines.get(name, []):
            text = "".join(line.value.split()).strip(";").upper()
            trouble = rule_trouble(text, start) if text else None
            if trouble:
                self.say("bad_rule", f"heeft een herhaling die niet kan: {trouble}.")
                self._doubts.append(Doubt(about="recurrence", reason=f"Herhaling: {trouble}."))
            elif text:
                found.append(text)
        return tuple(found)

    def _dates(self, name: str) -> Iterator[tuple[Moment, Moment | None]]:
        for line in self._lines.get(name, []):
            try:
                yield from self._reader.moments(line)
            except (ValueError, OverflowError) as error:
                self.say("bad_date", f"heeft een datum in {name} die niet te lezen is: {error}.")

    def _check_zones(self) -> None:
        for tzid in sorted(self._reader.unknown):
            self.say("unknown_zone", f"heeft een onbekende tijdzone: {one_line(tzid)[:60]}.")
            reason = "De tijdzone is onbekend; de tijd is gelezen als tijd hier."
            self._doubts.append(Doubt(about="start", reason=reason))

    def _organiser(self) -> str | None:
        line = self._first("ORGANIZER")
        name = one_line(line.parameters.get("CN", "")) if line else ""
        return name if name and "@" not in name and not looks_like_person(name) else None

    def _point(self) -> tuple[float, float] | None:
        """GEO as (latitude, longitude); 0;0 is what programs write that do not know."""
        parts = self._value("GEO").split(";")
        try:
            lat, lon = (float(part) for part in parts)
        except ValueError:
            return None
        is_real = (lat, lon) != (0, 0) and abs(lat) <= 90 and abs(lon) <= 180
        return (lat, lon) if is_real else None

    def _image(self) -> str | None:
        for line in (*self._lines.get("IMAGE", []), *self._lines.get("ATTACH", [])):
            is_picture = line.parameters.get("FMTTYPE", "").startswith("image/")
            if line.name == "IMAGE" or is_picture:
                return _link(line.value)
        return None

    def _categories(self) -> Iterator[str]:
        for line in self._lines.get("CATEGORIES", []):
            for part in line.text.split(","):
                if one_line(part):
                    yield one_line(part)[:100]

    def _read_from(self, begin: Line) -> tuple[tuple[str, str], ...]:
        pairs = tuple(pair for pair in _READ_FROM if pair[1] in self._lines)
        return (*pairs, FLOATING) if self._reader.is_floating(begin) else pairs

    def _number(self) -> int:
        text = self._value("SEQUENCE").strip()
        return int(text) if text.isdigit() and len(text) < 10 else 0

    def _first(self, name: str) -> Line | None:
        return next((line for line in self._lines.get(name, []) if line.value.strip()), None)

    def _value(self, name: str) -> str:
        line = self._first(name)
        return line.value if line else ""

    def _text(self, name: str) -> str:
        line = self._first(name)
        return line.text if line else ""


@lru_cache(maxsize=2_000)
def _place(text: str) -> str:
    """A place as one line; the same few come back in every event."""
    return mask(one_line(plain(text))).text


def _link(text: str) -> str | None:
    text = one_line(text)
    return text if text.lower().startswith(("http://", "https://")) else None
