"""Drafts of one page, then of several, as the activities of one site: each once, said best."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from agenda.draft import Doubt, Draft
from agenda.recurrence import Window, expand
from agenda.status import EventStatus
from base.text import fold
from ingest.page.address import page_key

_FILLABLE = (
    *("end", "doors", "recurrence", "description", "venue", "address", "postcode", "point"),
    *("online_url", "organiser", "image_url", "price", "audience", "contact", "categories"),
)
_YEAR = timedelta(days=366)
_LOOK = 200


def joined(
    stated: tuple[Draft, ...], groups: Sequence[tuple[Draft, ...]], *, is_broken: bool
) -> tuple[Draft, ...]:
    """Structured data and what the page shows, as one: the data count, the page checks them.

    Where both name an activity and differ in day or time, the data may lie: a doubt. What
    only the page shows is added when it stands in a list with others that the data know, or
    when a block of data is broken.
    """
    shown = [draft for group in groups for draft in group]
    if not stated:
        return _once(shown)
    names, seen = Names(stated), Names(shown)
    checked = [
        _called_off(_checked(draft, alike), alike)
        for draft in stated
        for alike in (seen.alike(draft),)
    ]
    added = []
    for group in groups:
        alone = [draft for draft in group if not names.alike(draft)]
        is_list = len(stated) > 1 or len(group) > 2  # beside its one activity, a page shows others
        if is_broken or (is_list and len(alone) < len(group)):
            added += alone
    return (*checked, *added)


class Names:
    """Drafts by name, so that those of one name are found without looking at all others."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._by_name: dict[str, list[Draft]] = defaultdict(list)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_first: dict[str, set[str]] = defaultdict(set)
        for draft in drafts:
            self.add(draft)

    def add(self, draft: Draft) -> None:
        name = fold(draft.title)
        self._by_name[name].append(draft)
        words = name.split()
        for word in set(words):
            self._by_word[word].add(name)
        for word in words[:1]:
            self._by_first[word].add(name)

    def alike(self, draft: Draft) -> list[Draft]:
        """Drafts of the same name, whole or as part of the other (of six letters or more)."""
        name = fold(draft.title)
        found = list(self._by_name.get(name, ()))
        words = name.split()
        wider = set().union(*(self._by_word.get(word, set()) for word in words[:1]))
        narrower = set().union(*(self._by_first.get(word, set()) for word in words))
        for other in sorted(wider | narrower)[:_LOOK]:
            is_part = other != name and (other in name or name in other)
            if is_part and min(len(other), len(name)) > 5:
                found += self._by_name[other]
        return found


def _once(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """What two parts of a page tell of one activity on one day, once: the fuller one.

    A calendar above and the text of each activity below it.
    """
    kept: dict[date, list[Draft]] = defaultdict(list)
    order: list[tuple[date, int]] = []
    for draft in drafts:
        day = kept[draft.start.day]
        twin = next((n for n, one in enumerate(day[:_LOOK]) if _is_twin(one, draft)), None)
        if twin is None:
            order.append((draft.start.day, len(day)))
            day.append(draft)
        else:
            first = day[twin]
            better, other = (first, draft) if _fuller(first) >= _fuller(draft) else (draft, first)
            day[twin] = replace(_filled(better, other), key=first.key)
    return tuple(kept[day][number] for day, number in order)


def _is_twin(one: Draft, other: Draft) -> bool:
    is_open = one.start.clock is None or other.start.clock is None
    is_same_time = is_open or one.start.clock == other.start.clock
    return is_same_time and _alike(one, other)


def _fuller(draft: Draft) -> tuple[bool, bool, bool]:
    return (draft.start.clock is not None, draft.is_sure, draft.recurrence is not None)


def _checked(stated: Draft, named: list[Draft]) -> Draft:
    """The stated draft, with a doubt when the page says another day or time of it.

    A day that the page gives a time to, takes that time.
    """
    seen = [draft for draft in named if not _is_told(draft)]
    timed = [d for d in seen if d.is_sure and d.start.clock and d.start.day == stated.start.day]
    if stated.start.clock is None and stated.end is None and len(timed) == 1:
        return replace(stated, start=timed[0].start, end=timed[0].end, doors=timed[0].doors)
    if not seen or stated.recurrence or any(_agree(stated, d) for d in seen):
        return stated
    other = seen[0]
    if other.start.clock is None and other.start.day == stated.start.day:
        return stated
    reason = f"De pagina zegt {_said(other)}, de gegevens voor zoekmachines {_said(stated)}."
    return replace(stated, doubts=(*stated.doubts, Doubt(about="start", reason=reason)))


def _is_told(draft: Draft) -> bool:
    return any(d.about == "text" for d in draft.doubts)


def _said(draft: Draft) -> str:
    return draft.start.iso().replace("T", " ")


def _agree(stated: Draft, seen: Draft) -> bool:
    if stated.start.day != seen.start.day:
        return False
    return seen.start.clock is None or stated.start.clock in (seen.start.clock, None)


def _alike(one: Draft, other: Draft) -> bool:
    """The same name, whole or as part of the other."""
    a, b = fold(one.title), fold(other.title)
    return bool(a and b) and (a == b or (min(len(a), len(b)) > 5 and (a in b or b in a)))


def merged(pages: Sequence[tuple[str, tuple[Draft, ...]]]) -> tuple[Draft, ...]:
    """Each activity once, in the order of the pages: (address, drafts) pairs.

    An activity's own page outranks a list that names it. The same key and start on two
    pages is one activity; what one leaves open the other fills. Several dates under one key
    get their day behind it; dates that a series already covers go.
    """
    own = {key: drafts for page, drafts in pages if (key := _own(page, drafts))}
    found: dict[tuple[str, str], Draft] = {}
    for page, drafts in pages:
        for draft in drafts:
            is_listed = draft.key in own and page_key(page) != draft.key
            kept = _by_own_page(draft, own[draft.key], drafts) if is_listed else draft
            slot = (kept.key, kept.start.iso())
            found[slot] = _filled(found[slot], kept) if slot in found else kept
    return with_own_keys(tuple(_without_covered(_named_once(found.values()))))


def _named_once(drafts: Iterable[Draft]) -> list[Draft]:
    """One name at one time on two pages of a site is one activity, also without a link.

    The one with a page of its own counts, and the other fills it. Two places are two.
    """
    kept: dict[tuple[str, str], Draft] = {}
    order: list[Draft | tuple[str, str]] = []
    for draft in drafts:
        slot = (fold(draft.title), draft.start.iso())
        first = kept.get(slot)
        if draft.start.clock is None or draft.recurrence or first is None or _apart(first, draft):
            is_first = first is None and draft.start.clock is not None and not draft.recurrence
            order.append(slot if is_first else draft)
            if is_first:
                kept[slot] = draft
            continue
        better, other = (draft, first) if _is_better(draft, first) else (first, draft)
        kept[slot] = _filled(better, other)
    return [kept[one] if isinstance(one, tuple) else one for one in order]


def _apart(one: Draft, other: Draft) -> bool:
    """Of one page, or at two places."""
    is_one_page = one.origin.url == other.origin.url
    return is_one_page or bool(one.venue and other.venue and fold(one.venue) != fold(other.venue))


def _is_better(one: Draft, other: Draft) -> bool:
    return (one.is_sure, "#" not in one.key) > (other.is_sure, "#" not in other.key)


def _own(page: str, drafts: tuple[Draft, ...]) -> str | None:
    key = page_key(page)
    return key if any(draft.key == key for draft in drafts) else None


def _by_own_page(listed: Draft, own: tuple[Draft, ...], fellows: tuple[Draft, ...]) -> Draft:
    """What the activity's own page says instead of the list; another date stays as listed."""
    dates = [draft for draft in own if draft.key == listed.key]
    same_day = [draft for draft in dates if draft.start.day == listed.start.day]
    others = [draft for draft in fellows if draft.key == listed.key]
    better = same_day[0] if same_day else (dates[0] if len(others) == 1 else None)
    if better is None:
        return _filled(listed, replace(dates[0], end=None, doors=None, recurrence=None))
    is_asked = any(doubt.about == "status" for doubt in better.doubts)
    is_timed = listed.start.clock is not None or better.start.clock is None
    if better.doubts and not listed.doubts and same_day and is_timed and not is_asked:
        return _filled(listed, replace(better, recurrence=None))
    return _filled(better, listed)


def _without_covered(drafts: Iterable[Draft]) -> list[Draft]:
    """Single dates that a series of the same name already holds go."""
    held = list(drafts)
    slots = {
        (fold(series.title), moment)
        for series in held
        if series.recurrence
        for moment in _dates(series)
    }
    return [
        draft for draft in held
        if draft.recurrence or (fold(draft.title), draft.start.iso()) not in slots
    ]  # fmt: skip


def _dates(series: Draft) -> set[str]:
    window = Window(first=series.start.day, last=series.start.day + _YEAR)
    try:
        return {instance.start.iso() for instance in expand(series, window).instances}
    except ValueError:
        return set()


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


def _filled(first: Draft, second: Draft) -> Draft:
    """The first, with what it leaves open taken from the second."""
    open_fields = {
        name: getattr(second, name)
        for name in _FILLABLE
        if not getattr(first, name) and getattr(second, name)
    }
    if second.start != first.start:
        open_fields = {k: v for k, v in open_fields.items() if k not in ("end", "doors")}
    return _called_off(replace(first, **open_fields), (second,))


def _called_off(draft: Draft, others: Sequence[Draft]) -> Draft:
    """Cancelled where any of its tellings says so of that time; the others were not changed yet."""
    is_single = draft.recurrence is None
    is_off = any(d.status is EventStatus.CANCELLED and _agree(draft, d) for d in others)
    return replace(draft, status=EventStatus.CANCELLED) if is_off and is_single else draft
