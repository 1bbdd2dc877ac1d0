"""What new or changed events mean for the links there are: made, kept, undone, asked. Pure.

A person's link stays whatever the texts say, and what a person kept apart stays apart. An
automatic link is undone when the two no longer look the same, unless only the date differs:
then one was moved and the other source may follow, so the link is kept, contested.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from agenda.duplicates.candidate import Level, Verdict
from agenda.duplicates.clusters import Edge, Pair, cluster
from agenda.duplicates.scoring import (
    ASK_AT,
    LINK_AT,
    Profile,
    compare,
    differ_in_date_only,
    moved_from,
)

# A link that was made outlives a reworded text: it is kept some way below what makes one.
KEPT_AT = (LINK_AT + ASK_AT) / 2


@dataclass(frozen=True, slots=True)
class Held:
    """A link there is. `a` and `b` are in order of text."""

    a: str
    b: str
    is_automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known around the events to match.

    `fresh`: those to match. `profiles`: of every event that still stands, in reach. `near`:
    per fresh one those in its blocks. `links`: all in reach. `not_same`: pairs a person kept
    apart; `asked`: pairs with a question, open or answered. `doubted`: pairs of sources whose
    automatic links were wrong too often, so that they are asked. `today`: the local day.
    """

    fresh: Collection[str]
    profiles: Mapping[str, Profile]
    near: Mapping[str, Collection[str]]
    links: Iterable[Held]
    not_same: frozenset[frozenset[str]]
    asked: frozenset[frozenset[str]]
    today: date
    doubted: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a link stands. `mover`: whose date holds where they differ, on the other's
    `moved_from` or (None) on every day; `is_contested`: nobody said so but the dates."""

    mover: str | None = None
    moved_from: date | None = None
    is_contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`linked`, `questions` with their verdicts; `undone` links; `standing` of every link
    that was looked at or made, by pair; `settled`: asked pairs that need no answer now."""

    linked: tuple[Edge, ...] = ()
    undone: tuple[Pair, ...] = ()
    questions: tuple[Edge, ...] = ()
    standing: Mapping[Pair, Standing] = field(default_factory=dict)
    settled: frozenset[frozenset[str]] = frozenset()


def decide(situation: Situation) -> Outcome:
    """Links, questions and partings that follow from what is fresh."""
    edges = list(_edges(situation))
    given: list[Pair] = []
    undone: list[Pair] = []
    standing: dict[Pair, Standing] = {}
    for held in situation.links:
        pair = (held.a, held.b)
        found = _standing(held, situation, edges)
        if found is None:
            undone.append(pair)
            continue
        given.append(pair)
        if not set(pair).isdisjoint(situation.fresh):
            standing[pair] = found
    ids = {*situation.profiles, *(i for pair in given for i in pair)}
    found_clusters = cluster(
        sorted(ids), edges, _contradicts(situation.profiles), situation.not_same, given
    )
    for edge in found_clusters.links:
        mine, yours = (situation.profiles[i] for i in (edge.a, edge.b))
        standing[edge.a, edge.b] = _said(mine, yours)
    group_of = {i: group for group in found_clusters.groups for i in group}
    return Outcome(
        linked=found_clusters.links,
        undone=tuple(undone),
        questions=tuple(
            q
            for q in found_clusters.questions
            if not _is_asked(group_of[q.a], group_of[q.b], situation.asked)
        ),
        standing=standing,
        settled=_settled(situation, edges, group_of),
    )


def _edges(situation: Situation) -> Iterable[Edge]:
    seen: set[Pair] = set()
    for new in sorted(situation.fresh):
        for other in sorted(situation.near.get(new, ())):
            a, b = sorted((new, other))
            if a == b or (a, b) in seen or not {a, b} <= situation.profiles.keys():
                continue
            seen.add((a, b))
            verdict = compare(situation.profiles[a], situation.profiles[b])
            if verdict.level is not Level.APART:
                yield Edge(a, b, _doubted(a, b, verdict, situation))


def _doubted(a: str, b: str, verdict: Verdict, situation: Situation) -> Verdict:
    sources = frozenset(situation.profiles[i].candidate.source for i in (a, b))
    return replace(verdict, level=Level.ASK) if sources in situation.doubted else verdict


def _standing(held: Held, situation: Situation, edges: Iterable[Edge]) -> Standing | None:
    """How a link stands now; None when it is to be undone.

    What staff corrects takes nothing apart that the sources' own words hold together.
    """
    mine, yours = (situation.profiles.get(i) for i in (held.a, held.b))
    if mine is None or yours is None or {held.a, held.b}.isdisjoint(situation.fresh):
        return Standing()
    found = _between(held, mine, yours, situation, edges)
    if found is None and (mine.stated or yours.stated):
        return _between(held, mine.stated or mine, yours.stated or yours, situation, edges)
    return found


def _between(
    held: Held, mine: Profile, yours: Profile, situation: Situation, edges: Iterable[Edge]
) -> Standing | None:
    verdict = compare(mine, yours)
    if verdict.level is not Level.APART and (verdict.score >= KEPT_AT or not held.is_automatic):
        return _said(mine, yours)
    if differ_in_date_only(mine, yours) and (
        not held.is_automatic or _may_follow(held, situation, edges)
    ):
        is_first = held.a in situation.fresh
        return Standing(
            mover=held.a if is_first else held.b,
            moved_from=None if _repeats(mine, yours) else (yours if is_first else mine).dates.first,
            is_contested=True,
        )
    return None if held.is_automatic else Standing()


def _may_follow(held: Held, situation: Situation, edges: Iterable[Edge]) -> bool:
    """Both dates are still to come, and neither has found a better match at the other source."""
    profiles = [situation.profiles[i] for i in (held.a, held.b)]
    if any(max(p.dates.days) < situation.today for p in profiles):
        return False
    sources = {p.candidate.source for p in profiles}
    return not any(
        e.verdict.level is Level.LINK
        and not {e.a, e.b}.isdisjoint((held.a, held.b))
        and {situation.profiles[i].candidate.source for i in (e.a, e.b)} == sources
        for e in edges
    )


def _repeats(a: Profile, b: Profile) -> bool:
    return a.dates.is_series or b.dates.is_series


def _said(a: Profile, b: Profile) -> Standing:
    for mover, other in ((a, b), (b, a)):
        day = moved_from(mover, other)
        if day is not None:
            return Standing(mover=mover.candidate.id, moved_from=day)
    return Standing()


def _contradicts(profiles: Mapping[str, Profile]) -> "_Contradicts":
    return _Contradicts(profiles)


@dataclass(frozen=True, slots=True)
class _Contradicts:
    """Whether two that still stand cannot be the same; what is gone contradicts nobody."""

    profiles: Mapping[str, Profile]

    def __call__(self, a: str, b: str) -> bool:
        mine, yours = self.profiles.get(a), self.profiles.get(b)
        return mine is not None and yours is not None and compare(mine, yours).contradicts


def _is_asked(
    mine: Iterable[str], yours: Collection[str], asked: frozenset[frozenset[str]]
) -> bool:
    return any(frozenset((x, y)) in asked for x in mine for y in yours)


def _settled(
    situation: Situation, edges: Iterable[Edge], group_of: Mapping[str, tuple[str, ...]]
) -> frozenset[frozenset[str]]:
    alike = {frozenset((e.a, e.b)) for e in edges}
    found = set()
    for pair in situation.asked:
        a, b = sorted(pair)
        if not pair <= situation.profiles.keys() or pair.isdisjoint(situation.fresh):
            continue
        if group_of[a] == group_of[b] or pair not in alike:
            found.add(pair)
    return frozenset(found)
