from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from agenda.duplicates import Candidate, Edge, Index, Level, Verdict, cluster, score
from agenda.moment import Moment

START = Moment.at(datetime(2026, 4, 15, 14, 0))
BASE = Candidate(
    id="a",
    source="bieb",
    title="Taalcafé",
    starts=(START,),
    end=START.plus(timedelta(hours=1, minutes=30)),
    venue="Bibliotheek Centrum, leeszaal",
    address="Stromarkt",
    postcode="7411",
    organiser="De Bibliotheek",
)
OTHER = replace(BASE, id="b", source="stadsagenda", venue="Bieb Centrum", address="", end=None)


def weekly(first: Moment, weeks: int, **changes: object) -> Candidate:
    days = tuple(first.plus(timedelta(weeks=week)) for week in range(weeks))
    return replace(OTHER, starts=days, is_series=True, **changes)


@pytest.mark.parametrize(
    "title",
    [
        "TAALCAFÉ!!",
        "☕ Taalcafe",
        "<b>Taalcafé</b>",
        "**Taalcafé**",
        "Taal café",
        "De Bibliotheek | Talcafé",
        "Taalcafé @ Bibliotheek Centrum",
        "Taalcafé – in kleine groepjes praten",
        "GEANNULEERD: Taalcafé",
        "Taalcafé i.s.m. vrijwilligers",
    ],
)
def test_the_same_title_written_otherwise_is_linked(title: str) -> None:
    assert score(BASE, replace(OTHER, title=title)).level is Level.LINK


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("EHBO deel 1", "EHBO deel 2"),
        ("Gitaarcursus les 3", "Gitaarcursus les 4"),
        ("Salsa voor beginners", "Salsa gevorderd"),
        ("Zwemmen voor vrouwen", "Zwemmen voor mannen"),
        ("Disco 4-7 jaar", "Disco 8-12 jaar"),
        ("Rondleiding (Engels)", "Rondleiding (Nederlands)"),
        ("Zwemles groep A", "Zwemles groep B"),
        ("Nederlandse les niveau A1", "Nederlandse les niveau A2"),
        ("Rekenen 1F", "Rekenen 2F"),
        ("Boekenmarkt", "Opbouw boekenmarkt"),
        ("Wandeling van Averlo naar Okkenbroek", "Wandeling van Okkenbroek naar Averlo"),
        ("Computerles: tablet", "Computerles: foto's"),
    ],
)
def test_what_only_looks_alike_contradicts(one: str, two: str) -> None:
    verdict = score(replace(BASE, title=one), replace(OTHER, title=two))
    assert (verdict.level, verdict.contradicts) == (Level.APART, True)


def test_a_festival_without_a_clock_time_is_not_its_part() -> None:
    whole = replace(BASE, title="Rivierfestival 2026", starts=(Moment(START.day),), end=None)
    part = replace(OTHER, title="Rivierfestival: silent disco")
    assert score(whole, part).contradicts
    explained = "Rivierfestival: drie dagen muziek aan het water"
    assert score(whole, replace(part, title=explained)).level is Level.LINK


def test_the_same_room_and_hour_alone_is_asked() -> None:
    verdict = score(BASE, replace(OTHER, title="Boeken ruilen", end=BASE.end))
    assert verdict.level is Level.ASK


def test_one_hour_in_places_that_only_seem_the_same_is_asked_by_a_title_in_common() -> None:
    here = replace(BASE, venue="Buurthuis De Proeftuin, Demostraat 12, 7413 AC Deventer")
    here = replace(here, address="", postcode="")
    venue = "Demobibliotheek Keizerslanden, Proefweg 20, 7415 AB Deventer"
    there = replace(here, id="b", source="stad", venue=venue)
    assert score(here, replace(there, title="Kinderclub")).level is Level.APART
    assert score(here, there).level is not Level.APART


@pytest.mark.parametrize("title", ["Cursus breien", "Workshop haken"])
def test_each_names_something_else_is_not_linked(title: str) -> None:
    verdict = score(replace(BASE, title="Cursus haken"), replace(OTHER, title=title))
    assert verdict.level is Level.ASK


def test_titles_that_share_most_letters_but_not_their_word_are_not_linked() -> None:
    one = replace(BASE, title="Schaken voor iedereen")
    other = replace(OTHER, title="Dammen voor iedereen", end=BASE.end)
    assert score(one, other).level is Level.ASK
    assert score(one, replace(other, title="Schakken voor iedereeen")).level is Level.LINK


def test_two_names_of_one_source_are_asked_also_through_a_third() -> None:
    berg = replace(BASE, title="Stadswandeling Bergkwartier")
    noord = replace(BASE, id="c", title="Stadswandeling Noordenbergkwartier")
    asked = score(berg, noord)
    assert asked.level is Level.ASK
    assert asked.is_named_twice
    assert "dezelfde bron noemt ze verschillend (+0.0)" in asked.reasons
    edges = [Edge("a", "c", asked), edge("a", "b", 9), edge("b", "c", 8)]
    found = cluster("abc", edges, lambda _a, _b: False)
    assert [(e.a, e.b) for e in found.links] == [("a", "b")]
    assert [(e.a, e.b) for e in found.questions] == [("a", "c")]
    longer = replace(berg, id="c", title="Stadswandeling Bergkwartier met gids")
    assert score(berg, longer).level is Level.LINK


def test_a_polite_sentence_in_both_texts_says_nothing() -> None:
    polite = replace(BASE, description="Iedereen is van harte welkom.")
    other = replace(OTHER, title="Boeken ruilen", description=polite.description)
    assert score(polite, other).level is Level.ASK


def test_an_address_in_the_place_text_is_not_a_room() -> None:
    here = replace(BASE, venue="Buurthuis De Kajuit, Ankerplein 8", address="", postcode="")
    there = replace(here, id="b", source="stad", venue="De Kajuit, biljartkamer")
    assert score(here, there).level is Level.LINK


def test_another_branch_room_or_hour_contradicts() -> None:
    branch = replace(OTHER, venue="Bibliotheek Keizerslanden", postcode="7415")
    room = replace(OTHER, venue="Bibliotheek Centrum, zolder")
    later = replace(OTHER, starts=(START.plus(timedelta(hours=2)),))
    assert [score(BASE, c).contradicts for c in (branch, room, later)] == [True, True, True]


def test_online_is_not_the_evening_in_the_hall() -> None:
    assert score(BASE, replace(OTHER, venue="Online")).contradicts


def test_doors_and_start_are_one_time() -> None:
    early = replace(
        OTHER,
        starts=(START.plus(timedelta(minutes=-30)),),
        description="Inloop vanaf 13.30 uur, aanvang 14.00 uur.",
    )
    assert score(BASE, early).level is Level.LINK


def test_all_day_against_timed_is_the_same_day() -> None:
    assert score(BASE, replace(OTHER, starts=(Moment(START.day),))).level is Level.LINK


def test_another_week_is_apart_unless_it_says_moved() -> None:
    later = replace(OTHER, starts=(START.plus(timedelta(days=7)),))
    moved = replace(later, description="Let op: verplaatst van woensdag 15 april naar 22 april.")
    assert [score(BASE, c).level for c in (later, moved)] == [Level.APART, Level.LINK]


def test_a_date_of_a_series_is_linked_and_a_skipped_one_is_not() -> None:
    series = weekly(START.plus(timedelta(weeks=-3)), 8)
    skipping = replace(series, starts=tuple(s for s in series.starts if s != START))
    assert score(BASE, series).level is Level.LINK
    assert score(BASE, skipping).contradicts


def test_one_series_with_another_first_date_is_linked() -> None:
    one = weekly(START, 8, id="c", source="bieb")
    assert score(one, weekly(START.plus(timedelta(weeks=2)), 6)).level is Level.LINK


def test_a_verdict_is_symmetric_and_says_why() -> None:
    verdict = score(BASE, OTHER)
    assert verdict == score(OTHER, BASE)
    assert verdict.reasons[0] == "titels lijken 100% (+3.5)"


def test_the_index_finds_what_scoring_would_and_forgets() -> None:
    index = Index()
    for known in (BASE, replace(BASE, id="z", venue="Koningskerk", address="")):
        index.add(known)
    assert [match.id for match in index.candidates(OTHER)] == ["a"]
    index.remove("a")
    assert index.candidates(OTHER) == []


def test_a_candidate_without_a_place_is_found_by_its_hour() -> None:
    index = Index()
    index.add(BASE)
    nowhere = replace(OTHER, venue="", postcode="", address="")
    assert [match.id for match in index.candidates(nowhere)] == [
        match.id for match in index.candidates(OTHER)
    ]


def edge(a: str, b: str, points: float, level: Level = Level.LINK) -> Edge:
    return Edge(a, b, Verdict(level=level, score=points, reasons=()))


def test_a_cluster_never_joins_what_contradicts_through_a_third() -> None:
    made = cluster(
        "abc",
        [edge("a", "b", 7), edge("b", "c", 9)],
        lambda x, y: {x, y} == {"a", "c"},
    )
    assert (made.groups, made.questions) == ((("a",), ("b", "c")), ())


def test_what_a_person_kept_apart_stays_apart_and_is_not_asked() -> None:
    apart = frozenset({frozenset("ab")})
    made = cluster("ab", [edge("a", "b", 9)], lambda _x, _y: False, apart)
    assert (made.groups, made.questions) == ((("a",), ("b",)), ())


def test_two_groups_are_asked_about_once() -> None:
    edges = [edge("a", "b", 9), edge("a", "c", 5, Level.ASK), edge("b", "c", 4, Level.ASK)]
    made = cluster("abc", edges, lambda _x, _y: False)
    assert [(q.a, q.b) for q in made.questions] == [("a", "c")]
