"""Day and time of one row: typed values, numbers, and words read by the one Dutch grammar.

What several columns say is put into one phrase ("elke di vanaf 3 maart 2026 t/m 26 mei 2026,
niet in schoolvak.") so that there is one place that understands rules. Clock times come from
their own cells and are joined to the days afterwards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from agenda.draft import Doubt, Recurrence
from agenda.dutch import Reading, Times, read_times, read_when
from agenda.moment import Moment
from agenda.status import Exclusion
from ingest.spreadsheet import words
from ingest.spreadsheet.clocks import times_of
from ingest.spreadsheet.columns import SERIALS
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.period import Period, month_number

_EPOCH = date(1899, 12, 30)
_NUMERIC = re.compile(
    r"(?i)^(?:(?P<weekday>[a-z]{2,9})\.?,?\s+)?(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?"
    r"(?P<year>\d{4}|['’]?\d{2})$"
)
_ISO = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s?(Z|UTC|"
    r"[+-]\d{2}:?\d{2})?)?$"
)
_HAS_YEAR = re.compile(r"\b20\d{2}\b|\d[-/.]\d{1,2}[-/.]\d{2}\b")
_RULE_WORDS = re.compile(
    r"(?i)\belke?\b|\biedere?\b|wekelijks|om de |\b\d+\s?x\b|\b\d+e\b|\beerste\b|\btweede\b|"
    r"\bderde\b|\bvierde\b|"
    r"\blaatste\b|maandelijks|dagelijks|\balle\b|\bper (?:week|maand)\b|tweewekelijks|weekly|"
    r"daily|monthly|"
    r"\bde \w+ \w+dag van|\bvan de maand\b"
)
_ONCE = re.compile(
    r"(?i)^(?:eenmalig|eenmaal|1x|1 keer|nee|n|nvt|geen|eigen|no|none|never|once|incidenteel)\W*$"
)
_EXCEPTION = re.compile(
    r"(?i)\b(?:niet (?:op|in|tijdens|met)\b|behalve|m\.?u\.?v\.?|uitgezonderd|met uitzondering van|"
    r"niet:|geen \w+ (?:op|in|tijdens)\b|vervalt op|gesloten (?:op|in)\b|"
    r"niet (?=\d))[^.;\n*]*(?:vak\.)?[^;\n*]*"
)
_NONE_ON = re.compile(
    r"(?i)\bop (\d{1,2} [a-z]{3,9}(?: en \d{1,2} [a-z]{3,9})?) (?:is|zijn|gaat)?\s?(?:er |"
    r"het )?(?:geen|niet)\b"
)
_BOUND = re.compile(
    r"(?i)^\W*(?:start(?:t|datum)?|begint|vanaf|v\.?a\.?|van|t\s?/\s?m|tot en met|tot|even weken|"
    r"oneven weken|"
    r"om de week|om de \w+ weken)\b.*"
)
_WHOLE_DAY = re.compile(r"(?i)^\W*(?:de )?(?:ge)?hele dag\W*$")
_DOORS = re.compile(
    r"(?i)^\W*(?:inloop|zaal open|deur(?:en)? open|koffie(?: klaar)?|ontvangst|binnenlopen)\b.*?"
    r"(\d{1,2}(?:[.:u]\d{2})?\s?(?:u(?:ur)?\b)?.*)$"
)
_SCHOOL = re.compile(r"(?i)schoolvak|vakanties?\b")
_PUBLIC = re.compile(r"(?i)feestdag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a row may know from around it.

    `seen_on`: the anchor for dates without a year. `period`: of the sheet. `day`, `weekday`:
    from a section line above the row. `is_month_first`: 3/25/2026 stands in this column.
    `exclusions`: "niet in de schoolvakanties" said for the whole sheet.
    """

    seen_on: date
    zone: str
    period: Period | None = None
    day: date | None = None
    weekday: int | None = None
    is_month_first: bool = False
    exclusions: frozenset[Exclusion] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The cells of one row that say when; several columns may say the same kind of thing."""

    date: Cell | None = None
    weekday: str = ""
    week: str = ""
    first: Cell | None = None
    last: Cell | None = None
    repeat: str = ""
    times: tuple[Cell, ...] = ()
    start: Cell | None = None
    end: Cell | None = None
    doors: Cell | None = None
    remarks: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    is_all_day: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row has no usable day or time: a short code and the end of a Dutch sentence."""

    code: str
    text: str


def day_texts(stated: Stated) -> tuple[str, ...]:
    """The texts that say on which days; clock times do not count."""
    cells = [c.text for c in (stated.date, stated.first, stated.last) if c is not None]
    return (stated.weekday, stated.week, stated.repeat, *cells, *stated.exceptions)


def read(stated: Stated, scope: Scope) -> tuple[tuple[Reading, ...], tuple[Trouble, ...]]:
    """Every date or rule with its times; no readings when no date could be made."""
    said = [t for t in (*stated.remarks, *stated.exceptions) if len(t) < 120]
    scope = replace(scope, exclusions=scope.exclusions.union(*(exclusions_in(t) for t in said)))
    days, troubles = _days(stated, scope)
    if not days:
        return (), tuple(troubles) or (Trouble("no_date", "er staat geen datum bij"),)
    slots, more = _slots(stated, days)
    troubles += more
    made = [_joined(day, slot, stated) for day in days for slot in slots]
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
    weekday, repeat = _tidied(stated.weekday.strip()), _tidied(stated.repeat.strip())
    if weekday and _is_dated(weekday) and not (stated.date or stated.first):
        stated = replace(stated, date=Cell(text=weekday, value=weekday), weekday="")
        weekday = ""
    if _ONCE.match(repeat) or words.is_empty(repeat):
        repeat = ""
    first = stated.first or stated.date
    typed = day_of(first, scope) if first else None
    if stated.week and typed is None and (monday := _monday(stated.week, scope)) is not None:
        named = words.weekday(weekday or (first.text if first else ""))
        if named is not None:
            return [_single(monday + timedelta(days=named), scope)], []
    if stated.date and _RULE_WORDS.search(stated.date.text) and not repeat:
        repeat, typed = _tidied(stated.date.text), None
        first = stated.first
        typed = day_of(first, scope) if first else None
    last = day_of(stated.last, scope) if stated.last else None
    is_rule = bool(repeat) or (weekday and (last or not typed) and not _one_day(typed, last))
    if is_rule or (not first and (weekday or scope.weekday is not None)):
        return _by_rule(stated, scope, weekday, repeat, typed, last)
    if first is None or words.is_empty(first.text):
        if scope.day is not None:
            return [_single(scope.day, scope)], []
        if first is not None and first.text:
            return [], [Trouble("no_date", f"er staat geen datum, maar “{first.text}”")]
        return [], []
    if typed is not None:
        return _typed(first, typed, last, weekday, scope, stated)
    return _in_words(first, stated, scope)


def _monday(text: str, scope: Scope) -> date | None:
    """The Monday of a week number in a column of its own ("12", "wk 12")."""
    found = re.fullmatch(r"(?i)\W*(?:week|wk|w)?\.?\s*(\d{1,2})\W*", text)
    if not found or not 1 <= int(found[1]) <= 53:
        return None
    year = scope.period.first.year if scope.period else scope.seen_on.year
    if scope.period is None and int(found[1]) < scope.seen_on.isocalendar().week - 26:
        year += 1
    try:
        return date.fromisocalendar(year, int(found[1]), 1)
    except ValueError:
        return None


def _is_dated(text: str) -> bool:
    """ "zaterdag 14 maart" in a column of weekdays."""
    return not _RULE_WORDS.search(text) and (_month_in(text) or bool(_NUMERIC.match(text)))


def _one_day(first: date | None, last: date | None) -> bool:
    return first is not None and first == last


def day_of(cell: Cell | None, scope: Scope) -> date | None:
    """The day of a typed date, a serial number, d-m-yyyy or yyyy-mm-dd; None for words.

    A bare number from 1 to 31 is a day of the sheet's month.
    """
    if cell is None:
        return None
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        if int(value) in SERIALS:
            return _EPOCH + timedelta(days=int(value))
        return _in_month(value, scope)
    if found := _ISO.match(cell.text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.match(cell.text):
        day, month = int(found["day"]), int(found["month"])
        if scope.is_month_first:
            day, month = month, day
        year = int(found["year"].lstrip("'’"))
        return _date(year + 2000 if year < 100 else year, month, day)
    if re.fullmatch(r"\d{1,2}\.?", cell.text):
        return _in_month(float(cell.text.rstrip(".")), scope)
    return None


def _in_month(value: float, scope: Scope) -> date | None:
    period = scope.period
    if period is None or period.month is None or value != int(value):
        return None
    return _date(period.first.year, period.month, int(value))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_of(cell: Cell | None) -> time | None:
    """The time of a date with a time, typed or ISO; None when there is none (midnight)."""
    if cell is None:
        return None
    if isinstance(cell.value, datetime) and cell.value.time() != time():
        return cell.value.time().replace(second=0, microsecond=0)
    if isinstance(cell.value, float) and int(cell.value) in SERIALS:
        minutes = round((cell.value - int(cell.value)) * 1440)
        return time(minutes // 60 % 24, minutes % 60) if minutes else None
    if isinstance(cell.value, str) and (found := _ISO.match(cell.text)) and found[4]:
        return time(int(found[4]), int(found[5]))
    return None


def _single(day: date, scope: Scope, *doubts: Doubt) -> Reading:
    return Reading(start=Moment(day, None, scope.zone), doubts=doubts)


def _typed(
    cell: Cell, day: date, last: date | None, weekday: str, scope: Scope, stated: Stated
) -> tuple[list[Reading], list[Trouble]]:
    """A date by itself, perhaps with a last day or a weekday to check it by."""
    troubles: list[Trouble] = []
    doubts: list[Doubt] = []
    named = _NUMERIC.match(cell.text) if isinstance(cell.value, str) else None
    said = weekday or (named["weekday"] if named and named["weekday"] else "")
    expected = words.weekday(said) if said else None
    if expected is not None and expected != day.weekday():
        names = words.DAY_NAMES
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


def _by_rule(
    stated: Stated, scope: Scope, weekday: str, repeat: str, first: date | None, last: date | None
) -> tuple[list[Reading], list[Trouble]]:
    """Columns put into one phrase for the grammar."""
    if not weekday and scope.weekday is not None and not repeat:
        weekday = words.DAY_NAMES[scope.weekday]
    weeks = _every(repeat)
    if weeks and first is not None:
        day = weekday if words.is_only_weekdays(weekday) else words.DAY_NAMES[first.weekday()]
        phrase = f"elke {day}"
    else:
        phrase = _rule_words(weekday, repeat, first)
    if (
        scope.period
        and scope.period.is_week
        and words.is_only_weekdays(phrase.removeprefix("elke "))
        and not first
    ):
        return _this_week(phrase, scope), []
    if first is not None and (stated.first is not None or stated.date is not None):
        phrase += f" vanaf {long_day(first)}"
    if last is not None:
        phrase += f" t/m {long_day(last)}"
    phrase += "".join(f", {text}" for text in _additions(stated, phrase))
    anchor = _anchor(scope)
    readings = read_when(phrase, anchor=anchor, zone=scope.zone)
    readings = tuple(r for r in readings if r.start is not None)
    if not readings and first is not None:
        reason = f"Wij begrijpen niet hoe vaak het is (“{weekday or repeat}”)."
        return [_single(first, scope, Doubt(about="recurrence", reason=reason))], [
            Trouble("unclear_rule", f"“{weekday or repeat}” begrijpen wij niet als herhaling")
        ]
    if not readings:
        return [], [Trouble("no_date", f"“{phrase}” kunnen wij niet als dag of datum lezen")]
    is_weekly = bool(weeks) or bool(re.search(r"(?i)wekelijks|weekly|elke week", repeat))
    made = [_untimed(_as_rule(r, weeks, is_weekly=is_weekly)) for r in readings]
    return made, _reasons(readings)


_COUNTS = {"twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6}
_FORTNIGHT = re.compile(
    r"(?i)^\W*(?:om de (?:andere )?week|tweewekelijks|twee-?wekelijks|2-?\s?wekelijks|14-?daags|"
    r"(?:elke|iedere|per|eens per|1x per|om de) 14 dagen|veertiendaags|biweekly)\W*$"
)
_WEEKS = re.compile(
    r"(?i)^\W*(?:om de|elke|iedere|per|1 ?x per|een ?s? per|eens in de|1 ?x in de)\s+(\d|twee|"
    r"drie|vier|vijf|zes)\s+weken\W*$"
)
_WEEKLY = re.compile(
    r"(?i)^\W*(?:wekelijks|weekly|(?:elke|iedere) week|1 ?x per week|eens per week|per week|ja|j|"
    r"x|yes)\W*$"
)


_PARITY = re.compile(
    r"(?i)^(?:elke |iedere )?([^()\d]+?)[\s,]*\(?\s*(?:in de "
    r")?((?:on)?even)\s?we(?:e?k(?:en)?)\s*\)?\s*$"
)


def _every(repeat: str) -> int | None:
    """How many weeks apart ("om de week" is 2), when that is all a cell says."""
    if _WEEKLY.match(repeat):
        return 1
    if _FORTNIGHT.match(repeat):
        return 2
    found = _WEEKS.match(repeat)
    return _COUNTS.get(found[1].casefold()) or int(found[1]) if found else None


def _as_rule(reading: Reading, weeks: int | None, *, is_weekly: bool) -> Reading:
    """Weeks apart put into the rule; a stretch of days that is "wekelijks" made into one."""
    start, rule = reading.start, reading.recurrence
    if rule is not None and rule.rrules and weeks is not None and weeks > 1:
        rules = tuple(
            r.replace("FREQ=WEEKLY", f"FREQ=WEEKLY;INTERVAL={weeks}") for r in rule.rrules
        )
        return replace(reading, recurrence=replace(rule, rrules=rules))
    if rule is None and is_weekly and start is not None and reading.end is not None:
        last = reading.end.day
        if last > start.day and (last - start.day).days % 7 == 0:
            code = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][start.day.weekday()]
            text = f"FREQ=WEEKLY;BYDAY={code};UNTIL={last:%Y%m%d}"
            return replace(reading, end=None, recurrence=Recurrence(rrules=(text,)))
    return reading


def _rule_words(weekday: str, repeat: str, first: date | None) -> str:
    if repeat:
        has_day = bool(re.search(r"(?i)dag|\b(?:ma|di|wo|do|vr|za|zo)\b", repeat))
        lower = repeat.casefold()
        if lower in (
            "weekly",
            "week",
            "ja",
            "j",
            "x",
            "elke week",
            "iedere week",
            "wekelijks",
            "1x per week",
            "yes",
        ):
            day = weekday or (words.DAY_NAMES[first.weekday()] if first else "")
            return f"elke {day}".strip()
        if not has_day and re.search(r"(?i)week|weken|wekelijks", repeat):
            day = weekday or (words.DAY_NAMES[first.weekday()] if first else "")
            return f"{repeat} op {day}" if day else repeat
        if not has_day and weekday:
            return f"{repeat} {weekday}"
        return repeat
    if words.is_only_weekdays(weekday) and not _RULE_WORDS.search(weekday):
        return f"elke {weekday}"
    return _tidied(weekday)


def _tidied(text: str) -> str:
    """ "om de week (even weken)" says one thing twice; the weeks are the more precise."""
    text = re.sub(r"(?i)\b(ma|di|wo|do|vr|za|zo)-(?=\s|ochtend|middag|avond)", r"\1 ", text)
    if (found := _PARITY.match(text)) and words.is_only_weekdays(found[1]):
        return f"elke {found[1].strip()} in de {found[2]} weken"
    if re.search(r"(?i)\b(?:on)?even (?:weken|week)", text):
        return re.sub(r"(?i)\bom de (?:andere )?week\b(?: op)?", "elke", text)
    return text


def _this_week(phrase: str, scope: Scope) -> list[Reading]:
    """A programme of one week: its Monday is that Monday."""
    assert scope.period is not None  # noqa: S101 - the caller asked
    day = words.first_weekday(phrase.removeprefix("elke "))
    assert day is not None  # noqa: S101 - only weekdays stand there
    monday = scope.period.first - timedelta(days=scope.period.first.weekday())
    return [_single(monday + timedelta(days=day), scope)]


def _additions(stated: Stated, phrase: str) -> list[str]:
    """Pieces of remarks that change a rule: exceptions, and bounds it does not have yet."""
    found = [
        text if _EXCEPTION.search(text) else f"niet op {text}"
        for text in stated.exceptions
        if not words.is_empty(text)
    ]
    for remark in stated.remarks:
        found += [m[0].strip(" ,)(") for m in _EXCEPTION.finditer(remark)]
        found += [f"niet op {m[1]}" for m in _NONE_ON.finditer(remark)]
        for piece in re.split(r"[;,\n]", remark):
            is_dated = re.search(r"\d|week|weken", piece) or _month_in(piece)
            if not _BOUND.match(piece) or "vanaf" in phrase or words.has_time(piece):
                continue
            if is_dated:
                found.append(piece.strip())
    return list(dict.fromkeys(found))


def _month_in(text: str) -> bool:
    return any(month_number(word) for word in text.split())


def _in_words(cell: Cell, stated: Stated, scope: Scope) -> tuple[list[Reading], list[Trouble]]:
    """A date or rule as text, with the exceptions that a remark adds to a rule."""
    text = _tidied(cell.text.replace("\n", " "))
    if _NUMERIC.match(text) or _ISO.match(text):
        return [], [Trouble("invalid_date", f"de datum “{text}” bestaat niet")]
    period = scope.period
    if (
        period
        and period.month
        and re.fullmatch(r"(?i)(?:[a-z]{2,9}\.?\s+)?\d{1,2}\.?", text.strip())
    ):
        text = (
            f"{text.strip().rstrip('.')} {words.MONTH_NAMES[period.month - 1]} {period.first.year}"
        )
    anchor = scope.seen_on
    readings = read_when(text, anchor=anchor, zone=scope.zone)
    if any(r.recurrence and r.recurrence.rrules for r in readings):
        more = _additions(stated, text)
        anchor = _anchor(scope)
        readings = read_when(", ".join([text, *more]), anchor=anchor, zone=scope.zone) or readings
    elif period and not _HAS_YEAR.search(text) and _is_outside(readings, period):
        readings = read_when(text, anchor=period.first, zone=scope.zone) or readings
    if not readings and text.replace(".", "").strip().casefold() in words.WEEKDAYS:
        return _by_rule(stated, scope, text, "", None, None)
    usable = tuple(r for r in readings if r.start is not None)
    if not usable:
        reason = next((d.reason for r in readings for d in r.doubts), "")
        text = f"“{cell.text}” kunnen wij niet als datum lezen" + (f" ({reason})" if reason else "")
        return [], [Trouble("no_date", text.replace("\n", " "))]
    return [_untimed(r) for r in usable], _reasons(usable)


def _is_outside(readings: Sequence[Reading], period: Period) -> bool:
    return any(r.start and not period.holds(r.start.day, margin=31) for r in readings)


def _anchor(scope: Scope) -> date:
    """From where a rule starts: the stated period; else when it was first seen."""
    period = scope.period
    if period is None:
        return scope.seen_on
    if period.has_bounds:
        return period.first
    return scope.seen_on if period.holds(scope.seen_on) else period.first


def _untimed(reading: Reading) -> Reading:
    """Times come from other cells, so that none stands in this one is no doubt."""
    return replace(reading, doubts=tuple(d for d in reading.doubts if d.about != "time"))


def _reasons(readings: Sequence[Reading]) -> list[Trouble]:
    return [
        Trouble("unclear_date", doubt.reason.rstrip("."))
        for reading in readings
        for doubt in reading.doubts
        if doubt.about != "time"
    ]


def _slots(stated: Stated, days: Sequence[Reading]) -> tuple[list[Times | None], list[Trouble]]:
    """The clock times of the row, several when it has several; [None] when it has none."""
    if stated.is_all_day or any(_WHOLE_DAY.match(c.text) for c in stated.times):
        return [None], []
    stated_times = [c for c in stated.times if not _says_nothing(c)]
    troubles: list[Trouble] = []
    found: list[Times] = []
    for cell in stated_times:
        found += times_of(cell)
    start = stated.start if stated.start and not _says_nothing(stated.start) else None
    if start is not None:
        starts = times_of(start)
        ends = times_of(stated.end) if stated.end and not _says_nothing(stated.end) else []
        if starts and ends and len(starts) == len(ends):
            starts = [
                replace(s, end=e.start, doubts=(*s.doubts, *e.doubts))
                for s, e in zip(starts, ends, strict=True)
            ]
        found += starts
    elif stated.end and not _says_nothing(stated.end) and not found:
        clock = next((d.start.clock for d in days if d.start and d.start.clock), None)
        ends = times_of(stated.end)
        if clock and ends:
            return [Times(start=clock, end=ends[0].start, doubts=ends[0].doubts)], []
    if not found:
        unread = [c.text for c in (*stated_times, *([start] if start else []))]
        if unread:
            text = " ".join(unread).replace("\n", " ")
            troubles.append(Trouble("unclear_time", f"de tijd “{text}” kunnen wij niet lezen"))
            doubt = Doubt(about="time", reason=f"De tijd “{text}” is niet te lezen.")
            return [Times(doubts=(doubt,))], troubles
        found = [t for remark in stated.remarks for t in _in_remark(remark)][:1]
    doors = times_of(stated.doors) if stated.doors and not _says_nothing(stated.doors) else []
    doors = doors or [t for remark in stated.remarks for t in _doors_in(remark)]
    if doors and found:
        found = [replace(t, doors=t.doors or doors[0].start) for t in found]
    return list(found) or [None], troubles


def _says_nothing(cell: Cell) -> bool:
    return words.is_empty(cell.text) and not re.search(r"(?i)n\.?t\.?b|n\.?n\.?b|\?", cell.text)


def _in_remark(remark: str) -> list[Times]:
    """ "v.a. 19.30 uur" as a remark of its own, where no column says the time."""
    cue = r"(?:(?:v\.?a\.?|vanaf|om|aanvang|start|begin|tijd)\s?:?\s+)?"
    pattern = rf"(?i){cue}(?:{words.TIME_RANGE.pattern[4:]})\W*"
    for piece in re.split(r"[;,\n]", remark):
        if re.fullmatch(pattern, piece.strip()) and (times := read_times(piece.strip())):
            return [times]
    return []


def _doors_in(remark: str) -> list[Times]:
    for piece in re.split(r"[;,\n]", remark):
        if (found := _DOORS.match(piece)) and (times := read_times(found[1])) and times.start:
            return [times]
    return []


def _joined(day: Reading, slot: Times | None, stated: Stated) -> Reading:
    """A day with its clock times."""
    if slot is None or day.start is None:
        return day
    if slot.start is None:
        return replace(day, doubts=(*day.doubts, *slot.doubts))
    if day.start.clock is not None:
        if day.start.clock == slot.start and slot.end is not None and day.end is None:
            return _ended(day, slot.end)
        return day
    made = day.at(slot)
    if day.recurrence is None and day.end is not None and day.end.day > day.start.day:
        clock = slot.end or (clock_of(stated.last) if stated.last else None)
        end = Moment(day.end.day, clock, day.end.zone) if clock else None
        made = replace(made, end=end)
        if clock is None:
            reason = "Er staan meer dagen bij één tijd; is het elke dag?"
            made = replace(made, doubts=(*made.doubts, Doubt(about="end", reason=reason)))
    elif day.recurrence is not None and slot.end is None:
        made = replace(made, end=None)
    if slot.end is not None and made.end is None and made.start is not None:
        made = _ended(made, slot.end)
    return made


def _ended(reading: Reading, end: time) -> Reading:
    assert reading.start is not None  # noqa: S101 - it has a clock
    start = reading.start
    is_next_day = start.clock is not None and end <= start.clock
    return replace(reading, end=Moment(start.day + timedelta(days=is_next_day), end, start.zone))


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
    if end.day == start.day + timedelta(days=1) and end.clock <= start.clock:
        if start.clock >= time(17) and end.clock <= time(6):
            return reading
        text = f"het einde ({end.clock:%H.%M}) ligt voor het begin ({start.clock:%H.%M})"
        troubles.append(Trouble("end_before_start", text))
        doubt = Doubt(about="end", reason=f"{text[0].upper()}{text[1:]}.")
        return replace(reading, end=None, doubts=(*reading.doubts, doubt))
    return reading


def exclusions_in(text: str) -> frozenset[Exclusion]:
    """Holidays that a note about the whole sheet leaves out."""
    found = set()
    if re.search(
        r"(?i)\b(?:niet|geen|gesloten|vervalt|vervallen|behalve|uitgezonderd|m\.?u\.?v)\b", text
    ):
        if re.search(r"(?i)schoolvak|\bvakanties\b", text):
            found.add(Exclusion.SCHOOL_HOLIDAYS)
        if _PUBLIC.search(text):
            found.add(Exclusion.PUBLIC_HOLIDAYS)
    return frozenset(found)


def long_day(day: date) -> str:
    """ "3 maart 2026": as the grammar and people read it."""
    return f"{day.day} {words.MONTH_NAMES[day.month - 1]} {day.year}"
