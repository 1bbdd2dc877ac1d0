"""Dated rows of events in the rolling window, written for many events at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agenda.draft import Draft
from agenda.models import Event, Occurrence
from agenda.moment import Moment
from agenda.reading.known import put, slices
from agenda.recurrence import Instance, Window, expand
from agenda.status import EventStatus
from base.municipality import Holidays

WINDOW_MONTHS = 13
_ROWS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An event with the reading to show, and its dates in the window."""

    event: Event
    draft: Draft
    dates: tuple[Instance, ...]


def window_at(today: date) -> Window:
    """The rolling window that is held as dated rows: seven days back, thirteen months on."""
    return Window(first=today - timedelta(days=7), last=today + timedelta(days=31 * WINDOW_MONTHS))


def materialise(
    session: Session, event: Event, draft: Draft, *, window: Window, holidays: Holidays | None
) -> None:
    """Replace the dated rows of an event in the window; what lies before it stays.

    `draft` is the reading to show: the approved one, or the latest while none is.
    """
    dates = expand(draft, window, holidays).instances
    materialise_all(session, [Dated(event=event, draft=draft, dates=dates)], window=window)


def materialise_all(session: Session, items: Sequence[Dated], *, window: Window) -> None:
    """The same for many events, with a few statements per slice."""
    for part in slices(items):  # type: ignore[arg-type]
        _forget(session, part, window)
        rows = [row(item.event.id, instance) for item in part for instance in item.dates]
        for first in range(0, len(rows), _ROWS):
            put(session, Occurrence, rows[first : first + _ROWS])
        for item in part:
            item.event.last_on = last_day(item.draft, item.dates)
            item.event.window_until = window.last
            item.event.repeats = item.draft.recurrence is not None


def last_day(draft: Draft, dates: Sequence[Instance]) -> date:
    """The last day that it is on: an exhibition goes on until its end."""
    start, end = (dates[-1].start, dates[-1].end) if dates else (draft.start, draft.end)
    return max(start.day, end.day) if end else start.day


def row(event_id: int, instance: Instance) -> dict[str, Any]:
    """The columns of one dated row."""
    start, end = instance.start, instance.end
    return {
        "event_id": event_id,
        "original": instance.original,
        "starts_on": start.day,
        "start_local": start.local,
        "zone": start.zone,
        "start_utc": start.utc,
        "is_all_day": start.is_all_day,
        "end_local": _local(end),
        "end_utc": end.utc if end else None,
        "doors_local": _local(instance.doors),
        "status": instance.status,
        "title": instance.title[:300] if instance.title else None,
        "venue": instance.venue[:300] if instance.venue else None,
    }


def instance_of(row: Occurrence) -> Instance:
    """A dated row as the value it was made from."""

    def moment(local: datetime | None) -> Moment | None:
        if local is None:
            return None
        return Moment(local.date(), None if row.is_all_day else local.time(), row.zone)

    start = Moment(row.starts_on, None if row.is_all_day else row.start_local.time(), row.zone)
    return Instance(
        original=row.original,
        start=start,
        end=moment(row.end_local),
        doors=moment(row.doors_local),
        status=EventStatus(row.status),
        title=row.title,
        venue=row.venue,
    )


def _forget(session: Session, items: Sequence[Dated], window: Window) -> None:
    """Delete what the window holds of these events, and earlier rows whose slot comes again."""
    ids = [item.event.id for item in items]
    again = {(item.event.id, i.original) for item in items for i in item.dates}
    earlier = session.execute(
        select(Occurrence.id, Occurrence.event_id, Occurrence.original).where(
            Occurrence.event_id.in_(ids), Occurrence.starts_on < window.first
        )
    )
    back = [key for key, event_id, original in earlier if (event_id, original) in again]
    session.execute(
        delete(Occurrence).where(
            Occurrence.event_id.in_(ids), Occurrence.starts_on >= window.first
        ),
        execution_options={"synchronize_session": False},
    )
    for part in slices(back):
        session.execute(
            delete(Occurrence).where(Occurrence.id.in_(part)),
            execution_options={"synchronize_session": False},
        )


def _local(moment: Moment | None) -> datetime | None:
    return moment.local if moment else None
