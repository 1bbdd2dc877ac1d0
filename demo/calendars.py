"""The calendars of the library (series with exceptions) and the neighbourhood house (dates)."""

import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from demo.content import EPOCH, Dated, Item

ZONE = "Europe/Amsterdam"
HORIZON = timedelta(days=120)
_VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""
# In which weeks of four a series skips a date, moves it two hours, or cancels it.
SKIPPED, MOVED, CANCELLED = {"voorlezen": 3}, {"taalcafe": 1}, {"digispreekuur": 2}


def of_series(items: Iterable[Item], today: date) -> bytes:
    """Repeating events with EXDATE, and overrides for what moved or was cancelled."""
    lines: list[str] = []
    for item in items:
        lines += _series(item, today)
    return _calendar("Agenda Demobibliotheek", lines)


def of_dates(dates: Iterable[Dated]) -> bytes:
    """One event per date with HTML in its text, as a WordPress plug-in writes it."""
    lines: list[str] = []
    for held in dates:
        lines += _date(held)
    return _calendar("Buurthuis De Proeftuin", lines)


def _series(item: Item, today: date) -> Iterator[str]:
    dates = item.dates(EPOCH, today + HORIZON)
    uid = f"UID:{item.key}@bibliotheek.demonstratie.example"
    interval = f";INTERVAL={item.every}" if item.every > 1 else ""
    yield from ("BEGIN:VEVENT", uid, "DTSTAMP:20240101T000000Z")
    yield from _times(item, dates[0])
    yield f"RRULE:FREQ=WEEKLY{interval}"
    for day in _weeks_of_four(dates, SKIPPED.get(item.key)):
        yield f"EXDATE;TZID={ZONE}:{_stamp(item, day)}"
    yield from _facts(item)
    yield f"DESCRIPTION:{_escaped(item.text)}"
    yield "END:VEVENT"
    for day in _weeks_of_four(dates, MOVED.get(item.key)):
        yield from ("BEGIN:VEVENT", uid, f"RECURRENCE-ID;TZID={ZONE}:{_stamp(item, day)}")
        yield from _times(item, day, later=timedelta(hours=2))
        yield from (*_facts(item), "END:VEVENT")
    for day in _weeks_of_four(dates, CANCELLED.get(item.key)):
        yield from ("BEGIN:VEVENT", uid, f"RECURRENCE-ID;TZID={ZONE}:{_stamp(item, day)}")
        yield from _times(item, day)
        yield from (*_facts(item), "STATUS:CANCELLED", "END:VEVENT")


def _weeks_of_four(dates: Iterable[date], which: int | None) -> list[date]:
    return [day for day in dates if (day - EPOCH).days // 7 % 4 == which]


def _date(held: Dated) -> Iterator[str]:
    item, number = held.item, zlib.crc32(held.item.key.encode()) % 10_000
    host = "buurthuis.demonstratie.example"
    yield from ("BEGIN:VEVENT", f"UID:{number}-{held.day:%Y%m%d}@{host}")
    yield from ("DTSTAMP:20240101T000000Z", "CREATED:20240101T000000Z")
    yield from _times(item, held.day)
    yield from _facts(item)
    yield f"DESCRIPTION:{_escaped(item.text)}"
    yield f"URL:https://{host}/activiteit/{item.key}/{held.day}/"
    yield from ("CATEGORIES:Buurt,Ontmoeten", "END:VEVENT")


def _times(item: Item, day: date, later: timedelta = timedelta()) -> Iterator[str]:
    start = datetime.combine(day, item.start) + later
    yield f"DTSTART;TZID={ZONE}:{start:%Y%m%dT%H%M%S}"
    if item.end:
        yield f"DTEND;TZID={ZONE}:{datetime.combine(day, item.end) + later:%Y%m%dT%H%M%S}"


def _facts(item: Item) -> Iterator[str]:
    yield f"SUMMARY:{_escaped(item.title)}"
    yield f"LOCATION:{_escaped(item.where.line)}"


def _stamp(item: Item, day: date) -> str:
    return f"{datetime.combine(day, item.start):%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _calendar(name: str, lines: Iterable[str]) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//demonstratie//NL", f"X-WR-CALNAME:{name}"]
    text = [*head, f"X-WR-TIMEZONE:{ZONE}", *_VTIMEZONE.split("\n"), *lines, "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in text).encode()


def _folded(line: str) -> str:
    """At most 75 octets a line (RFC 5545 section 3.1); our texts are one or two octets a letter."""
    return (
        "\r\n ".join(line[i : i + 36] for i in range(0, len(line), 36)) if len(line) > 70 else line
    )
