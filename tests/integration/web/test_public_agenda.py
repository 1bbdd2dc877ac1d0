"""The agenda, an activity, a wijk: what is shown, said and counted."""

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from snapshot.store import Contents
from tests import town
from web.public.app import create_app


def titles(text: str) -> list[str]:
    """The activities of a list, in order."""
    return re.findall(r'class="event-title"><a href="[^"]+">([^<]+)</a>', text)


def structured(text: str) -> list[dict[str, object]]:
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', text)
    assert found
    things: list[dict[str, object]] = json.loads(found.group(1))
    return things


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/agenda?dag=week&wijk=zandweerd", "/agenda?wijk=zandweerd&dag=week"),
        ("/agenda?wijk=zandweerd&dag=&thema=&gratis=1", "/agenda?wijk=zandweerd&gratis=1"),
        ("/agenda?wijk=amsterdam&x=1", "/agenda"),
        ("/agenda?pagina=99", "/agenda"),
        ("/agenda?pagina=-1", "/agenda"),
        ("/agenda?datum=2026-03-12", "/agenda?dag=2026-03-12"),
        ("/agenda?dag=2026-02-31", "/agenda"),
        ("/agenda?wijk=zandweerd'--", "/agenda"),
    ],
)
def test_an_address_is_sent_on_to_its_canonical_form(
    client: FlaskClient, asked: str, canonical: str
) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, canonical)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("dag=vandaag", [town.FESTIVAL, "Taalcafé"]),
        ("dag=morgen", [town.FESTIVAL, "Meedoen met het digitaal spreekuur", town.CHOIR]),
        ("dag=weekend", ["Repaircafé"]),
        ("wijk=diepenveen", [town.CHOIR, "Wandelen met elkaar", "Wandelen met elkaar"]),
        ("dag=week&deel=middag", ["Samen eten", "Repaircafé", "Kaarten in Gorssel"]),
        ("dag=week&thema=meedoen", [town.CHOIR, "Wandelen met elkaar", "Samen eten"]),
        ("online=1", ["Meedoen met het digitaal spreekuur"] * 2),
        ("dag=2026-03-12", [town.FESTIVAL, "Wandelen met elkaar"]),
    ],
)
def test_a_choice_shows_what_fits_in_order_of_time(
    client: FlaskClient, query: str, expected: list[str]
) -> None:
    text = client.get(f"/agenda?{query}").text
    shown = [t for t in titles(text) if t not in ("Koffieochtend", "Ontbijt in de wijk")]
    if "thema" in query:
        shown = [t for t in shown if t not in (town.FESTIVAL, "Kaarten in Gorssel")]
    assert shown == expected


def test_counts_on_filters_are_what_choosing_them_shows(client: FlaskClient) -> None:
    text = client.get("/agenda?dag=week").text
    found = 0
    for name, body in re.findall(r'<select id="f-(\w+)".*?>(.*?)</select>', text, re.DOTALL):
        for value, count in re.findall(r'<option value="([^"]+)">[^<]+ \((\d+)\)<', body):
            query = f"{name}={value}&dag=week" if name == "wijk" else f"dag=week&{name}={value}"
            shown = client.get(f"/agenda?{query}").text
            assert f"{count} keer iets te doen" in shown
            assert int(count) > 0
            found += 1
    assert found > 10


def test_nothing_found_says_so_with_what_to_leave_out(client: FlaskClient) -> None:
    text = client.get("/agenda?wijk=bathmen&online=1").text
    assert "Met deze keuzes is er niets te doen." in text
    assert 'href="/agenda?online=1">Zonder: Bathmen' in text
    assert 'href="/agenda?wijk=bathmen">Zonder: Online' in text


@pytest.mark.parametrize("path", ["/", "/agenda", "/wijk/zandweerd", "/week/zandweerd", "/wijken"])
def test_more_rows_cost_no_more_queries(tmp_path: Path, path: str) -> None:
    rows = [town.one(f"a{n}", f"Koffie {n}", town.PROEF, "16:00", n) for n in range(3)]
    counts = []
    for number, shown in enumerate(([rows[0]], rows)):
        folder = tmp_path / str(number)
        town.publish_town(folder, Contents(activities=tuple(shown), topics=town.TOPICS))
        app = create_app(town.settings(folder), clock=lambda: town.NOW)
        client = app.test_client()
        client.get(path + "?warm=1")
        asked: list[str] = []
        held = app.extensions["site"].current().search_connection()
        held.set_trace_callback(asked.append)
        assert client.get(path).status_code == 200
        held.set_trace_callback(None)
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize(
    ("activity_id", "sentence"),
    [
        ("afgelast", "Deze activiteit gaat niet door."),
        ("weg", "Deze activiteit staat niet meer in de agenda van de organisator."),
        ("voorbij", "Deze activiteit is voorbij."),
        ("verplaatst", "De eerstvolgende keer is verplaatst."),
        ("twijfel", "Een bron noemt een andere tijd: 18.00 uur. Bel voordat je gaat."),
        ("gorssel", "Dit is buiten de gemeente Deventer"),
    ],
)
def test_the_state_of_an_activity_is_said(
    client: FlaskClient, activity_id: str, sentence: str
) -> None:
    assert sentence in client.get(f"/activiteit/{activity_id}").text


def test_what_is_off_says_which_day_it_would_have_been(client: FlaskClient) -> None:
    text = client.get("/activiteit/afgelast").text
    assert '<dd class="is-off"><strong>Morgen, woensdag 11 maart</strong>' in text


def test_an_activity_names_its_source_and_when_it_was_read(client: FlaskClient) -> None:
    text = client.get("/activiteit/koffie").text
    assert (
        '<a href="https://buurthuis.example/agenda" rel="noopener">Buurthuis De Proef</a>'
        " (gelezen dinsdag 10 maart, 6.12 uur)" in text
    )


def test_a_retired_activity_leads_to_the_one_that_stays(client: FlaskClient) -> None:
    answer = client.get("/activiteit/oudkoffie")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/activiteit/koffie")
    answer = client.get("/activiteit/oudkoffie.ics")
    assert answer.headers["Location"] == "/activiteit/koffie.ics"


def test_search_engines_are_told_each_coming_date(client: FlaskClient) -> None:
    things = structured(client.get("/activiteit/verplaatst").text)
    assert [(t["startDate"], t["eventStatus"]) for t in things] == [
        ("2026-03-12T10:00+01:00", "https://schema.org/EventRescheduled"),
        ("2026-03-19T10:00+01:00", "https://schema.org/EventScheduled"),
    ]
    assert things[0]["location"] == {
        "@type": "Place",
        "name": "Kulturhus De Toets",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Dorpsplein 1",
            "postalCode": "7431 AB",
            "addressLocality": "Deventer",
            "addressCountry": "NL",
        },
    }


def test_text_of_others_cannot_end_the_script(tmp_path: Path) -> None:
    bad = town.one("boos", "</script><b>x", town.PROEF, "16:00", 1)
    town.publish_town(tmp_path, Contents(activities=(bad,), topics=town.TOPICS))
    client = create_app(town.settings(tmp_path), clock=lambda: town.NOW).test_client()
    text = client.get("/activiteit/boos").text
    assert "</script><b>" not in text
    assert structured(text)[0]["name"] == "</script><b>x"


def test_into_my_calendar_gives_the_coming_dates_or_one(client: FlaskClient) -> None:
    every = client.get("/activiteit/koffie.ics")
    assert every.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert every.headers["Content-Disposition"] == 'attachment; filename="koffie.ics"'
    assert every.text.count("BEGIN:VEVENT") == 12  # this morning's is over
    one = client.get("/activiteit/koffie.ics?dag=2026-03-17").text
    assert "DTSTART;TZID=Europe/Amsterdam:20260317T093000" in one
    assert one.count("BEGIN:VEVENT") == 1
    assert client.get("/activiteit/koffie.ics?dag=2026-03-18").status_code == 404


def test_a_wijk_shows_its_own_dates_feeds_and_help(client: FlaskClient) -> None:
    text = client.get("/wijk/diepenveen").text
    assert titles(text) == [town.CHOIR, "Wandelen met elkaar", "Wandelen met elkaar"]
    assert 'href="webcal://wijzer.example/feeds/wijk/diepenveen.ics"' in text
    assert "Bibliotheek Diepenveen" in text
    assert "Hiervoor heb je een indicatie nodig" not in text


@pytest.mark.parametrize(
    ("path", "name", "holds"),
    [
        ("/wijk/diepenveen", "Diepenveen", town.CHOIR),
        ("/onderwerp/hulp-thuis", "", "Wijkverpleging"),
    ],
)
def test_a_page_of_a_wijk_or_subject_says_to_machines_what_it_leads_to(
    client: FlaskClient, path: str, name: str, holds: str
) -> None:
    trail, page = structured(client.get(path).text)
    assert (trail["@type"], page["@type"]) == ("BreadcrumbList", "CollectionPage")
    text = json.dumps(page, ensure_ascii=False)
    assert (f'"name": "{holds}"' in text, name in text) == (True, True)
    assert f'"url": "https://wijzer.example{path}"' in text


def test_every_wijk_has_a_page_with_those_within_it(client: FlaskClient) -> None:
    for wijk in town.DEVENTER.wijken:
        assert client.get(f"/wijk/{wijk.slug}").status_code == 200
    assert "Schrijversbuurt" in client.get("/wijk/zandweerd").text


def test_the_week_on_paper_has_seven_days_and_a_code(client: FlaskClient) -> None:
    text = client.get("/week/zandweerd").text
    assert "dinsdag 10 maart tot en met maandag 16 maart" in text
    assert titles(text) == [town.FESTIVAL, "Samen eten", "Repaircafé"]
    assert 'class="segno"' in text
    assert "https://wijzer.example/wijk/zandweerd" in text


def test_subscribing_names_the_delay_and_every_address(client: FlaskClient) -> None:
    text = client.get("/abonneren?wijk=zandweerd").text
    assert "Een wijziging kan een dag duren." in text
    for address in (
        "webcal://wijzer.example/feeds/wijk/zandweerd.ics",
        "https://wijzer.example/feeds/wijk/zandweerd.rss",
        "https://wijzer.example/feeds/alles.json",
        "webcal://wijzer.example/feeds/thema/ontmoeten.ics",
        "webcal://wijzer.example/feeds/doelgroep/ouderen.ics",
    ):
        assert address in text
    addresses = set(re.findall(r"https://wijzer\.example(/feeds/[^\s\"<]+)", text))
    assert {client.get(path).status_code for path in addresses} == {200}


def test_what_lasts_more_days_stands_under_today_while_it_lasts(client: FlaskClient) -> None:
    text = client.get("/agenda?dag=vandaag").text
    assert titles(text)[0] == town.FESTIVAL
    assert "tot en met donderdag 12 maart" in text
    assert "<strong>Nu bezig</strong>" in client.get("/activiteit/dagenlang").text
