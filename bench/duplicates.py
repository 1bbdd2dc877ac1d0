"""`python -m bench duplicates RECORDS CLUSTERS [--predictions FILE] [--quick]`.

Also measures what matching costs at 5 000 and at 50 000 records made from these (the same
wordings spread over more places and weeks, as larger towns have them); not with `--quick`.
"""

import argparse
import csv
import gc
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from agenda.draft import Draft, Recurrence
from agenda.duplicates import (
    Candidate,
    Clusters,
    Edge,
    Index,
    Level,
    candidate_of,
    cluster,
    places,
)
from agenda.moment import Moment
from agenda.recurrence import Window, expand
from base.text import fold
from bench.scoring import report, write_predictions

_HORIZON = timedelta(days=400)


def main(arguments: list[str]) -> int:
    """Match the records; prints the same keys as the reference scorer, and what it cost."""
    parser = argparse.ArgumentParser(prog="bench duplicates", description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("clusters", type=Path)
    parser.add_argument("--predictions")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    lines = options.records.read_text("utf-8").splitlines()
    candidates = [candidate(json.loads(line)) for line in lines if line.strip()]
    began = time.perf_counter()
    found = match(candidates)
    seconds = time.perf_counter() - began
    linked = [(e.a, e.b) for e in found.links]
    asked = [(e.a, e.b) for e in found.questions]
    write_predictions(options.predictions, [{"linked": linked, "asked": asked}])
    with options.clusters.open(encoding="utf-8") as file:
        truth = {row["record_id"]: row["cluster_id"] for row in csv.DictReader(file)}
    for line in _hard(options.clusters.parent / "pairs_hard.csv", found):
        print(line)
    costs = {} if options.quick else _costs(candidates)
    return report({**_figures(found, truth), "seconds": round(seconds, 2), **costs})


def candidate(record: dict[str, Any]) -> Candidate:
    """A candidate from one line of the records file."""
    start = _moment(record["start"])
    rule = Recurrence(
        rrules=(record["rrule"],),
        exdates=tuple(_moment(text) for text in record["exdates"]),
    )
    draft = Draft(
        key=record["record_id"],
        title=record["title"],
        start=start,
        end=_moment(record["end"]) if record["end"] else None,
        recurrence=rule if record["rrule"] else None,
        description=record["description"] or "",
        venue=record["venue_name"],
        address=record["address"],
        postcode=record["postcode"],
        organiser=record["organiser"],
        url=record["url"],
        price=record["price"],
    )
    window = Window(first=start.day, last=start.day + _HORIZON)
    starts = [instance.start for instance in expand(draft, window).instances]
    return candidate_of(draft.key, record["source"], draft, starts)


def match(candidates: Sequence[Candidate]) -> Clusters:
    """All of them against each other, through the index."""
    index = Index()
    edges: list[Edge] = []
    for new in candidates:
        edges += [Edge(m.id, new.id, m.verdict) for m in index.candidates(new)]
        index.add(new)
    ids = [c.id for c in candidates]
    return cluster(ids, edges, lambda a, b: index.verdict(a, b).contradicts)


def _costs(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Processor seconds for all against all at two sizes, and for 1 000 new among 50 000 known."""
    small, large = _spread(candidates, 5_000), _spread(candidates, 51_000)
    new = large[50_000:]
    few, index = _timed(small)
    many, index = _timed(large[:50_000])
    began = time.process_time()
    found = [len(index.candidates(candidate)) for candidate in new]
    seconds = time.process_time() - began
    return {
        "seconds_5000": round(few, 2),
        "seconds_50000": round(many, 2),
        "cost_ratio": round(many / few, 2),
        "seconds_1000_new": round(seconds, 3),
        "matches_1000_new": sum(found),
    }


def _timed(candidates: Sequence[Candidate]) -> tuple[float, Index]:
    """Without Python's collector, which finds no cycle here and looks at all that the bench
    itself holds."""
    index = Index()
    gc.disable()
    try:
        began = time.process_time()
        for new in candidates:
            index.candidates(new)
            index.add(new)
        return time.process_time() - began, index
    finally:
        gc.enable()


def _spread(candidates: Sequence[Candidate], size: int) -> list[Candidate]:
    """Copies of the records, each round of them in another town and another week.

    Every place name and street of a round is another made-up word, so that a round is as
    crowded as the first, and records of two rounds are not the same.
    """
    own = {w for c in candidates for w in _own_words(c)}
    names = re.compile(r"\b(" + "|".join(sorted(own, key=lambda w: (-len(w), w))) + r")\b")
    made: list[Candidate] = []
    for turn in range(size // len(candidates) + 1):
        random = Random(turn)
        called = {word: "".join(random.choices("abdefgiklmnoprstuvz", k=8)) for word in own}
        shift = timedelta(weeks=random.randrange(52))
        renamed = partial(names.sub, partial(_called, called))
        made += [_copy(c, turn, renamed, shift) for c in candidates]
    return made[:size]


def _called(names: Mapping[str, str], found: re.Match[str]) -> str:
    return names[found[0]]


def _own_words(c: Candidate) -> set[str]:
    spot = places.read(c.venue, c.address, c.postcode)
    words = {w for text in (*spot.names, *spot.streets) for w in text.split()}
    return {w for w in words if len(w) > 3}


def _copy(c: Candidate, turn: int, renamed: Callable[[str], str], shift: timedelta) -> Candidate:
    if turn == 0:
        return c
    return replace(
        c,
        id=f"{c.id}-{turn}",
        starts=tuple(m.plus(shift) for m in c.starts),
        end=c.end.plus(shift) if c.end else None,
        venue=renamed(fold(c.venue)),
        address=renamed(fold(c.address)),
        postcode=str(1000 + (int(c.postcode[:4]) + 37 * turn) % 9000) if c.postcode else "",
        url=f"{c.url}-{turn}" if c.url else "",
    )


def _moment(text: str) -> Moment:
    if len(text) == len("2026-01-01"):
        return Moment(date.fromisoformat(text))
    return Moment.at(datetime.fromisoformat(text))


def _pairs(groups: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    return {(a, b) for g in groups for i, a in enumerate(sorted(g)) for b in sorted(g)[i + 1 :]}


def _figures(found: Clusters, truth: dict[str, str]) -> dict[str, Any]:
    members: dict[str, list[str]] = {}
    for record, name in truth.items():
        members.setdefault(name, []).append(record)
    true, linked = _pairs(list(members.values())), _pairs(found.groups)
    asked = {(min(e.a, e.b), max(e.a, e.b)) for e in found.questions} - linked
    answered = cluster(
        truth,
        [*found.links, *(_as_link(e) for e in found.questions if truth[e.a] == truth[e.b])],
        lambda _a, _b: False,
    )
    return {
        "records": len(truth),
        "pairs": len(true),
        "linked_precision": round(len(linked & true) / max(1, len(linked)), 4),
        "linked_recall": round(len(linked & true) / max(1, len(true)), 4),
        "asked": len(asked),
        "asked_true": len(asked & true),
        "recall_with_answers": round(len(_pairs(answered.groups) & true) / max(1, len(true)), 4),
    }


def _as_link(edge: Edge) -> Edge:
    return Edge(edge.a, edge.b, replace(edge.verdict, level=Level.LINK))


def _hard(path: Path, found: Clusters) -> Iterator[str]:
    if not path.is_file():
        return
    linked = _pairs(found.groups)
    asked = {frozenset((e.a, e.b)) for e in found.questions}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            a, b = sorted((row["record_a"], row["record_b"]))
            if (row["label"] == "same") != ((a, b) in linked):
                note = " (gevraagd)" if frozenset((a, b)) in asked else ""
                yield f"{a} {b} {row['label']}: {row['type']}{note}"
