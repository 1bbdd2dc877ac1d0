"""The lines of one record as one or more items: which line is the title, the date, the place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from base.text import one_line
from ingest.courses import lessons_in
from ingest.page.address import is_same_site
from ingest.page.clues import (
    beside_time,
    has_clock,
    has_rule,
    is_closure,
    is_control,
    is_month_heading,
    is_note,
    says_whole_day,
    sentences,
    time_led,
)
from ingest.page.dating import EDGES, LONG, Frame, When, parted, when_of
from ingest.page.exceptions import leaving_out
from ingest.page.flow import Line
from ingest.page.former import without_former
from ingest.page.items import Item
from ingest.page.labels import Labelled, labelled
from ingest.page.leading import led
from ingest.page.named_days import without_day
from ingest.page.places import PLACE_WORD, PLACED, Named, looks_placed, named
from ingest.page.records import dated
from ingest.page.services import named_by_service
from ingest.page.showings import showings
from ingest.page.wording import cancelled_in, is_mark, looks_like_price

_SEPARATORS = re.compile(r"\s+[|·•–—-]\s+|\s*[|·•]\s*|\s*;\s+")
_MATCH = re.compile(r".*\w\s?\d{1,2}(?:-\d{1,2})?\s+[-–]\s+.*\w\s?\d{1,2}(?:-\d{1,2})?\W*")
_COMMA = re.compile(", ")
_COSTS = re.compile(
    r"(?i)^\W*(?:kosten|entree|toegang|prijs|deelname)\s*(?:is|zijn)?\s*:?\s+|^(?=€)"
)
_MORE = re.compile(r"(?i)^\W*(?:lees (?:meer|verder)|meer (?:info\w*|lezen)|bekijk\b.*|details?|"
                   r"herhalend|aanmelden|reserveer\w*|tickets?|bestel\w*|kaarten)\W*$")  # fmt: skip
_WHY_NOT = re.compile(
    r"(?i)^\W*(?:(?:gaat|gaan)\b.{0,12}\bniet door\b|(?:geannuleerd|afgelast|vervalt)\s+"
    r"(?:wegens|vanwege|door|i\.?v\.?m))"
)


def items(lines: Sequence[Line], frame: Frame) -> list[Item]:
    """The activities that these lines tell of; usually one.

    A date on its own above lines that each begin with a time is a day with several
    activities.
    """
    parts = labelled([line for line in lines if not is_note(line.text)])
    by_time = _by_time(parts, frame)
    if len(by_time) > 1:
        return by_time
    if shown := _shown(parts, frame):
        return shown
    one = _one(parts, frame)
    return [] if one is None or _is_none(one) else [one]


def _shown(parts: list[Labelled], frame: Frame) -> list[Item]:
    """An item for each time at which one thing is shown, with what is said of that time."""
    times = showings(parts, frame.near.day)
    others = {time.number for time in times}
    found = []
    for time in times:
        one = _one(time.on(parts, others), frame)
        if one is not None and not _is_none(one):
            said = "\n".join(filter(None, (one.status_text, time.said)))
            found.append(replace(one, status_text=said, is_struck=time.is_struck))
    return found


def _is_none(item: Item) -> bool:
    """A notice that it is closed, or a button of a calendar."""
    return is_closure(item.title, f"{item.when} {item.times}") or is_control(item.title)


def _by_time(parts: list[Labelled], frame: Frame) -> list[Item]:
    """Items of a day: its date line says no time, and the lines below begin with one."""
    day = next((p for p in parts if dated(p.line)), None)
    if day is None or has_clock(day.text) or frame.title:
        return []
    below = parts[parts.index(day) + 1 :]
    starts = [n for n, p in enumerate(below) if _begins(p) and not dated(p.line)]
    if len(starts) < 2 or starts[0] != 0:
        return []
    ends = [*starts[1:], len(below)]
    found = []
    for first, last in zip(starts, ends, strict=True):
        group = below[first:last]
        one = _one(group, replace(frame, day_text=day.text))
        if one is not None and not _is_none(one):
            found.append(replace(one, day=one.day or day.line.day))
    return found


def _begins(part: Labelled) -> bool:
    return bool(time_led(part.text)) or led(part.text) is not None


def _one(parts: list[Labelled], frame: Frame) -> Item | None:
    when = when_of(parts, frame)
    title, source = _title(parts, frame, when)
    if not title or not (when.text or when.times or when.day):
        return None
    if source is not None and source.line.names_day:
        title, why = without_day(title, when.text, frame.near.day)
        when = replace(when, why_unsure=when.why_unsure or why)
    rest = _rest(parts, when, source, frame)
    apart = named(title) if not (source and source.line.level) else Named(title)
    head = source or (parts[0] if parts else None)
    venue = _labelled(parts, "place") or rest.place or apart.place or _place_line(parts, source)
    return Item(
        title=named_by_service(apart.title),
        when=when.text,
        times=when.times,
        rule=when.rule,
        except_for=_exceptions(parts, when, source),
        day=when.day,
        near=frame.near,
        form=frame.form,
        venue=venue,
        price=_first_sentence(_labelled(parts, "price"))
        or rest.price
        or apart.price
        or _price_line(parts),
        audience=_labelled(parts, "audience"),
        organiser=_labelled(parts, "organiser"),
        description="\n\n".join(t for t in rest.texts if t != venue)[:2000],
        link=_link(parts, source, frame),
        line=head.line.number if head else None,
        status_text=_status_text(parts, when, source),
        is_struck=bool(head and head.line.struck and head.line.struck in title),
        is_whole_day=any(len(p.text) <= LONG and says_whole_day(p.text) for p in parts),
        moved_from=when.moved_from,
        why_unsure=when.why_unsure,
    )


def _place_line(parts: list[Labelled], source: Labelled | None) -> str | None:
    """A short line that is the name of a place and nothing else."""
    for part in parts:
        is_free = part is not source and part.meaning is None and not dated(part.line)
        if is_free and len(part.text) <= 45 and not part.text.endswith(".") and not part.line.level:
            text = PLACED.sub("", sentences(part.text)[0].strip(" ."))
            first = text.split(", ")[0]
            if PLACE_WORD.search(first) and not has_clock(text):
                return first if looks_like_price(text.split(", ")[-1]) else text
    return None


def _first_sentence(text: str | None) -> str | None:
    parts = sentences(text) if text else []
    return parts[0].rstrip(" .") if len(parts) > 1 else text


def _price_line(parts: list[Labelled]) -> str | None:
    """The price in a short line of its own, or behind a place: "Grote zaal. Kosten € 8,-"."""
    for part in parts:
        if part.meaning is None and not dated(part.line) and len(part.text) <= 60:
            for sentence in sentences(part.text):
                if _COSTS.match(sentence) and looks_like_price(sentence):
                    return _COSTS.sub("", sentence).strip(" .")
    return None


def _title(parts: list[Labelled], frame: Frame, when: When) -> tuple[str, Labelled | None]:
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
    if not without_former(part.text)[0]:
        return False
    if part.meaning not in (None, "title") or is_month_heading(part.text):
        return False
    if _MORE.match(part.text) or _WHY_NOT.match(part.text) or looks_like_price(part.text):
        return False
    return not is_mark(part.text) and len(beside_time(part.text)) > 2


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
    apart = led(part.text)
    return one_line(apart.name if apart else part.text).strip(" ,;|·•–—-")


def _title_within(part: Labelled, when: When) -> str:
    """A title on the line of the date: its bold or linked text, else what comes first."""
    linked = [text for text, _ in part.line.links]
    for text in (part.line.strong, *linked):
        is_other = _MORE.match(text) or _WHY_NOT.match(text) or is_mark(text)
        if text and text in when.left and len(text) > 2 and not is_other:
            return str(text).strip(EDGES)
    pieces = [piece for piece in _pieces(when.left) if not is_mark(piece)]
    return pieces[0] if pieces and len(pieces[0]) <= LONG else ""


def _pieces(text: str) -> list[str]:
    if _MATCH.fullmatch(text):
        return [text]
    found = [piece.strip(EDGES) for piece in parted(_SEPARATORS, text)]
    return [piece for piece in found if len(beside_time(piece)) > 2]


@dataclass(frozen=True, slots=True)
class _Rest:
    place: str | None
    price: str | None
    texts: tuple[str, ...]


def _rest(parts: list[Labelled], when: When, source: Labelled | None, frame: Frame) -> _Rest:
    """What the date line says beside date and title is place and price; longer lines describe."""
    left = "" if when.why_unsure else when.left
    beside = [p for piece in _pieces(left) for p in _comma_parts(piece)]
    title = "" if source is not None or frame.title else _title_from(beside, parts, when)
    beside = [piece for piece in beside if piece != title]
    price = next((piece for piece in beside if looks_like_price(piece)), None)
    tails = {p for piece in _pieces(left) for p in list(_comma_parts(piece))[1:]}
    places = [p for p in beside if _may_be_place(p) and (p not in tails or looks_placed(p))]
    texts = [
        p.line.text if lessons_in(p.line.text) else p.text
        for n, p in enumerate(parts)
        if p is not source and n not in when.lines and _describes(p)
    ]
    if when.lines and parts[when.lines[0]].text.endswith((".", "!")):
        places = [p for p in places if PLACE_WORD.search(p) or PLACED.match(p)]
    place = PLACED.sub("", places[0]) if places else None
    return _Rest(place, price, tuple(texts))


def _describes(part: Labelled) -> bool:
    """A longer line, or one that says how many lessons there are."""
    if lessons_in(part.line.text):
        return True
    is_long = len(beside_time(without_former(part.text)[0])) > 20
    return is_long and part.meaning in (None, "description") and not _MORE.match(part.text)


def _may_be_place(text: str) -> bool:
    is_other = looks_like_price(text) or has_clock(text) or _MORE.match(text) or cancelled_in(text)
    is_other = is_other or is_mark(text) or len(sentences(text)) > 1 or ":" in text
    return not is_other and 2 < len(text) <= 70 and len(beside_time(text)) > 2


def _comma_parts(piece: str) -> Iterator[str]:
    for part in parted(_COMMA, piece):
        if part.strip(EDGES):
            yield part.strip(EDGES)


def _title_from(beside: list[str], parts: list[Labelled], when: When) -> str:
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


def _exceptions(parts: list[Labelled], when: When, source: Labelled | None) -> tuple[str, ...]:
    """Sentences beside a rule that say when it does not go on."""
    if not has_rule(f"{when.text} {when.rule}"):
        return ()
    beside = [p.text for n, p in enumerate(parts) if _is_beside(p, n, when, source)]
    return tuple(dict.fromkeys(one for text in beside for one in leaving_out(text)))


def _status_text(parts: list[Labelled], when: When, source: Labelled | None) -> str:
    """What stands beside title and date, a line each: there it may say that it is off."""
    beside = [p.text for n, p in enumerate(parts) if _is_beside(p, n, when, source)]
    told = _exceptions(parts, when, source)
    kept = [s for text in beside for s in sentences(text) if one_line(s) not in told]
    return "\n".join([*when.left.split(" | "), *kept])


def _is_beside(part: Labelled, number: int, when: When, source: Labelled | None) -> bool:
    return part is not source and number not in when.lines and part.meaning != "other"
