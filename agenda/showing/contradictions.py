"""Sources of one activity that say different things: asked at once, settled by a person.

Asked when the publisher composes the activity, so within seconds. One question holds all the
dates of an activity that two sources disagree on. The answer is a correction of the source
that was wrong, so it holds until released, and the question does not come back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.journal import Actor
from agenda.models import Correction, Dirty, Event, Occurrence, Review
from agenda.showing.composition import CONTRADICTION, Composed, PublicDate
from agenda.status import EventStatus, ReviewAnswer, ReviewKind

_SLICE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dispute:
    """`one` says it is off, or moved; `other` does not. `slots` are (one's, other's, day)."""

    about: str
    one: int
    other: int
    slots: tuple[dict[str, str], ...]


def ask(session: Session, shown: Sequence[Composed], *, today: date, now: datetime) -> None:
    """Ask about what is in dispute in these activities, and take back what no longer is."""
    members = {m.event_id: composed for composed in shown for m in composed.members}
    asked = _open(session, members)
    for composed in shown:
        dispute = _dispute(composed, today)
        questions = [asked[m.event_id] for m in composed.members if m.event_id in asked]
        if dispute is None:
            for question in questions:
                question.answer, question.answered_at = ReviewAnswer.SUPERSEDED, now
                question.version += 1
        elif not questions:
            session.add(_question(composed, dispute, now))
        elif questions[0].payload.get("slots") != list(dispute.slots):
            questions[0].payload = {**questions[0].payload, "slots": list(dispute.slots)}


def settle(
    session: Session, review: Review, *, right_event_id: int, actor: Actor, now: datetime
) -> list[Correction]:
    """A person says which of the two events is right: the other is corrected, date by date.

    The question itself is answered by the caller, with its version, and so is the journal
    written, with the corrections made, which are returned. Marks the activity dirty.
    """
    slots: Iterable[Mapping[str, str]] = review.payload.get("slots", ())
    is_one = right_event_id == review.event_id
    wrong_id = review.other_event_id if is_one else review.event_id
    if wrong_id is None:
        return []
    mine, yours = ("one", "other") if is_one else ("other", "one")
    wanted = {s[mine]: s[yours] for s in slots}
    if review.payload.get("about") == "status":  # `one` is who says that it is off
        status = EventStatus.CANCELLED if is_one else EventStatus.SCHEDULED
        field, values = "status", dict.fromkeys(wanted, status.value)
    else:
        field, values = "start", _starts(session, right_event_id, wanted)
    made = [
        Correction(
            event_id=wrong_id,
            occurrence=wanted[slot],
            field=field,
            value=value,
            made_at=now,
            made_by=actor.user_id,
        )
        for slot, value in sorted(values.items())
    ]
    session.add_all(made)
    event = session.get_one(Event, wrong_id)
    event.needs_matching = True
    session.add(Dirty(activity_id=event.activity_id, reason="contradiction"))
    session.flush()
    return made


def _starts(session: Session, event_id: int, slots: Iterable[str]) -> dict[str, str]:
    """When the event has these dates, as ISO wall times."""
    rows = session.scalars(
        select(Occurrence).where(
            Occurrence.event_id == event_id, Occurrence.original.in_(list(slots))
        )
    )
    return {
        row.original: row.starts_on.isoformat()
        if row.is_all_day
        else row.start_local.isoformat("T", "minutes")
        for row in rows
    }


def _open(session: Session, ids: Iterable[int]) -> dict[int, Review]:
    ordered = sorted(ids)
    found: dict[int, Review] = {}
    for first in range(0, len(ordered), _SLICE):
        query = select(Review).where(
            Review.kind == ReviewKind.CONTRADICTION,
            Review.answer.is_(None),
            Review.event_id.in_(ordered[first : first + _SLICE]),
        )
        found |= {r.event_id: r for r in session.scalars(query) if r.event_id is not None}
    return found


def _dispute(composed: Composed, today: date) -> _Dispute | None:
    """The first pair of events that disagree, with all the dates they disagree on."""
    found: dict[tuple[str, int, int], list[dict[str, str]]] = {}
    for shown in composed.dates:
        if not shown.is_contradicted or (shown.end or shown.start).day < today:
            continue
        pair = _sides(shown, composed)
        if pair is None:
            continue
        about = "status" if shown.warning == CONTRADICTION else "date"
        one, other = pair
        slot = {"one": one[1], "other": other[1], "day": shown.start.iso()}
        found.setdefault((about, one[0], other[0]), []).append(slot)
    if not found:
        return None
    (about, mine, yours), slots = next(iter(found.items()))
    return _Dispute(about=about, one=mine, other=yours, slots=tuple(slots))


def _sides(shown: PublicDate, composed: Composed) -> tuple[tuple[int, str], tuple[int, str]] | None:
    """(event, slot) of who says off or moved, and of who does not."""
    dates = {
        f"{m.event_id}:{i.original}": (m.event_id, i)
        for m in composed.members
        for i in (*m.dates, *m.left_out)
    }
    said = [dates[key] for key in sorted(shown.members) if key in dates]
    if shown.warning == CONTRADICTION:
        mine = [s for s in said if s[1].status is EventStatus.CANCELLED]
        yours = [s for s in said if s[1].status is not EventStatus.CANCELLED]
    else:
        mine = [s for s in said if s[1].start == shown.start]
        yours = [s for s in said if s[1].start != shown.start]
    if not mine or not yours:
        return None
    return (mine[0][0], mine[0][1].original), (yours[0][0], yours[0][1].original)


def _question(composed: Composed, dispute: _Dispute, now: datetime) -> Review:
    sources = {m.event_id: m.source for m in composed.members}
    what = "niet doorgaat" if dispute.about == "status" else "op een andere datum is"
    reason = (
        f"{sources[dispute.one]} zegt dat het {what}. "
        f"Bij {sources[dispute.other]} staat het nog zoals het was."
    )
    payload: dict[str, Any] = {
        "title": composed.draft.title,
        "reasons": [reason],
        "about": dispute.about,
        "slots": list(dispute.slots),
    }
    return Review(
        kind=ReviewKind.CONTRADICTION,
        event_id=dispute.one,
        other_event_id=dispute.other,
        is_public=True,
        urgent_on=date.fromisoformat(dispute.slots[0]["day"][:10]),
        created_at=now,
        payload=payload,
    )
