"""Verdicts into clusters: strongest first, and never two that cannot be the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agenda.duplicates.candidate import Level, Verdict

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two candidates and their verdict."""

    a: str
    b: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Clusters:
    """`groups` in order of their first id; `links` that made them; `questions` that remain.

    One question per two groups, the best-scored pair of them.
    """

    groups: tuple[tuple[str, ...], ...]
    links: tuple[Edge, ...]
    questions: tuple[Edge, ...]


def cluster(
    ids: Iterable[str],
    edges: Iterable[Edge],
    contradicts: Callable[[str, str], bool],
    not_same: frozenset[frozenset[str]] = frozenset(),
    given: Iterable[Pair] = (),
) -> Clusters:
    """Groups of the same activity.

    `contradicts` is asked about every pair that a link would bring together; `not_same` are
    pairs a person has kept apart, `given` pairs that are joined already and stay so. Links
    are made in order of score, so that where only one of two can be right it is the better.
    """
    groups = _Groups(ids)
    for a, b in given:
        groups.join(a, b)

    def may_join(a: str, b: str) -> bool:
        pairs = ((x, y) for x in groups.of(a) for y in groups.of(b))
        return not any(frozenset((x, y)) in not_same or contradicts(x, y) for x, y in pairs)

    ranked = sorted(edges, key=lambda e: (-e.verdict.score, e.a, e.b))
    named_twice = {frozenset((e.a, e.b)) for e in ranked if e.verdict.is_named_twice}
    links: list[Edge] = []
    for edge in ranked:
        if edge.verdict.level is not Level.LINK or groups.joined(edge.a, edge.b):
            continue
        if may_join(edge.a, edge.b) and named_twice.isdisjoint(groups.between(edge.a, edge.b)):
            groups.join(edge.a, edge.b)
            links.append(edge)
    questions = _questions(ranked, groups, may_join)
    return Clusters(groups.all(), tuple(links), questions)


def _questions(
    ranked: Iterable[Edge], groups: "_Groups", may_join: Callable[[str, str], bool]
) -> tuple[Edge, ...]:
    asked: dict[frozenset[str], Edge] = {}
    for edge in ranked:
        if edge.verdict.level is Level.APART or groups.joined(edge.a, edge.b):
            continue
        between = frozenset((groups.of(edge.a)[0], groups.of(edge.b)[0]))
        if between not in asked and may_join(edge.a, edge.b):
            asked[between] = edge
    return tuple(asked.values())


class _Groups:
    """Disjoint sets with their members."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._members = {identity: [identity] for identity in ids}

    def of(self, identity: str) -> list[str]:
        return self._members[identity]

    def joined(self, a: str, b: str) -> bool:
        return self._members[a] is self._members[b]

    def between(self, a: str, b: str) -> set[frozenset[str]]:
        """Every pair that joining these two would bring together."""
        return {frozenset((x, y)) for x in self.of(a) for y in self.of(b)}

    def join(self, a: str, b: str) -> None:
        if self.joined(a, b):
            return
        merged = sorted(self._members[a] + self._members[b])
        for identity in merged:
            self._members[identity] = merged

    def all(self) -> tuple[tuple[str, ...], ...]:
        return tuple(sorted({tuple(members) for members in self._members.values()}))
