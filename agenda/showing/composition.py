"""One public activity out of what its sources say, field by field. Pure.

What staff corrected speaks first, then who organises it, then who gave or agreed over an open
page, then who said it last, then the source's name. From an open page only facts are taken: no
description, no picture (R19). Where one source cancels a date and another does not, it is shown
as cancelled (nobody cancels by accident, and a trip for nothing is worse than a call) with a
warning, until a person says which is right. A date that the organiser's series leaves out, and
another still has, is cancelled in the same way; one that nobody has is no date at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from agenda.corrections import (
    Fix,
    corrected,
    corrected_date,
    corrected_place,
    is_moved,
    is_settled,
)
from agenda.draft import Draft
from agenda.moment import Moment
from agenda.recurrence import Instance
from agenda.showing.merging import Group, Move, Stated, merge
from agenda.status import Basis, EventStatus
from providers.places.place import Place, PlaceKind

CONTRADICTION = "Eén bron meldt dat dit niet doorgaat. Bel voor je gaat."
OTHER_DATE = "Eén bron noemt een andere datum. Bel voor je gaat."
CHANGE_PENDING = "Er is een wijziging gemeld die nog wordt nagekeken. Bel voor je gaat."


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One event of the activity: its approved reading, its dates and its source.

    `is_own`: the source is the organiser's. `said_at`: from `said_at` below;
    `seen_at`: when the source was last read whole. `is_pending`: a change of date or place
    waits for a person. `is_live`: its source still brings it. `left_out`: dates
    that its series leaves out (EXDATE), as cancelled instances. `fixes`: what staff corrected.
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
    is_live: bool = True
    left_out: tuple[Instance, ...] = ()
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDate:
    """A date as it is to be shown. `members` are "event:original", for `agenda.showing.slots`."""

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
        return self.warning in (CONTRADICTION, OTHER_DATE)


@dataclass(frozen=True, slots=True)
class Given:
    """Where a public field came from: an event's source, or staff's correction of it."""

    field: str
    event_id: int
    is_corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The fields of the public activity, and where each came from."""

    draft: Draft
    place: Place
    members: tuple[Member, ...]
    dates: tuple[PublicDate, ...]
    provenance: tuple[Given, ...]


_FREE_FIELDS = (
    *("venue", "address", "postcode", "online_url", "organiser", "url", "price", "audience"),
    *("contact", "categories", "language"),
)
_TEXT_FIELDS = ("description", "image_url")


def compose(members: Sequence[Member], moves: Sequence[Move] = ()) -> Composed:
    """The activity of `members` (at least one), the preferred one first."""
    ordered = tuple(_corrected(m) for m in sorted(members, key=_preference))
    chosen: dict[str, object] = {}
    provenance = []
    for field in ("title", *_FREE_FIELDS, *_TEXT_FIELDS):
        giver = _giver(ordered, field)
        if giver is not None:
            chosen[field] = getattr(giver.draft, field)
            provenance.append(Given(field, giver.event_id, _is_corrected(giver, field)))
        elif field in _TEXT_FIELDS:
            chosen[field] = "" if field == "description" else None
    known = [m.place for m in ordered if m.place.kind is not PlaceKind.UNKNOWN]
    fixed = (m.place for m in ordered if _is_corrected(m, "neighbourhood"))
    draft: Draft = replace(ordered[0].draft, **chosen)  # type: ignore[arg-type]
    return Composed(
        draft=draft,
        place=next(fixed, known[0] if known else ordered[0].place),
        members=ordered,
        dates=_dates(ordered, moves, draft.title),
        provenance=tuple(provenance),
    )


def called_off(live: Sequence[Member], gone: Sequence[Member]) -> list[Member]:
    """What the organiser's own source took away while others still bring it.

    Its dates count as cancelled, so that nobody goes for what the organiser no longer offers;
    the others contradict that, and a person is asked. Not when the organiser has put the same
    on anew.
    """
    if any(m.is_own for m in live):
        return []
    return [
        replace(
            member,
            is_live=False,
            dates=tuple(replace(i, status=EventStatus.CANCELLED) for i in member.dates),
        )
        for member in gone
        if member.is_own
    ]


def said_at(number: int, seen_at: datetime) -> datetime:
    """When an event's reading `number` (from 1), first seen at `seen_at`, counts as said.

    A change counts at its moment. A first reading counts from the start of its day (UTC): which
    of the day's sources was read before the other is chance, and must not be seen outside.
    """
    return seen_at if number > 1 else datetime.combine(seen_at.date(), time(0), seen_at.tzinfo)


def _corrected(member: Member) -> Member:
    if not member.fixes:
        return member
    return replace(
        member,
        draft=corrected(member.draft, member.fixes),
        place=corrected_place(member.place, member.fixes),
    )


def _preference(member: Member) -> tuple[bool, bool, bool, float, str, int]:
    is_open = member.basis is Basis.OPEN_PAGE
    return (
        not member.is_live,
        not member.is_own,
        is_open,
        -member.said_at.timestamp(),
        member.source,
        member.event_id,
    )


def _giver(ordered: Sequence[Member], field: str) -> Member | None:
    fixed = next((m for m in ordered if _is_corrected(m, field)), None)
    return fixed or next((m for m in ordered if _gives(m, field)), None)


def _is_corrected(member: Member, field: str) -> bool:
    return any(f.field == field and not f.occurrence for f in member.fixes)


def _gives(member: Member, field: str) -> bool:
    if field in _TEXT_FIELDS and member.basis is Basis.OPEN_PAGE:
        return False
    return bool(getattr(member.draft, field))


def _dates(members: Sequence[Member], moves: Sequence[Move], title: str) -> tuple[PublicDate, ...]:
    """Dates of all members, those that are one date put together."""
    by_id = {m.event_id: m for m in members}
    stated = [
        Stated(m.event_id, i)
        for m in members
        for i in (*m.dates, *(m.left_out if m.is_own or m is members[0] else ()))
    ]
    left_out = {Stated(m.event_id, i) for m in members for i in m.left_out}
    groups = (g for g in merge(stated, moves) if not left_out.issuperset(g.stated))
    found = [_public_date(group, by_id, title) for group in groups]
    return tuple(sorted(found, key=lambda d: (d.start.order_key, sorted(d.members))))


def _public_date(group: Group, members: dict[int, Member], title: str) -> PublicDate:
    """What staff moved counts, then what was moved, then the first timed reading (all-day
    says less); an end from whoever knows it."""
    said = [(members[s.event_id], s) for s in group.stated]
    dates = {s: corrected_date(s.instance, m.fixes) for m, s in said}
    lead = next((s for m, s in said if is_moved(s.instance, m.fixes)), None) or group.leader
    shown = dates[lead or next((s for _, s in said if not s.instance.start.is_all_day), said[0][1])]
    settled = next((dates[s] for m, s in said if is_settled(s.instance, m.fixes)), None)
    status = settled.status if settled else _status(list(dates.values()), shown)
    return PublicDate(
        start=shown.start,
        end=next((i.end for i in dates.values() if i.end and i.start == shown.start), None),
        doors=next((i.doors for i in dates.values() if i.doors), None),
        status=status,
        title=next((i.title for i in dates.values() if i.title), title),
        venue=next((i.venue for i in dates.values() if i.venue), None),
        warning=_warning(group, list(dates.values()), status, said, settled),
        members=frozenset(f"{s.event_id}:{s.instance.original}" for _, s in said),
    )


def _status(dates: Sequence[Instance], shown: Instance) -> EventStatus:
    if any(i.status is EventStatus.CANCELLED for i in dates):
        return EventStatus.CANCELLED
    if any(i.status is EventStatus.MOVED for i in dates):
        return EventStatus.MOVED
    return EventStatus.SCHEDULED if shown.status is not EventStatus.TENTATIVE else shown.status


def _warning(
    group: Group,
    dates: Sequence[Instance],
    status: EventStatus,
    said: Sequence[tuple[Member, Stated]],
    settled: Instance | None,
) -> str:
    cancelled = [i.status is EventStatus.CANCELLED for i in dates]
    if settled is None and any(cancelled) and not all(cancelled):
        return CONTRADICTION
    if status is EventStatus.CANCELLED:
        return ""
    if group.is_contested and not any(is_moved(s.instance, m.fixes) for m, s in said):
        return OTHER_DATE
    return CHANGE_PENDING if any(m.is_pending for m, _ in said) else ""
