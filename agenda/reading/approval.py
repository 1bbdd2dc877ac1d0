"""What of a source's news may be public at once, and what a person is asked first.

Pure: trust, doubts and the two readings in, a decision out. A cancellation takes effect at
once whatever the trust; a change that matters waits where the source is under review.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from agenda.draft import Draft, Override
from agenda.status import EventState, EventStatus, ReviewKind, Trust
from base.text import fold
from providers.places.place import PlaceKind


class Change(StrEnum):
    """What can change in a way that matters to residents."""

    DATE = "date"
    PLACE = "place"
    TITLE = "title"
    CANCELLED = "cancelled"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`state` of the event; `approved`: the draft that may be shown now, None for nothing.

    `question`: what a person is asked, with `reasons` in Dutch; None when nobody is needed.
    """

    state: EventState
    approved: Draft | None
    question: ReviewKind | None = None
    reasons: tuple[str, ...] = ()


def decide_new(
    draft: Draft, *, trust: Trust, place: PlaceKind, is_rejected: bool, junk: tuple[str, ...] = ()
) -> Decision:
    """An event seen for the first time. `is_rejected`: a person rejected this key before."""
    if is_rejected:
        return Decision(state=EventState.REJECTED, approved=None)
    if draft.is_private or is_junk(draft, junk) or place is PlaceKind.OUTSIDE:
        return Decision(state=EventState.EXCLUDED, approved=None)
    if draft.doubts:
        return _ask(ReviewKind.DOUBT, tuple(d.reason for d in draft.doubts))
    if trust is Trust.REVIEW_NONE:
        return Decision(state=EventState.PUBLIC, approved=draft)
    return _ask(ReviewKind.NEW, ("Nieuw van deze bron.",))


def decide_change(
    draft: Draft, *, approved: Draft | None, trust: Trust, state: EventState
) -> Decision:
    """A known event of which the source now says something else."""
    if state in (EventState.REJECTED, EventState.EXCLUDED):
        return Decision(state=state, approved=None)
    if approved is None:
        reasons = tuple(d.reason for d in draft.doubts) or ("Nieuw van deze bron.",)
        return _ask(ReviewKind.DOUBT if draft.doubts else ReviewKind.NEW, reasons)
    changes = differences(approved, draft)
    matters = changes - {Change.OTHER, Change.CANCELLED}
    is_asked = bool(draft.doubts) or (trust is Trust.REVIEW_ALL and bool(matters))
    if not is_asked:
        return Decision(state=EventState.PUBLIC, approved=draft)
    reasons = tuple(d.reason for d in draft.doubts) or tuple(_REASONS[c] for c in sorted(matters))
    return Decision(
        state=EventState.PUBLIC,
        approved=with_cancellations(approved, draft),
        question=ReviewKind.DOUBT if draft.doubts else ReviewKind.CHANGE,
        reasons=reasons,
    )


def differences(before: Draft, after: Draft) -> frozenset[Change]:
    """Which kinds of change there are between two readings of one event."""
    found = set()
    if _dates(before) != _dates(after):
        found.add(Change.DATE)
    if _place(before) != _place(after):
        found.add(Change.PLACE)
    if fold(before.title) != fold(after.title):
        found.add(Change.TITLE)
    if _cancelled(before) != _cancelled(after):
        found.add(Change.CANCELLED)
    if not found and before != after:
        found.add(Change.OTHER)
    return frozenset(found)


def with_cancellations(approved: Draft, latest: Draft) -> Draft:
    """The approved reading with what its source has cancelled since, and nothing else new."""
    if latest.status is EventStatus.CANCELLED:
        return replace(approved, status=EventStatus.CANCELLED)
    if approved.recurrence is None or latest.recurrence is None:
        return approved
    known = {o.original for o in approved.recurrence.overrides}
    dropped = tuple(
        Override(original=o.original, status=EventStatus.CANCELLED)
        for o in latest.recurrence.overrides
        if o.status is EventStatus.CANCELLED and o.original not in known
    )
    fresh = set(latest.recurrence.exdates) - set(approved.recurrence.exdates)
    dropped += tuple(
        Override(original=moment, status=EventStatus.CANCELLED)
        for moment in sorted(fresh, key=lambda m: m.order_key)
        if moment not in known and not moment.is_all_day
    )
    if not dropped:
        return approved
    overrides = (*approved.recurrence.overrides, *dropped)
    return replace(approved, recurrence=replace(approved.recurrence, overrides=overrides))


def is_junk(draft: Draft, words: tuple[str, ...]) -> bool:
    """Whether one of the source's junk words ("bezet", "verhuur") stands in the title."""
    title = f" {fold(draft.title)} "
    return any(f" {fold(word)} " in title for word in words if fold(word))


_REASONS = {
    Change.DATE: "De datum of tijd is anders.",
    Change.PLACE: "De plaats is anders.",
    Change.TITLE: "De titel is anders.",
}


def _ask(kind: ReviewKind, reasons: tuple[str, ...]) -> Decision:
    return Decision(state=EventState.PENDING, approved=None, question=kind, reasons=reasons)


def _dates(draft: Draft) -> tuple[object, ...]:
    rule = draft.recurrence
    if rule is not None:
        kept = tuple(o for o in rule.overrides if o.status is not EventStatus.CANCELLED)
        rule = replace(rule, overrides=kept, exdates=(), words=None)
    return (draft.start, draft.end, rule)


def _cancelled(draft: Draft) -> tuple[object, ...]:
    rule = draft.recurrence
    dropped = (
        {o.original for o in rule.overrides if o.status is EventStatus.CANCELLED} if rule else set()
    )
    return (draft.status is EventStatus.CANCELLED, dropped, set(rule.exdates) if rule else set())


def _place(draft: Draft) -> tuple[str, str, str]:
    return (fold(draft.venue or ""), fold(draft.address or ""), fold(draft.postcode or ""))
