"""One activity as a page shows it to people, in words; and that as drafts.

Every way of finding activities in HTML (selectors, tables, month grids, lists, a page of
its own, running text) makes `Item`s; here their words about when are read.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from agenda.draft import Context, Doubt, Draft, Origin, Problem
from agenda.dutch import Reading, read_times, read_when
from agenda.moment import Moment
from agenda.status import EventStatus, Severity
from base.text import one_line
from ingest.page.address import page_key, titled_key
from ingest.page.endings import Ending, ended
from ingest.page.exceptions import left_out
from ingest.page.former import without_former, without_moved
from ingest.page.near import Near
from ingest.page.seasons import Season, in_season
from ingest.page.standing import Standing, is_for_once, standing
from ingest.page.wording import MOVED_TO, cancelled_in, without_marks
from ingest.prices import price_text
from providers.places.clues import postcode_in

_UNTIL = re.compile(r"(?i)\s*(?:[-–—]|tot(?: en met)?|t/m)\s*")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TENTATIVE = re.compile(
    r"(?i)^\W*onder\s+voorbehoud\W*$|[(\[*–-]\s*onder\s+voorbehoud\s*(?:[)\]*]|$)"
)
_NEW_OR_OLD = "Er staat dat het verplaatst is; is dit de nieuwe datum?"
PARTLY_OFF = Doubt(about="status", reason="Er staat dat iets niet doorgaat; is dat het geheel?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Texts of one activity. `when` holds day and time as written, `times` a time apart,
    `rule` a sentence of how it repeats, `except_for` sentences of when it does not, `seasons` the
    periods that the page names for its programme, `endings` until when it says that things last,
    `said_off` what it says apart of this not going ahead.

    `day`: what a machine-readable date or a place in a month grid says; it outranks `when` for
    the day. `moved_from`: the day it stood on before, `was` the same in words. `near`: around
    which day those without a year lie, when more is known than when they were first seen.
    `is_struck`: crossed out. `status_text`: lines beside it that may say it is off.
    `is_whole_day`: it says so, no time is missing. `form`: the Dutch name of where it was found.
    `why_unsure`: a sentence for the person who must look; empty when the form itself is clear.
    `reading`: when the words were read already.
    """

    title: str
    when: str
    form: str
    times: str = ""
    rule: str = ""
    except_for: tuple[str, ...] = ()
    seasons: tuple[Season, ...] = ()
    endings: tuple[Ending, ...] = ()
    said_off: tuple[str, ...] = ()
    day: date | None = None
    moved_from: date | None = None
    was: str = ""
    near: Near | None = None
    venue: str | None = None
    address: str | None = None
    price: str | None = None
    audience: str | None = None
    organiser: str | None = None
    description: str = ""
    link: str | None = None
    image: str | None = None
    line: int | None = None
    status_text: str = ""
    is_struck: bool = False
    is_whole_day: bool = False
    why_unsure: str = ""
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What one item gave: drafts (several for several dates), or why it gave none.

    `passage`: the text by which it is known again.
    """

    drafts: tuple[Draft, ...] = ()
    problem: Problem | None = None
    passage: str = ""


def read(item: Item, context: Context, *, start: str, is_single: bool, days_only: bool) -> Read:
    """Drafts of one item.

    `start`: the first page of the site. `is_single`: the page holds one activity.
    `days_only`: none of its fellows states a time, so days are meant. An item whose words
    hold no date is a problem when it has a title, never a guess.
    """
    item = _without_former(item)
    readings = _readings(item, context)
    title = without_marks(item.title)
    readings = tuple(ended(one, title, item.endings) for one in readings)
    if not title or not readings:
        if not title or not (item.when or item.times):
            return Read()
        return Read(problem=_problem("no_date", item, "heeft geen datum die te lezen is", context))
    key = _own_page(item, context) or titled_key(
        context.address, title, start=start, is_single=is_single
    )
    drafts = [
        replace(_draft(item, title, reading, context, days_only=days_only), key=key)
        for reading in readings
        if reading.start is not None
    ]
    if not drafts:
        reason = "; ".join(d.reason for r in readings for d in r.doubts)
        text = f"heeft geen datum die zeker is ({reason or item.when})"
        return Read(problem=_problem("no_date", item, text, context))
    return Read(drafts=tuple(drafts), passage=_passage(item))


def _without_former(item: Item) -> Item:
    """The earlier day that title or a line beside it names, as `moved_from`."""
    lines = [without_former(text) for text in (item.title, *item.status_text.splitlines())]
    day = next((words for _, words in lines if words), "")
    title, is_moved = without_moved(lines[0][0])
    if not day and not is_moved:
        return item
    said = "\n".join(text for text, _ in lines[1:])
    item = replace(item, title=title or item.title, status_text=said, was=item.was or day)
    if day or item.moved_from or MOVED_TO.search(item.title):
        return item
    return replace(item, why_unsure=item.why_unsure or _NEW_OR_OLD)


def _readings(item: Item, context: Context) -> tuple[Reading, ...]:
    if item.reading is not None:
        return (item.reading,)
    found = _dated(item, context)
    said = (item.title, *item.status_text.splitlines())
    moved = next(filter(None, map(MOVED_TO.search, said)), None)
    if moved and len(found) == 1 and not item.moved_from:
        return (_moved(found[0], moved[1], context),)
    if item.rule and len(found) == 1:
        found = (_repeating(found[0], item.rule, context),)
    words = f"{item.when} {item.rule or item.times}"
    kept = (in_season(one, words, item.seasons, context.zone) for one in found)
    return tuple(left_out(one, said, item.except_for, context.zone) for one, said in kept)


def _dated(item: Item, context: Context) -> tuple[Reading, ...]:
    first = context.anchor(_passage(item))
    anchor = item.near.since(first) if item.near else first
    text = one_line(f"{item.when} {item.times}")
    found = _ranged(read_when(text, anchor=anchor, zone=context.zone), text) if text else ()
    if item.day is None:
        if len(found) == 1 and item.times and not found[0].has_clock:
            times = read_times(item.times)
            return (found[0].at(times),) if times else found
        return found
    clock = next((r for r in found if r.has_clock), None)
    days = [r for r in found if r.start and r.start.day == item.day and (r.end or r.recurrence)]
    if clock is None and len(found) == len(days) == 1 and not read_times(item.times):
        return found  # several days in words: the machine only says the first
    return (_on_day(item, item.day, clock, context),)


def _moved(first: Reading, words: str, context: Context) -> Reading:
    """ "Verplaatst naar 16 oktober" beside the old day: the new one counts, at the same time."""
    if first.start is None or first.status is EventStatus.MOVED:
        return first
    found = read_when(words, anchor=first.start.day, zone=context.zone)
    if len(found) != 1 or found[0].start is None:
        doubt = Doubt(about="start", reason=f"Het is verplaatst naar “{words}”.")
        return replace(first, doubts=(*first.doubts, doubt))
    to = found[0].start
    shift = to.day - first.start.day
    if to.clock is None:
        start = first.start.plus(shift)
        end = first.end.plus(shift) if first.end else None
    else:
        start, end = to, found[0].end
    doubts = tuple(d for d in first.doubts if not (d.about == "time" and start.clock))
    return replace(
        first,
        start=start,
        end=end,
        status=EventStatus.MOVED,
        previous_start=first.start,
        doubts=doubts,
    )


def _ranged(found: tuple[Reading, ...], text: str) -> tuple[Reading, ...]:
    """ "4 april 8:00 - 5 april 17:00" is one stretch of time, not two dates."""
    if len(found) != 2 or any(r.recurrence or not r.has_clock or r.end for r in found):
        return found
    first, last = found
    between = text[first.span[1] : last.span[0]]
    if _UNTIL.fullmatch(between) and last.start is not None:
        doubts = tuple(doubt for doubt in first.doubts if doubt.about != "end")
        return (replace(first, end=last.start, doubts=doubts, words=text),)
    return found


def _repeating(first: Reading, rule: str, context: Context) -> Reading:
    """A first date and, apart from it, how it repeats from there.

    The Events Calendar writes "herhaald tot" with the last day itself; for a rule that
    starts on a known date the question in which week it begins is answered.
    """
    if first.start is None or first.recurrence is not None:
        return first
    said = re.sub(r"(?i)\bherhaald tot\b", "herhaald t/m", rule)
    readings = read_when(said, anchor=first.start.day, zone=context.zone)
    found = next((r for r in readings if r.recurrence and r.recurrence.rrules), None)
    if found is None or found.recurrence is None:
        return first
    day = _WEEKDAYS[first.start.day.weekday()]
    named = re.search(r"BYDAY=([A-Z,]+)", found.recurrence.rrules[0])
    if named and day not in named[1].split(","):
        reason = f"De eerste datum past niet bij “{rule}”."
        return replace(first, doubts=(*first.doubts, Doubt(about="recurrence", reason=reason)))
    return replace(first, recurrence=found.recurrence)


def _on_day(item: Item, day: date, clock: Reading | None, context: Context) -> Reading:
    """A day given by machine, with the time that the words state.

    Words that name another day contradict the machine, and that goes to a person.
    """
    if clock is None or clock.start is None:
        times = read_times(item.times or item.when)
        start = Moment(day, None, context.zone)
        doubt = Doubt(about="time", reason="Er staat geen tijd bij.")
        bare = Reading(start=start, doubts=(doubt,), words=item.when)
        return bare.at(times) if times else bare
    if clock.start.day == day:
        return clock
    reason = f"De pagina noemt {day.isoformat()} en ook “{clock.words}”."
    return replace(clock, doubts=(*clock.doubts, Doubt(about="start", reason=reason)))


def _draft(item: Item, title: str, reading: Reading, context: Context, *, days_only: bool) -> Draft:
    start = reading.start
    if start is None:  # callers sort these out; the type does not know
        raise ValueError(item.title)
    item = replace(item, moved_from=_moved_from(item, start))
    is_range = start.clock is None and reading.end is not None and reading.end.day > start.day
    no_clock = is_range or days_only or item.is_whole_day
    said = standing(item.status_text, title)
    if said is Standing.OFF and reading.recurrence and is_for_once(item.status_text):
        said = Standing.ASK
    status = _status(item, reading, said)
    doubts = tuple(d for d in reading.doubts if not (d.about == "time" and no_clock))
    if status is EventStatus.CANCELLED:
        doubts = tuple(d for d in doubts if d.about != "time")  # nobody has to be there
    if item.why_unsure:
        doubts = (*doubts, Doubt(about="text", reason=item.why_unsure))
    if said is Standing.ON and any(_is_of(text, start) for text in item.said_off):
        said = Standing.ASK
    if said is Standing.ASK and status is not EventStatus.CANCELLED:
        doubts = (*doubts, PARTLY_OFF)
    return Draft(
        key="",
        title=title,
        start=start,
        end=reading.end,
        doors=reading.doors,
        recurrence=reading.recurrence,
        status=status,
        previous_start=_previous(item, reading, start),
        description=item.description,
        venue=item.venue,
        address=item.address,
        postcode=postcode_in(f"{item.address or ''} {item.venue or ''}"),
        organiser=item.organiser,
        url=item.link or context.address,
        image_url=item.image,
        price=price_text(item.price) if item.price else None,
        audience=item.audience,
        doubts=doubts,
        origin=_origin(item, context),
        extra=(("gelezen uit", item.form), ("datum", one_line(f"{item.when} {item.times}")[:200])),
    )


def _is_of(text: str, start: Moment) -> bool:
    """Is a sentence about this day, or about no day at all?"""
    days = {r.start.day for r in read_when(text, anchor=start.day) if r.start}
    return start.day in days or not days


def _status(item: Item, reading: Reading, said: Standing) -> EventStatus:
    if said is Standing.OFF or cancelled_in(item.title) or item.is_struck:
        return EventStatus.CANCELLED
    if item.moved_from:
        return EventStatus.MOVED
    lines = (item.title, *item.status_text.splitlines())
    is_open = reading.status is EventStatus.SCHEDULED and any(map(_TENTATIVE.search, lines))
    return EventStatus.TENTATIVE if is_open else reading.status


def _moved_from(item: Item, start: Moment) -> date | None:
    """The day it stood on before, when that is another than it stands on now."""
    if item.moved_from or not item.was:
        return item.moved_from
    found = read_when(item.was, anchor=start.day, zone=start.zone)
    former = found[0].start if len(found) == 1 else None
    return former.day if former and former.day != start.day else None


def _own_page(item: Item, context: Context) -> str | None:
    own = page_key(item.link, keep_fragment=True) if item.link else None
    return own if own != page_key(context.address) else None


def _previous(item: Item, reading: Reading, start: Moment) -> Moment | None:
    if item.moved_from is None:
        return reading.previous_start
    return Moment(item.moved_from, start.clock, start.zone)


def _origin(item: Item, context: Context) -> Origin:
    return Origin(url=context.address, line=item.line, text=_text(item)[:300])


def _text(item: Item) -> str:
    return one_line(f"{item.title} {item.when} {item.times}")


def _passage(item: Item) -> str:
    return item.near.passage(_text(item)) if item.near else _text(item)


def _problem(code: str, item: Item, text: str, context: Context) -> Problem:
    return Problem(
        code=code,
        message=f"“{one_line(item.title)[:80]}” {text}.",
        severity=Severity.REVIEW,
        origin=_origin(item, context),
    )
