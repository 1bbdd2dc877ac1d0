"""The lines of one record as one or more items: which line is the title, the date, the place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agenda.dutch import read_when
from base.text import one_line
from ingest.page.address import is_same_site
from ingest.page.clues import (
    beside_time,
    has_clock,
    has_date,
    has_rule,
    has_weekday_only,
    is_closure,
    is_month_heading,
    is_note,
    says_whole_day,
    time_led,
)
from ingest.page.flow import Line
from ingest.page.items import Item
from ingest.page.labels import Labelled, labelled
from ingest.page.records import dated
from ingest.page.wording import MOVED_TO, cancelled_in, looks_like_price

LONG = 130
_SEPARATORS = re.compile(r"\s+[|·•–—-]\s+|\s*[|·•]\s*|\s*;\s+")
_PARTED = re.compile(r"\s+[|·•–—-]\s+|\s*[|·•;:]\s+|,\s+")
_EDGES = " ,.:;|·•–—-@"
_MORE = re.compile(r"(?i)^\W*(?:lees (?:meer|verder)|meer (?:info\w*|lezen)|bekijk\b.*|details?|"
                   r"herhalend|aanmelden|reserveer\w*|tickets?|bestel\w*|kaarten)\W*$")  # fmt: skip
_PRICE_BEHIND = re.compile(
    r"\s*[(,–-]\s*((?:€|entree|kosten|gratis)[^()]{0,20})\)?\s*$", re.IGNORECASE
)
_WHY_NOT = re.compile(
    r"(?i)^\W*(?:(?:gaat|gaan)\b.{0,12}\bniet door\b|(?:geannuleerd|afgelast|vervalt)\s+"
    r"(?:wegens|vanwege|door|i\.?v\.?m))"
)
_PLACE_WORD = re.compile(
    r"(?i)(?:kerk|zaal|huis|gebouw|centrum|plein|straat|weg|laan|park|school|caf[ée]|tuin|hal|"
    r"kamer|atelier|foyer|museum|theater|bieb|bibliotheek|kade|haven|veld|hof|markt|kantine|"
    r"loods|schuur|boerderij|tent|podium|baan|ruimte|online)\b"
)
_PLACED = re.compile(
    r"^(?:in|bij|op|te|locatie|start(?:punt)?|plaats|waar)\s*:?\s+(?=\S)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What holds for every record around: the page, the month above, how it was found."""

    address: str
    seen_on: date
    anchor: date | None = None
    form: str = "lijst op de pagina"
    title: str = ""
    day_text: str = ""


def items(lines: Sequence[Line], frame: Frame) -> list[Item]:
    """The activities that these lines tell of; usually one.

    A date on its own above lines that each begin with a time is a day with several
    activities.
    """
    parts = labelled([line for line in lines if not is_note(line.text)])
    by_time = _by_time(parts, frame)
    if len(by_time) > 1:
        return by_time
    one = _one(parts, frame)
    return [] if one is None or is_closure(one.title) else [one]


def _by_time(parts: list[Labelled], frame: Frame) -> list[Item]:
    """Items of a day: its date line says no time, and the lines below begin with one."""
    day = next((p for p in parts if dated(p.line)), None)
    if day is None or has_clock(day.text) or frame.title:
        return []
    below = parts[parts.index(day) + 1 :]
    starts = [n for n, p in enumerate(below) if time_led(p.text) and not dated(p.line)]
    if len(starts) < 2 or starts[0] != 0:
        return []
    ends = [*starts[1:], len(below)]
    found = []
    for first, last in zip(starts, ends, strict=True):
        group = below[first:last]
        one = _one(group, replace(frame, day_text=day.text))
        if one is not None and not is_closure(one.title):
            found.append(replace(one, day=one.day or day.line.day))
    return found


def _one(parts: list[Labelled], frame: Frame) -> Item | None:
    when = _when(parts, frame)
    title, source = _title(parts, frame, when)
    if not title or not (when.text or when.times or when.day):
        return None
    rest = _rest(parts, when, source, frame)
    named = _named(title) if not (source and source.line.level) else _Named(title)
    head = source or (parts[0] if parts else None)
    return Item(
        title=named.title,
        when=when.text,
        times=when.times,
        rule=when.rule,
        day=when.day,
        anchor=frame.anchor,
        form=frame.form,
        venue=_labelled(parts, "place") or rest.place or named.place or _place_line(parts, source),
        price=_labelled(parts, "price") or rest.price or named.price,
        audience=_labelled(parts, "audience"),
        organiser=_labelled(parts, "organiser"),
        description=rest.text,
        link=_link(parts, source, frame),
        line=head.line.number if head else None,
        status_text=_status_text(parts, title),
        is_struck=bool(head and head.line.struck and head.line.struck in title),
        is_whole_day=any(len(p.text) <= LONG and says_whole_day(p.text) for p in parts),
        moved_from=when.moved_from,
        why_unsure=when.why_unsure,
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """A title with what stood behind it: "Bingo, wijkgebouw", "Samen eten (€ 5)"."""

    title: str
    place: str | None = None
    price: str | None = None


def _named(text: str) -> _Named:
    price = _PRICE_BEHIND.search(text)
    title = text[: price.start()] if price and price.start() > 2 else text
    head, comma, tail = title.rpartition(", ")
    is_place = bool(comma) and len(tail) <= 50 and (
        bool(_PLACE_WORD.search(tail)) or bool(re.match(r"(?:in|bij|te)\s", tail))
    )  # fmt: skip
    found = price[1].strip() if price and title != text else None
    if is_place:
        return _Named(head, _PLACED.sub("", tail), found)
    return _Named(title, None, found)


def _place_line(parts: list[Labelled], source: Labelled | None) -> str | None:
    """A short line that is the name of a place and nothing else."""
    for part in parts:
        is_free = part is not source and part.meaning is None and not dated(part.line)
        if is_free and len(part.text) <= 45 and not part.text.endswith(".") and not part.line.level:
            first = part.text.split(", ")[0]
            if _PLACE_WORD.search(first) and not has_clock(part.text):
                return first if looks_like_price(part.text.split(", ")[-1]) else part.text
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _When:
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


def _when(parts: list[Labelled], frame: Frame) -> _When:
    """The first line with a date (labelled ones first), and the time nearest below it."""
    dates = [n for n, p in enumerate(parts) if dated(p.line) and p.meaning != "other"]
    marked = [n for n in dates if parts[n].meaning in ("date", "time")]
    short = [n for n in dates if len(parts[n].text) <= LONG]
    if not dates and not frame.day_text:
        return _When()
    if not dates:
        return _timed_only(parts, frame)
    chosen = (marked or short or dates)[0]
    standing, crossed = _crossed_out(parts[chosen])
    text, left = _dates_in(standing, frame)
    texts, used = [text], [chosen]
    for number in (chosen + 1, chosen + 2):
        if number in dates and _is_bare_date(parts[number].text, frame):
            texts.append(parts[number].text)
            used.append(number)
    day = next((parts[n].line.day for n in dates if parts[n].line.day), None)
    times = "" if has_clock(" ".join(texts)) else _times(parts, used)
    rules = [n for n, p in enumerate(parts) if n not in used and _is_rule(p)][:1]
    why = "" if len(parts[chosen].text) <= LONG else "De datum staat midden in een verhaal."
    if crossed and crossed in standing and not _is_off(parts):
        why = why or "De datum is doorgestreept."
    if parts[chosen].is_labelled and has_weekday_only(standing):
        why = why or "Er staat alleen een weekdag bij; is dit elke week?"
    if not times and not has_clock(" ".join(texts)) and any(has_clock(p.text) for p in parts):
        why = why or "Er staan tijden in de tekst; kijk welke erbij hoort."
    return _When(
        text=" ".join(dict.fromkeys(texts)),
        times=times,
        rule=parts[rules[0]].text if rules else "",
        day=day,
        lines=(*used, *rules),
        left=left,
        why_unsure=why,
        moved_from=_day_of(crossed, frame) if crossed and crossed not in standing else None,
    )


def _crossed_out(part: Labelled) -> tuple[str, str]:
    """The text of a date line without a crossed-out date, and that date ("" when there is none).

    Where no other date stands beside it, the text is whole.
    """
    struck = part.line.struck
    if not struck or struck not in part.text or not has_date(struck):
        return part.text, ""
    standing = one_line(part.text.replace(struck, " "))
    return (standing, struck) if has_date(standing) else (part.text, struck)


def _is_off(parts: list[Labelled]) -> bool:
    return any(len(p.text) <= LONG and cancelled_in(p.text) for p in parts)


def _day_of(text: str, frame: Frame) -> date | None:
    readings = read_when(text, anchor=frame.anchor or frame.seen_on)
    return readings[0].start.day if len(readings) == 1 and readings[0].start else None


def _timed_only(parts: list[Labelled], frame: Frame) -> _When:
    led = time_led(parts[0].text) if parts else ""
    left = parts[0].text[len(led) :] if parts else ""
    return _When(text=frame.day_text, times=led, lines=(0,), left=left.strip(_EDGES))


def _is_rule(part: Labelled) -> bool:
    return has_rule(part.text) and has_clock(part.text) and len(part.text) <= LONG


def _dates_in(text: str, frame: Frame) -> tuple[str, str]:
    """The passage about when, and what the line says beside it."""
    readings = read_when(text, anchor=frame.anchor or frame.seen_on)
    if not readings:
        return text, ""
    first, last = min(r.span[0] for r in readings), max(r.span[1] for r in readings)
    before, after = text[:first].strip(_EDGES), text[last:].strip(_EDGES)
    between = [] if has_rule(text) else _between(text[first:last])
    return text[first:last], " | ".join(filter(None, (before, *between, after)))


def _between(passage: str) -> list[str]:
    """What stands between day and time: "12 april – Paasontbijt – 9.30 uur"."""
    pieces = [piece.strip(_EDGES) for piece in _PARTED.split(passage)]
    return [p for p in pieces if len(beside_time(p)) > 2 and not has_date(p) and not has_clock(p)]


def _is_bare_date(text: str, frame: Frame) -> bool:
    return len(text) <= 60 and len(_dates_in(text, frame)[1]) <= 3


def _times(parts: list[Labelled], used: Sequence[int]) -> str:
    """The time that belongs to a date without one: labelled, else a short line near it."""
    labels = [p.text for p in parts if p.meaning == "time" and has_clock(p.text)]
    if labels:
        return labels[0]
    near: list[int] = [*range(used[-1] + 1, min(used[-1] + 4, len(parts))), *range(used[0])]
    for number in near:
        part = parts[number]
        if has_clock(part.text) and len(part.text) <= LONG and part.meaning != "other":
            return part.text
    return ""


def _title(parts: list[Labelled], frame: Frame, when: _When) -> tuple[str, Labelled | None]:
    """The title and the line it came from (None: a rest of the date line, or the page's)."""
    if frame.title:
        return frame.title, None
    free = [p for n, p in enumerate(parts) if n not in when.lines and _may_be_title(p)]
    for test in (_is_said_title, _is_heading, _is_link, _is_bold):
        for part in free:
            if test(part):
                return _clean_title(part), part
    if when.lines and (inner := _title_within(parts[when.lines[0]], when)):
        return inner, None
    if free and len(free[0].text) <= LONG:
        return _clean_title(free[0]), free[0]
    return "", None


def _may_be_title(part: Labelled) -> bool:
    if part.meaning not in (None, "title") or is_month_heading(part.text):
        return False
    if _MORE.match(part.text) or _WHY_NOT.match(part.text) or looks_like_price(part.text):
        return False
    return len(beside_time(part.text)) > 2


def _is_said_title(part: Labelled) -> bool:
    return part.meaning == "title"


def _is_heading(part: Labelled) -> bool:
    return part.line.level > 0 and not dated(part.line)


def _is_link(part: Labelled) -> bool:
    texts = [text for text, _ in part.line.links]
    return any(len(t) * 2 > len(part.text) and not _MORE.match(t) for t in texts)


def _is_bold(part: Labelled) -> bool:
    return len(part.line.strong) * 2 > len(part.text)


def _clean_title(part: Labelled) -> str:
    """The heading or link itself when the line holds more; without a time in front."""
    text = part.text
    led = time_led(text)
    if led and len(text) - len(led) > 3:
        text = text[len(led) :]
    return one_line(text).strip(" ,;|·•–—-")


def _title_within(part: Labelled, when: _When) -> str:
    """A title on the line of the date: its bold or linked text, else what comes first."""
    linked = [text for text, _ in part.line.links]
    for text in (part.line.strong, *linked):
        is_other = _MORE.match(text) or _WHY_NOT.match(text)
        if text and text in when.left and len(text) > 2 and not is_other:
            return str(text).strip(_EDGES)
    pieces = _pieces(when.left)
    return pieces[0] if pieces and len(pieces[0]) <= LONG else ""


def _pieces(text: str) -> list[str]:
    found = [piece.strip(_EDGES) for piece in _SEPARATORS.split(text)]
    return [piece for piece in found if len(beside_time(piece)) > 2]


@dataclass(frozen=True, slots=True)
class _Rest:
    place: str | None
    price: str | None
    text: str


def _rest(parts: list[Labelled], when: _When, source: Labelled | None, frame: Frame) -> _Rest:
    """What the date line says beside date and title is place and price; longer lines describe."""
    left = "" if when.why_unsure else when.left
    beside = [p for piece in _pieces(left) for p in _comma_parts(piece)]
    title = "" if source is not None or frame.title else _title_from(beside, parts, when)
    beside = [piece for piece in beside if piece != title]
    price = next((piece for piece in beside if looks_like_price(piece)), None)
    places = [piece for piece in beside if _may_be_place(piece)]
    texts = [
        p.text
        for n, p in enumerate(parts)
        if p is not source and n not in when.lines and p.meaning in (None, "description")
        and not _MORE.match(p.text) and len(beside_time(p.text)) > 20
    ]  # fmt: skip
    place = _PLACED.sub("", places[0]) if places else None
    return _Rest(place, price, "\n\n".join(texts)[:2000])


def _may_be_place(text: str) -> bool:
    is_other = looks_like_price(text) or has_clock(text) or _MORE.match(text)
    return not is_other and 2 < len(text) <= 70 and len(beside_time(text)) > 2


def _comma_parts(piece: str) -> Iterator[str]:
    for part in piece.split(", "):
        if part.strip(_EDGES):
            yield part.strip(_EDGES)


def _title_from(beside: list[str], parts: list[Labelled], when: _When) -> str:
    inner = _title_within(parts[when.lines[0]], when) if when.lines else ""
    return inner if inner in beside else (beside[0] if beside else "")


def _labelled(parts: list[Labelled], meaning: str) -> str | None:
    found = [p.text for p in parts if p.meaning == meaning and not dated(p.line)]
    return one_line(", ".join(dict.fromkeys(found[:2])))[:200] or None


def _link(parts: list[Labelled], source: Labelled | None, frame: Frame) -> str | None:
    """The title's link, else the first link of the record to a page of the site."""
    first = source.line.links if source else ()
    others = [link for part in parts for link in part.line.links]
    for _, link in (*first, *others):
        if is_same_site(link, frame.address):
            return link
    return None


def _status_text(parts: list[Labelled], title: str) -> str:
    """A short line that says of the whole that it does not go ahead, or when it does."""
    for part in parts:
        is_told = cancelled_in(part.text) or MOVED_TO.search(part.text)
        if len(part.text) <= 60 and is_told:
            return part.text
    return title
