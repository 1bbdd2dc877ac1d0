"""`python -m bench addresses TSV [--predictions FILE]`: what place texts resolve to."""

import argparse
import csv
from pathlib import Path

from base.municipality import load
from bench.scoring import report, write_predictions
from providers.places import Gazetteer, Place

_HERE = Path(__file__).parent.parent / "municipalities" / "deventer"


def main(arguments: list[str]) -> int:
    """Resolve every row's text; prints the same keys as the reference scorer."""
    parser = argparse.ArgumentParser(prog="bench addresses", description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--predictions")
    parser.add_argument("--municipality", type=Path, default=_HERE)
    options = parser.parse_args(arguments)
    gazetteer = Gazetteer(load(options.municipality))
    with options.table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    places = [gazetteer.resolve(row["text"]) for row in rows]
    lines = (
        {"row": i, "answer": p.answer, "sure": p.is_sure} for i, p in enumerate(places, start=1)
    )
    write_predictions(options.predictions, lines)
    return report(_figures(rows, places))


def _figures(rows: list[dict[str, str]], places: list[Place]) -> dict[str, float]:
    right = unsure = wrong = 0
    for row, place in zip(rows, places, strict=True):
        if place.answer in row["accept"].split(";"):
            right += 1
            continue
        print(f"{row['text']!r}: {row['accept']}, niet {place.answer} ({place.reason})")
        is_wrong = place.is_sure and place.answer != "unknown"
        wrong, unsure = wrong + is_wrong, unsure + (not is_wrong)
    total = max(1, len(rows))
    return {
        "rows": len(rows),
        "right": round(right / total, 4),
        "unsure": round(unsure / total, 4),
        "sure_wrong": round(wrong / total, 4),
        "sure_wrong_count": wrong,
    }
