"""Days under a month as their heading, and days written with numbers alone."""

from agenda.dutch import words
from agenda.dutch.names import month_at, weekday_at
from agenda.dutch.phrases import Day, Days, Tokens
from agenda.dutch.token import CLOCK, HOUR, NUMBER, ORDINAL, YEAR

LIST = frozenset({",", "en", "&", "+", ";", "/"})
FILLERS = words.of("""op ook de het en ( resp resp.""")
LIMIT = 60  # days in one list


def numeric_list(tokens: Tokens, i: int) -> Days | None:
    """`3-3, 17-3 en 14-4`: at least two, one of which cannot be hours; `24-4 om 20 uur`."""
    days, last = _numeric_days(tokens, i)
    is_headed = tokens.text(i - 1) == ":" and tokens.text(i - 2) in {"data", "datum", "datums"}
    is_before_clock = len(days) == 1 and _is_before_clock(tokens, i, last)
    is_sure = is_headed or is_before_clock
    if len(days) < 2 - is_sure or not (is_sure or _are_no_hours(tokens, days, last)):
        return None
    return Days(first=i, last=last, days=tuple(days), joins=(",",) * (len(days) - 1))


def more_numeric(tokens: Tokens, last: int) -> tuple[list[Day], int]:
    """`vr 10-4` goes on with `, 24-4 en 8-5`: days of a list whose first, before `last`, is one."""
    is_numeric = tokens.kind(last - 1) == NUMBER and tokens.text(last - 2) == "-"
    if not is_numeric or tokens.text(last) not in LIST:
        return [], last
    days, after = _numeric_days(tokens, tokens.skip(last + 1, FILLERS))
    return (days, after) if days and _are_no_hours(tokens, days, after) else ([], last)


def _numeric_days(tokens: Tokens, i: int) -> tuple[list[Day], int]:
    days: list[Day] = []
    after = last = i
    while len(days) < LIMIT and tokens.kind(after) == tokens.kind(after + 2) == NUMBER:
        day, month = tokens.all[after].value, tokens.all[after + 2].value
        if tokens.text(after + 1) != "-" or not (1 <= day <= 31 and 1 <= month <= 12):
            break
        days.append(Day(day=day, month=month))
        last = after + 3
        if tokens.text(last) not in LIST:
            break
        after = tokens.skip(last + 1, FILLERS)
    return days, last


_BEFORE_CLOCK = words.of(""", : ( steeds telkens altijd om van vanaf iedere elke keer""")


def _are_no_hours(tokens: Tokens, days: list[Day], last: int) -> bool:
    """One of them is no opening from an hour to an hour, or the time stands behind them all."""
    for day in days:
        begin, end = day.day or 0, day.month or 0
        if begin > 23 or begin == end or (begin > 12 and end > 2):
            return True
    return tokens.kind(tokens.skip(last, _BEFORE_CLOCK, 4)) in {CLOCK, HOUR}


def _is_before_clock(tokens: Tokens, i: int, last: int) -> bool:
    """`24-4 om 20 uur`, `19-2, 10-12 uur`: what stands before a time is no time itself."""
    if tokens.text(i - 1) in words.WEEKDAY_OF:
        return False
    j = tokens.skip(last, frozenset({"om", "@", "van"}), 1)
    if tokens.kind(j) in {CLOCK, HOUR}:
        return True
    j = tokens.skip(j, frozenset({","}), 1)
    return tokens.all[i].value > 12 and tokens.kind(j) in {CLOCK, HOUR, NUMBER}


def month_first(tokens: Tokens, i: int) -> Days | None:
    """`maart: 5, 12, 19`: a month as the heading of day numbers."""
    found = month_at(tokens, i)
    if found is None:
        is_in = tokens.text(i) == "in" and month_at(tokens, i + 1)
        return _month_and_weekday(tokens, i, i + 1) if is_in else None
    if (on_weekday := _month_and_weekday(tokens, i, i)) is not None:
        return on_weekday
    if tokens.text(i + 1) != ":":
        return _month_and_number(tokens, i, found[0])
    days: list[Day] = []
    after = i + 2
    last = after
    while len(days) < LIMIT and tokens.kind(after) in {NUMBER, ORDINAL}:
        value = tokens.all[after].value
        if not 1 <= value <= 31:
            break
        days.append(Day(day=value, month=found[0]))
        last = after + 1
        if tokens.text(last) not in LIST:
            break
        after = tokens.skip(last + 1, FILLERS)
    if not days or month_at(tokens, last) or tokens.text(last) in {"-", "tm", "tot", "/"}:
        return None
    return Days(first=i, last=last, days=tuple(days), joins=(",",) * (len(days) - 1))


def _month_and_weekday(tokens: Tokens, first: int, i: int) -> Days | None:
    """`in april op maandag 13 en 20`: days of the month at `i`, all on that weekday."""
    found = month_at(tokens, i)
    year, after = year_at(tokens, i + 1)
    after = tokens.skip(after, frozenset({"op", ",", ":"}), 2)
    weekday = weekday_at(tokens, after)
    if found is None or weekday is None:
        return None
    days: list[Day] = []
    after = last = after + 1
    while len(days) < LIMIT and tokens.kind(after) in {NUMBER, ORDINAL}:
        value = tokens.all[after].value
        if not 1 <= value <= 31:
            break
        days.append(Day(day=value, month=found[0], year=year, weekday=weekday[0]))
        last = after + 1
        if tokens.text(last) not in LIST:
            break
        after = tokens.skip(last + 1, FILLERS)
    if not days or month_at(tokens, last) or tokens.text(last) in _GOES_ON:
        return None
    joins = (",",) * (len(days) - 1)
    return Days(first=first, last=last, days=tuple(days), joins=joins, is_all_weekdays=True)


_GOES_ON = words.of("""- tm tot / over voor . keer""")


def _month_and_number(tokens: Tokens, i: int, month: int) -> Days | None:
    """`maart 8 @ 14:00`, `maart 8, 2026`: as agenda programs write it."""
    if tokens.kind(i + 1) != NUMBER or not 1 <= tokens.all[i + 1].value <= 31:
        return None
    day, year = tokens.all[i + 1].value, None
    after = i + 2
    if tokens.text(after) == "," and tokens.kind(after + 1) == NUMBER:
        year, after = year_at(tokens, after)
    if year is None and tokens.text(after) != "@":
        return None
    return Days(first=i, last=after, days=(Day(day=day, month=month, year=year),))


def year_at(tokens: Tokens, i: int) -> tuple[int | None, int]:
    """A year at `i` (also after a point or comma), and the place after it."""
    j = tokens.skip(i, frozenset({".", ",", "-"}), 1)
    if tokens.kind(j) == YEAR:
        return int(tokens.all[j].value), j + 1
    is_year = tokens.kind(j) == NUMBER and 1900 <= tokens.all[j].value <= 2100
    # "14 maart 2026 - 16.00" is a year; "14 maart, 2000 stappen" is not.
    is_free = tokens.is_border(j + 1) or tokens.text(j + 1) in {"van", "om", "vanaf"}
    if is_year and (j == i or is_free):
        return int(tokens.all[j].value), j + 1
    is_short = len(tokens.text(i - 1)) <= 5 and tokens.text(i - 1) in words.MONTH_SHORT
    return None, (i + 1 if tokens.text(i) == "." and is_short else i)
