"""How well and how fast search answers: PROVIDERS TOPICS QUERIES.

`--predictions FILE` writes {query, ids, elsewhere, danger} for the reference scorer;
`--size N` also measures over N made-up services.
"""

import argparse
import csv
import random
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from base.config import ROOT
from base.municipality import load, rows
from bench.scoring import report, write_predictions
from providers.csv_in import read_providers
from providers.directory import by_provider
from snapshot.listing import ServiceListing, TopicListing
from snapshot.search import index, synonyms
from snapshot.search.document import Document, Kind, documents, of_service
from snapshot.search.searcher import Results, Searcher

FOLDER = ROOT / "municipalities" / "deventer"
FIRST = 10


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark; prints one JSON line last."""
    parser = argparse.ArgumentParser(prog="bench search")
    parser.add_argument("providers", type=Path)
    parser.add_argument("topics", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--predictions")
    parser.add_argument("--size", type=int, default=0)
    chosen = parser.parse_args(arguments)
    municipality = load(FOLDER)
    topics = tuple(TopicListing(**row) for row in rows(chosen.topics))
    directory = read_providers(
        chosen.providers.read_bytes(),
        topics=frozenset(t.slug for t in topics),
        wijken={w.code: w.name for w in municipality.wijken},
    )
    services = list(directory.services)
    with chosen.queries.open(encoding="utf-8", newline="") as file:
        queries = list(csv.DictReader(file))
    searcher, _ = _built(services, topics)
    answers = {q["query"]: searcher.search(q["query"], limit=FIRST) for q in queries}
    write_predictions(chosen.predictions, (_line(q, a) for q, a in answers.items()))
    figures: dict[str, Any] = _score(queries, answers)
    figures["in3_page"] = _on_the_page(services, topics, queries)
    if chosen.size:
        figures |= _speed(services, topics, [q["query"] for q in queries], chosen.size)
    return report(figures)


def _built(
    services: Sequence[ServiceListing], topics: Sequence[TopicListing]
) -> tuple[Searcher, float]:
    began = time.perf_counter()
    searcher = _searcher(map(of_service, services), topics)
    return searcher, time.perf_counter() - began


def _searcher(found: Iterable[Document], topics: Sequence[TopicListing]) -> Searcher:
    connection = sqlite3.connect(":memory:")
    index.build(connection, found, synonyms=synonyms.read(FOLDER), topics=topics)
    return Searcher(lambda: connection, load(FOLDER))


def _on_the_page(
    services: Sequence[ServiceListing],
    topics: Sequence[TopicListing],
    queries: Sequence[dict[str, str]],
) -> float:
    """How often a relevant service is in the first three of the page, where organisations,
    subjects and places stand among the services."""
    everything = documents(load(FOLDER), providers=by_provider(services), topics=topics)
    searcher = _searcher(everything, topics)
    answerable = [row for row in queries if row["relevant_ids"]]
    good = sum(
        any(hit.kind == Kind.SERVICE and hit.id in row["relevant_ids"].split(";") for hit in hits)
        for row in answerable
        for hits in [searcher.search(row["query"], limit=3).hits]
    )
    return round(good / max(1, len(answerable)), 4)


def _line(query: str, results: Results) -> dict[str, object]:
    return {
        "query": query,
        "ids": [hit.id for hit in results.hits[:FIRST]],
        "elsewhere": results.elsewhere is not None or results.is_uncertain,
        "danger": bool(results.danger),
    }


def _score(queries: Sequence[dict[str, str]], answers: dict[str, Results]) -> dict[str, Any]:
    tally: Counter[str] = Counter()
    for row in queries:
        relevant, best, bad = (
            set(filter(None, row[key].split(";")))
            for key in ("relevant_ids", "best_ids", "must_not_ids")
        )
        line = _line(row["query"], answers[row["query"]])
        ids, warned = list(map(str, line["ids"])), bool(line["danger"])  # type: ignore[call-overload]
        says_so = bool(line["elsewhere"]) or warned
        tally["harm_possible"] += bool(bad)
        tally["harm_first"] += bool(ids) and ids[0] in bad and not warned
        kind = "some" if relevant else "none"
        tally[kind] += 1
        tally[f"said_{kind}"] += says_so or not ids
        for name, wanted, depth in (("in1", relevant, 1), ("in3", relevant, 3), ("best3", best, 3)):
            tally[name] += bool(wanted & set(ids[:depth]))
        tally["empty"] += bool(relevant) and not ids
    some, none = max(1, tally["some"]), max(1, tally["none"])
    return {
        "queries": len(queries),
        "answerable": tally["some"],
        "in1": round(tally["in1"] / some, 4),
        "in3": round(tally["in3"] / some, 4),
        "best3": round(tally["best3"] / some, 4),
        "harm_first": tally["harm_first"],
        "harm_possible": tally["harm_possible"],
        "silent_when_none": round(tally["said_none"] / none, 4),
        "empty_when_some": round(tally["empty"] / some, 4),
        "uncertain_when_some": round(tally["said_some"] / some, 4),
    }


def _speed(
    services: Sequence[ServiceListing],
    topics: Sequence[TopicListing],
    queries: Sequence[str],
    size: int,
) -> dict[str, float]:
    """Median and 95th percentile in milliseconds over `size` services; building per service."""
    _, few = _built(services, topics)
    searcher, many = _built(_made_up(services, size), topics)
    searcher.search(queries[0])
    times = []
    for query in [*queries, *queries, *queries]:
        began = time.perf_counter()
        searcher.search(query, limit=20)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return {
        "size": size,
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(0.95 * len(times))], 2),
        "max_ms": round(times[-1], 2),
        "build_seconds": round(many, 2),
        "build_per_service_ratio": round((many / size) / (few / len(services)), 2),
    }


def _made_up(services: Sequence[ServiceListing], size: int) -> list[ServiceListing]:
    """Services with the words of two real ones mixed, so that words spread as in real texts."""
    chance = random.Random(1)
    made = []
    for number in range(size):
        one, other = chance.choice(services), chance.choice(services)
        text = one.summary.split() + other.summary.split()
        chance.shuffle(text)
        made.append(
            replace(
                one,
                id=f"made-{number}",
                provider=f"{other.provider} {number % 900}",
                name=f"{one.name} {other.name.split()[-1].lower()}",
                summary=" ".join(text)[:240],
                place=other.place,
            )
        )
    return made
