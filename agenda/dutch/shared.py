"""What is said once in a sentence and holds for all the rules in it.

`van september t/m mei: di 10-12, do 14-16 uur` and `di 10-12, do 14-16 uur, niet in de
schoolvakanties` are each two groups; the months and the holidays belong to both.
"""

from collections.abc import Sequence
from itertools import pairwise

from agenda.dutch.group import Group
from agenda.dutch.phrases import Days, Months, Tokens

_ENDS = frozenset({".", ";", "\n", "!", "?", "\n\n"})
_UNCLEAR = ("recurrence", "Geldt dit ook voor de andere tijden die er staan?")


def share(groups: Sequence[Group], tokens: Tokens) -> None:
    """Give each rule what the sentence says before the first or after the last of them."""
    for chain in _chains(groups, tokens):
        for earlier, later in pairwise(chain):
            _forward(earlier, later)
            _between(earlier, later)
        _backward(chain, tokens)


def _chains(groups: Sequence[Group], tokens: Tokens) -> list[list[Group]]:
    """Rules that follow each other in one sentence, two or more."""
    chains: list[list[Group]] = []
    for group in groups:
        last = chains[-1][-1] if chains and chains[-1] else None
        is_next = last is not None and not _ENDS & set(tokens.texts[last.last : group.first])
        if not group.rules:
            chains.append([])
        elif is_next:
            chains[-1].append(group)
        else:
            chains.append([group])
    return [chain for chain in chains if len(chain) > 1]


def _forward(earlier: Group, later: Group) -> None:
    """Borders, months and weeks that stand before the first rule go on to the next."""
    start = min(rule.first for rule in earlier.rules)
    if _has_borders(later):
        return
    later.since = later.since or _if_before(earlier.since, start)
    later.until = later.until or _if_before(earlier.until, start)
    later.months = [m for m in earlier.months if m.first < start]
    later.days = later.days or [d for d in earlier.days if d.first < start and "-" in d.joins]
    if later.parity is None and earlier.parity is not None and earlier.parity.first < start:
        later.parity = earlier.parity


def _between(earlier: Group, later: Group) -> None:
    """`di 10-12 uur, vanaf 1 april ook do 14-16 uur`: the border can be of either."""
    said = max(p.last for p in (*earlier.rules, *earlier.spans))
    borders = (earlier.since, earlier.until, *earlier.months)
    if any(b is not None and b.first >= said for b in borders):
        earlier.doubts.append(_UNCLEAR)
        later.doubts.append(_UNCLEAR)


def _has_borders(group: Group) -> bool:
    return bool(group.since or group.until or group.months or group.days)


def _if_before(phrase: Days | Months | None, start: int) -> Days | Months | None:
    return phrase if phrase is not None and phrase.first < start else None


def _backward(chain: Sequence[Group], tokens: Tokens) -> None:
    """Exceptions after the last rule hold for all; of borders there it is asked."""
    last, others = chain[-1], chain[:-1]
    said = max(p.last for p in (*last.rules, *last.spans))
    gone = [e for e in last.exceptions if e.first >= said]
    borders = [b for b in (last.since, last.until, *last.months, *last.days) if b is not None]
    for group in others:
        if gone and not group.exceptions:
            group.exceptions = list(gone)
            if tokens.text(gone[0].first - 1) == "(":
                group.doubts.append(_UNCLEAR)
        if any(b.first >= said for b in borders) and not _has_borders(group):
            group.doubts.append(_UNCLEAR)
