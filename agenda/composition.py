"""One public activity out of what its sources say, field by field. Pure.

Who organises it speaks first, then who gave or agreed over an open page, then who said it
last. From an open page only facts are taken: no description, no picture (R19). Where one
source cancels a date and another does not, both are kept and the date carries a warning.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agenda.draft import Draft
from agenda.moment import Moment
from agenda.recurrence import Instance
from agenda.status import Basis, EventStatus
from providers.places.place import Place, PlaceKind

CONTRADICTION = "Eén bron meldt dat dit niet doorgaat. Bel voor je gaat."
CHANGE_PENDING = "Er is een wijziging gemeld die nog wordt nagekeken. Bel voor je gaat."


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One event of the activity: its approved reading, its dates and its source.

    `is_own`: the source is the organiser's. `said_at`: when this reading was first seen;
    `seen_at`: when the source was last read whole. `is_pending`: a change waits for a person.
    """

    event_id: int
    draft: Draft
    place: Place
    dates: tuple[Instance, ...]
    source: str
    source_url: str
    basis: Basis
    is_own: bool
    said_at: datetime
    seen_at: datetime
    is_pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDate:
    """A date as it is to be shown. `members` are "event:original", for `agenda.slots`."""

    start: Moment
    end: Moment | None
    doors: Moment | None
    status: EventStatus
    title: str
    venue: str | None
    warning: str
    members: frozenset[str]

    @property
    def is_contradicted(self) -> bool:
        return self.warning == CONTRADICTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The fields of the public activity. `provenance`: field → event id it came from."""

    draft: Draft
    place: Place
    members: tuple[Member, ...]
    dates: tuple[PublicDate, ...]
    provenance: tuple[tuple[str, int], ...]


_FREE_FIELDS = (
    *("venue", "address", "postcode", "online_url", "organiser", "url", "price", "audience"),
    *("contact", "categories", "language"),
)
_TEXT_FIELDS = ("description", "image_url")


def compose(members: Sequence[Member]) -> Composed:
    """The activity of `members` (at least one), the preferred one first."""
    ordered = tuple(sorted(members, key=_preference))
    chosen: dict[str, object] = {}
    provenance = [("title", ordered[0].event_id)]
    for field in (*_FREE_FIELDS, *_TEXT_FIELDS):
        giver = next((m for m in ordered if _gives(m, field)), None)
        if giver is not None:
            chosen[field] = getattr(giver.draft, field)
            provenance.append((field, giver.event_id))
        elif field in _TEXT_FIELDS:
            chosen[field] = "" if field == "description" else None
    known = (m.place for m in ordered if m.place.kind is not PlaceKind.UNKNOWN)
    return Composed(
        draft=replace(ordered[0].draft, **chosen),  # type: ignore[arg-type]
        place=next(known, ordered[0].place),
        members=ordered,
        dates=_dates(ordered),
        provenance=tuple(provenance),
    )


def _preference(member: Member) -> tuple[bool, bool, float, int]:
    is_open = member.basis is Basis.OPEN_PAGE
    return (not member.is_own, is_open, -member.said_at.timestamp(), member.event_id)


def _gives(member: Member, field: str) -> bool:
    if field in _TEXT_FIELDS and member.basis is Basis.OPEN_PAGE:
        return False
    return bool(getattr(member.draft, field))


def _dates(members: Sequence[Member]) -> tuple[PublicDate, ...]:
    """Dates of all members, those that are one date put together.

    On a day, a date of a less preferred source joins the nearest date already there that
    this source has not joined yet (doors and start differ between sources).
    """
    days: dict[object, list[list[tuple[Member, Instance]]]] = {}
    for member in members:
        for instance in member.dates:
            groups = days.setdefault(instance.start.day, [])
            free = [g for g in groups if all(m is not member for m, _ in g)]
            nearest = min(free, key=_distance_to(instance), default=None)
            if nearest is None:
                groups.append([(member, instance)])
            else:
                nearest.append((member, instance))
    found = [_public_date(group) for groups in days.values() for group in groups]
    return tuple(sorted(found, key=lambda d: (d.start.order_key, sorted(d.members))))


def _distance_to(instance: Instance) -> Callable[[list[tuple[Member, Instance]]], timedelta]:
    def distance(group: list[tuple[Member, Instance]]) -> timedelta:
        other = group[0][1].start
        if other.is_all_day or instance.start.is_all_day:
            return timedelta()
        return abs(other.utc - instance.start.utc)

    return distance


def _public_date(group: list[tuple[Member, Instance]]) -> PublicDate:
    """The first timed reading counts (all-day says less); an end from whoever knows it."""
    member, shown = next(((m, i) for m, i in group if not i.start.is_all_day), group[0])
    cancelled = [i.status is EventStatus.CANCELLED for _, i in group]
    status = EventStatus.CANCELLED if all(cancelled) else EventStatus.SCHEDULED
    if status is EventStatus.SCHEDULED and any(i.status is EventStatus.MOVED for _, i in group):
        status = EventStatus.MOVED
    warning = CONTRADICTION if any(cancelled) and not all(cancelled) else ""
    if not warning and status is not EventStatus.CANCELLED and any(m.is_pending for m, _ in group):
        warning = CHANGE_PENDING
    ends = (i.end for _, i in group if i.end is not None and i.start == shown.start)
    return PublicDate(
        start=shown.start,
        end=next(ends, None),
        doors=next((i.doors for _, i in group if i.doors), None),
        status=status,
        title=shown.title or member.draft.title,
        venue=shown.venue,
        warning=warning,
        members=frozenset(f"{m.event_id}:{i.original}" for m, i in group),
    )
