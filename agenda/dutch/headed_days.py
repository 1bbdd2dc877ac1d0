"""Days under a month as their heading, and days written with numbers alone."""

from agenda.dutch import words
from agenda.dutch.names import month_at
from agenda.dutch.phrases import Day, Days, Tokens
from agenda.dutch.token import CLOCK, HOUR, NUMBER, ORDINAL, YEAR

LIST = frozenset({",", "en", "&", "+", ";", "/"})
FILLERS = words.of("""op ook de het en ( resp resp.""")
LIMIT = 60  # days in one list


def numeric_list(tokens: Tokens, i: int) -> Days | None:
    """`3-3, 17-3 en 14-4`: at least two, one of which cannot be hours; `24-4 om 20 uur`."""
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
    is_headed = tokens.text(i - 1) == ":" and tokens.text(i - 2) in {"data", "datum", "datums"}
    is_before_clock = len(days) == 1 and _is_before_clock(tokens, i, last)
    is_sure = is_headed or is_before_clock
    if len(days) < 2 - is_sure or not (is_sure or any((d.day or 0) > 24 for d in days)):
        return None
    return Days(first=i, last=last, days=tuple(days), joins=(",",) * (len(days) - 1))


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
        return None
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
