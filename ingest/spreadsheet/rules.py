"""How often: columns put into one phrase for the Dutch grammar, and what remarks add to it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from agenda.draft import Doubt, Recurrence
from agenda.dutch import Reading, read_when
from agenda.moment import Moment
from agenda.status import Exclusion
from base.text import DAYS
from ingest.spreadsheet import words
from ingest.spreadsheet.dates import long_day, spelled
from ingest.spreadsheet.period import month_number
from ingest.spreadsheet.stated import Scope, Stated, Trouble

RULE_WORDS = re.compile(
    r"(?i)\belke?\b|\biedere?\b|wekelijks|om de |\b\d+\s?x\b|\b\d+e\b|\beerste\b|\btweede\b|"
    r"\bderde\b|\bvierde\b|"
    r"\blaatste\b|maandelijks|dagelijks|\balle\b|\bper (?:week|maand)\b|tweewekelijks|weekly|"
    r"daily|monthly|"
    r"\bde \w+ \w+dag van|\bvan de maand\b"
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


def single(day: date, scope: Scope, *doubts: Doubt) -> Reading:
    """One day, without a time."""
    return Reading(start=Moment(day, None, scope.zone), doubts=doubts)


def by_rule(
    stated: Stated, scope: Scope, weekday: str, repeat: str, first: date | None, last: date | None
) -> tuple[list[Reading], list[Trouble]]:
    """Columns put into one phrase for the grammar."""
    if not weekday and scope.weekday is not None and not repeat:
        weekday = DAYS[scope.weekday]
    weeks = _every(repeat)
    if weeks and first is not None:
        day = weekday if words.is_only_weekdays(weekday) else DAYS[first.weekday()]
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
    phrase += "".join(f", {text}" for text in additions(stated, phrase))
    anchor = anchor_of(scope)
    readings = read_when(phrase, anchor=anchor, zone=scope.zone)
    readings = tuple(r for r in readings if r.start is not None)
    if not readings and first is not None:
        reason = f"Wij begrijpen niet hoe vaak het is (“{weekday or repeat}”)."
        return [single(first, scope, Doubt(about="recurrence", reason=reason))], [
            Trouble("unclear_rule", f"“{weekday or repeat}” begrijpen wij niet als herhaling")
        ]
    if not readings:
        return [], [Trouble("no_date", f"“{phrase}” kunnen wij niet als dag of datum lezen")]
    is_weekly = bool(weeks) or bool(re.search(r"(?i)wekelijks|weekly|elke week", repeat))
    made = [untimed(_as_rule(r, weeks, is_weekly=is_weekly)) for r in readings]
    return made, reasons(readings)


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
            day = weekday or (DAYS[first.weekday()] if first else "")
            return f"elke {day}".strip()
        if not has_day and re.search(r"(?i)week|weken|wekelijks", repeat):
            day = weekday or (DAYS[first.weekday()] if first else "")
            return f"{repeat} op {day}" if day else repeat
        if not has_day and weekday:
            return f"{repeat} {weekday}"
        return repeat
    if words.is_only_weekdays(weekday) and not RULE_WORDS.search(weekday):
        return f"elke {weekday}"
    return tidied(weekday)


def tidied(text: str) -> str:
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
    return [single(monday + timedelta(days=day), scope)]


def additions(stated: Stated, phrase: str) -> list[str]:
    """Pieces of remarks that change a rule: exceptions, and bounds it does not have yet."""
    found = [
        text if _EXCEPTION.search(text) else f"niet op {spelled(text)}"
        for text in stated.exceptions
        if not words.is_empty(text)
    ]
    if stated.span and not words.is_empty(stated.span):
        found.append(spelled(stated.span))
    for remark in stated.remarks:
        found += [m[0].strip(" ,)(") for m in _EXCEPTION.finditer(remark)]
        found += [f"niet op {m[1]}" for m in _NONE_ON.finditer(remark)]
        for piece in re.split(r"[;,\n]", remark):
            is_dated = re.search(r"\d|week|weken", piece) or names_month(piece)
            if not _BOUND.match(piece) or "vanaf" in phrase or words.has_time(piece):
                continue
            if is_dated:
                found.append(piece.strip())
    return list(dict.fromkeys(found))


def names_month(text: str) -> bool:
    """Is one of the words a month?"""
    return any(month_number(word) for word in text.split())


def anchor_of(scope: Scope) -> date:
    """From where a rule starts: the stated period; else when it was first seen."""
    period = scope.period
    if period is None:
        return scope.seen_on
    if period.has_bounds:
        return period.first
    return scope.seen_on if period.holds(scope.seen_on) else period.first


def untimed(reading: Reading) -> Reading:
    """Times come from other cells, so that none stands in this one is no doubt."""
    return replace(reading, doubts=tuple(d for d in reading.doubts if d.about != "time"))


def reasons(readings: Sequence[Reading]) -> list[Trouble]:
    """The doubts about the days, as troubles of the row."""
    return [
        Trouble("unclear_date", doubt.reason.rstrip("."))
        for reading in readings
        for doubt in reading.doubts
        if doubt.about != "time"
    ]


def exclusions_in(text: str) -> frozenset[Exclusion]:
    """Holidays that a note about the whole sheet leaves out."""
    found = set()
    if re.search(
        r"(?i)\b(?:niet|geen|gesloten|vervalt|vervallen|behalve|uitgezonderd|m\.?u\.?v)\b", text
    ):
        if re.search(r"(?i)schoolvak|\bvakanties\b", text):
            found.add(Exclusion.SCHOOL_HOLIDAYS)
        if re.search(r"(?i)feestdag", text):
            found.add(Exclusion.PUBLIC_HOLIDAYS)
    return frozenset(found)
