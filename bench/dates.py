"""`python -m bench dates TSV [--predictions FILE]`: what Dutch date texts are read as.

A reading is printed in the grammar of the table: RRULE, ONCE or DATES with times and
extensions, several joined with ` ++ `.
"""

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from agenda.draft import Recurrence
from agenda.dutch import Reading, read_when
from agenda.moment import Moment
from agenda.status import EventStatus, Exclusion, WeekParity
from bench.scoring import report, write_predictions

_STATUS = {EventStatus.CANCELLED: "cancelled", EventStatus.MOVED: "rescheduled"}
_EXCLUSIONS = {
    Exclusion.SCHOOL_HOLIDAYS: "schoolvakantie(Noord)",
    Exclusion.PUBLIC_HOLIDAYS: "feestdagen",
    Exclusion.AUTUMN_HOLIDAY: "herfstvakantie",
    Exclusion.CHRISTMAS_HOLIDAY: "kerstvakantie",
    Exclusion.SPRING_HOLIDAY: "voorjaarsvakantie",
    Exclusion.MAY_HOLIDAY: "meivakantie",
    Exclusion.SUMMER_HOLIDAY: "zomervakantie",
}

_STEMS = {Exclusion.SCHOOL_HOLIDAYS: "vakantie", Exclusion.PUBLIC_HOLIDAYS: "feestdag"}


def main(arguments: list[str]) -> int:
    """Read every row; prints the same keys as the reference scorer."""
    parser = argparse.ArgumentParser(prog="bench dates", description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--predictions")
    options = parser.parse_args(arguments)
    with options.table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    answers = []
    for row in rows:
        readings = read_when(row["text"], anchor=date.fromisoformat(row["asof"]))
        answers.append((in_grammar(readings), all(r.is_sure for r in readings)))
    lines = (
        {"row": i, "reading": text, "sure": is_sure}
        for i, (text, is_sure) in enumerate(answers, start=1)
    )
    write_predictions(options.predictions, lines)
    return report(_figures(rows, answers))


def in_grammar(readings: tuple[Reading, ...]) -> str:
    """The readings as one text of the table's grammar; NONE when there are none."""
    return " ++ ".join(" ".join(_parts(r)) for r in readings) or "NONE"


def _parts(reading: Reading) -> Iterator[str]:
    if reading.start is None:
        yield "REVIEW=" + "; ".join(d.reason for d in reading.doubts)
        return
    rule = reading.recurrence
    if rule is not None and rule.rrules:
        yield from _rule(reading)
    elif rule is not None and rule.rdates:
        days = [reading.start, *rule.rdates]
        yield "DATES " + ",".join(d.day.isoformat() for d in days)
    else:
        yield f"ONCE {reading.start.day.isoformat()}"
    yield from _times(reading.start, reading.end)
    if reading.doors is not None and reading.doors.clock is not None:
        yield f"DOORS={reading.doors.clock:%H:%M}"
    if reading.start.clock is not None and reading.end is None:
        yield "END=?"
    if rule is not None:
        yield from _exceptions(rule)
    if reading.status in _STATUS:
        yield f"STATUS={_STATUS[reading.status]}"
    if reading.deadline is not None:
        yield f"++ DEADLINE {reading.deadline.iso().replace('T', ' ')}"


def _times(start: Moment, end: Moment | None) -> Iterator[str]:
    if start.clock is None:
        if end is not None and end.day != start.day:
            yield f"-> {end.day.isoformat()}"
        return
    if end is None or end.clock is None:
        yield f"{start.clock:%H:%M}"
    elif end.day == start.day:
        yield f"{start.clock:%H:%M}-{end.clock:%H:%M}"
    else:
        yield f"{start.clock:%H:%M} -> {end.day.isoformat()} {end.clock:%H:%M}"


def _rule(reading: Reading) -> Iterator[str]:
    """The rule; months left out in words are an exception of a weekly rule."""
    rule = reading.recurrence
    assert rule is not None  # asked by the caller
    parts = dict(p.split("=", 1) for p in rule.rrules[0].split(";"))
    until = parts.pop("UNTIL", None)
    if "BYMONTH" in parts and _months_left_out(rule):
        del parts["BYMONTH"]
    if rule.parity is not None:
        parts["PARITY"] = "ISOWEEK-ODD" if rule.parity is WeekParity.ODD else "ISOWEEK-EVEN"
    yield "RRULE:" + ";".join(f"{name}={value}" for name, value in parts.items())
    if reading.since is not None:
        yield f"FROM={reading.since.isoformat()}"
    if until is not None:
        yield f"UNTIL={until[:4]}-{until[4:6]}-{until[6:8]}"


def _exceptions(rule: Recurrence) -> Iterator[str]:
    if gone := _months_left_out(rule):
        yield f"EXCEPT=months({gone})"
    said = (rule.words or "").lower()
    if rule.exclusions:
        found = sorted(rule.exclusions, key=lambda e: said.find(_STEMS.get(e, _EXCLUSIONS[e])))
        yield "EXCEPT=" + ",".join(_EXCLUSIONS[e] for e in found)
    if rule.exdates:
        yield "EXDATE=" + ",".join(d.day.isoformat() for d in rule.exdates)


_MONTH = r"(?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)"
_LEFT_OUT = re.compile(
    rf"\b(?:niet|geen|\w*stop|\w*reces|behalve|m\.?u\.?v|uitgez\w+)\b\W+(?:\w+\W+){{0,3}}{_MONTH}"
    rf"|{_MONTH}\w*\W+(?:\w+\W+){{0,2}}(?:niet|geen|gesloten)\b",
    re.IGNORECASE,
)


def _months_left_out(rule: Recurrence) -> str:
    """The months that the words leave out of a weekly rule, which the table writes apart."""
    found = re.search(r"BYMONTH=([\d,]+)", " ".join(rule.rrules))
    if not found or "MONTHLY" in rule.rrules[0] or not _LEFT_OUT.search(rule.words or ""):
        return ""
    held = {int(m) for m in found[1].split(",")}
    return ",".join(str(m) for m in range(1, 13) if m not in held)


def _figures(rows: list[dict[str, str]], answers: list[tuple[str, bool]]) -> dict[str, float]:
    tally: Counter[str] = Counter()
    for row, (text, is_sure) in zip(rows, answers, strict=True):
        if is_right(row["expected"], text, is_sure=is_sure):
            tally["right"] += 1
            continue
        tally["wrong" if is_sure else "unsure"] += 1
        how = "zeker" if is_sure else "onzeker"
        print(f"{row['text']!r}: {row['expected']}, niet {text} ({how})")
    total = max(1, len(rows))
    return {
        "rows": len(rows),
        "right": round(tally["right"] / total, 4),
        "unsure": round(tally["unsure"] / total, 4),
        "sure_wrong": round(tally["wrong"] / total, 4),
        "sure_wrong_count": tally["wrong"],
    }


def is_right(expected: str, text: str, *, is_sure: bool) -> bool:
    """As the reference scorer judges: what must be reviewed may not be sure, the rest equal."""
    if "REVIEW" in expected:
        return not is_sure or text == "NONE"
    is_deadline = expected.startswith("DEADLINE") and "++" not in expected
    if expected == "NONE" or expected.startswith(("TIME", "EXDATE")) or is_deadline:
        return text == "NONE" or not is_sure or _compared(text) == _compared(expected)
    return is_sure and _compared(text) == _compared(expected)


_ASIDE = re.compile(r"\b(title=.*?(?=$| [A-Z]+=)|STATUS=full|END=\?|DEADLINE=.*$|REVIEW=.*$)")


def _compared(text: str) -> list[str]:
    """Parts without order, and without what does not change when it takes place."""
    parts = []
    for piece in text.split(" ++ "):
        kept = re.sub(
            r"(BYDAY|BYMONTH)=([^; ]+)",
            lambda m: f"{m[1]}={','.join(sorted(m[2].split(',')))}",
            _ASIDE.sub("", piece).strip(),
        )
        head, *rest = kept.split(" ")
        if head.startswith("RRULE:"):
            rule = sorted(p for p in head[6:].split(";") if p != "INTERVAL=1")
            head = "RRULE:" + ";".join(rule)
        parts.append(" ".join([head, *sorted(rest)]).strip())
    return sorted(p for p in parts if p and not p.startswith("DEADLINE"))
