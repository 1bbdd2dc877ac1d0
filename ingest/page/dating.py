"""When an activity is, of the lines of its record: which say the day, the time and the rule."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agenda.dutch import Reading, read_when
from base.text import one_line
from ingest.page.clues import (
    beside_time,
    date_passage,
    has_clock,
    has_date,
    has_rule,
    has_weekday_only,
    time_led,
)
from ingest.page.former import without_former
from ingest.page.labels import Labelled
from ingest.page.leading import led
from ingest.page.named_days import is_only_date
from ingest.page.near import Near
from ingest.page.records import dated
from ingest.page.standing import Standing, standing
from ingest.page.wording import cancelled_in

LONG = 130
_ONE_CLOCK = re.compile(r"\b[012]?\d[.:]\d{2}\b")
_DOORS = re.compile(r"(?i)^\W*(?:inloop|(?:zaal|deur(?:en)?|kerk|kassa|foyer)\b.{0,8}\bopen)\b")
_TILL_LATE = re.compile(
    r"(?i)\btot\s+(?:(?:'s|’s)\s+avonds\s+)?laat\b|\btot\s+in\s+de\s+late\s+uurtjes\b"
)
EDGES = " ,.:;|·•–—-@"
_PARTED = re.compile(r"\s+[|·•–—-]\s+|\s*[|·•;:]\s+|,\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What holds for every record around: the page, the month above, how it was found."""

    address: str
    near: Near
    form: str = "lijst op de pagina"
    title: str = ""
    day_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Where the date and time stand. `left`: what a date line says beside them.

    `moved_from`: the day that is crossed out beside the one that counts.
    """

    text: str = ""
    times: str = ""
    rule: str = ""
    day: date | None = None
    lines: tuple[int, ...] = ()
    left: str = ""
    why_unsure: str = ""
    moved_from: date | None = None


def when_of(parts: list[Labelled], frame: Frame) -> When:
    """The first line with a date (labelled ones first), and the time nearest below it."""
    ends = [n for n, p in enumerate(parts) if p.meaning == "end" and p.is_labelled]
    dates = [n for n, p in enumerate(parts) if dated(p.line) and p.meaning != "other"]
    dates = [n for n in dates if n not in ends] or dates
    marked = [n for n in dates if parts[n].meaning in ("date", "time")]
    short = [n for n in dates if len(parts[n].text) <= LONG]
    if not dates and not frame.day_text:
        return When()
    if not dates:
        return _timed_only(parts, frame)
    chosen = _timed_twin(parts, (marked or short or dates)[0], short, frame)
    standing, crossed = _crossed_out(parts[chosen])
    standing, name = _beside_name(parts[chosen], standing)
    text, left = _dates_in(standing, frame)
    left = " | ".join(filter(None, (name, left)))
    texts, used = [text], [chosen]
    for number in (chosen + 1, chosen + 2):
        if number in dates and _is_bare_date(parts[number].text, frame):
            texts.append(parts[number].text)
            used.append(number)
    day = next((parts[n].line.day for n in dates if parts[n].line.day), None)
    times = "" if has_clock(" ".join(texts)) else _times(parts, used)
    texts, used = _with_end(texts, used, parts)
    if len(ends) == 1 and ends[0] not in used:
        texts, times = _until(texts, times, parts[ends[0]].text)
        used = [*used, ends[0]]
    rules = [n for n, p in enumerate(parts) if n not in used and _is_rule(p)][:1]
    why = "" if len(parts[chosen].text) <= LONG else "De datum staat midden in een verhaal."
    if crossed and crossed in standing and not _is_off(parts):
        why = why or "De datum is doorgestreept."
    if parts[chosen].is_labelled and has_weekday_only(standing):
        why = why or "Er staat alleen een weekdag bij; is dit elke week?"
    if not times and not has_clock(" ".join(texts)) and any(has_clock(p.text) for p in parts):
        why = why or "Er staan tijden in de tekst; kijk welke erbij hoort."
    return When(
        text=" ".join(dict.fromkeys(texts)),
        times=times,
        rule=parts[rules[0]].text if rules else "",
        day=day,
        lines=(*used, *rules),
        left=left,
        why_unsure=why,
        moved_from=_day_of(crossed, frame) if crossed and crossed not in standing else None,
    )


def _timed_twin(parts: list[Labelled], first: int, short: list[int], frame: Frame) -> int:
    """A line that says the same day with a time counts before a calendar leaf without one."""
    text = parts[first].text
    if has_clock(text) or not _is_bare_date(text, frame):
        return first
    day = _day_of(text, frame)
    others = (n for n in short if n != first and has_clock(parts[n].text))
    return next((n for n in others if day and _day_of(parts[n].text, frame) == day), first)


def _with_end(
    texts: list[str], used: list[int], parts: list[Labelled]
) -> tuple[list[str], list[int]]:
    """ "18 maart 15:00" and, in a line of its own, "15:00 - 15:45": with the end."""
    found = _ONE_CLOCK.search(texts[0])
    if len(texts) > 1 or found is None or _ONE_CLOCK.search(texts[0][found.end() :]):
        return texts, used
    for number, part in enumerate(parts):
        if number in used or beside_time(part.text) or has_date(part.text):
            continue
        clocks = _ONE_CLOCK.findall(part.text)
        if len(clocks) == 2 and clocks[0] == found[0]:
            return [texts[0].replace(found[0], part.text)], [*used, number]
    return texts, used


def _until(texts: list[str], times: str, end: str) -> tuple[list[str], str]:
    """The words about when, with the end that a label names: "Einde: zo 11 oktober 16:00"."""
    if times:
        return texts, times if len(_ONE_CLOCK.findall(times)) > 1 else f"{times} - {end}"
    if len(texts) != 1 or not (has_clock(end) or has_date(end)):
        return texts, times
    if has_clock(texts[0]):
        is_whole = len(_ONE_CLOCK.findall(texts[0])) > 1 or not has_clock(end)
        return ([texts[0]] if is_whole else [f"{texts[0]} - {end}"]), times
    return ([f"{texts[0]} t/m {end}"] if has_date(end) and not has_clock(end) else texts), times


def _crossed_out(part: Labelled) -> tuple[str, str]:
    """The text of a date line without a crossed-out date, and that date ("" when there is none).

    Where no other date stands beside it, the text is whole.
    """
    struck = part.line.struck
    if not struck or struck not in part.text or not has_date(struck):
        return part.text, ""
    standing = one_line(part.text.replace(struck, " "))
    return (standing, struck) if has_date(standing) else (part.text, struck)


def _beside_name(part: Labelled, text: str) -> tuple[str, str]:
    """A date line without a linked or bold name that holds a day itself, and that name.

    "Filmavond 5 mei" in a link before "do 1 okt": the day in the name is no date of it.
    """
    for name in (part.line.strong, *(linked for linked, _ in part.line.links)):
        rest = one_line(text.replace(name, " ", 1)) if name and name in text else ""
        if rest and has_date(name) and is_only_date(rest):
            return rest, name
    return text, ""


def _is_off(parts: list[Labelled]) -> bool:
    said = (standing(p.text, "") for p in parts)
    return any(cancelled_in(p.text) for p in parts if len(p.text) <= LONG) or Standing.OFF in said


def _day_of(text: str, frame: Frame) -> date | None:
    readings = read_when(text, anchor=frame.near.day)
    return readings[0].start.day if len(readings) == 1 and readings[0].start else None


def _timed_only(parts: list[Labelled], frame: Frame) -> When:
    apart = led(parts[0].text) if parts else None
    if apart is None:
        return When(text=frame.day_text, times=time_led(parts[0].text) if parts else "", lines=(0,))
    return When(text=frame.day_text, times=apart.clock, lines=(0,), left=apart.name)


def _is_rule(part: Labelled) -> bool:
    return has_rule(part.text) and has_clock(part.text) and len(part.text) <= LONG


def _dates_in(text: str, frame: Frame) -> tuple[str, str]:
    """The passage about when, and what the line says beside it."""
    now, former = without_former(text)
    if _TILL_LATE.search(text):
        return _dates_in(one_line(_TILL_LATE.sub(" ", text)), frame)
    if former and has_date(now):
        passage, left = _dates_in(now, frame)
        return f"{passage} (was {former})", left
    readings = read_when(text, anchor=frame.near.day)
    if not readings:
        return text, ""
    first, last = min(r.span[0] for r in readings), max(r.span[1] for r in readings)
    before, after = text[:first].strip(EDGES), text[last:].strip(EDGES)
    if not _is_same(readings, read_when(text[first:last], anchor=frame.near.day)):
        first, before = 0, ""
    between = [] if has_rule(text) and (before or after) else _between(text[first:last])
    return text[first:last], " | ".join(filter(None, (before, *between, after)))


def _is_same(whole: Sequence[Reading], part: Sequence[Reading]) -> bool:
    """Says the part what the whole says? "6 dinsdagavonden" without its 6 does not."""
    return [(r.start, r.end, r.recurrence and r.recurrence.rrules) for r in whole] == [
        (r.start, r.end, r.recurrence and r.recurrence.rrules) for r in part
    ]


def _between(passage: str) -> list[str]:
    """What stands between day and time: "12 april – Paasontbijt – 9.30 uur"."""
    pieces = [_behind_date(piece.strip(EDGES)) for piece in parted(_PARTED, passage)]
    words = [p for p in pieces if len(beside_time(p)) > 2]
    return [p for p in words if not has_date(p) and not has_clock(p) and not has_rule(p)]


def _behind_date(piece: str) -> str:
    """ "11 en 12 april 2027 Paasontbijt" without the days before it."""
    before, _, behind = piece.partition(date_passage(piece) or piece)
    if not behind or beside_time(before):
        return piece
    return re.sub(r"^\s*(?:20\d\d\b)?", "", behind).strip(EDGES)


def parted(mark: re.Pattern[str], text: str) -> list[str]:
    """The text split at these marks, but never inside brackets.

    >>> parted(re.compile(", "), "Tocht (5, 10 en 15 km), start 9.00 uur")
    ['Tocht (5, 10 en 15 km)', 'start 9.00 uur']
    """
    inside = [found.span() for found in re.finditer(r"\([^()]*\)", text)]
    found, begin = [], 0
    for cut in mark.finditer(text):
        if not any(first < cut.start() < last for first, last in inside):
            found.append(text[begin : cut.start()])
            begin = cut.end()
    return [*found, text[begin:]]


def _is_bare_date(text: str, frame: Frame) -> bool:
    return len(text) <= 60 and len(_dates_in(text, frame)[1]) <= 3


def _times(parts: list[Labelled], used: Sequence[int]) -> str:
    """The time that belongs to a date without one: labelled, else a short line near it."""
    timed = [p for p in parts if p.meaning == "time" and has_clock(p.text)]
    if timed and len(timed) > 1 and _DOORS.match(timed[0].line.text):
        return f"{timed[0].line.text}, aanvang {timed[1].text}"
    if timed:
        return timed[0].text
    near: list[int] = [*range(used[-1] + 1, min(used[-1] + 4, len(parts))), *range(used[0])]
    for number in near:
        part = parts[number]
        if has_clock(part.text) and len(part.text) <= LONG and part.meaning != "other":
            return part.text
    return ""
