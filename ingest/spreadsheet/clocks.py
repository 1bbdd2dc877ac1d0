"""Clock times of one cell: typed, as a number, or in words; several when it names several."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from agenda.draft import Doubt
from agenda.dutch import Times, read_times
from ingest.spreadsheet import words
from ingest.spreadsheet.grid import Cell

_SPLIT = re.compile(r"\s*(?:/|;|\n|&|\+|,|\ben\b|\bof\b)\s*")
_NOT_APART = re.compile(
    r"(?i)\b(?:inloop|open|ontvangst|pauze|start|aanvang|begin|deuren|koffie)\b"
)
_FOUR_DIGITS = r"(\d{1,2})(\d{2})\s?(?:u(?:ur)?)?\s?[-–]\s?(\d{1,2})(\d{2})\s?(?:u(?:ur)?)?"


def times_of(cell: Cell | None) -> list[Times]:
    """Clock times of one cell; several when it names several ("9-10 / 10.15-11.15")."""
    if cell is None:
        return []
    value = cell.value
    if isinstance(value, datetime) and value.time() != time():
        return [Times(start=value.time().replace(second=0, microsecond=0))]
    if isinstance(value, date):
        return _taken_for_date(value)
    if isinstance(value, time):
        return [Times(start=value.replace(second=0, microsecond=0))]
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return [Times(start=time(minutes // 60, minutes % 60))] if 0 <= minutes < 1440 else []
    if isinstance(value, float):
        clock = _clock(value)
        return [Times(start=clock)] if clock else []
    return _times_in_words(cell.text)


def _taken_for_date(value: date) -> list[Times]:
    """ "10-12" typed as hours, which the program took for 10 December."""
    start, end = value.day, value.month
    if not 6 <= start < end <= 23:
        return []
    reason = f"Er staat een datum waar een tijd hoort; wij lezen {start} tot {end} uur."
    return [Times(start=time(start), end=time(end), doubts=(Doubt(about="time", reason=reason),))]


def _clock(value: float) -> time | None:
    """A fraction of a day (0.5 is noon), 9.3 as 9:30, 1930 as 19:30."""
    if 0 <= value < 1:
        minutes = round(value * 1440)
        return time(minutes // 60 % 24, minutes % 60)
    if value == int(value) and 100 <= value <= 2359:
        hours, minutes = divmod(int(value), 100)
    else:
        hours, minutes = int(value), round((value - int(value)) * 100)
    return time(hours, minutes) if 0 <= hours < 24 and 0 <= minutes < 60 else None


def _in_24_hours(text: str) -> str:
    """ "1:30 PM" as "13:30", as exports in English have it."""

    def turn(found: re.Match[str]) -> str:
        hour = int(found[1]) % 12 + (12 if found[3].casefold() == "p" else 0)
        return f"{hour}:{found[2] or '00'}"

    return re.sub(
        r"(?i)\b(1[0-2]|0?[1-9])(?:[:.]([0-5]\d)(?::\d{2})?)?\s?([ap])\.?m?\b\.?", turn, text
    )


def _times_in_words(text: str) -> list[Times]:
    text = _in_24_hours(text)
    pieces = [p for p in _SPLIT.split(text) if p]
    if len(pieces) > 1 and all(_is_time(p) for p in pieces) and not _NOT_APART.search(text):
        read = [t for p in pieces if (t := read_times(p)) is not None and t.start]
        if len(read) == len(pieces):
            is_unclear = "/" in text and not any(t.end for t in read)
            doubt = Doubt(about="time", reason=f"Is “{text}” van–tot, of twee keer?")
            return [replace(t, doubts=(*t.doubts, doubt)) for t in read] if is_unclear else read
    times = read_times(text.replace("\n", " "))
    if times is None and (found := re.fullmatch(_FOUR_DIGITS, text.strip())):
        times = read_times(f"{found[1]}.{found[2]} - {found[3]}.{found[4]} uur")
    if times is None and re.fullmatch(r"\d{1,2}\s?(?:-|–)\s?\d{1,2}", text.strip()):
        times = read_times(f"{text} uur")
    if times is None and re.fullmatch(r"(?:[01]?\d|2[0-3])", text.strip()):
        times = Times(start=time(int(text)))
    if times is None and (found := re.fullmatch(r"([01]?\d|2[0-3])([0-5]\d)", text.strip())):
        times = Times(start=time(int(found[1]), int(found[2])))
    if times is None and (found := re.match(r"^(\d{1,2}):(\d{2}):\d{2}$", text.strip())):
        times = read_times(f"{found[1]}:{found[2]}")
    return [times] if times is not None and times.start is not None else []


def _is_time(text: str) -> bool:
    return bool(words.TIME_RANGE.search(text) or words.BARE_RANGE.fullmatch(text.strip()))
