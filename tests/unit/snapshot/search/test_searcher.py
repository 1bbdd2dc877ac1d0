"""A resident's question leads to the right service, in the right order."""

import pytest

from snapshot.search.searcher import Filters
from tests.searches import searcher

SEARCHER = searcher()


def first(query: str, **choices: str) -> str:
    hits = SEARCHER.search(query, **choices).hits  # type: ignore[arg-type]
    return hits[0].id if hits else ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ik kan mijn huur niet betalen", "schuldhulp"),
        ("schulden", "schuldhulp"),
        ("schuldenproblemen", "schuldhulp"),
        ("shulden", "schuldhulp"),
        ("voedselbank", "voedsel"),
        ("voetselbank", "voedsel"),
        ("food bank", "voedsel"),
        ("banco", ""),
        ("kind luistert niet", "opvoed"),
        ("bieb", "bieb"),
        ("biblio theek", "bieb"),
        ("fietsen", "fiets"),
        ("bisiklet", "fiets"),
        ("koffie ochtend", "koffie"),
        ("طعام مجاني", "voedsel"),
        ("długi", "schuldhulp"),
    ],
)
def test_words_of_residents_lead_to_services(query: str, expected: str) -> None:
    if expected:
        assert first(query) == expected
    else:
        assert SEARCHER.search(query).is_uncertain


def test_an_access_point_comes_before_who_is_contracted() -> None:
    assert [hit.id for hit in SEARCHER.search("huishoudelijke hulp").hits[:2]] == ["wmo", "glans"]


def test_contracted_comes_first_when_asked_for_by_name() -> None:
    assert first("glansbloem") == "glans"
    assert first("glans bloem") == "glans"


def test_a_place_in_the_question_brings_what_is_there() -> None:
    assert first("koffie drinken in bathmen") == "koffie"
    assert first("inloop zandweerd") == "inloop"
    assert first("gezellig praatje 7437 AB") == "koffie"


def test_the_own_neighbourhood_comes_first() -> None:
    assert first("ontmoeting bij mij in de buurt", near="WK015003") == "inloop"
    assert first("ontmoeting bij mij in de buurt", near="WK015015") == "koffie"


def test_what_does_not_belong_is_sent_elsewhere() -> None:
    found = SEARCHER.search("paspoort verlengen").elsewhere
    assert found is not None
    assert found.id == "reisdocumenten"


def test_what_is_not_understood_is_uncertain() -> None:
    results = SEARCHER.search("xqzvw brmpf")
    assert results.is_uncertain


def test_danger_stands_above_the_results() -> None:
    assert [b.id for b in SEARCHER.search("ik wil dood").danger] == ["suicide"]


def test_mediation_is_never_first_in_danger() -> None:
    assert first("ruzie thuis en mijn man slaat mij") == "meldpunt"


def test_filters_never_count_to_nothing() -> None:
    results = SEARCHER.search("ontmoeten")
    assert results.counts["code"]
    for code, count in results.counts["code"].items():
        assert count > 0
        assert SEARCHER.search("ontmoeten", filters=Filters(code=code)).total > 0


def test_each_hit_says_why() -> None:
    assert all(hit.why for hit in SEARCHER.search("eenzaam in bathmen").hits)


def test_a_correction_is_told() -> None:
    assert SEARCHER.search("shulden").corrected == {"shulden": "schulden"}


@pytest.mark.parametrize(
    "query",
    [
        "", "   ", "de het een", "?", "\x00\x01\x02", "' OR 1=1; --", '"koffie" NEAR/3 *',
        "a" * 10_000,
        "koffie " * 2_000, "\u202e\ud800", "🍰" * 50, "(((((", "%s%n{0}", "x" * 39 + " y" * 500,
    ],
)  # fmt: skip
def test_any_text_is_answered(query: str) -> None:
    results = SEARCHER.search(query)
    assert results.total == 0 or len(results.hits) > 0


def test_suggestions_begin_with_what_was_typed() -> None:
    assert SEARCHER.suggest("bibl")[0] == "Bibliotheek Centrum"
    assert SEARCHER.suggest("zelfm") == ()
