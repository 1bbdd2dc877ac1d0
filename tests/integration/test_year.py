"""The simulated year runs, on the real path, and the same seed gives the same figures."""

import json

import pytest

from bench.year import main


def figures(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, float]:
    assert main(["--seed", "3", "--sources", "3", "--weeks", "1", *options]) == 0
    found: dict[str, float] = json.loads(capsys.readouterr().out.splitlines()[-1])
    found.pop("seconds")
    return found


def test_a_small_city_lives_a_week_and_again_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    first = figures(capsys)
    assert first == figures(capsys)
    assert first["true"] > 0.9
    assert first["complete"] > 0.9
