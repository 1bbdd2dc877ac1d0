"""iCalendar bytes into drafts. One bad event never costs the others.

Reads what RFC 5545 says and what the wild adds. An event whose bytes have the hash of the
last complete reading is not parsed again. Every moment is given by the clock of the source's
zone; a rule that runs by another clock says so (`Recurrence.zone`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache

from agenda.draft import Context, Doubt, Draft, Origin, Override, Parsed, Problem, Recurrence
from agenda.moment import Moment
from agenda.reconcile import content_key
from agenda.recurrence import rule_trouble
from agenda.status import EventStatus, Severity
from base.text import one_line, plain
from ingest.ical.blocks import Block, Scan, combined, scan, short
from ingest.ical.lines import Line, own, split
from ingest.ical.values import Reader, duration
from ingest.ical.zones import Zones
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
class _Read:
    """A VEVENT as read: its draft, and the slot it replaces when it is an override."""

    draft: Draft
    replaces: Moment | None
    is_later_too: bool
    number: int


@dataclass(slots=True)
class _Result:
    """What comes of a file while it is read. `is_blind`: something without a key was lost."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    hashes: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    is_blind: bool = False


def read(body: bytes, context: Context) -> Parsed:
    """Every VEVENT of every calendar in `body` as drafts.

    Raises FormatError when it is no calendar at all (a log-in page, an empty answer).
    """
    held = scan(body, context.raw_hashes)
    zones = [Zones(head, default=context.zone) for head in held.heads]
    result = _Result()
    result.unchanged = set(held.unchanged)
    result.hashes = {key: context.raw_hashes[key] for key in held.unchanged}
    for uid, blocks in held.groups.items():
        key, digest = short(uid), combined(blocks)
        if context.raw_hashes.get(key) == digest:
            result.unchanged.add(key)
            result.hashes[key] = digest
            continue
        before = len(result.problems)
        drafts = _group(held, blocks, zones, context, result)
        # Only what gave one draft under its own key, and no problem, can be known again.
        if [draft.key for draft in drafts] == [key] and len(result.problems) == before:
            result.hashes[key] = digest
        result.drafts += drafts
    _unnamed(held, zones, context, result)
    if held.unstamped:
        result.problems.append(_unstamped(held))
    if not held.is_whole:
        _leave_series(result)
        message = "De agenda breekt halverwege af; wat er wel staat is gelezen."
        result.problems.append(Problem(code="cut_off", message=message))
    return Parsed(
        drafts=tuple(result.drafts),
        problems=tuple(result.problems),
        is_complete=held.is_whole and not result.is_blind,
        unread_keys=frozenset(result.unread),
        raw_hashes=result.hashes,
        unchanged_keys=frozenset(result.unchanged),
        ttl_seconds=_ttl(held),
    )


def _unstamped(held: Scan) -> Problem:
    """One problem for the file: it costs residents nothing, and as a rule misses everywhere."""
    count = len(held.unstamped)
    whose = "1 activiteit mist" if count == 1 else f"{count} activiteiten missen"
    message = f"{whose} het tijdstempel (DTSTAMP) dat de standaard vraagt; wel gelezen."
    origin = Origin(line=held.line(held.unstamped[0]))
    return Problem(code="no_dtstamp", message=message, origin=origin)


def _leave_series(result: _Result) -> None:
    """Of a file cut off, series are left as they were: a cancelled date may be in the rest."""
    series = {draft.key for draft in result.drafts if draft.recurrence}
    result.drafts = [draft for draft in result.drafts if draft.key not in series]
    result.unread |= series
    result.hashes = {key: found for key, found in result.hashes.items() if key not in series}


def _ttl(held: Scan) -> int | None:
    """How long the calendar says it stays good (RFC 7986 REFRESH-INTERVAL, or Microsoft's)."""
    for head in held.heads:
        text = head.value("REFRESH-INTERVAL") or head.value("X-PUBLISHED-TTL")
        try:
            return int(duration(text).total_seconds()) if text else None
        except (ValueError, OverflowError):
            return None
    return None


def _unnamed(held: Scan, zones: list[Zones], context: Context, result: _Result) -> None:
    """Events without a UID are known by their content; the same one twice is one."""
    seen: set[str] = set()
    for block in held.unnamed:
        for read in _reads(held, [block], zones, context, result):
            key = short(f"inhoud:{content_key(read.draft)}")
            if key in seen:
                continue
            seen.add(key)
            draft = replace(read.draft, recurrence=None) if read.replaces else read.draft
            result.drafts.append(replace(draft, key=key))
            message = "heeft geen kenmerk (UID); herkend aan titel, begin en plaats."
            result.problems.append(_problem("no_uid", read.draft, message))


def _group(
    held: Scan, blocks: list[Block], zones: list[Zones], context: Context, result: _Result
) -> list[Draft]:
    """All events of one UID: a master with its overrides, or several under one name."""
    lost = len(result.problems)
    reads = _reads(held, blocks, zones, context, result)
    if any(p.code == "unreadable" for p in result.problems[lost:]):
        doubt = Doubt(about="recurrence", reason="Een deel van deze reeks is niet te lezen.")
        reads = [replace(r, draft=replace(r.draft, doubts=(*r.draft.doubts, doubt))) for r in reads]
    masters = _latest([r for r in reads if r.replaces is None])
    changes = _latest([r for r in reads if r.replaces is not None])
    if not masters:
        return [_alone(r) for r in changes]
    if len(masters) == 1:
        return [_with_changes(masters[0].draft, changes)]
    for other in masters[1:]:
        message = f"heeft hetzelfde kenmerk (UID) als “{masters[0].draft.title}”."
        result.problems.append(_problem("double_uid", other.draft, message))
    repeating = [r for r in masters if r.draft.recurrence] or masters
    drafts = []
    for read in masters:
        own_changes = changes if read is repeating[0] else []
        draft = _with_changes(read.draft, own_changes)
        key = f"{draft.key}#{draft.start.iso()}#{one_line(draft.title)}"
        drafts.append(replace(draft, key=short(key)))
    return drafts


def _reads(
    held: Scan, blocks: list[Block], zones: list[Zones], context: Context, result: _Result
) -> list[_Read]:
    reads = []
    for block in blocks:
        lines = list(own(split(held.text(block))))
        is_cancelled = held.heads[block.calendar].value("METHOD").upper() == "CANCEL"
        reader = Reader(zones[block.calendar], context.zone)
        event = _Event(lines, reader, held.line(block.start), result)
        try:
            reads.append(event.read(is_cancelled=is_cancelled))
        except (ValueError, OverflowError) as error:
            event.say("unreadable", f"is niet gelezen: {error}.", severity=Severity.DROPPED)
            if event.key:
                result.unread.add(event.key)
            result.is_blind = result.is_blind or not event.key
    return reads


def _latest(reads: list[_Read]) -> list[_Read]:
    """Of the same event or the same slot stated twice, the one with the highest SEQUENCE."""
    best: dict[tuple[str, str], _Read] = {}
    for read in reads:
        draft = read.draft
        slot = read.replaces.iso() if read.replaces else ""
        name = (slot, "" if slot else content_key(draft))
        if name not in best or read.number >= best[name].number:
            best[name] = read
    return list(best.values())


def _alone(read: _Read) -> Draft:
    """An override without its series is one date."""
    slot = read.replaces.iso() if read.replaces else ""
    return replace(read.draft, key=short(f"{read.draft.key}#{slot}"), recurrence=None)


def _with_changes(draft: Draft, changes: list[_Read]) -> Draft:
    if not changes:
        return draft
    overrides = tuple(_override(read, read.replaces) for read in changes if read.replaces)
    ordered = tuple(sorted(overrides, key=lambda o: o.original.order_key))
    return replace(draft, recurrence=replace(draft.recurrence or Recurrence(), overrides=ordered))


def _override(read: _Read, original: Moment) -> Override:
    draft = read.draft
    return Override(
        original=original,
        start=draft.start,
        end=draft.end,
        title=draft.title,
        description=draft.description,
        venue=draft.venue,
        status=draft.status,
        this_and_future=read.is_later_too,
    )


class _Event:
    """One VEVENT's properties, read one by one; trouble is said with its line."""

    def __init__(self, lines: list[Line], reader: Reader, line: int, result: _Result) -> None:
        self._lines: dict[str, list[Line]] = {}
        for one in lines:
            self._lines.setdefault(one.name, []).append(one)
        self._reader = reader
        self._line = line
        self._result = result
        self._doubts: list[Doubt] = []
        self.key = short(one_line(self._value("UID")))
        self.title = mask(one_line(plain(self._text("SUMMARY")))).text

    def read(self, *, is_cancelled: bool) -> _Read:
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
        return _Read(
            draft=replace(draft, doubts=tuple(self._doubts)),
            replaces=self._reader.moment(replaced) if replaced else None,
            is_later_too=bool(replaced)
            and replaced is not None
            and replaced.parameters.get("RANGE", "").upper() == "THISANDFUTURE",
            number=self._number(),
        )

    def say(self, code: str, text: str, *, severity: Severity = Severity.NOTE) -> None:
        message = f"“{self.title or 'Een activiteit zonder titel'}” {text}"
        self._result.problems.append(
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


def _problem(code: str, draft: Draft, text: str) -> Problem:
    message = f"“{draft.title}” {text}"
    return Problem(code=code, message=message, origin=draft.origin, key=draft.key or None)
