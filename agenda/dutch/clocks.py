"""Clock times: recognising them, and deciding which half of the day is meant."""

from datetime import time
from typing import Any

from agenda.dutch import words
from agenda.dutch.phrases import Clock, Span, Tokens
from agenda.dutch.token import CLOCK, COUNT, HOUR, NUMBER

LEADS = words.of("""van vanaf tussen om rond omstreeks tot tegen""")
_FILLERS = words.of(
    """ca . : circa ongeveer uiterlijk precies klokslag ± ~ max maximaal plusminus om rond en
met"""
)
_MINUTES = {"5": 5, "10": 10, "20": 20, "vijf": 5, "tien": 10, "twintig": 20, "kwart": 15}
# "2 uur" is how long, not when, after or before one of these.
_LENGTH_BEFORE = words.of("""duur duurt duren gedurende per bijna ruim na binnen elke totaal""")
_LENGTH_AFTER = words.of("""durend durende lang per later vooraf daarvoor eerder geleden durigen""")


def span_at(tokens: Tokens, i: int) -> Span | None:
    """The clock times that begin at token `i`, or None."""
    daypart = words.GENITIVE_PARTS.get(tokens.text(i))
    j = i + 1 if daypart else i
    lead = tokens.text(j) if tokens.text(j) in LEADS else None
    if lead:
        j = tokens.skip(j + 1, _FILLERS)
    found = clock_at(tokens, j)
    if found is None:
        return None
    first, after, is_bare = found
    if lead == "tot":
        return None if is_bare else Span(first=i, last=after, start=None, end=first)
    second = _second(tokens, after, joins=("-", "tot", "tm", "en") if lead == "tussen" else None)
    if second is None:
        if not _stands_alone(tokens, j, after, is_bare=is_bare, lead=lead):
            return None
        start = _with(first, daypart)
        return Span(first=i, last=after, start=start)
    end, last, is_end_bare = second
    if is_bare and is_end_bare and lead not in {"van", "tussen"}:
        return Span(first=i, last=last, start=_with(first, daypart), end=end, is_weak=True)
    return Span(first=i, last=last, start=_with(first, daypart or end.daypart), end=end)


def _with(clock: Clock, daypart: str | None) -> Clock:
    if daypart is None or clock.daypart:
        return clock
    return Clock(hour=clock.hour, minute=clock.minute, is_digital=clock.is_digital, daypart=daypart)


def _second(
    tokens: Tokens, i: int, *, joins: tuple[str, ...] | None
) -> tuple[Clock, int, bool] | None:
    """The end of a range whose start ended before `i`."""
    if tokens.text(i) not in (joins or ("-", "tot", "tm")):
        return None
    found = clock_at(tokens, tokens.skip(i + 1, _FILLERS))
    if found is None:
        return None
    _, after, is_bare = found
    if is_bare and (
        tokens.text(after) in words.MONTH_OF
        or tokens.text(after) in words.UNITS
        or tokens.kind(after) in {NUMBER, COUNT}
        or (tokens.text(after) in {"/", "-"} and tokens.kind(after + 1) == NUMBER)
    ):
        return None
    return found


def _stands_alone(tokens: Tokens, at: int, after: int, *, is_bare: bool, lead: str | None) -> bool:
    """A single time that is a time, and not how long something takes or how many there are."""
    if is_bare:
        return lead == "om" and tokens.is_border(after)
    if tokens.kind(at) != HOUR and tokens.text(after - 1) != "uur":
        return True
    if tokens.kind(at) == CLOCK:
        return True
    before = tokens.text(at - 1)
    if before in _LENGTH_BEFORE or (before == ":" and tokens.text(at - 2) in _LENGTH_BEFORE):
        return False
    if tokens.text(after) in _LENGTH_AFTER or tokens.are(after, "van", "tevoren"):
        return False
    if tokens.are(after, "voor", "aanvang") or tokens.are(after, "voor", "tijd"):
        return False
    if lead == "van" or (before == "van" and lead is None):
        return False
    if lead is not None or tokens.kind(at) == HOUR or before in words.GENITIVE_PARTS:
        return True
    is_after_day = before in words.MONTH_OF or before in words.WEEKDAY_OF or before == ","
    return is_after_day and tokens.text(at) != "een"


def clock_at(tokens: Tokens, i: int) -> tuple[Clock, int, bool] | None:
    """One time at `i`: the clock, the place after it, and whether it is just a number."""
    kind = tokens.kind(i)
    value: Any = tokens.all[i].value if kind else None
    if kind == CLOCK:
        is_padded = tokens.text(i).startswith("0")
        return _tail(
            tokens, i + 1, hour=value[0], minute=value[1], is_digital=True, is_padded=is_padded
        )
    if kind == HOUR:
        return _tail(tokens, i + 1, hour=value)
    return _spoken(tokens, i) or _number(tokens, i)


def _spoken(tokens: Tokens, i: int) -> tuple[Clock, int, bool] | None:
    """`half tien`, `kwart over acht`, `vijf voor half acht`, `10 over 8`."""
    text = tokens.text(i)
    if text == "half" and (hour := _hour(tokens, i + 1)):
        return _tail(tokens, i + 2, hour=_before(hour), minute=30)
    minutes, j = _MINUTES.get(text), i + 1
    if minutes is None:
        return None
    j = j + 1 if tokens.text(j) == "minuten" else j
    direction = tokens.text(j)
    is_half = tokens.text(j + 1) == "half"
    hour = _hour(tokens, j + 2 if is_half else j + 1)
    if direction not in {"over", "voor"} or not hour:
        return None
    total = hour * 60 - (30 if is_half else 0) + (minutes if direction == "over" else -minutes)
    if total < 60:
        total += 720
    return _tail(tokens, j + (3 if is_half else 2), hour=total // 60, minute=total % 60)


def _before(hour: int) -> int:
    return hour - 1 or 12


def _hour(tokens: Tokens, i: int) -> int | None:
    value = words.NUMBER_OF.get(tokens.text(i))
    if value is None and tokens.kind(i) in {NUMBER, HOUR}:
        value = tokens.all[i].value
    return value if value and 1 <= value <= 12 else None


def _number(tokens: Tokens, i: int) -> tuple[Clock, int, bool] | None:
    """`10`, `tien`, `tien uur`, `middernacht`."""
    if tokens.text(i) == "middernacht":
        return Clock(hour=24, is_digital=True), i + 1, False
    if tokens.kind(i) == NUMBER and tokens.all[i].value <= 24:
        return _tail(tokens, i + 1, hour=tokens.all[i].value, is_bare=True)
    value = words.NUMBER_OF.get(tokens.text(i))
    if value is None or value > 12:
        return None
    return _tail(tokens, i + 1, hour=value, is_bare=True)


def _tail(
    tokens: Tokens,
    i: int,
    *,
    hour: int,
    minute: int = 0,
    is_digital: bool = False,
    is_bare: bool = False,
    is_padded: bool = False,
) -> tuple[Clock, int, bool]:
    if tokens.text(i) in {"uur", "u", "h"}:
        i, is_bare = i + 1, False
        i = i + 1 if tokens.text(i) == "." and tokens.text(i - 1) != "uur" else i
    daypart = words.GENITIVE_PARTS.get(tokens.text(i))
    if daypart:
        i, is_bare = i + 1, False
    elif tokens.are(i, "in", "de") and tokens.text(i + 2) in words.DAYPARTS:
        daypart, i, is_bare = words.DAYPARTS[tokens.text(i + 2)], i + 3, False
    clock = Clock(
        hour=hour, minute=minute, is_digital=is_digital, is_padded=is_padded, daypart=daypart
    )
    return clock, i, is_bare


# When an activity in that part of the day may begin, in minutes from midnight.
_WINDOWS = {
    words.MORNING: (5 * 60, 12 * 60 + 30),
    words.AFTERNOON: (11 * 60 + 30, 18 * 60),
    words.EVENING: (16 * 60 + 30, 24 * 60),
    words.NIGHT: (20 * 60, 30 * 60),
}


class Unclear(ValueError):
    """A time that can be read in more ways, or in none; the message is for a person."""


def _minutes(clock: Clock) -> int:
    return clock.hour * 60 + clock.minute


def show(clock: Clock) -> str:
    return f"{clock.hour}.{clock.minute:02d}"


def resolve_start(clock: Clock, daypart: str | None) -> int:
    """Minutes from midnight. Raises Unclear when morning and evening are both possible."""
    part, said = clock.daypart or daypart, _minutes(clock)
    if said == 0:
        raise Unclear("Is “0.00” het begin of het einde van deze dag?")
    if said == 24 * 60:
        if part is None:
            raise Unclear("Is “24.00” het begin of het einde van deze dag?")
        return said
    if part:
        first, last = _WINDOWS[part]
        fits = [m for m in _halves(clock) if first <= m <= last]
        if part == words.NIGHT:
            fits = [m for m in _halves(clock) if m >= first or m <= 6 * 60]
            fits = [0 if m == 12 * 60 else m for m in fits] or ([0] if said == 720 else [])
        if len(fits) != 1:
            raise Unclear(f"“{show(clock)}” past niet bij “{part}”.")
        return fits[0]
    if clock.hour >= 13 or clock.hour == 0:
        return said
    if clock.is_digital:
        if said < 6 * 60 and not clock.is_padded:
            raise Unclear(f"Is “{show(clock)}” 's nachts of 's middags?")
        return said
    if said < 7 * 60:
        return said + 720
    if said < 9 * 60:
        raise Unclear(f"Is “{show(clock)}” 's ochtends of 's avonds?")
    return said


def _halves(clock: Clock) -> list[int]:
    said = _minutes(clock)
    return [said, said + 720] if said < 720 else [said] + ([said - 720] if said < 780 else [])


def resolve(span: Span, daypart: str | None) -> tuple[int | None, int | None]:
    """Start and end in minutes from midnight; an end past 24:00 is on the next day.

    Raises Unclear with a Dutch reason.
    """
    if span.start is None:
        return None, resolve_start(span.end, daypart) if span.end else None
    if span.end is None:
        return resolve_start(span.start, daypart), None
    start = _start_of_range(span.start, span.end, daypart)
    return start, resolve_end(span.end, start)


def _start_of_range(start: Clock, end: Clock, daypart: str | None) -> int:
    try:
        return resolve_start(start, daypart)
    except Unclear:
        said, last = _minutes(start), _minutes(end)
        if start.daypart or daypart or start.is_digital:
            raise
        # "van 8 tot 12" and "van 8 tot 4" are a morning; "van 8 tot 20.00" too.
        if end.hour >= 12 or (end.hour < 6 and last < said):
            return said
        raise


def resolve_end(clock: Clock, start: int) -> int:
    """The first time after `start` that the clock can mean. Raises Unclear."""
    said = _minutes(clock)
    if clock.daypart == words.NIGHT and said == 720:
        said = 0
    is_half = not clock.is_digital and said <= 720
    options = [m for m in ((said, said + 720) if is_half else (said,)) if m > start]
    if clock.daypart in (words.AFTERNOON, words.EVENING):
        options = [m for m in options if m >= 720]
    if options:
        if options[0] - start > 12 * 60 and is_half:
            raise Unclear(f"Het einde “{show(clock)}” past niet bij het begin.")
        return options[0]
    if said <= 6 * 60 and start >= 17 * 60:
        return said + 1440
    raise Unclear(f"Het einde “{show(clock)}” is vóór het begin.")


def as_time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
