"""Days that a title only names, while the date of the activity stands in a line of its own.

"Lezing: 5 mei in Deventer" above "vrijdag 5 juni 19.30 uur"; "Vrijmarkt op Koningsdag" below
"maandag 27 april".
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from agenda.dutch import read_when
from ingest.page.clues import beside_time, date_passage, has_clock, has_date, has_only_feast
from ingest.page.flow import Line

OTHER_DAY = "De kop noemt een andere dag dan de datum die erbij staat."
_BELOW = 3
_LONG_AGO = 400
_WEEKDAY = re.compile(
    r"(?i)^\W*(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|ma|di|wo|do|vr|za|zo)\b"
)
_MONTH_WORD = re.compile(r"(\d{1,2})\W*([a-z]{3})", re.IGNORECASE)


def mark_titles(lines: Sequence[Line]) -> None:
    """Say of each title that names a day which is not its date (`Line.names_day`)."""
    for number, line in enumerate(lines):
        if line.day is not None or not has_date(line.text) or is_only_date(line.text):
            continue
        above = lines[number - 1].text if number else ""
        if has_only_feast(line.text):
            line.names_day = is_only_date(above) or (
                _is_title(line) and bool(_below(lines, number))
            )
        elif _is_below_date(line, above):
            line.names_day = True
        elif _is_title(line) and (below := _below(lines, number)):
            is_leading = line.text.startswith(date_passage(line.text))
            line.names_day = not is_leading or _is_same(line.text, below)


def is_only_date(text: str) -> bool:
    """A day, with a weekday or time perhaps, and nothing else."""
    return has_date(text) and len(text) <= 80 and len(beside_time(text)) <= 2


def without_day(title: str, when: str, near: date) -> tuple[str, str]:
    """A title without the day it names when `when` says the same day; else why to look at it.

    A day of years ago is what the activity is about: nobody has to look.
    """
    named = read_when(title, anchor=near)
    stated = next((r.start for r in read_when(when, anchor=near) if r.start), None)
    if not named or named[0].start is None or stated is None:
        return title, ""
    days_apart = abs((named[0].start.day - stated.day).days)
    if days_apart == 0 and not has_only_feast(title):
        before, after = title[: named[0].span[0]], title[named[-1].span[1] :]
        left = f"{before.rstrip(' ,:;(–—-')}{after.lstrip(')')}".strip(" ,:;–—-")
        is_whole = not re.search(r"(?i)\b(?:op|met|over|van|voor|na|rond|sinds)$", left)
        return (left if len(beside_time(left)) > 2 and is_whole else title), ""
    is_feast = has_only_feast(title)  # "Theater: Koningsdag" is about it
    return title, OTHER_DAY if 0 < days_apart < _LONG_AGO and not is_feast else ""


def _is_title(line: Line) -> bool:
    is_linked = any(text == line.text for text, _ in line.links)
    is_marked = line.level > 0 or line.strong == line.text or is_linked
    return is_marked and not has_clock(line.text)


def _is_below_date(line: Line, above: str) -> bool:
    """Words with a day in them, directly below a line that is a weekday and a date."""
    is_leading = line.text.startswith(date_passage(line.text))
    is_own = is_leading or has_clock(line.text) or _WEEKDAY.match(line.text)
    return not is_own and is_only_date(above) and bool(_WEEKDAY.match(above))


def _below(lines: Sequence[Line], number: int) -> str:
    """The whole date in the first lines below, before another title."""
    rest = takewhile(lambda line: not line.level, lines[number + 1 : number + 1 + _BELOW])
    dated = next((line.text for line in rest if has_date(line.text)), "")
    is_whole = is_only_date(dated) and bool(has_clock(dated) or _WEEKDAY.match(dated))
    return dated if is_whole else ""


def _is_same(title: str, when: str) -> bool:
    found = [_MONTH_WORD.search(date_passage(text)) for text in (title, when)]
    first, second = found
    if first is None or second is None:
        return False
    return (first[1], first[2].casefold()) == (second[1], second[2].casefold())
