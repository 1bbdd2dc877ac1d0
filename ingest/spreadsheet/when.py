"""Day and time of one row: typed values, numbers, and words read by the one Dutch grammar.

What several columns say is put into one phrase ("elke di vanaf 3 maart 2026 t/m 26 mei 2026,
niet in schoolvak.") so that there is one place that understands rules. Clock times come from
their own cells and are joined to the days afterwards.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from agenda.draft import Doubt, Recurrence
from agenda.dutch import Reading, read_when
from agenda.moment import Moment
from base.text import DAYS, MONTHS
from ingest.spreadsheet import weeks, words
from ingest.spreadsheet.dates import ISO, NUMERIC, clock_of, day_of, long_day, spelled
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.months import Days
from ingest.spreadsheet.period import Period
from ingest.spreadsheet.rules import (
    RULE_WORDS,
    additions,
    anchor_of,
    by_rule,
    exclusions_in,
    names_month,
    reasons,
    single,
    tidied,
    untimed,
)
from ingest.spreadsheet.slots import joined, slots
from ingest.spreadsheet.stated import Scope, Stated, Trouble

_HAS_YEAR = re.compile(r"\b20\d{2}\b|\d[-/.]\d{1,2}[-/.]\d{2}\b")

_ONCE = re.compile(
    r"(?i)^(?:eenmalig|eenmaal|1x|1 keer|nee|n|nvt|geen|eigen|no|none|never|once|incidenteel)\W*$"
)


_EVERY_WEEK = re.compile(r"(?i)\b(?:elke|iedere|alle|wekelijks|doorlopend|hele jaar)\b")


def read(stated: Stated, scope: Scope) -> tuple[tuple[Reading, ...], tuple[Trouble, ...]]:
    """Every date or rule with its times; no readings when no date could be made."""
    said = [t for t in (*stated.remarks, *stated.exceptions) if len(t) < 120]
    scope = replace(scope, exclusions=scope.exclusions.union(*(exclusions_in(t) for t in said)))
    days, troubles = _days(stated, scope)
    if not days:
        return (), tuple(troubles) or (Trouble("no_date", "er staat geen datum bij"),)
    times, more = slots(stated, days)
    troubles += more
    made = [joined(day, slot, stated) for day in days for slot in times]
    made = [_limited(_around(r, scope), scope) for r in made]
    checked = tuple(_checked(r, troubles) for r in made)
    return checked, (*troubles, *_unsaid(checked, troubles))


def _unsaid(readings: Sequence[Reading], troubles: Sequence[Trouble]) -> list[Trouble]:
    """Doubts that no trouble speaks of yet: what goes to a person is always named."""
    said = {t.text.casefold().rstrip(".") for t in troubles}
    if troubles:
        return []
    reasons = dict.fromkeys((d.about, d.reason.rstrip(".")) for r in readings for d in r.doubts)
    return [
        Trouble(f"unclear_{about}", reason)
        for about, reason in reasons
        if reason.casefold() not in said
    ]


def _days(stated: Stated, scope: Scope) -> tuple[list[Reading], list[Trouble]]:
    if stated.across is not None:
        return _under_months(stated.across, stated, scope)
    weekday, repeat = tidied(stated.weekday.strip()), tidied(stated.repeat.strip())
    if weekday and _is_dated(weekday, scope) and not (stated.date or stated.first):
        stated = replace(stated, date=Cell(text=weekday, value=weekday), weekday="")
        weekday = ""
    if _ONCE.match(repeat) or words.is_empty(repeat):
        repeat = ""
    first = stated.first or stated.date
    typed = day_of(first, scope) if first else None
    if stated.week and typed is None:
        if (by_week := _by_week(stated, scope, weekday)) is not None:
            return by_week
        if weeks.parity(stated.week) and words.is_only_weekdays(weekday):
            weekday = tidied(f"{weekday} in de {weeks.parity(stated.week)} weken")
        elif not words.is_empty(stated.week) and not _EVERY_WEEK.search(stated.week):
            rest, troubles = _days(replace(stated, week=""), scope)
            return _doubted(rest, troubles, f"wat “{stated.week}” van de week zegt is onduidelijk")
    if stated.date and RULE_WORDS.search(stated.date.text) and not repeat:
        repeat, typed = tidied(stated.date.text), None
        first = stated.first
        typed = day_of(first, scope) if first else None
    worded: _Made = ([], [])
    if first is not None and typed is None and not words.is_empty(first.text):
        worded = _in_words(first, stated, scope)
    day = typed or _one_in(worded[0])
    last = _last(stated, scope, day)
    if day is None and any(r.recurrence and r.recurrence.rdates for r in worded[0]) and not repeat:
        return _on_weekday(worded, weekday)
    if _names_series(weekday):
        last = last or _range_end(worded[0])
    is_series = _names_series(weekday) and not _one_day(day, last)
    is_rule = bool(repeat) or (weekday and (last or not day) and not _one_day(day, last))
    is_rule = is_rule or bool(weekday and stated.is_from and stated.first) or is_series
    if is_rule or (not first and (weekday or scope.weekday is not None)):
        made = by_rule(stated, scope, weekday, repeat, day, last)
        if stated.span and not _ALWAYS.match(stated.span):
            without = by_rule(replace(stated, span=""), scope, weekday, repeat, day, last)
            if _same_days(made[0], without[0]):
                text = f"van wanneer tot wanneer is het (“{stated.span}”)?"
                return _doubted(*made, text.replace("\n", " "), "unclear_rule")
        if is_series and not repeat and day is not None and not (last or stated.is_from):
            text = f"is {long_day(day)} de eerste keer van “{weekday}”?"
            return _doubted(*made, text, "unclear_rule")
        unread = [first] if first is not None and day is None else []
        unread += [stated.last] if stated.last is not None and last is None else []
        return _unless_unread(made, unread)
    if first is None or words.is_empty(first.text):
        if scope.day is not None:
            return [single(scope.day, scope)], []
        if first is not None and first.text:
            return [], [Trouble("no_date", f"er staat geen datum, maar “{first.text}”")]
        return [], []
    if day is not None and (typed is not None or last is not None):
        return _typed(first, day, last, weekday, scope, stated)
    return _on_weekday(worded, weekday)


def _names_series(weekday: str) -> bool:
    """More than one day, or how often: "di en do", "2e woensdag van de maand"."""
    if words.weekday(weekday) is not None:
        return False
    days = {
        d for w in re.findall(r"[a-z]+", weekday.casefold()) if (d := words.weekday(w)) is not None
    }
    return len(days) > 1 or bool(days and (RULE_WORDS.search(weekday) or weeks.parity(weekday)))


_Made = tuple[list[Reading], list[Trouble]]
_ALWAYS = re.compile(
    r"(?i)^\W*(?:doorlopend|(?:het )?hele jaar(?: door)?|vast|n\.?v\.?t\.?|geen)\W*$"
)


def _one_in(readings: Sequence[Reading]) -> date | None:
    """The day, when the words say just one and leave no doubt."""
    if len(readings) != 1 or readings[0].recurrence or readings[0].doubts:
        return None
    return readings[0].start.day if readings[0].start else None


def _range_end(readings: Sequence[Reading]) -> date | None:
    """The last day of the one range that the words say: "2 t/m 30 november"."""
    if _one_in(readings) is None or (end := readings[0].end) is None:
        return None
    return end.day


def _last(stated: Stated, scope: Scope, day: date | None) -> date | None:
    """The last day, typed or in words; without a year it comes after the first."""
    if stated.last is None or words.is_empty(stated.last.text):
        return None
    if (typed := day_of(stated.last, scope)) is not None:
        return typed
    around = replace(scope, seen_on=day, period=None) if day is not None else scope
    return _one_in(_in_words(stated.last, stated, around)[0])


def _unless_unread(made: _Made, cells: Sequence[Cell]) -> _Made:
    """A rule beside a date that is not understood is not sure."""
    for cell in cells:
        if re.search(r"[^\W_]|\?", cell.text) and not _ALWAYS.match(cell.text):
            text = f"“{cell.text}” bij de datum begrijpen wij niet".replace("\n", " ")
            return _doubted(*made, text, "unclear_date")
    return made


def _same_days(some: Sequence[Reading], others: Sequence[Reading]) -> bool:
    """The same days, so that what one of the two was given more says nothing of them."""
    return [_rule(r) for r in some] == [_rule(r) for r in others]


def _rule(reading: Reading) -> tuple[Moment | None, Recurrence | None]:
    rule = reading.recurrence
    return reading.start, replace(rule, words="") if rule is not None else None


def _on_weekday(made: _Made, weekday: str) -> _Made:
    """Days in words, held against the weekday beside them."""
    readings, troubles = made
    expected = words.weekday(weekday) if weekday else None
    days = [
        m.day
        for r in readings
        if r.start and not (r.recurrence and r.recurrence.rrules)
        for m in (r.start, *(r.recurrence.rdates if r.recurrence else ()))
    ]
    wrong = [d for d in days if expected is not None and d.weekday() != expected]
    if not wrong or expected is None:
        return made
    names = DAYS
    text = f"{long_day(wrong[0])} is een {names[wrong[0].weekday()]}, geen {names[expected]}"
    return _doubted(readings, troubles, text, "weekday_mismatch")


def _under_months(
    across: Days, stated: Stated, scope: Scope
) -> tuple[list[Reading], list[Trouble]]:
    """The days under the months; without any, what else the row says, to be checked."""
    if across.unread:
        text = f"“{across.unread[0]}” begrijpen wij niet als dagen van die maand"
    elif not across.days:
        text = "onder de maanden staan geen dagen"
    else:
        text = "" if across.is_clear else "zijn de getallen onder de maanden de dagen?"
    if across.days:
        readings, troubles = [_on(across.days, scope)], list[Trouble]()
    else:
        readings, troubles = _days(replace(stated, across=None), scope)
    return _doubted(readings, troubles, text, "unclear_months") if text else (readings, troubles)


def _by_week(
    stated: Stated, scope: Scope, weekday: str
) -> tuple[list[Reading], list[Trouble]] | None:
    """A weekday in weeks that are numbered; None when it says no number or no one weekday."""
    named = words.weekday(weekday or (stated.date.text if stated.date else ""))
    numbers = weeks.numbers(stated.week, is_column=True) if stated.is_week else ()
    if named is None or not numbers:
        return None
    every = {n for t in stated.weeks for n in weeks.numbers(t, is_column=True)} | set(numbers)
    days = [m + timedelta(days=named) for m in weeks.mondays(numbers, scope)]
    if not days:
        return None
    reading = _on(days, scope)
    if weeks.are_believed(weeks.mondays(every, scope), scope):
        return [reading], []
    return _doubted([reading], [], f"is {numbers[0]} een weeknummer, en van welk jaar?")


def _on(days: Sequence[date], scope: Scope) -> Reading:
    """A reading of days that are stated one by one."""
    first, *rest = (Moment(day, None, scope.zone) for day in days)
    rule = Recurrence(rdates=tuple(rest)) if rest else None
    return Reading(start=first, recurrence=rule)


def _doubted(
    readings: list[Reading], troubles: list[Trouble], text: str, code: str = "unclear_week"
) -> _Made:
    """Readings to be checked, and why."""
    doubt = Doubt(about="recurrence", reason=f"{text[0].upper()}{text[1:]}.")
    made = [replace(r, doubts=(*r.doubts, doubt)) for r in readings]
    return made, [Trouble(code, text), *troubles]


def _is_dated(text: str, scope: Scope) -> bool:
    """ "zaterdag 14 maart" in a column of weekdays; "za 14" or "14" where the month is known."""
    if words.DAY_NUMBER.fullmatch(text) or re.fullmatch(r"\d{1,2}\.?", text):
        return scope.period is not None and scope.period.month is not None
    return not RULE_WORDS.search(text) and (names_month(text) or bool(NUMERIC.match(text)))


def _one_day(first: date | None, last: date | None) -> bool:
    return first is not None and first == last


def _typed(
    cell: Cell, day: date, last: date | None, weekday: str, scope: Scope, stated: Stated
) -> tuple[list[Reading], list[Trouble]]:
    """A date by itself, perhaps with a last day or a weekday to check it by."""
    troubles: list[Trouble] = []
    doubts: list[Doubt] = []
    named = NUMERIC.match(cell.text) if isinstance(cell.value, str) else None
    said = weekday or (named["weekday"] if named and named["weekday"] else "")
    expected = words.weekday(said) if said else None
    if expected is not None and expected != day.weekday():
        names = DAYS
        text = f"{long_day(day)} is een {names[day.weekday()]}, geen {names[expected]}"
        troubles.append(Trouble("weekday_mismatch", text))
        doubts.append(Doubt(about="start", reason=f"{text[0].upper()}{text[1:]}."))
    start = Moment(day, clock_of(cell), scope.zone)
    reading = Reading(start=start, doubts=tuple(doubts), since=day)
    if last is not None and last < day:
        troubles.append(Trouble("end_before_start", "de einddatum ligt voor de begindatum"))
        return [
            replace(
                reading,
                doubts=(*doubts, Doubt(about="end", reason="Het einde ligt voor het begin.")),
            )
        ], troubles
    clock = clock_of(stated.last) if last == day else None
    if clock is not None:
        return [replace(reading, end=Moment(day, clock, scope.zone))], troubles
    if last is not None and last > day:
        return [_over_days(reading, last, stated)], troubles
    return [reading], troubles


def _over_days(reading: Reading, last: date, stated: Stated) -> Reading:
    """From a first to a last day: one long activity when no end clock is given otherwise."""
    assert reading.start is not None  # noqa: S101 - made so by _typed
    clock = clock_of(stated.last)
    days = (last - reading.start.day).days
    if clock is not None or days <= 1:
        return replace(reading, end=Moment(last, clock, reading.start.zone))
    if not stated.times and stated.start is None:
        return replace(reading, end=Moment(last, None, reading.start.zone))
    if days <= 14:
        rule = f"FREQ=DAILY;UNTIL={last:%Y%m%d}"
        return replace(reading, recurrence=Recurrence(rrules=(rule,)))
    stretch = f"{long_day(reading.start.day)} t/m {long_day(last)}"
    reason = f"Er staat een periode ({stretch}), maar niet op welke dagen."
    return replace(reading, doubts=(*reading.doubts, Doubt(about="recurrence", reason=reason)))


def _in_words(cell: Cell, stated: Stated, scope: Scope) -> tuple[list[Reading], list[Trouble]]:
    """A date or rule as text, with the exceptions that a remark adds to a rule."""
    text = tidied(cell.text.replace("\n", " "))
    if NUMERIC.match(text) or ISO.match(text):
        return [], [Trouble("invalid_date", f"de datum “{text}” bestaat niet")]
    text, period = spelled(text, is_month_first=scope.is_month_first), scope.period
    if (
        period
        and period.month
        and re.fullmatch(r"(?i)(?:[a-z]{2,9}\.?\s+)?\d{1,2}\.?", text.strip())
    ):
        text = f"{text.strip().rstrip('.')} {MONTHS[period.month - 1]} {period.first.year}"
    anchor = scope.seen_on
    readings = read_when(text, anchor=anchor, zone=scope.zone)
    if any(r.recurrence and r.recurrence.rrules for r in readings):
        more = additions(stated, text)
        anchor = anchor_of(scope)
        readings = read_when(", ".join([text, *more]), anchor=anchor, zone=scope.zone) or readings
    elif period and not _HAS_YEAR.search(text) and _is_outside(readings, period):
        readings = read_when(text, anchor=period.first, zone=scope.zone) or readings
        if _is_outside(readings, period):
            doubt = Doubt(about="start", reason="Het jaar past niet bij de dag en de titel.")
            readings = tuple(replace(r, doubts=(*r.doubts, doubt)) for r in readings)
    if not readings and text.replace(".", "").strip().casefold() in words.WEEKDAYS:
        return by_rule(stated, scope, text, "", None, None)
    usable = tuple(r for r in readings if r.start is not None)
    if not usable:
        reason = next((d.reason for r in readings for d in r.doubts), "")
        text = f"“{cell.text}” kunnen wij niet als datum lezen" + (f" ({reason})" if reason else "")
        return [], [Trouble("no_date", text.replace("\n", " "))]
    return [untimed(r) for r in usable], reasons(usable)


def _is_outside(readings: Sequence[Reading], period: Period) -> bool:
    return any(r.start and not period.holds(r.start.day, margin=31) for r in readings)


def _around(reading: Reading, scope: Scope) -> Reading:
    """What the sheet says of all its rules: no activities in the school holidays."""
    rule = reading.recurrence
    if rule is None or not rule.rrules or not scope.exclusions:
        return reading
    return replace(reading, recurrence=replace(rule, exclusions=rule.exclusions | scope.exclusions))


def _limited(reading: Reading, scope: Scope) -> Reading:
    """A rule without an end ends with the period that the sheet states."""
    rule, period = reading.recurrence, scope.period
    if rule is None or not rule.rrules or period is None or not period.has_bounds:
        return reading
    rules = tuple(
        r if "UNTIL=" in r or "COUNT=" in r else f"{r};UNTIL={period.last:%Y%m%d}"
        for r in rule.rrules
    )
    return replace(reading, recurrence=replace(rule, rrules=rules))


def _checked(reading: Reading, troubles: list[Trouble]) -> Reading:
    """An end before the start is an error, unless it is a night out."""
    start, end = reading.start, reading.end
    if start is None or end is None or start.clock is None or end.clock is None:
        return reading
    is_next_day = end.day == start.day + timedelta(days=1)
    if is_next_day and start.clock >= time(17) and end.clock <= time(6):
        return reading
    if end.local <= start.local or (is_next_day and end.clock <= start.clock):
        text = f"het einde ({end.clock:%H.%M}) ligt voor het begin ({start.clock:%H.%M})"
        troubles.append(Trouble("end_before_start", text))
        doubt = Doubt(about="end", reason=f"{text[0].upper()}{text[1:]}.")
        return replace(reading, end=None, doubts=(*reading.doubts, doubt))
    return reading
