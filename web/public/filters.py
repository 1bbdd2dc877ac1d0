"""The filters of the agenda with how many dates each would leave; nothing that leaves none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from snapshot.listing import TopicListing
from snapshot.reader import Snapshot
from web.public.choices import PARTS, SPANS, Choices, Known
from web.public.wording import audience_label


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose; `count` is how many dates it leaves with the other choices."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Options under one heading."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Everything a visitor may narrow by."""

    total: int
    wijken: tuple[Option, ...]
    days: tuple[Option, ...]
    parts: tuple[Option, ...]
    topics: tuple[Group, ...]
    audiences: tuple[Option, ...]
    free_count: int
    online_count: int


def filters(
    snapshot: Snapshot,
    choices: Choices,
    known: Known,
    *,
    wijk_names: Mapping[str, str],
    today: date,
    now: datetime,
) -> Filters:
    """`wijk_names`: slug → name. A few queries, however many dates there are."""
    selected = choices.selected(known)
    first, last = choices.days(today)
    counts = snapshot.counts(first, last, after=now, **selected)
    by_slug = {slug: counts.neighbourhood.get(code, 0) for slug, code in known.wijken.items()}
    english = {english: dutch for dutch, english in PARTS.items()}
    parts = {english[part]: n for part, n in counts.part_of_day.items() if part in english}

    def total(changed: Choices) -> int:
        begin, end = changed.days(today)
        return snapshot.total(begin, end, after=now, **changed.selected(known))

    return Filters(
        total=counts.total,
        wijken=_options(by_slug, wijk_names, choices.wijk),
        days=_options({d: total(replace(choices, dag=d)) for d in SPANS}, SPANS, choices.dag),
        parts=_options({p: parts.get(p, 0) for p in PARTS}, _capitals(PARTS), choices.deel),
        topics=_topics(
            snapshot.topics(),
            counts.topic,
            choices.thema,
            lambda slug: total(replace(choices, thema=slug)),
        ),
        audiences=_options(
            dict(sorted(counts.audience.items())),
            {a: audience_label(a) for a in counts.audience},
            choices.doelgroep,
        ),
        free_count=total(replace(choices, gratis=True)),
        online_count=total(replace(choices, online=True)),
    )


def _options(
    counts: Mapping[str, int], labels: Mapping[str, str], chosen: str
) -> tuple[Option, ...]:
    return tuple(
        Option(value, labels.get(value, value), count, value == chosen)
        for value, count in counts.items()
        if count or value == chosen
    )


def _topics(
    topics: Iterable[TopicListing],
    counts: Mapping[str, int],
    chosen: str,
    whole: Callable[[str], int],
) -> tuple[Group, ...]:
    """Per first-level subject that something is on for: all of it, then what is below it."""
    listed = tuple(topics)
    groups = []
    for parent in (t for t in listed if not t.parent):
        below = {t.slug: t.label for t in listed if t.parent == parent.slug}
        found = _options({slug: counts.get(slug, 0) for slug in below}, below, chosen)
        if found or counts.get(parent.slug) or chosen == parent.slug:
            label = f"Alles over {parent.label.lower()}"
            everything = Option(parent.slug, label, whole(parent.slug), parent.slug == chosen)
            groups.append(Group(parent.label, (everything, *found)))
    return tuple(groups)


def _capitals(names: Iterable[str]) -> dict[str, str]:
    return {name: name.capitalize() for name in names}
