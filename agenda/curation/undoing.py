"""Decisions taken back from the journal: everything as it was before, unless it moved on.

What happened in between is never overwritten: when the record is not as the decision left it,
`Conflict` says so and nothing is done. Taking back is an entry of its own.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from accounts.journal import record
from accounts.models import JournalEntry
from agenda.curation import map_by_hand, map_changes, removal
from agenda.curation.deciding import Decider, facts_of, mark, show
from agenda.curation.editing import set_corrections
from agenda.matching.activities import event_of, link, unlink
from agenda.models import Dirty, Event, Link, NotTheSame, Review, Source, Tombstone
from agenda.status import EventState, ReviewAnswer, ReviewKind
from base.errors import Conflict, NotFound

_MOVED_ON = "Er is sindsdien iets veranderd. Kijk bij de activiteit zelf wat er nu moet."


def undo(session: Session, entry_id: int, by: Decider) -> JournalEntry:
    """Take one decision back. Raises NotFound, or Conflict when that cannot be (any more)."""
    entry = session.get(JournalEntry, entry_id)
    if entry is None:
        raise NotFound("besluit", str(entry_id))
    if is_undone(session, entry):
        raise Conflict("Dit besluit is al teruggedraaid.")
    way_back = _WAYS.get((entry.action, entry.subject_kind))
    if way_back is None:
        raise Conflict("Dit kan niet met één knop terug.")
    way_back(session, entry, by)
    made = record(
        session,
        by.actor,
        "undo",
        (entry.subject_kind, entry.subject_id),
        now=by.now,
        before=entry.after,
        after=entry.before,
    )
    made.undoes_id = entry.id
    return made


def undo_all(session: Session, entry_ids: Sequence[int], by: Decider) -> int:
    """Take back what was decided at once, the latest first; returns how many. Raises Conflict."""
    for entry_id in sorted(entry_ids, reverse=True):
        undo(session, entry_id, by)
    return len(entry_ids)


def is_undone(session: Session, entry: JournalEntry) -> bool:
    """Whether this decision was taken back before."""
    query = select(JournalEntry.id).where(JournalEntry.undoes_id == entry.id)
    return session.scalar(query) is not None


def undone(session: Session, entry_ids: Sequence[int]) -> frozenset[int]:
    """Which of these entries were taken back."""
    query = select(JournalEntry.undoes_id).where(JournalEntry.undoes_id.in_(entry_ids))
    return frozenset(i for i in session.scalars(query) if i is not None)


def can_undo(entry: JournalEntry) -> bool:
    """Whether there is a way back for this kind of entry at all."""
    if (entry.action, entry.subject_kind) == ("change", "service"):
        return map_by_hand.can_take_back(entry)
    if (entry.action, entry.subject_kind) == ("source", "source"):
        return bool(entry.before)
    return (entry.action, entry.subject_kind) in _WAYS


def last_of(session: Session, user_id: int) -> JournalEntry | None:
    """This person's latest decision that can be taken back and was not."""
    undone = select(JournalEntry.undoes_id).where(JournalEntry.undoes_id.is_not(None))
    back = aliased(JournalEntry)  # what taking back itself left in the journal is no decision
    made_by_undo = exists().where(
        back.undoes_id.is_not(None),
        back.at == JournalEntry.at,
        back.subject_kind == JournalEntry.subject_kind,
        back.subject_id == JournalEntry.subject_id,
    )
    return session.scalar(
        select(JournalEntry)
        .where(
            JournalEntry.user_id == user_id,
            JournalEntry.action.in_({action for action, _ in _WAYS}),
            JournalEntry.id.not_in(undone),
            ~made_by_undo,
        )
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )


def together(session: Session, entry: JournalEntry) -> list[int]:
    """The entries of the same decision: a person decides on a whole sheet at once."""
    group = (entry.after or {}).get("group")
    if group is None:
        return [entry.id]
    undone = select(JournalEntry.undoes_id).where(JournalEntry.undoes_id.is_not(None))
    rows = session.execute(
        select(JournalEntry.id, JournalEntry.after).where(
            JournalEntry.user_id == entry.user_id,
            JournalEntry.at == entry.at,
            JournalEntry.action == entry.action,
            JournalEntry.id.not_in(undone),
        )
    )
    return [entry_id for entry_id, after in rows if (after or {}).get("group") == group]


def _event_decision(session: Session, entry: JournalEntry, by: Decider) -> None:
    event = event_of(session, int(entry.subject_id))
    before, after = entry.before or {}, entry.after or {}
    _expect(event, after)
    event.state, event.needs_matching = EventState(before["state"]), True
    for name in ("approved_id", "latest_id"):
        setattr(event, name, before[name])
    text = before["confirmed_at"]
    event.confirmed_at = datetime.fromisoformat(text) if text else None
    session.execute(
        delete(Tombstone).where(Tombstone.source_id == event.source_id, Tombstone.key == event.key)
    )
    show(session, event, by)
    mark(session, [event], "undo")
    _reopen(session, after.get("review_id"))


def _source_decision(session: Session, entry: JournalEntry, _by: Decider) -> None:
    """An answer about a source: withdrawals, or an odd reading."""
    source = session.scalar(select(Source).where(Source.name == entry.subject_id))
    if source is None:
        raise NotFound("bron", entry.subject_id)
    after, before = entry.after or {}, entry.before or {}
    if after.get("kind") == ReviewKind.WITHDRAWAL and entry.action == "approve":
        if not source.may_withdraw_once:
            raise Conflict("De activiteiten zijn al weggehaald. " + _MOVED_ON)
        source.may_withdraw_once = False
    for name, value in before.items():
        setattr(source, name, value)
    _reopen(session, after.get("review_id"))


def _pair_decision(session: Session, entry: JournalEntry, by: Decider) -> None:
    review = session.get(Review, int(entry.subject_id))
    if review is None or review.event_id is None or review.other_event_id is None:
        raise NotFound("vraag", entry.subject_id)
    one, other = sorted((review.event_id, review.other_event_id))
    if review.answer == ReviewAnswer.SAME:
        unlink(session, (one, other), actor=by.actor, now=by.now)
    session.execute(
        delete(NotTheSame).where(NotTheSame.event_id == one, NotTheSame.other_event_id == other)
    )
    _reopen(session, review.id)


def _entry_decision(session: Session, entry: JournalEntry, by: Decider) -> None:
    review = session.get(Review, int(entry.subject_id))
    if review is None:
        raise NotFound("vraag", entry.subject_id)
    if review.answer == ReviewAnswer.APPROVED:
        map_changes.take_back(session, review, now=by.now)
    _reopen(session, review.id)


def _answer_only(session: Session, entry: JournalEntry, _by: Decider) -> None:
    _reopen(session, int(entry.subject_id))


def _review_decision(session: Session, entry: JournalEntry, by: Decider) -> None:
    kind = (entry.after or {}).get("kind", "")
    _REVIEW_WAYS.get(kind, _answer_only)(session, entry, by)


def _correction(session: Session, entry: JournalEntry, by: Decider) -> None:
    before, after = entry.before or {}, entry.after or {}
    set_corrections(session, close=after["corrections"], reopen=before["corrections"], by=by)
    _reopen(session, after.get("review_id"))


def _added(session: Session, entry: JournalEntry, by: Decider) -> None:
    event = event_of(session, int(entry.subject_id))
    event.state = EventState.REJECTED
    mark(session, [event], "undo")
    answer = {"answer": ReviewAnswer.SUPERSEDED, "answered_at": by.now}
    session.execute(
        update(Review)
        .where(Review.event_id == event.id, Review.answer.is_(None))
        .values(**answer, version=Review.version + 1)
    )


def _linked(session: Session, entry: JournalEntry, by: Decider) -> None:
    one, other = _pair(entry)
    known = select(Link.id).where(Link.event_id == one, Link.other_event_id == other)
    if session.scalar(known) is None:
        raise Conflict(_MOVED_ON)
    unlink(session, (one, other), actor=by.actor, now=by.now)


def _unlinked(session: Session, entry: JournalEntry, by: Decider) -> None:
    one, other = _pair(entry)
    link(session, (one, other), score=1.0, reasons=["teruggedraaid"], actor=by.actor, now=by.now)


def _settings(session: Session, entry: JournalEntry, _by: Decider) -> None:
    """What a person changed of a source, while it is still as that person left it."""
    source = session.scalar(select(Source).where(Source.name == entry.subject_id))
    before, after = entry.before or {}, entry.after or {}
    if source is None or not before:
        raise Conflict("Dit kan niet met één knop terug.")
    if any(getattr(source, name) != after.get(name) for name in before):
        raise Conflict(_MOVED_ON)
    for name, value in before.items():
        setattr(source, name, value)
    session.add(Dirty(activity_id=None, reason="source"))


def _map_edit(session: Session, entry: JournalEntry, by: Decider) -> None:
    map_by_hand.take_back(session, entry, now=by.now)


def _map_shown(session: Session, entry: JournalEntry, _by: Decider) -> None:
    map_by_hand.show_again(session, entry)


def _pair(entry: JournalEntry) -> tuple[int, int]:
    one, _, other = entry.subject_id.partition("+")
    return int(one), int(other)


def _expect(event: Event, after: dict[str, Any]) -> None:
    now = facts_of(event)
    if any(now[name] != after.get(name) for name in ("state", "approved_id", "latest_id")):
        raise Conflict(_MOVED_ON)


def _reopen(session: Session, review_id: int | None) -> None:
    """The question waits again, under a new version."""
    if review_id is None:
        return
    session.execute(
        update(Review)
        .where(Review.id == review_id)
        .values(answer=None, reason="", answered_at=None, answered_by=None)
    )
    session.execute(update(Review).where(Review.id == review_id).values(version=Review.version + 1))


_REVIEW_WAYS = {
    ReviewKind.DUPLICATE.value: _pair_decision,
    ReviewKind.CONTRADICTION.value: _correction,
    ReviewKind.ENTRY.value: _entry_decision,
}
_WAYS: dict[tuple[str, str], Callable[[Session, JournalEntry, Decider], None]] = {
    ("approve", "event"): _event_decision,
    ("reject", "event"): _event_decision,
    ("approve", "source"): _source_decision,
    ("reject", "source"): _source_decision,
    ("approve", "review"): _review_decision,
    ("reject", "review"): _review_decision,
    ("correct", "event"): _correction,
    ("release", "event"): _correction,
    ("add", "event"): _added,
    ("link", "event"): _linked,
    ("unlink", "event"): _unlinked,
    ("source", "source"): _settings,
    (removal.ACTION, "source"): removal.take_back,
    ("change", "service"): _map_edit,
    ("add", "service"): _map_shown,
    ("hide", "service"): _map_shown,
    ("show", "service"): _map_shown,
}
