"""What every benchmark shares: predictions written for the reference scorer, one JSON line."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def write_predictions(path: str | None, lines: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line, or nothing when no path was asked for."""
    if path:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        Path(path).write_text(text, "utf-8")


def report(figures: Mapping[str, Any]) -> int:
    """Print the figures as the last line; returns the exit code 0."""
    print(json.dumps(figures, ensure_ascii=False))
    return 0
