"""schema.org event nodes as drafts.

What a node states is kept as stated: an end before its start is left out with a problem, an
impossible date drops the event with a problem, a missing offset is local time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from html import unescape
from typing import Any

from agenda.draft import Context, Doubt, Draft, Origin, Problem
from agenda.moment import Moment
from agenda.status import EventStatus, Severity
from base.text import fold, one_line, plain
from ingest.page.address import absolute, page_key, titled_key
from ingest.page.items import PARTLY_OFF
from ingest.page.moments import Stated, looks_machine_made, read_iso
from ingest.page.nodes import Node, is_event, kinds, values
from ingest.page.schedule import recurrence
from ingest.page.standing import Standing, standing
from ingest.page.wording import cancelled_in, price_text, without_marks

_LAST_MINUTE = time(23, 59)
_SOUTH, _NORTH, _WEST, _EAST = 50.7, 53.6, 3.3, 7.3


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


def _stated(value: Any, title: str, reading: Reading, node: Node) -> Stated | None:
    text = one_line(str(value))
    stated = read_iso(text, reading.context.zone)
    if stated is None:
        what = "onmogelijke" if looks_machine_made(text) else "onleesbare"
        message = f"“{title}” heeft een {what} datum of tijd ({text[:60]}) en is niet gebruikt."
        reading.say("bad_date", message, Severity.DROPPED)
        reading.unread.add(_key(node, title, reading))
        reading.undated.add(fold(without_marks(title)))
    return stated


def _end(start: Stated, end: Stated | None, title: str, reading: Reading) -> Moment | None:
    """The end as stated; unknown when it says nothing more than the start does."""
    if end is None:
        return None
    if start.moment.is_all_day:
        last = Moment(end.moment.day, None, start.moment.zone)
        return None if last.day == start.moment.day else _checked(start, last, title, reading)
    if end.moment.is_all_day:
        if end.moment.day == start.moment.day:
            return None
        return _checked(start, end.moment, title, reading)
    if end.moment.order_key == start.moment.order_key:
        return None
    return _checked(start, end.moment, title, reading)


def _checked(start: Stated, end: Moment, title: str, reading: Reading) -> Moment | None:
    if end.day < start.moment.day or (
        end.is_all_day == start.moment.is_all_day and end.order_key < start.moment.order_key
    ):
        reading.say("end_before_start", f"“{title}” eindigt voor het begint; einde weggelaten.")
        return None
    if end.is_all_day != start.moment.is_all_day:
        return None
    return end


def _draft(node: Node, title: str, start: Stated, end: Moment | None, reading: Reading) -> Draft:
    context = reading.context
    place = _place(node, reading)
    description = plain(_text(values(node, "description")))
    status, previous, doubts = _status(node, title, description, reading)
    first, last = _whole_days(start.moment, end)
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
        organiser=_organiser(node, reading),
        url=_link(node, context),
        image_url=_image(node, context),
        price=_price(node),
        audience=_audience(node),
        categories=tuple(_words(values(node, "keywords"))),
        language=_language(node),
        doubts=doubts,
        origin=Origin(url=context.address, text=one_line(f"{title} {start.moment.iso()}")),
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
    text = _text(found[:1])
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


def _link(node: Node, context: Context) -> str:
    for value in (*values(node, "url")[:1], node.get("@id")):
        link = absolute(context.address, value)
        if link and "#" not in link.rstrip("#"):
            return link
    return context.address


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
        stated = read_iso(one_line(str(value)), reading.context.zone)
        previous = stated.moment if stated else None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    venue: str | None = None
    address: str | None = None
    postcode: str | None = None
    point: tuple[float, float] | None = None
    online_url: str | None = None


_POSTCODE = re.compile(r"\b([1-9]\d{3})\s?([A-Z]{2})\b")


def _place(node: Node, reading: Reading) -> _Place:
    """Where it is: the first real place, and an online address beside or instead of it."""
    found = _Place()
    online = None
    for value in values(node, "location"):
        stated = _resolved(value, reading)
        if isinstance(stated, str):
            one = _Place(venue=_line(stated), postcode=_postcode(stated))
        elif "virtuallocation" in kinds(stated):
            online = online or absolute(reading.context.address, stated.get("url")) or "online"
            continue
        else:
            one = replace(_one_place(stated), point=_point(stated))
        if found == _Place():
            found = one
    mode = _text(values(node, "eventAttendanceMode")).casefold()
    if "online" in mode and "offline" not in mode and found == _Place():
        online = online or _link(node, reading.context)
    if online == "online":
        online = _link(node, reading.context)
    return replace(found, online_url=online)


def _resolved(value: Any, reading: Reading) -> Any:
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return reading.named.get(str(value.get("@id")), value)
    return value if isinstance(value, dict) else str(value)


def _one_place(stated: Node) -> _Place:
    name = _line(unescape(_text(values(stated, "name")[:1])))
    parts: list[str] = []
    postcode = None
    for value in values(stated, "address")[:1]:
        if isinstance(value, dict):
            street = _line(_text(values(value, "streetAddress")[:1]))
            code = _line(_text(values(value, "postalCode")[:1]))
            town = _line(_text(values(value, "addressLocality")[:1]))
            postcode = _postcode(code or "") or code
            parts = [p for p in (street, " ".join(filter(None, (code, town)))) if p]
            name = name or _line(_text(values(value, "name")[:1]))
        else:
            parts = [p for p in (_line(str(value)),) if p]
    address = ", ".join(parts) or None
    if name is None and address and not parts[0][:1].isdigit():
        return _Place(venue=address, address=address, postcode=postcode or _postcode(address))
    return _Place(venue=name, address=address, postcode=postcode or _postcode(address or ""))


def _point(stated: Node) -> tuple[float, float] | None:
    """Latitude and longitude, when they lie in the Netherlands; a 0 is what nobody filled in."""
    for geo in (*values(stated, "geo"), stated):
        if not isinstance(geo, dict):
            continue
        try:
            lat, lon = (float(_text(values(geo, n)[:1])) for n in ("latitude", "longitude"))
        except ValueError:
            continue
        if _SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST:
            return lat, lon
    return None


def _postcode(text: str) -> str | None:
    found = _POSTCODE.search(text)
    return f"{found[1]} {found[2]}" if found else None


def _organiser(node: Node, reading: Reading) -> str | None:
    """An organisation's name; a person is not named."""
    for value in values(node, "organizer", "organiser"):
        stated = _resolved(value, reading)
        if isinstance(stated, str):
            return _line(stated) if not stated.startswith("http") else None
        if "person" not in kinds(stated):
            return _line(unescape(_text(values(stated, "name")[:1])))
    return None


def _doors(node: Node, context: Context, start: Moment) -> Moment | None:
    for value in values(node, "doorTime")[:1]:
        stated = read_iso(one_line(str(value)), context.zone)
        if stated and not stated.moment.is_all_day and stated.moment.order_key < start.order_key:
            return stated.moment
    return None


def _image(node: Node, context: Context) -> str | None:
    for value in values(node, "image")[:1]:
        given = value
        if isinstance(value, dict):
            given = (values(value, "contentUrl", "url") or [None])[0]
        return absolute(context.address, given)
    return None


def _price(node: Node) -> str | None:
    if str(node.get("isAccessibleForFree", "")).casefold() in ("true", "https://schema.org/true"):
        return "gratis"
    found = []
    for offer in values(node, "offers"):
        if not isinstance(offer, dict):
            return price_text(str(offer))
        stated = values(offer, "price", "lowPrice")[:1] + values(offer, "highPrice")[:1]
        found += [price_text(str(value)) for value in stated]
    prices = list(dict.fromkeys(p for p in found if p))
    return " / ".join(prices[:4]) or None


def _audience(node: Node) -> str | None:
    for value in values(node, "audience")[:1]:
        if isinstance(value, dict):
            return _line(_text(values(value, "audienceType", "name")[:1]))
        return _line(str(value))
    age = _line(_text(values(node, "typicalAgeRange")[:1]))
    return f"{age} jaar" if age and age[:1].isdigit() else age


def _language(node: Node) -> str | None:
    for value in values(node, "inLanguage")[:1]:
        given = value
        if isinstance(value, dict):
            given = _text(values(value, "alternateName", "identifier", "name")[:1])
        return str(given).replace("_", "-")[:20] or None
    return None


def _words(found: list[Any]) -> Iterator[str]:
    for value in found:
        if isinstance(value, str):
            yield from (w for w in (one_line(part) for part in value.split(",")) if w)


def _line(text: str | None) -> str | None:
    return one_line(plain(text or ""))[:300] or None


def _text(found: list[Any]) -> str:
    for value in found:
        if isinstance(value, dict):
            inner = value.get("@value") or value.get("name") or value.get("value")
            return str(inner or "")
        return str(value)
    return ""


__all__ = ["Reading", "drafts", "is_event"]
