"""schema.org event nodes as drafts.

What a node states is kept as stated: an end before its start is left out with a problem, an
impossible date drops the event with a problem, a missing offset is local time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from html import unescape
from typing import Any

from agenda.draft import Context, Doubt, Draft, Origin, Problem
from agenda.moment import Moment
from agenda.status import EventStatus, Severity
from base.text import fold, one_line, plain
from ingest.page import facts
from ingest.page.address import absolute, page_key, titled_key
from ingest.page.items import PARTLY_OFF
from ingest.page.moments import looks_machine_made, read_iso
from ingest.page.nodes import Node, kinds, values
from ingest.page.schedule import recurrence
from ingest.page.standing import Standing, standing
from ingest.page.wording import cancelled_in, without_marks

_LAST_MINUTE = time(23, 59)


@dataclass(slots=True)
class Reading:
    """What is gathered while one page is read.

    `start`: the first page of the site. `is_single`: the page holds one activity. `undated`:
    folded titles of what the data name without a possible date.
    """

    context: Context
    start: str
    is_single: bool
    named: Mapping[str, Node]
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    undated: set[str] = field(default_factory=set)
    passages: set[str] = field(default_factory=set)

    def say(self, code: str, message: str, severity: Severity = Severity.NOTE) -> None:
        origin = Origin(url=self.context.address)
        self.problems.append(Problem(code=code, message=message, severity=severity, origin=origin))


def drafts(nodes: tuple[Node, ...], reading: Reading) -> None:
    """Add a draft for every date of every node, or a problem."""
    for node in nodes:
        for event in _unfolded(node, depth=0):
            reading.drafts.extend(_drafts(event, reading))


def _unfolded(node: Node, *, depth: int) -> Iterator[Node]:
    """The node and its parts; a part inherits name, place and organiser.

    Parts with the name of the whole, or none, are its dates: then the whole is not an event
    of its own. So is an EventSeries with parts.
    """
    parts = [p for p in values(node, "subEvent", "subEvents") if isinstance(p, dict)]
    parts = [p for p in parts if "startDate" in p and depth < 3]
    name = _name(node)
    own_names = {_name(p) for p in parts} - {"", name}
    if not parts or (own_names and "eventseries" not in kinds(node) and "startDate" in node):
        yield node
    kept = ("name", "location", "organizer", "url", "offers", "inLanguage", "eventStatus")
    inherited = {k: node[k] for k in kept if k in node}
    for part in parts:
        whole = {**inherited, **part, "@type": part.get("@type") or "Event"}
        yield from _unfolded(whole, depth=depth + 1)


def _drafts(node: Node, reading: Reading) -> Iterator[Draft]:
    title = _name(node)
    if not title:
        reading.say("no_title", "Een activiteit zonder titel is niet gebruikt.", Severity.DROPPED)
        return
    rule = recurrence(values(node, "eventSchedule"), reading.context.zone)
    starts = values(node, "startDate", "startTime") or ([rule.start_text] if rule else [])
    ends = values(node, "endDate")
    if not starts:
        reading.say("no_date", f"“{title}” heeft geen datum en is niet gebruikt.", Severity.DROPPED)
        return
    if node.get("@syntax") == "microformats":
        starts, ends = starts[:1], ends[:1]
    for number, value in enumerate(starts):
        start = _stated(value, title, reading, node)
        if start is None:
            continue
        end = _stated(ends[number], title, reading, node) if number < len(ends) else None
        draft = _draft(node, title, start, _end(start, end, title, reading), reading)
        if rule is not None:
            draft = rule.applied(draft)
        yield draft


def _stated(value: Any, title: str, reading: Reading, node: Node) -> Moment | None:
    text = one_line(str(value))
    stated = read_iso(text, reading.context.zone)
    if stated is None:
        what = "onmogelijke" if looks_machine_made(text) else "onleesbare"
        message = f"“{title}” heeft een {what} datum of tijd ({text[:60]}) en is niet gebruikt."
        reading.say("bad_date", message, Severity.DROPPED)
        reading.unread.add(_key(node, title, reading))
        reading.undated.add(fold(without_marks(title)))
    return stated


def _end(start: Moment, end: Moment | None, title: str, reading: Reading) -> Moment | None:
    """The end as stated; unknown when it says nothing more than the start does."""
    if end is None:
        return None
    if start.is_all_day:
        last = Moment(end.day, None, start.zone)
        return None if last.day == start.day else _checked(start, last, title, reading)
    if end.is_all_day:
        if end.day == start.day:
            return None
        return _checked(start, end, title, reading)
    if end.order_key == start.order_key:
        return None
    return _checked(start, end, title, reading)


def _checked(start: Moment, end: Moment, title: str, reading: Reading) -> Moment | None:
    if end.day < start.day or (
        end.is_all_day == start.is_all_day and end.order_key < start.order_key
    ):
        reading.say("end_before_start", f"“{title}” eindigt voor het begint; einde weggelaten.")
        return None
    if end.is_all_day != start.is_all_day:
        return None
    return end


def _draft(node: Node, title: str, start: Moment, end: Moment | None, reading: Reading) -> Draft:
    context = reading.context
    place = facts.place(node, reading.named, context.address)
    description = plain(facts.text_of(values(node, "description")))
    status, previous, doubts = _status(node, title, description, reading)
    first, last = _whole_days(start, end)
    return Draft(
        key=_key(node, title, reading),
        title=without_marks(title),
        start=first,
        end=last,
        doors=_doors(node, context, first),
        status=status,
        previous_start=previous,
        description=description,
        venue=place.venue,
        address=place.address,
        postcode=place.postcode,
        point=place.point,
        online_url=place.online_url,
        organiser=facts.organiser(node, reading.named),
        url=facts.link(node, context.address),
        image_url=facts.image(node, context.address),
        price=facts.price(node),
        audience=facts.audience(node),
        categories=tuple(facts.keywords(node)),
        language=facts.language(node),
        doubts=doubts,
        origin=Origin(url=context.address, text=one_line(f"{title} {start.iso()}")),
        extra=(("gelezen uit", "gegevens voor zoekmachines"),),
    )


def _whole_days(start: Moment, end: Moment | None) -> tuple[Moment, Moment | None]:
    """Midnight to the last minute of a day means whole days, as calendars export them."""
    if start.clock != time(0, 0) or start.is_all_day:
        return start, end
    is_open = end is None or (end.clock is not None and end.clock >= _LAST_MINUTE)
    if not is_open:
        return start, end
    first = Moment(start.day, None, start.zone)
    if end is None or end.day == start.day:
        return first, None
    return first, Moment(end.day, None, end.zone)


def _name(node: Node) -> str:
    found = values(node, "name", "headline", "summary")
    text = facts.text_of(found[:1])
    return one_line(plain(unescape(text)))[:300]


def _key(node: Node, title: str, reading: Reading) -> str:
    """`@id`, else the page of the event, else a key by its title."""
    address = reading.context.address
    for value in (node.get("@id"), *values(node, "url")[:1]):
        link = absolute(address, value)
        if link and page_key(link, keep_fragment=True) != page_key(address):
            return page_key(link, keep_fragment=True)
    title = without_marks(title)
    return titled_key(address, title, start=reading.start, is_single=reading.is_single)


def _status(
    node: Node, title: str, description: str, reading: Reading
) -> tuple[EventStatus, Moment | None, tuple[Doubt, ...]]:
    names = {
        re.split(r"[/#]", str(v))[-1].casefold()
        for v in values(node, "eventStatus")
        if isinstance(v, str)
    }
    previous = None
    for value in values(node, "previousStartDate")[:1]:
        previous = read_iso(one_line(str(value)), reading.context.zone)
    if names & {"eventcancelled", "eventcanceled", "cancelled", "canceled"}:
        return EventStatus.CANCELLED, None, ()
    said = standing(description, title)
    if cancelled_in(title) or said is Standing.OFF:
        return EventStatus.CANCELLED, None, ()
    doubts = (PARTLY_OFF,) if said is Standing.ASK else ()
    if "eventpostponed" in names:
        reading.say("postponed", f"“{title}” is uitgesteld; er is nog geen nieuwe datum.")
        return EventStatus.CANCELLED, None, ()
    if "eventrescheduled" in names:
        return EventStatus.MOVED, previous, doubts
    return EventStatus.SCHEDULED, previous, doubts


def _doors(node: Node, context: Context, start: Moment) -> Moment | None:
    for value in values(node, "doorTime")[:1]:
        stated = read_iso(one_line(str(value)), context.zone)
        if stated and not stated.is_all_day and stated.order_key < start.order_key:
            return stated
    return None
