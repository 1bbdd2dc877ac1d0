"""Each draft a key of its own, and each activity once.

The key is the source's own number where a column has one; else title, place and, for a
single date, its day, so that a corrected time changes an event instead of making a new one.
Two different ones with the same key (two groups on a day) are numbered in the order of their
start.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from agenda.draft import Draft, Problem
from agenda.status import Severity
from base.text import fold


def once(drafts: Iterable[Draft]) -> tuple[list[Draft], list[Problem]]:
    """Without rows that say the same again, and a problem that names each of those."""
    kept: dict[tuple[str, ...], Draft] = {}
    problems = []
    for draft in drafts:
        same = _same(draft)
        first = kept.get(same)
        if first is None:
            kept[same] = draft
            continue
        if draft.status != first.status or (first.doubts and not draft.doubts):
            kept[same] = first if first.status == "cancelled" else replace(draft, key=first.key)
        where = f"Rij {draft.origin.row}" + (
            f" van blad {draft.origin.sheet}" if draft.origin.sheet else ""
        )
        other = f"rij {first.origin.row}" + (
            f" van blad {first.origin.sheet}" if first.origin.sheet != draft.origin.sheet else ""
        )
        message = (
            f"{where}: “{draft.title}” staat er dubbel in (ook op {other}); één keer overgenomen."
        )
        problems.append(
            Problem(code="duplicate", message=message, severity=Severity.NOTE, origin=draft.origin)
        )
    return list(kept.values()), problems


def _same(draft: Draft) -> tuple[str, ...]:
    rules = ",".join(draft.recurrence.rrules) if draft.recurrence else ""
    return (fold(draft.title), draft.start.iso(), rules, fold(draft.venue or ""), draft.url or "")


def distinct(drafts: Iterable[Draft]) -> list[Draft]:
    """The same drafts, in order, with keys that differ."""
    drafts = list(drafts)
    groups: dict[str, list[int]] = defaultdict(list)
    for at, draft in enumerate(drafts):
        groups[draft.key].append(at)
    for key, places in groups.items():
        places.sort(key=lambda at: (_day_rule(drafts[at]), drafts[at].start.order_key))
        for number, at in enumerate(places[1:], 2):
            drafts[at] = replace(drafts[at], key=f"{key}#{number}")
    return drafts


def _day_rule(draft: Draft) -> str:
    return str(draft.start.day.weekday()) if draft.recurrence else ""
