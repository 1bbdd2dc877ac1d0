"""Subjects, organisations, services, the list, the map, short addresses, machines."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from base.errors import ConfigError
from snapshot.store import Contents
from tests import town
from tests.listings import activity, provider, service
from web.public import short
from web.public.app import create_app


def opened(folder: Path, shown: Contents | None = None, **environ: str) -> FlaskClient:
    town.publish_town(folder, shown)
    return create_app(town.settings(folder, **environ), clock=lambda: town.NOW).test_client()


def test_free_stands_first_then_where_to_ask_then_contracted_by_alphabet(
    client: FlaskClient,
) -> None:
    text = client.get("/onderwerp/hulp-thuis").text.partition("<main")[2]
    order = [
        text.index(name)
        for name in (
            "Wijkverpleging",
            "Hier vraag je hulp aan",
            "Hulp bij het huishouden aanvragen",
            "Met een indicatie",
            "Schoonmaakhulp De Voorbeeldglans",
        )
    ]
    assert order == sorted(order)
    assert "Ze staan op alfabet." in text


def test_what_is_near_stands_first_when_a_wijk_is_chosen(tmp_path: Path) -> None:
    places = {"ver": "WK015015", "dichtbij": "WK015003"}
    services = [
        service(name, place=replace(town.PROEF, code=code)) for name, code in places.items()
    ]
    shown = Contents(providers=(provider("hulp", *services),), topics=town.TOPICS)
    client = opened(tmp_path, shown)
    for query, first, second in (("", "Ver", "Dichtbij"), ("?wijk=zandweerd", "Dichtbij", "Ver")):
        text = client.get(f"/onderwerp/ontmoeten{query}").text
        assert text.index(f">{first}</a>") < text.index(f">{second}</a>")
    assert (
        client.get("/onderwerp/ontmoeten?wijk=x&y=1").headers["Location"] == "/onderwerp/ontmoeten"
    )


def test_a_service_without_contact_names_the_channel_to_use(client: FlaskClient) -> None:
    text = client.get("/dienst/zelfregie-maatje").text
    assert "Van deze organisatie hebben wij geen nummer of mailadres." in text
    assert 'Bel Gemeente Deventer: <span class="number">14 0570</span>' in text
    assert "Laatst gecontroleerd op zaterdag 16 mei." in text


def test_nobody_checked_is_said(tmp_path: Path) -> None:
    listed = provider(
        "hulp", service("koffie", last_checked=None), service("thee", last_checked=date(2026, 1, 5))
    )
    client = opened(tmp_path, Contents(providers=(listed,), topics=town.TOPICS))
    assert "Nog niet gecontroleerd." in client.get("/dienst/koffie").text
    assert "Laatst gecontroleerd op maandag 5 januari." in client.get("/dienst/thee").text


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("organisation", "maandag 5 januari door Hulp zelf."),
        ("desk", "maandag 5 januari door de redactie van DeventerWijzer."),
        ("Jan Jansen", "maandag 5 januari."),
    ],
)
def test_by_whom_it_was_checked_is_a_function_never_a_name(
    tmp_path: Path, by: str, words: str
) -> None:
    on = date(2026, 1, 5)
    old = service("koffie", provider="Hulp", last_checked=on, checked_by=by)
    new = service("thee", provider="Hulp", last_checked=date(2026, 2, 5))
    listed = replace(provider("hulp", new, old), name="Hulp")
    client = opened(tmp_path, Contents(providers=(listed,), topics=town.TOPICS))
    for path in ("/dienst/koffie", "/aanbieder/hulp"):
        text = client.get(path).text
        assert f"Laatst gecontroleerd op {words}" in text
        assert "Jan Jansen" not in text


@pytest.mark.parametrize(
    "path", ["/dienst/nee", "/aanbieder/nee", "/onderwerp/nee", "/wijk/nee", "/week/nee",
             "/activiteit/nee", "/activiteit/nee.ics", "/sitemap/99.xml", "/static/leaflet/x.js"]
)  # fmt: skip
def test_what_is_not_here_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_page_in_the_site_map_is_there(client: FlaskClient) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ET.fromstring(client.get("/sitemap.xml").data)
    maps = [e.text or "" for e in index.iter(f"{space}loc")]
    assert maps == ["https://wijzer.example/sitemap/1.xml"]
    pages = ET.fromstring(client.get("/sitemap/1.xml").data)
    paths = [
        (e.text or "").removeprefix("https://wijzer.example") for e in pages.iter(f"{space}loc")
    ]
    assert len(paths) == len(set(paths)) > 300
    assert "/activiteit/koffie" in paths
    assert "/activiteit/weg" not in paths
    assert {p: s for p in paths if (s := client.get(p).status_code) != 200} == {}


def test_robots_may_not_search_and_a_demonstration_is_closed(
    client: FlaskClient, tmp_path: Path
) -> None:
    assert "Disallow: /zoeken\n" in client.get("/robots.txt").text
    demo = opened(tmp_path / "demo", WIJZER_DEMO="1")
    assert demo.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_security_txt_holds_for_half_a_year(client: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").text == (
        "Contact: https://wijzer.example/contact\n"
        "Expires: 2026-09-06T00:00:00Z\n"
        "Preferred-Languages: nl, en\n"
        "Canonical: https://wijzer.example/.well-known/security.txt\n"
    )


def test_a_browser_can_offer_our_search_box(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    assert 'template="https://wijzer.example/zoeken?q={searchTerms}"' in answer.text


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/koffie", "/onderwerp/ontmoeten"),
        ("/Koffie/", "/onderwerp/ontmoeten"),
        ("/zandweerd", "/wijk/zandweerd"),
        ("/schrijversbuurt", "/wijk/zandweerd"),
    ],
)
def test_short_addresses_lead_to_their_page(client: FlaskClient, path: str, target: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, target)


def test_every_redirect_of_deventer_leads_to_a_page(client: FlaskClient) -> None:
    known = short.read(town.DEVENTER.folder / "redirects.csv")
    assert known
    assert {new: s for new in known.values() if (s := client.get(new).status_code) != 200} == {}


@pytest.mark.parametrize(
    "row", ["/oud,https://elders.example", "oud,/nieuw", "/oud,//elders", "/oud"]
)
def test_a_redirect_that_leads_elsewhere_stops_the_start(tmp_path: Path, row: str) -> None:
    path = tmp_path / "redirects.csv"
    path.write_text(f"from,to\n{row}\n", "utf-8")
    with pytest.raises(ConfigError, match="regel 2"):
        short.read(path)


def test_a_list_says_what_is_doubted_gone_or_off(client: FlaskClient) -> None:
    text = client.get("/lijstje?met=a.twijfel%2Ca.weg%2Ca.afgelast%2Ca.voorbij").text
    shown = re.findall(r"<strong>([^<]+)</strong>", text.partition("<ul")[2])
    assert "Een bron noemt een andere tijd: 18.00 uur." in text
    assert [w for w in shown if not w.startswith("Vrijdag")][:4] == [
        "Let op:",
        "Staat niet meer in de agenda van de organisator. Ga er niet heen zonder te bellen.",
        "Gaat niet door.",
        "Dit is voorbij.",
    ]


def test_a_list_stands_in_its_address_and_nothing_is_stored(
    client: FlaskClient, tmp_path: Path
) -> None:
    text = client.get("/lijstje?met=a.koffie,d.wmo-huishouden,d.nee").text
    for part in (
        "Koffieochtend",
        "Dinsdag 17 maart, 9.30 – 11.30 uur",
        "Telefoon 0570-695399",
        "Dit staat niet meer in de gids.",
    ):
        assert part in text
    assert "https://wijzer.example/lijstje?met=a.koffie%2Cd.wmo-huishouden%2Cd.nee" in text
    assert not (tmp_path / "spool").exists()


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("a.koffie,a.koffie,<b>,x.y", "/lijstje?met=a.koffie"),
        ("../..", "/lijstje"),
        (",".join(f"a.{n}" for n in range(40)),
         "/lijstje?met=" + "%2C".join(f"a.{n}" for n in range(30))),
    ],
)  # fmt: skip
def test_a_list_is_bounded(client: FlaskClient, asked: str, kept: str) -> None:
    answer = client.get("/lijstje", query_string={"met": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, kept)


def test_a_list_goes_along_while_searching(client: FlaskClient) -> None:
    text = client.get("/zoeken?q=koffie&lijst=d.wmo-huishouden").text
    assert "Je lijstje heeft 1 ding." in text
    assert "/lijstje?met=d.wmo-huishouden%2Ca.koffie" in text


def test_the_map_has_its_points_and_no_third_party_until_asked(tmp_path: Path) -> None:
    client = opened(tmp_path, WIJZER_TILE_URL="https://tegels.example/{z}/{x}/{y}.png")
    data = json.loads(client.get("/kaart.json").data)
    assert {"name": "Zandweerd", "address": "/wijk/zandweerd", "lat": 52.2645, "lon": 6.138,
            "count": 3, "services": 4} in data["wijken"]  # fmt: skip
    assert {p["address"] for p in data["points"]} == {
        "/activiteit/dagenlang", "/activiteit/koffie", "/activiteit/repair",
        "/activiteit/twijfel", "/activiteit/vroeg",
    }  # fmt: skip
    before, after = client.get("/kaart"), client.get("/kaart?achtergrond=1")
    assert "tegels.example" not in before.text + before.headers["Content-Security-Policy"]
    assert "https://tegels.example" in after.headers["Content-Security-Policy"]
    assert 'data-tiles="https://tegels.example/{z}/{x}/{y}.png"' in after.text


def test_without_a_tile_address_nothing_is_asked(client: FlaskClient) -> None:
    assert "achtergrond" not in client.get("/kaart").text


def test_about_names_the_sources(client: FlaskClient) -> None:
    assert "Buurthuis De Proef" in client.get("/over").text


def test_activity_of_a_provider_stands_on_its_page(tmp_path: Path) -> None:
    shown = town.contents(
        activities=(replace(activity("a1", date(2026, 3, 12)), provider_id="hulp"),),
        providers=(provider("hulp", service("koffie")),),
        aliases={},
    )
    client = opened(tmp_path, shown)
    assert 'href="/activiteit/a1"' in client.get("/aanbieder/hulp").text
    assert "1 keer iets te doen" in client.get("/agenda?aanbieder=hulp").text
