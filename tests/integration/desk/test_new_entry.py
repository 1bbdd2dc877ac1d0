"""A service put on the map by hand, contracts that end, and questions about one service."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Role
from agenda.models import Dirty
from base.db import Database
from providers import scope, store
from providers.models import Decision
from snapshot.table import services_csv
from tests import roles
from tests.integration.desk.test_map import TODAY, filled, journal, last_entry
from tests.listings import service

NEW = {
    "organisation": "raster ",
    "name": "Rouwcafé",
    "summary": "Praat over wie je mist.",
    "access": "free",
    "topics": "rouw",
}


@pytest.fixture
def kept(database: Database) -> None:
    with database.write_scope() as session:
        services = [
            service("koffie", provider_id="raster", provider="Raster"),
            service("wmo", provider_id="zorg", provider="Zorg", access="contracted"),
        ]
        store.put(session, services, now=roles.NOW)


def form(client: FlaskClient, **changes: str) -> dict[str, str]:
    return filled(client, "/kaart/nieuw") | NEW | changes


@pytest.mark.usefixtures("kept")
def test_a_service_is_put_on_the_map_under_its_organisation(
    editor: FlaskClient, database: Database
) -> None:
    assert roles.post(editor, "/kaart/nieuw", **form(editor)).status_code == 302
    assert roles.post(editor, "/kaart/nieuw", **form(editor)).status_code == 302
    with database.read_scope() as session:
        found = store.one(session, "raster-rouwcafe").listing
        assert (found.provider_id, found.provider) == ("raster", "Raster")
        assert (found.topics, found.access, found.last_checked) == (("rouw",), "free", TODAY)
        assert store.one(session, "raster-rouwcafe-2").listing.name == "Rouwcafé"
        assert set(session.scalars(select(Dirty.reason))) == {"providers"}
    assert [(action, about) for action, about, _, _ in journal(database)] == [
        ("add", "raster-rouwcafe"),
        ("add", "raster-rouwcafe-2"),
    ]
    assert 'kaart/dienst/raster-rouwcafe">Rouwcafé</a>' in editor.get("/logboek/").text


@pytest.mark.usefixtures("kept")
def test_a_service_that_was_added_by_mistake_is_taken_back(
    editor: FlaskClient, database: Database
) -> None:
    roles.post(editor, "/kaart/nieuw", **form(editor))
    roles.post(editor, f"/logboek/{last_entry(database)}/terug")
    with database.read_scope() as session:
        assert store.one(session, "raster-rouwcafe").is_hidden
    assert roles.post(editor, f"/logboek/{last_entry(database)}/terug").status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("organisation", " ", "Vul de organisatie in."),
        ("organisation", "x" * 121, "Dit is langer dan 120 tekens."),
        ("name", "", "Vul een naam in."),
        ("access", "", "Kies hoe je er terecht kunt."),
        ("topics", "", "Kies bekende onderwerpen (minstens een)."),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    editor: FlaskClient, database: Database, field: str, value: str, message: str
) -> None:
    assert message in roles.post(editor, "/kaart/nieuw", **form(editor, **{field: value})).text
    with database.read_scope() as session:
        assert store.everything(session) == ()


def test_what_was_decided_about_the_same_thing_is_shown_first(
    editor: FlaskClient, database: Database
) -> None:
    with database.write_scope() as session:
        row = scope.ask(
            session, subject="Rouw", question="Hoort rouw erbij?", teams=[], now=roles.NOW
        )
        reason = "Gratis hulp wel."
        scope.decide(session, row.id, decision=Decision.PARTLY, reason=reason, now=roles.NOW)
    page = roles.post(editor, "/kaart/nieuw", **form(editor)).text
    assert "Hierover is besloten" in page
    assert "Gratis hulp wel." in page
    with database.read_scope() as session:
        assert store.everything(session) == ()
    assert roles.post(editor, "/kaart/nieuw", **form(editor, toch="ja")).status_code == 302


@pytest.mark.usefixtures("kept")
def test_a_question_says_which_services_it_touches(editor: FlaskClient, database: Database) -> None:
    facts = {"onderwerp": "Koffie", "vraag": "Hoort koffie erbij?", "dienst": "koffie"}
    assert "De vraag gaat over" in editor.get("/bereik?dienst=koffie").text
    roles.post(editor, "/bereik", **facts)
    assert "Hierover is een vraag gesteld" in editor.get("/kaart/dienst/koffie").text
    assert "Deze vraag gaat ook over Wmo" in editor.get("/bereik/1?dienst=wmo").text
    assert roles.post(editor, "/bereik/1/dienst", dienst="wmo").status_code == 302
    assert roles.post(editor, "/bereik/1/dienst", dienst="niets").status_code == 404
    with database.read_scope() as session:
        assert scope.question_of(session, 1).service_ids == "koffie wmo"


@pytest.mark.usefixtures("kept")
def test_contracts_that_end_are_listed_with_their_owner(
    editor: FlaskClient, database: Database
) -> None:
    with database.write_scope() as session:
        for name, days in (("koffie", 93), ("wmo", 30)):
            until = TODAY + timedelta(days=days)
            store.set_contract(session, name, owner="Team Inkoop", until=until)
    page = editor.get("/kaart").text
    (listed,) = page.split("Contracten die aflopen")[1].split("</ul>")[:1]
    assert ("Wmo" in listed, "Koffie" in listed, "Team Inkoop" in listed) == (True, False, True)


@pytest.mark.usefixtures("kept")
def test_a_file_with_a_bad_row_says_why_nothing_is_asked_to_go(editor: FlaskClient) -> None:
    good = service("koffie", provider="Raster", opening_hours="Elke dag")
    body = services_csv([good]) + b"x,Y,Z,,onbekend,vrij" + b"," * 17 + b"\r\n"
    sent = {"bestand": (io.BytesIO(body), "x.csv")}
    page = editor.post(
        "/kaart/inlezen", data=sent | {"csrf_token": roles.token(editor, "/kaart/inlezen")}
    ).text
    assert "Rij 3, topics: Geen van de onderwerpen kennen we." in page
    assert "open: <del></del> <ins>Elke dag</ins>" in page
    assert "vragen we nu niet wat er van de kaart af moet" in page
    assert "Vink aan wat eraf moet" not in page


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "Kies eerst een bestand."),
        (b"naam,adres\r\nx,y\r\n", "Deze kolommen ontbreken: id, organisation, service_name"),
        (b"PK\x03\x04rommel", "Dit is een Excel-bestand. Bewaar het als CSV (UTF-8)."),
        (b"\x00\x01\x02" * 1000, "Deze kolommen ontbreken: id"),
    ],
)
def test_a_file_that_is_no_map_is_told_why_where_it_was_chosen(
    editor: FlaskClient, body: bytes, message: str
) -> None:
    sent = {"bestand": (io.BytesIO(body), "x.csv")}
    answer = editor.post(
        "/kaart/inlezen", data=sent | {"csrf_token": roles.token(editor, "/kaart/inlezen")}
    )
    assert answer.status_code == 400
    assert message in answer.text
    assert 'type="file"' in answer.text


def test_only_staff_puts_services_on_the_map(app: Flask) -> None:
    for role in (Role.POLICY, Role.PARTNER):
        assert roles.post(roles.log_in(app, role), "/kaart/nieuw", **NEW).status_code == 403
