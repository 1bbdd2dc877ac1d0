"""iCalendar bytes into drafts. One bad event never costs the others.

Reads what RFC 5545 says and what the wild adds: several calendars in a file, missing UIDs,
ends before starts, zones by Windows name (icalendar knows them), floating times (the
source's zone), Latin-1 and a byte order mark.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar

from agenda.draft import Context, Draft, Override, Parsed, Problem, Recurrence
from agenda.moment import Moment
from agenda.reconcile import content_key
from agenda.status import EventStatus, Severity
from base.errors import FormatError
from base.text import one_line, plain

_STATUS = {"CANCELLED": EventStatus.CANCELLED, "TENTATIVE": EventStatus.TENTATIVE}
_PRIVATE = {"PRIVATE", "CONFIDENTIAL"}


@dataclass(frozen=True, slots=True)
class _Read:
    """A VEVENT as read: its draft, and the slot it replaces when it is an override."""

    draft: Draft
    replaces: Moment | None
    is_later_too: bool


def read(body: bytes, context: Context) -> Parsed:
    """Every VEVENT of every calendar in `body` as drafts, in the order of the file.

    Raises FormatError when it is no calendar at all (a log-in page, an empty answer).
    """
    text = _decode(body)
    if "BEGIN:VCALENDAR" not in text.upper():
        raise FormatError(_what_it_is(text), permanent=True)
    is_whole = text.rstrip().upper().endswith("END:VCALENDAR")
    if not is_whole:
        text = _up_to_the_last_event(text)
    try:
        calendars = icalendar.Calendar.from_ical(text, multiple=True)
    except ValueError as error:
        raise FormatError(f"De agenda is niet te lezen: {error}", permanent=True) from error
    found: list[_Read] = []
    problems: list[Problem] = []
    for calendar in calendars:
        for component in calendar.walk("VEVENT"):
            try:
                found.append(_event(component, context, problems))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                problems.append(_problem("unreadable", component, f"niet gelezen: {error}"))
    unread = {p.key for p in problems if p.code == "unreadable" and p.key}
    if not is_whole:
        message = "De agenda breekt halverwege af; wat er wel staat is gelezen."
        problems.append(Problem(code="cut_off", message=message))
    return Parsed(
        drafts=tuple(_joined(found, problems)),
        problems=tuple(problems),
        is_complete=is_whole,
        unread_keys=frozenset(unread),
    )


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _up_to_the_last_event(text: str) -> str:
    """A calendar cut off half-way, closed after its last whole event."""
    last = text.upper().rfind("END:VEVENT")
    kept = text[: last + len("END:VEVENT")] if last >= 0 else "BEGIN:VCALENDAR"
    return f"{kept}\r\nEND:VCALENDAR\r\n"


def _what_it_is(text: str) -> str:
    if not text.strip():
        return "Het antwoord is leeg; hier hoort een agenda (iCalendar) te staan."
    if "<html" in text[:2000].lower():
        return "Dit is een webpagina, geen agenda. Misschien moet je er inloggen."
    return "Dit is geen agenda (iCalendar): BEGIN:VCALENDAR ontbreekt."


def _event(component: Any, context: Context, problems: list[Problem]) -> _Read:
    start = _moment(component["DTSTART"], context)
    replaced = component.get("RECURRENCE-ID")
    draft = Draft(
        key=one_line(str(component.get("UID", ""))),
        title=one_line(plain(str(component.get("SUMMARY", "")))) or "(zonder titel)",
        start=start,
        end=_end(component, start, context, problems),
        recurrence=_recurrence(component, context),
        status=_STATUS.get(str(component.get("STATUS", "")).upper(), EventStatus.SCHEDULED),
        description=plain(str(component.get("DESCRIPTION", ""))),
        venue=one_line(plain(str(component.get("LOCATION", "")))) or None,
        url=_link(component.get("URL")),
        is_private=str(component.get("CLASS", "")).upper() in _PRIVATE,
        sequence=_number(component.get("SEQUENCE")),
    )
    if not draft.key:
        draft = replace(draft, key=f"inhoud:{content_key(draft)}")
        problems.append(_problem("no_uid", component, "heeft geen UID; herkend aan de inhoud."))
    return _Read(
        draft=draft,
        replaces=_moment(replaced, context) if replaced is not None else None,
        is_later_too=replaced is not None
        and str(replaced.params.get("RANGE", "")).upper() == "THISANDFUTURE",
    )


def _joined(found: list[_Read], problems: list[Problem]) -> Iterator[Draft]:
    """Masters with their overrides; an override without master stands on its own.

    Two masters with one UID are two events: the second gets its start in its key.
    """
    changes: dict[str, list[Override]] = {}
    masters = {read.draft.key for read in found if read.replaces is None}
    for read in found:
        if read.replaces is not None and read.draft.key in masters:
            changes.setdefault(read.draft.key, []).append(_override(read, read.replaces))
    used: set[str] = set()
    for read in found:
        draft = read.draft
        if read.replaces is not None:
            if draft.key not in masters:
                yield replace(draft, key=f"{draft.key}#{read.replaces.iso()}")
            continue
        if draft.key in used:
            message = f"“{draft.title}” heeft de UID van een andere activiteit."
            problems.append(Problem(code="double_uid", message=message, key=draft.key))
            yield replace(draft, key=f"{draft.key}#{draft.start.iso()}#{one_line(draft.title)}")
            continue
        used.add(draft.key)
        overrides = tuple(changes.get(draft.key, ()))
        rule = draft.recurrence or (Recurrence() if overrides else None)
        yield replace(draft, recurrence=replace(rule, overrides=overrides) if rule else None)


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


def _end(component: Any, start: Moment, context: Context, problems: list[Problem]) -> Moment | None:
    """The end as stated; never swapped when it lies before the start, but left unknown."""
    if "DTEND" in component:
        end = _moment(component["DTEND"], context)
        if start.is_all_day and end.is_all_day and end.day > start.day:
            end = end.plus(timedelta(days=-1))  # DTEND of a date is exclusive
    elif "DURATION" in component:
        end = start.plus(component["DURATION"].dt)
    else:
        return None
    if end.is_all_day != start.is_all_day or end.order_key < start.order_key:
        problems.append(
            _problem("end_before_start", component, "eindigt voor het begint; einde weggelaten.")
        )
        return None
    return end


def _recurrence(component: Any, context: Context) -> Recurrence | None:
    rules = _values(component.get("RRULE"))
    rdates = tuple(_dates(component.get("RDATE"), context))
    if not rules and not rdates:
        return None
    return Recurrence(
        rrules=tuple(rule.to_ical().decode() for rule in rules),
        rdates=rdates,
        exdates=tuple(_dates(component.get("EXDATE"), context)),
        exrules=tuple(rule.to_ical().decode() for rule in _values(component.get("EXRULE"))),
    )


def _dates(value: Any, context: Context) -> Iterator[Moment]:
    for part in _values(value):
        for entry in part.dts:
            given = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            yield _as_moment(given, context)


def _values(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _moment(value: Any, context: Context) -> Moment:
    return _as_moment(value.dt, context)


def _as_moment(given: date | datetime, context: Context) -> Moment:
    if not isinstance(given, datetime):
        return Moment(given, None, context.zone)
    if given.tzinfo is None:
        return Moment.at(given, context.zone)
    name = getattr(given.tzinfo, "key", None)
    if name and name.upper() not in ("UTC", "ETC/UTC") and _is_known(name):
        return Moment.at(given.replace(tzinfo=None), name)
    return Moment.of_instant(given, context.zone)


def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _link(value: Any) -> str | None:
    text = one_line(str(value or ""))
    return text if text.lower().startswith(("http://", "https://")) else None


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _problem(code: str, component: Any, text: str) -> Problem:
    title = one_line(str(component.get("SUMMARY", ""))) or "Een activiteit zonder titel"
    severity = Severity.DROPPED if code == "unreadable" else Severity.NOTE
    key = one_line(str(component.get("UID", ""))) or None
    return Problem(code=code, message=f"“{title}” {text}", severity=severity, key=key)
