"""Drafts of several pages as the activities of one site: each once, the best statement of it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from agenda.draft import Draft


def merged(pages: Sequence[tuple[Draft, ...]]) -> tuple[Draft, ...]:
    """Each activity once, in the order of the pages.

    The same key and start on two pages is one activity; what one leaves open the other
    fills. Several dates under one key get their day behind it.
    """
    found: dict[tuple[str, str], Draft] = {}
    for drafts in pages:
        for draft in drafts:
            slot = (draft.key, draft.start.iso())
            found[slot] = _filled(found[slot], draft) if slot in found else draft
    return with_own_keys(tuple(found.values()))


def with_own_keys(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Distinct keys: several dates of one page or title have their day, then time, added."""
    counts = Counter(draft.key for draft in drafts)
    days = Counter((draft.key, draft.start.day) for draft in drafts)
    used: dict[str, int] = defaultdict(int)
    keyed = []
    for draft in drafts:
        key = draft.key
        if counts[draft.key] > 1:
            is_one_a_day = days[draft.key, draft.start.day] == 1
            key = f"{key}#{draft.start.day if is_one_a_day else draft.start.iso()}"
        used[key] += 1
        keyed.append(replace(draft, key=f"{key}#{used[key]}" if used[key] > 1 else key))
    return tuple(keyed)


_FILLABLE = (
    *("end", "doors", "recurrence", "description", "venue", "address", "postcode"),
    *("online_url", "organiser", "image_url", "price", "audience", "contact", "categories"),
)


def _filled(first: Draft, second: Draft) -> Draft:
    """The first, with what it leaves open taken from the second."""
    open_fields = {
        name: getattr(second, name)
        for name in _FILLABLE
        if not getattr(first, name) and getattr(second, name)
    }
    return replace(first, **open_fields)
