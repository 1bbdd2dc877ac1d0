"""What arrived against what we know: a plan of what to add, change, withdraw, keep.

Missing means: absent from two complete runs at least twelve hours apart (within 48 hours
of its start: half an hour, because such a source is read again within the hour). What
failed to parse is not missing; an empty run withdraws nothing; past events are never
withdrawn by absence. When more than five live events and more than a fifth of them would
go at once, the withdrawals wait for a person and everything else goes on.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import msgspec

from agenda.draft import Draft, Origin, Parsed, Problem
from base.text import fold

ABSENCE_GAP = timedelta(hours=12)
ABSENCE_GAP_SOON = timedelta(minutes=30)
SOON = timedelta(hours=48)
GUARD_COUNT = 5
GUARD_SHARE = 0.2
CHURN_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What reconciling needs of an event we hold.

    `next_start` is the instant of its next date, None when it has no date left;
    `content` is `content_key` of its latest draft; `is_gone`: withdrawn before.
    """

    key: str
    fingerprint: str
    content: str
    missing_since: datetime | None
    next_start: datetime | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Keys, and drafts for what is new or changed. `held`: withdrawals a person must allow.

    `renamed` maps a known key to the draft that now carries its content under another key.
    `back` was missing or withdrawn and is there again. `added_before`: new events that were
    written ahead of the rest.
    """

    add: tuple[Draft, ...] = ()
    change: tuple[Draft, ...] = ()
    back: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    withdraw: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    kept_count: int = 0
    added_before: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def is_suspicious(self) -> bool:
        return bool(self.held)


def fingerprint(draft: Draft) -> str:
    """SHA-256 over what a source says, without its key, where it stood and what is volatile.

    Empty fields are left out, so that a new field rewrites nothing.
    """
    stable = replace(draft, key="", origin=Origin(), extra=(), sequence=None)
    facts = {k: v for k, v in msgspec.to_builtins(stable).items() if v not in (None, "", [], False)}
    return hashlib.sha256(msgspec.json.encode(facts, order="deterministic")).hexdigest()


def content_key(draft: Draft) -> str:
    """Title, start and place, folded: the same activity under a key that churns."""
    return f"{fold(draft.title)}|{draft.start.iso()}|{fold(draft.venue or '')}"


def plan(
    known: Iterable[Known],
    parsed: Parsed,
    *,
    now: datetime,
    may_withdraw: bool = False,
    live_count: int | None = None,
) -> Plan:
    """Decide what one complete or partial run means. Pure; `now` is an instant.

    `known` may leave out events whose key is among `parsed.unchanged_keys`; `live_count` is
    then the number of live events in all. `may_withdraw`: a person allowed the withdrawals
    that the guard held back.
    """
    held_before = {k.key: k for k in known}
    drafts, problems = _one_per_key(parsed.drafts)
    present = {d.key for d in drafts} | parsed.unchanged_keys | parsed.unread_keys
    renamed = _renamed(held_before, drafts, present, live_count) if parsed.is_complete else {}
    if renamed:
        problems = (*problems, _churn(len(renamed)))
    by_key = {d.key: d for d in drafts}
    for old, new in renamed.items():
        by_key[old] = replace(by_key.pop(new), key=old)
    seen = set(by_key) | (parsed.unchanged_keys & set(held_before))
    add = tuple(d for key, d in by_key.items() if key not in held_before)
    change = tuple(
        d for key, d in by_key.items() if key in held_before and _differs(held_before[key], d)
    )
    is_evidence = parsed.is_complete and bool(present)
    gone = set(held_before) - seen - parsed.unread_keys if is_evidence else set()
    absences = _absences(held_before, gone, live_count, now=now, may_withdraw=may_withdraw)
    return Plan(
        add=add,
        change=change,
        back=frozenset(k for k in seen if k in held_before and _was_missing(held_before[k])),
        renamed=renamed,
        kept_count=sum(1 for k in seen if k in held_before) - len(change),
        problems=problems,
        absent=absences.first,
        withdraw=absences.due,
        held=absences.held,
    )


def plan_unchanged(
    known: Iterable[Known],
    *,
    now: datetime,
    may_withdraw: bool = False,
    live_count: int | None = None,
) -> Plan:
    """A complete run with the same keys as before: a second absence for what was missing.

    `known` may be only what is missing; `live_count` then says how many live ones there are.
    """
    held_before = {k.key: k for k in known}
    gone = {k.key for k in held_before.values() if k.missing_since and not k.is_gone}
    absences = _absences(held_before, gone, live_count, now=now, may_withdraw=may_withdraw)
    return Plan(
        kept_count=sum(1 for k in held_before.values() if not k.is_gone and k.key not in gone),
        withdraw=absences.due,
        held=absences.held,
    )


@dataclass(frozen=True, slots=True)
class _Absences:
    first: frozenset[str]
    due: frozenset[str]
    held: frozenset[str]


def _absences(
    known: Mapping[str, Known],
    gone: set[str],
    live_count: int | None,
    *,
    now: datetime,
    may_withdraw: bool,
) -> _Absences:
    live = {k.key for k in known.values() if k.next_start and not k.is_gone}
    total = len(live) if live_count is None else live_count
    concerned = gone & live
    first = frozenset(key for key in concerned if known[key].missing_since is None)
    due = frozenset(key for key in concerned if _is_confirmed(known[key], now))
    # The guard counts all that is absent, or withdrawals would slip through a few at a time.
    too_many = len(concerned) > GUARD_COUNT and len(concerned) > GUARD_SHARE * total
    if too_many and not may_withdraw:
        return _Absences(first, frozenset(), due)
    return _Absences(first, due, frozenset())


def _is_confirmed(known: Known, now: datetime) -> bool:
    if known.missing_since is None or known.next_start is None:
        return False
    is_soon = known.next_start - now <= SOON
    return now - known.missing_since >= (ABSENCE_GAP_SOON if is_soon else ABSENCE_GAP)


def _was_missing(known: Known) -> bool:
    return known.missing_since is not None or known.is_gone


def _differs(known: Known, draft: Draft) -> bool:
    return known.fingerprint != fingerprint(draft)


def _one_per_key(drafts: Sequence[Draft]) -> tuple[list[Draft], tuple[Problem, ...]]:
    """Readers give distinct keys; should one repeat, the first counts and it is said."""
    first: dict[str, Draft] = {}
    problems = []
    for draft in drafts:
        if draft.key not in first:
            first[draft.key] = draft
        elif first[draft.key] != draft:
            message = f"“{draft.title}” heeft hetzelfde kenmerk als “{first[draft.key].title}”."
            problems.append(
                Problem(code="double_key", message=message, origin=draft.origin, key=draft.key)
            )
    return list(first.values()), tuple(problems)


def is_churning(known: Iterable[Known], parsed: Parsed, live_count: int | None) -> bool:
    """Most live keys are gone at once: perhaps the same activities under new keys."""
    present = {d.key for d in parsed.drafts} | parsed.unchanged_keys | parsed.unread_keys
    live = [k for k in known if k.next_start and not k.is_gone]
    gone = sum(1 for k in live if k.key not in present)
    return gone > 0 and gone >= CHURN_SHARE * (len(live) if live_count is None else live_count)


def _churn(count: int) -> Problem:
    message = (
        f"De kenmerken (UID) van {count} activiteiten zijn anders dan de vorige keer; "
        "ze zijn herkend aan titel, begin en plaats."
    )
    return Problem(code="keys_churn", message=message)


def _renamed(
    known: Mapping[str, Known],
    drafts: Iterable[Draft],
    present: set[str],
    live_count: int | None,
) -> dict[str, str]:
    """Known key → new key, when a source's keys churn (new UIDs on every fetch).

    Only when most known live keys are gone at once, and only where the content is unique on
    both sides: two equal activities cannot be told apart.
    """
    live = [k for k in known.values() if k.next_start and not k.is_gone]
    gone = [k for k in live if k.key not in present]
    total = len(live) if live_count is None else live_count
    if not gone or len(gone) < CHURN_SHARE * total:
        return {}
    fresh: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        if draft.key not in known:
            fresh[content_key(draft)].append(draft.key)
    counts = Counter(k.content for k in gone)
    return {
        k.key: fresh[k.content][0]
        for k in gone
        if k.content and counts[k.content] == 1 and len(fresh.get(k.content, ())) == 1
    }
