"""Searching: danger first, never a dead end, counted without anyone's data, kept nowhere."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from snapshot.spool import Searched, taken
from tests import town
from web.public.app import create_app


def noted(folder: Path) -> list[tuple[str, bool, str]]:
    with taken(folder / "spool", Searched) as lines:
        return [(line.text, line.is_found, line.used_id) for line in lines]


def names(text: str) -> list[str]:
    """What the results are called, in order."""
    found = re.search(r'<ol class="cards cards-one results">(.*?)</ol>', text, re.DOTALL)
    return re.findall(r"<h2><a [^>]+>([^<]+)</a></h2>", found.group(1)) if found else []


def test_a_search_finds_over_everything_and_says_why(client: FlaskClient) -> None:
    text = client.get("/zoeken?q=koffie").text
    assert {"Koffieochtend", "Koffie en inloop"} <= set(names(text))
    assert "Gaat over: Koffie en inloop" in text
    assert "Bel 0570-001153" in text  # the next step stands on the result


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("ik wil dood", "tel:08000113"),
        ("mijn man slaat mij", "tel:08002000"),
        ("suïcide", "tel:112"),
    ],
)
def test_in_danger_the_number_stands_before_all_else_and_nothing_is_kept(
    client: FlaskClient, tmp_path: Path, query: str, number: str
) -> None:
    answer = client.get("/zoeken", query_string={"q": query})
    main = answer.text[answer.text.index("<main") :]
    assert f'class="call-big" href="{number}"' in main
    assert main.index("call-big") < main.index("<h2>Hulp voor daarna")
    assert '<a href="/verlaat" rel="noreferrer"' in main
    assert query not in answer.text  # also not in the box
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not (tmp_path / "spool").exists()


def test_in_danger_no_contracted_party_and_no_feedback_form(client: FlaskClient) -> None:
    text = client.get("/zoeken?q=ik+wil+dood").text
    assert "Hiervoor heb je een indicatie nodig" not in text
    assert "/gevonden" not in text


def test_leaving_goes_to_the_weather(client: FlaskClient) -> None:
    answer = client.get("/verlaat")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "https://www.knmi.nl/nederland-nu/weer"
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_what_is_arranged_elsewhere_says_where(client: FlaskClient) -> None:
    text = client.get("/zoeken?q=paspoort").text
    assert "regel je bij de gemeente" in text
    assert "Dit regel je ergens anders" in text


def test_what_is_not_understood_shows_people_large(client: FlaskClient) -> None:
    text = client.get("/zoeken?q=xyzzyq").text
    assert "Wij weten niet zeker of dit is wat je zoekt." in text
    assert text.index("Bel 14 0570") < text.index('class="cards cards-one results"')


def test_counts_on_filters_are_what_choosing_them_finds(client: FlaskClient) -> None:
    text = client.get("/zoeken?q=koffie").text
    options = re.findall(r'<a href="(/zoeken\?[^"]+)">[^<]+<span class="count">\((\d+)\)', text)
    assert len(options) > 5
    for address, count in options:
        found = client.get(address.replace("&amp;", "&")).text
        assert re.search(r"\((\d+) gevonden\)", found)
        assert int(count) > 0


def test_free_help_comes_before_contracted(client: FlaskClient) -> None:
    text = client.get("/zoeken?q=hulp+in+huis").text
    results = text[text.index("results") :]
    free = results.index("Wijkverpleging") if "Wijkverpleging" in results else 0
    gated = results.find("Hiervoor heb je een indicatie nodig")
    assert gated == -1 or free < gated


@pytest.mark.parametrize(
    "query",
    [
        *("x" * 10_000, "'; DROP TABLE provider; --", "\x00\x01\x1b[31m", "de het een"),
        *(" ", "%", "🙂" * 50, "<script>alert(1)</script>"),
    ],
)
def test_whatever_is_typed_gets_a_page(client: FlaskClient, query: str) -> None:
    answer = client.get("/zoeken", query_string={"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "Stel je vraag" in answer.text


def test_searches_are_noted_without_numbers_and_only_once(
    client: FlaskClient, tmp_path: Path
) -> None:
    client.get("/zoeken?q=koffie+drinken+06-12345678")
    client.get("/zoeken?q=koffie+drinken&soort=dienst")
    client.get("/zoeken?q=koffie+drinken&pagina=2")
    assert noted(tmp_path) == [("koffie drinken", True, "")]


def test_the_result_that_was_used_is_noted(client: FlaskClient, tmp_path: Path) -> None:
    text = client.get("/zoeken?q=koffie").text
    link = re.search(r'href="(/gebruikt\?q=koffie&amp;soort=activiteit&amp;wat=koffie)"', text)
    assert link
    answer = client.get(link.group(1).replace("&amp;", "&"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/activiteit/koffie")
    assert noted(tmp_path) == [("koffie", True, ""), ("koffie", True, "koffie")]


@pytest.mark.parametrize(
    "query", ["soort=dienst&wat=bestaat-niet", "soort=https&wat=//elders.example", ""]
)
def test_a_used_result_leads_nowhere_else(client: FlaskClient, query: str) -> None:
    assert client.get(f"/gebruikt?{query}").status_code == 404


def test_used_in_danger_is_not_noted(client: FlaskClient, tmp_path: Path) -> None:
    client.get("/gebruikt?q=ik+wil+dood&soort=activiteit&wat=koffie")
    assert noted(tmp_path) == []


@pytest.mark.parametrize("path", ["/zoeken?q=koffie", "/aanbieders", "/onderwerp/ontmoeten"])
def test_more_results_cost_no_more_queries(tmp_path: Path, path: str) -> None:
    counts = []
    for size in (1, 3):
        folder = tmp_path / str(size)
        rows = tuple(town.one(f"a{n}", "Koffie", town.PROEF, "16:00", n) for n in range(size))
        providers = town.providers()[:size]
        town.publish_town(folder, town.contents(activities=rows, providers=providers, aliases={}))
        app = create_app(town.settings(folder), clock=lambda: town.NOW)
        client = app.test_client()
        client.get(path)  # what is held per snapshot is read once
        app.extensions["pages"].clear()
        asked: list[str] = []
        held = app.extensions["site"].current().search_connection()
        held.set_trace_callback(asked.append)
        assert client.get(path).status_code == 200
        held.set_trace_callback(None)
        counts.append(len([a for a in asked if "search_posting" not in a]))
    assert counts[0] == counts[1]
