"""How a source is doing, from its own past."""

from datetime import UTC, datetime, timedelta

import pytest

from agenda.reading.health import Facts, Past, assess, expected, message, oddity
from agenda.status import Oddity, Outcome, SourceState

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHURCH = Facts(
    name="kerk",
    title="Kerk",
    created_at=NOW - timedelta(days=90),
    is_paused=False,
    paused_because="",
    failure_count=0,
)


def run(
    volume: int | None, *, hours: int = 0, outcome: Outcome = Outcome.OK, added: int = 0
) -> Past:
    return Past(at=NOW - timedelta(hours=hours), outcome=outcome, volume=volume, added=added)


def facts(**changes: object) -> Facts:
    values = {name: getattr(CHURCH, name) for name in Facts.__slots__}
    return Facts(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("volume", "usual", "found"),
    [
        (0, 20, Oddity.ZERO),
        (0, 1, Oddity.ZERO),
        (0, 0, None),
        (10, 20, Oddity.HALF),
        (11, 20, None),
        (40, 20, Oddity.DOUBLE),
        (39, 20, None),
        (3, 1, None),
        (5, None, None),
    ],
)
def test_zero_half_and_double_are_odd(volume: int, usual: int | None, found: Oddity | None) -> None:
    assert oddity(volume, usual) is found


def test_expected_is_the_median_so_that_one_bad_run_changes_nothing() -> None:
    assert (expected([20, 21, 0, 22, 20]), expected([])) == (20, None)


def test_all_well_says_what_changed_and_how_it_goes() -> None:
    runs = [run(22, hours=1, added=2), run(20, hours=5), run(20, hours=9)]
    found = assess(CHURCH, runs, now=NOW)
    assert (found.state, found.advice, found.change) == (SourceState.FINE, "", "2 nieuw")
    assert (found.expected, found.volume) == (20, 22)
    assert found.silent_for == timedelta(hours=1)


def test_half_of_what_it_used_to_hold_is_odd() -> None:
    found = assess(CHURCH, [run(9), run(20), run(20)], now=NOW)
    assert (found.state, found.oddity) == (SourceState.ODD, Oddity.HALF)


def test_failing_says_what_went_wrong_and_that_we_try_again() -> None:
    failed = Past(at=NOW, outcome=Outcome.FAILED, message="De pagina bestaat niet (404).")
    found = assess(facts(failure_count=3), [failed, run(20, hours=4)], now=NOW)
    assert found.state is SourceState.FAILING
    assert found.advice == (
        "3 keer achter elkaar mislukt: De pagina bestaat niet (404). "
        "We proberen het vanzelf opnieuw."
    )


def test_silence_is_an_alarm_whatever_the_cause() -> None:
    found = assess(CHURCH, [run(20, hours=40)], now=NOW)
    assert (found.state, found.advice) == (
        SourceState.SILENT,
        "Al 40 uur niet gelezen. Kijk of de verwerking draait.",
    )


def test_a_source_that_never_was_read_becomes_silent_too() -> None:
    assert assess(CHURCH, [], now=NOW).state is SourceState.SILENT


def test_months_without_news_and_nothing_to_come_is_silence_of_the_source() -> None:
    old = run(20, hours=24 * 130, added=20)
    runs = [run(None, hours=2, outcome=Outcome.UNCHANGED), old]
    found = assess(facts(has_upcoming=False), runs, now=NOW)
    assert (found.state, "nieuwe agenda" in found.advice) == (SourceState.SILENT, True)


def test_paused_says_why() -> None:
    found = assess(facts(is_paused=True, paused_because="404"), [run(20)], now=NOW)
    assert (found.state, "404" in found.advice) == (SourceState.PAUSED, True)


def test_the_letter_says_what_goes_wrong_and_what_to_do() -> None:
    letter = message(
        "Koor Zang",
        "De pagina bestaat niet (404).",
        address="https://koor.example",
        site="DamWijzer",
    )
    assert letter.subject == "Uw agenda “Koor Zang” kunnen wij niet meer lezen"
    assert "Wat er misgaat: De pagina bestaat niet (404)." in letter.body
    assert "https://koor.example" in letter.body
    assert letter.body.endswith("de redactie van DamWijzer\n")
