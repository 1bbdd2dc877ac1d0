"""Which dates of an activity's sources are one public date. Pure.

Sources give doors or start, a day or an hour, the whole series or one evening of it; one has
moved a date that the other still has on the old day. What belongs together becomes a group;
what each group is shown as is for `agenda.showing.composition`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from agenda.moment import Moment
from agenda.recurrence import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Of two linked events `mover`'s date holds: on the other's day `day`, or (None) on all.

    `is_contested`: nothing but the dates says that it moved.
    """

    mover: int
    other: int
    day: date | None = None
    is_contested: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """One date as one event has it."""

    event_id: int
    instance: Instance


@dataclass(slots=True)
class Group:
    """Dates that are one. `leader` is the one whose start is shown, when that is settled."""

    stated: list[Stated] = field(default_factory=list)
    leader: Stated | None = None
    is_contested: bool = False

    def holds(self, event_id: int) -> bool:
        return any(s.event_id == event_id for s in self.stated)


def merge(dates: Sequence[Stated], moves: Sequence[Move] = ()) -> list[Group]:
    """Groups of `dates`, which come in order of preference of their events.

    On a day, a date joins the nearest date there that its own event has not joined yet. A
    date on a day that another moved away from joins the moved one.
    """
    groups: list[Group] = []
    on_day: dict[date, list[Group]] = {}
    left_day: dict[date, list[Group]] = {}
    led = {m.other: m for m in moves}
    ordered = sorted(dates, key=lambda s: _is_led(s, led))
    for stated in ordered:
        move = led.get(stated.event_id)
        group = _home(stated, move, groups, on_day, left_day)
        if group is None:
            if move is not None and move.day is None:
                continue  # its days are no longer the days
            group = Group()
            groups.append(group)
            on_day.setdefault(stated.instance.start.day, []).append(group)
        group.stated.append(stated)
        slot = _slot_day(stated.instance)
        if slot is not None and slot != stated.instance.start.day:
            left_day.setdefault(slot, []).append(group)
            group.leader = group.leader or stated
    _contest(groups, moves)
    return groups


def _is_led(stated: Stated, led: dict[int, Move]) -> bool:
    return stated.event_id in led


def _home(
    stated: Stated,
    move: Move | None,
    groups: Sequence[Group],
    on_day: dict[date, list[Group]],
    left_day: dict[date, list[Group]],
) -> Group | None:
    """The group a date joins, or None when it stands by itself."""
    day = stated.instance.start.day
    if move is not None and move.day == day:
        moved = [g for g in groups if g.holds(move.mover) and not g.holds(stated.event_id)]
        if len(moved) == 1:
            moved[0].leader = next(s for s in moved[0].stated if s.event_id == move.mover)
            moved[0].is_contested |= move.is_contested
            return moved[0]
    free = [g for g in on_day.get(day, []) if not g.holds(stated.event_id)]
    if free:
        start = stated.instance.start
        distances = [_apart(g.stated[0].instance.start, start) for g in free]
        return free[distances.index(min(distances))]
    slot = _slot_day(stated.instance) or day
    near = left_day.get(day, []) + on_day.get(slot, [])
    return next((g for g in near if not g.holds(stated.event_id)), None)


def _contest(groups: Sequence[Group], moves: Sequence[Move]) -> None:
    """A series that changed its day at one source only: every date of the mover is in doubt."""
    movers = {m.mover for m in moves if m.is_contested and m.day is None}
    others = {m.other for m in moves if m.is_contested and m.day is None}
    for group in groups:
        is_shared = any(s.event_id in others for s in group.stated)
        if not is_shared and any(s.event_id in movers for s in group.stated):
            group.is_contested = True


def _slot_day(instance: Instance) -> date | None:
    """The day a date of a series was meant for; None for what does not repeat."""
    try:
        return date.fromisoformat(instance.original[:10])
    except ValueError:
        return None


def _apart(one: Moment, other: Moment) -> timedelta:
    if one.is_all_day or other.is_all_day:
        return timedelta()
    return abs(one.utc - other.utc)
