"""Days as written: single ones, lists and ranges, with a year or without."""

from dataclasses import replace

from agenda.dutch import feasts, words
from agenda.dutch.headed_days import (
    FILLERS,
    LIMIT,
    LIST,
    month_first,
    more_numeric,
    numeric_list,
    year_at,
)
from agenda.dutch.names import month_at, weekday_at
from agenda.dutch.phrases import Day, Days, Tokens
from agenda.dutch.token import CLOCK, DATE, HOUR, NUMBER, ORDINAL

_BETWEEN = words.of(""", . : ( de op | d""")
_RELATIVE = {
    "vandaag": (0, None),
    "morgen": (1, None),
    "overmorgen": (2, None),
    "vanochtend": (0, words.MORNING),
    "vanmorgen": (0, words.MORNING),
    "vanmiddag": (0, words.AFTERNOON),
    "vanavond": (0, words.EVENING),
    "morgenochtend": (1, words.MORNING),
    "morgenmiddag": (1, words.AFTERNOON),
    "morgenavond": (1, words.EVENING),
}
_COMING = frozenset({"aanstaande", "komende", "eerstkomende", "eerstvolgende", "deze", "as"})
TYPO = "typo"


def days_at(tokens: Tokens, i: int, *, at_most: int = LIMIT) -> Days | None:
    """The day, list or range of days that begins at token `i`, or None."""
    if i < tokens.no_day_before:
        return None
    days: list[Day] = []
    joins: list[str] = []
    is_open = False
    complete: tuple[int, int] | None = None  # how many days are whole, and the place after them
    after = i
    while len(days) < at_most:
        found = _day(tokens, after)
        if found is None:
            break
        day, after = found
        days.append(day)
        if _is_whole(day):
            complete = (len(days), after)
        join = _join(tokens, after)
        if join is None:
            break
        name, after = join
        is_open = is_open or name == "tot"
        if name == "of":
            days[-1] = replace(day, doubt="Er staat “of”: het is niet duidelijk welke dag.")
        joins.append({"tot": "-", "of": ","}.get(name, name))
    if complete is None:
        other = month_first(tokens, i) or numeric_list(tokens, i)
        if other is None and len(days) > 1:
            tokens.no_day_before = after
        return other
    count, last = complete
    more, last = more_numeric(tokens, last)
    whole = (*_filled(days[:count]), *more)
    used = (*joins[: count - 1], *[","] * len(more))
    return Days(
        first=i,
        last=_tail(tokens, last),
        days=whole,
        joins=used,
        is_open=is_open and "-" in used,
        is_all_weekdays=_is_heading(tokens, i),
    )


def _is_whole(day: Day) -> bool:
    return day.month is not None or day.day is None


def _is_heading(tokens: Tokens, i: int) -> bool:
    """`dinsdagen 3, 10 en 17 maart`, `op donderdag: 5, 12 maart`: holds for all of them."""
    found = weekday_at(tokens, i)
    return found is not None and (found[2] == words.REPEATING or tokens.text(i + 1) == ":")


def _tail(tokens: Tokens, i: int) -> int:
    return i + 1 if tokens.text(i) in {"aanstaande", "jongstleden"} else i


def _join(tokens: Tokens, i: int) -> tuple[str, int] | None:
    """What joins two days: a list ("," also for "en"), or a range ("-", or "tot")."""
    text = tokens.text(i)
    if text == "tot":
        is_inclusive = tokens.are(i, "tot", "en", "met")
        return ("-", i + 3) if is_inclusive else ("tot", i + 1)
    if text in {"tm", "-"}:
        return "-", i + 1
    if text == "of":
        return "of", i + 1
    if text not in LIST:
        return None
    return ",", tokens.skip(i + 1, FILLERS)


def _day(tokens: Tokens, i: int) -> tuple[Day, int] | None:
    return _relative(tokens, i) or _coming(tokens, i) or _feast(tokens, i) or _calendar(tokens, i)


def _relative(tokens: Tokens, i: int) -> tuple[Day, int] | None:
    found = _RELATIVE.get(tokens.text(i))
    if found is None:
        return None
    before = tokens.text(i - 1)
    if tokens.text(i) == "morgen" and (
        before in words.EVERY or before in words.WEEKDAY_OF or before in {"goede", "de", "s"}
    ):
        return None
    ahead, daypart = found
    if tokens.text(i + 1) in words.DAYPARTS and daypart is None:
        return Day(ahead=ahead, daypart=words.DAYPARTS[tokens.text(i + 1)]), i + 2
    return Day(ahead=ahead, daypart=daypart), i + 1


def _coming(tokens: Tokens, i: int) -> tuple[Day, int] | None:
    """`aanstaande donderdag`, `donderdag a.s.`, `volgende week woensdag`; not with a number."""
    text, j, weeks = tokens.text(i), i, 0
    doubt = None
    if text == "volgende" and tokens.text(i + 1) == "week":
        j, weeks = i + 2, 1
    elif text == "deze" and tokens.text(i + 1) == "week":
        j = i + 2
    elif text == "volgende":
        j, doubt = i + 1, "Is “volgende” de eerste die komt, of die van volgende week?"
    elif text in _COMING:
        j = i + 1
    found = weekday_at(tokens, j)
    if found is None:
        return None
    weekday, daypart, form, _ = found
    after = j + 1
    if j == i and tokens.text(after) != "aanstaande":
        return None
    if form == words.REPEATING or _calendar(tokens, j):
        return None
    after = after + 1 if j == i else after
    return (
        Day(weekday=weekday, daypart=daypart, is_coming=True, weeks=weeks, doubt=doubt),
        after,
    )


def _feast(tokens: Tokens, i: int) -> tuple[Day, int] | None:
    found = feasts.named(tokens.texts, i)
    return (Day(feast=found[0]), found[1]) if found else None


def _calendar(tokens: Tokens, i: int) -> tuple[Day, int] | None:
    """`[za] 14 maart ['26]`, `14`, `14/3`, `14-03-2026`, `2026-03-14`."""
    weekday, daypart, j, is_misspelt = None, None, i, False
    if found := weekday_at(tokens, i):
        weekday, daypart, _, is_misspelt = found
        j = i + 1
        if daypart is None and tokens.text(j) in words.DAYPARTS:
            daypart, j = words.DAYPARTS[tokens.text(j)], j + 1
        j = tokens.skip(j, _BETWEEN, 2)
    number = _number(tokens, j, has_weekday=weekday is not None)
    if number is None:
        return None
    day, after = number
    doubt = TYPO if is_misspelt else day.doubt
    return replace(day, weekday=weekday, daypart=daypart, doubt=doubt), after


def _number(tokens: Tokens, i: int, *, has_weekday: bool) -> tuple[Day, int] | None:
    kind = tokens.kind(i)
    if kind == DATE:
        year, month, day = tokens.all[i].value
        return Day(day=day, month=month, year=year), i + 1
    if kind in {NUMBER, ORDINAL} and 1 <= tokens.all[i].value <= 31:
        return _with_month(tokens, i + 1, tokens.all[i].value, has_weekday=has_weekday)
    value = words.NUMBER_OF.get(tokens.text(i)) or words.ORDINAL_OF.get(tokens.text(i))
    if value and value > 0 and month_at(tokens, i + 1):
        return _with_month(tokens, i + 1, value, has_weekday=has_weekday)
    return None


def _with_month(tokens: Tokens, i: int, day: int, *, has_weekday: bool) -> tuple[Day, int] | None:
    """The month and year after day number `day`, if they stand at `i`."""
    j = i + 1 if tokens.text(i) in {".", "-"} and month_at(tokens, i + 1) else i
    if found := month_at(tokens, j):
        month, is_misspelt = found
        year, after = year_at(tokens, j + 1)
        return Day(day=day, month=month, year=year, doubt=TYPO if is_misspelt else None), after
    number = tokens.all[i + 1] if i + 1 < len(tokens) else None
    if number is not None and number.kind == NUMBER and 1 <= number.value <= 12:
        is_padded = number.text.startswith("0")
        is_last = tokens.text(i + 2) not in {"/", "-"} and tokens.kind(i + 2) != HOUR
        is_date = tokens.text(i) == "/" or (tokens.text(i) in {"-", "."} and is_padded)
        is_listed = number.value < day or numeric_list(tokens, i - 1) is not None
        is_date = is_date or (tokens.text(i) == "-" and has_weekday and is_listed)
        if is_date and is_last and tokens.text(i + 2) not in words.MONTH_OF:
            year, after = year_at(tokens, i + 2)
            return Day(day=day, month=number.value, year=year), after
    if tokens.kind(i) in {CLOCK, HOUR} and not has_weekday:
        return None
    return Day(day=day), i


def _filled(days: list[Day]) -> list[Day]:
    """Months and years stated later hold for the earlier days without one."""
    filled: list[Day] = []
    month = year = None
    for day in reversed(days):
        if day.day is None:
            filled.append(day)
            continue
        if day.month is None:
            day = replace(day, month=month, year=day.year or year)
        month, year = day.month, day.year
        filled.append(day)
    return filled[::-1]
