"""Whole saved sites of several shapes, each with the activities a person reads on it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.pages import answer, figures

SITES = Path(__file__).parents[3] / "fixtures" / "pages"
NAMES = sorted(path.parent.name for path in SITES.glob("*/truth.json"))


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SITES / name / "truth.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_site_gives_its_activities_and_nothing_else(name: str) -> None:
    wanted = truth(name)
    measured = figures([wanted], [answer(SITES / name)])
    sure = [e for e in wanted["events"] if not e.get("accept") and not e.get("past")]
    assert (measured["found"], measured["extra"], measured["leaks"]) == (len(sure), 0, 0)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("_niets")])
def test_a_page_that_is_no_agenda_gives_nothing_at_all(name: str) -> None:
    assert answer(SITES / name)["events"] == []


def test_data_that_the_page_contradicts_go_to_a_person() -> None:
    found = {e["title"]: e for e in answer(SITES / "graaf_en_reeks")["events"]}
    pancakes = found["Pannenkoeken eten"]
    assert (pancakes["sure"], pancakes["doubts"]) == (
        False,
        ["De pagina zegt 2026-03-13 17:30, de gegevens voor zoekmachines 2026-03-13 18:30."],
    )


def test_running_text_is_only_ever_proposed() -> None:
    events = answer(SITES / "dorpsblad")["events"]
    assert [(e["title"], e["start"], e["sure"]) for e in events] == [
        ("Braderie", "2026-09-12T10:00", False),
        ("Fietstocht", "2026-09-27T13:00", False),
    ]
