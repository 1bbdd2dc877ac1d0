"""The map at the desk: entries, a file, scope, and what people look for."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.journal import SYSTEM
from accounts.models import JournalEntry, Mail, Role
from agenda.curation.deciding import Decider
from agenda.curation.undoing import undo
from agenda.models import Dirty, Review
from base.db import Database
from providers import asked, checks, scope, store
from providers.models import Opinion
from snapshot.search.counting import Asked
from snapshot.table import services_csv
from tests import roles
from tests.listings import service

TODAY = roles.NOW.date()


@pytest.fixture
def kept(database: Database) -> None:
    with database.write_scope() as session:
        services = [
            service("koffie", provider_id="raster", provider="Raster", summary="Kom erbij."),
            service("wmo", provider_id="zorg", provider="Zorg", access="contracted"),
        ]
        store.put(session, services, now=roles.NOW)


def filled(client: FlaskClient, path: str) -> dict[str, str]:
    """What stands in the form of a page."""
    text = client.get(path).text
    found = dict(re.findall(r'<input id="\w+" name="(\w+)"[^>]*? value="([^"]*)"', text))
    found |= dict(re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>([^<]*)</textarea>', text))
    lists = re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', text, re.DOTALL)
    for name, options in lists:
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = "; ".join(filter(None, [found.get(name), chosen and chosen[1]]))
    return found


def journal(database: Database) -> list[tuple[str, str, dict[str, str], dict[str, str]]]:
    with database.read_scope() as session:
        rows = session.scalars(select(JournalEntry).where(JournalEntry.subject_kind != "account"))
        return [(r.action, r.subject_id, r.before or {}, r.after or {}) for r in rows]


@pytest.mark.usefixtures("kept")
def test_a_service_is_changed_and_the_journal_says_what(
    editor: FlaskClient, database: Database
) -> None:
    values = filled(editor, "/kaart/dienst/koffie") | {"summary": "Kom gezellig langs."}
    assert roles.post(editor, "/kaart/dienst/koffie", **values).status_code == 302
    with database.read_scope() as session:
        assert store.one(session, "koffie").listing.summary == "Kom gezellig langs."
        assert session.scalars(select(Dirty.reason)).all() == ["providers"]
    [(action, subject, before, after)] = journal(database)
    assert (action, subject) == ("change", "koffie")
    assert (before["summary"], after["summary"]) == ("Kom erbij.", "Kom gezellig langs.")
    assert "in het kort" in editor.get("/logboek/").text


def last_entry(database: Database) -> int:
    with database.read_scope() as session:
        return (
            session.scalars(select(JournalEntry.id).order_by(JournalEntry.id.desc())).first() or 0
        )


@pytest.mark.usefixtures("kept")
def test_a_change_and_its_contract_are_taken_back_in_the_journal(
    editor: FlaskClient, database: Database
) -> None:
    with database.read_scope() as session:
        before = store.one(session, "wmo")
    values = filled(editor, "/kaart/dienst/wmo") | {"summary": "Anders."}
    values |= {"contract_owner": "Inkoop", "contract_until": "2026-01-31"}
    roles.post(editor, "/kaart/dienst/wmo", **values)
    page = editor.get("/kaart/dienst/wmo").text
    assert "Het contract is afgelopen op" in page
    first = last_entry(database)
    roles.post(editor, f"/logboek/{first}/terug")
    with database.read_scope() as session:
        after = store.one(session, "wmo")
    assert (after.listing.summary, after.contract_owner, after.contract_until) == (
        before.listing.summary,
        "",
        None,
    )
    assert roles.post(editor, f"/logboek/{first}/terug").status_code == 409


@pytest.mark.usefixtures("kept")
def test_what_was_changed_since_is_not_taken_back(editor: FlaskClient, database: Database) -> None:
    for text in ("Eerst.", "Daarna."):
        values = filled(editor, "/kaart/dienst/koffie") | {"summary": text}
        roles.post(editor, "/kaart/dienst/koffie", **values)
    assert roles.post(editor, f"/logboek/{last_entry(database) - 1}/terug").status_code == 409
    with database.read_scope() as session:
        assert store.one(session, "koffie").listing.summary == "Daarna."


@pytest.mark.usefixtures("kept")
def test_off_the_map_is_taken_back_in_the_journal(editor: FlaskClient, database: Database) -> None:
    roles.post(editor, "/kaart/dienst/koffie/zichtbaar", stand="weg")
    roles.post(editor, f"/logboek/{last_entry(database)}/terug")
    with database.read_scope() as session:
        assert [s.id for s in store.load(session, today=TODAY)] == ["koffie", "wmo"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("summary", "x" * 241, "Dit is langer dan 240 tekens; het zijn er 241."),
        ("name", " ", "Vul een naam in."),
        ("topics", "onbekend", "Kies bekende onderwerpen (onbekend)."),
        ("website", "javascript:alert(1)", "Een webadres begint met https://."),
        ("contract_until", "31 december", "Dit is geen datum als 2026-12-31."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_changes(
    editor: FlaskClient, database: Database, field: str, value: str, message: str
) -> None:
    values = filled(editor, "/kaart/dienst/koffie") | {field: value}
    assert message in roles.post(editor, "/kaart/dienst/koffie", **values).text
    assert journal(database) == []


@pytest.mark.usefixtures("kept")
def test_plainer_words_are_shown_before_saving(editor: FlaskClient) -> None:
    values = filled(editor, "/kaart/dienst/koffie")
    values |= {"summary": "Wij ondersteunen u.", "actie": "kijk"}
    page = roles.post(editor, "/kaart/dienst/koffie", **values).text
    assert "Schrijf liever: helpen." in page


@pytest.mark.usefixtures("kept")
def test_a_service_goes_off_the_map_and_back(editor: FlaskClient, database: Database) -> None:
    for stand, shown in (("weg", ["wmo"]), ("terug", ["koffie", "wmo"])):
        roles.post(editor, "/kaart/dienst/koffie/zichtbaar", stand=stand)
        with database.read_scope() as session:
            assert [s.id for s in store.load(session, today=TODAY)] == shown


@pytest.mark.usefixtures("kept")
def test_a_file_is_shown_before_it_is_taken_and_nothing_is_lost(
    editor: FlaskClient, database: Database
) -> None:
    body = services_csv([service("koffie", provider="Raster", topics=("eenzaamheid",))])
    data = {
        "bestand": (io.BytesIO(body), "x.csv"),
        "csrf_token": roles.token(editor, "/kaart/inlezen"),
    }
    page = editor.post("/kaart/inlezen", data=data).text
    assert "0 nieuw, 1 anders, 0 gelijk." in page
    name = re.search(r'name="bestand" value="([^"]+)"', page)
    assert name is not None
    assert roles.post(editor, "/kaart/inlezen/doen", bestand=name[1]).status_code == 302
    with database.read_scope() as session:
        assert [s.id for s in store.load(session, today=TODAY)] == ["koffie", "wmo"]
        assert store.one(session, "koffie").listing.topics == ("eenzaamheid",)
    assert roles.post(editor, "/kaart/inlezen/doen", bestand=name[1]).status_code == 404
    assert roles.post(editor, "/kaart/inlezen/doen", bestand="../../x").status_code == 404


@pytest.mark.usefixtures("kept")
def test_who_did_not_answer_is_listed_until_someone_looked(
    editor: FlaskClient, database: Database
) -> None:
    late = roles.NOW - timedelta(days=61)
    path = "/kaart/dienst/koffie/vraag-naar"
    assert "geen mailadres" in roles.post(editor, path, vraag_email="raster").text
    assert roles.post(editor, path, vraag_email="info@raster.example").status_code == 302
    assert "info@raster.example" in editor.get("/kaart/dienst/koffie").text
    with database.write_scope() as session:
        checks.take(session, checks.due(checks.entries(session), now=late), now=late)
        session.flush()
        now = roles.NOW
        checks.take(session, checks.due(checks.entries(session), now=now), now=now)
    assert "Heeft niet geantwoord" in editor.get("/kaart").text
    roles.post(editor, "/kaart/dienst/koffie/nagekeken")
    with database.read_scope() as session:
        assert store.one(session, "koffie").listing.last_checked == TODAY


def test_teams_answer_by_link_and_visitors_read_the_decision(
    app: Flask, editor: FlaskClient, database: Database
) -> None:
    facts = {"onderwerp": "Rouw", "vraag": "Hoort rouwbegeleiding erbij?"}
    answer = roles.post(editor, "/bereik", **facts, team="Beleid Wmo en zorg")
    assert answer.location == "/bereik/1"
    with database.read_scope() as session:
        (letter,) = session.scalars(select(Mail)).all()
        assert letter.to_address == "beleid-zorg@example.org"
    link = re.search(r"https?://[^/]+(/bereik/antwoord/\S+)", letter.body)
    assert link is not None
    stranger = app.test_client()
    assert "Hoort rouwbegeleiding erbij?" in stranger.get(link[1]).text
    sent = {"antwoord": "yes", "toelichting": "Als het gratis is."}
    data = {**sent, "csrf_token": roles.token(stranger, link[1])}
    assert "Bedankt" in stranger.post(link[1], data=data).text
    assert stranger.get(link[1][:-2] + "xx").status_code == 404
    roles.post(editor, "/bereik/1", besluit="partly", reden="Gratis hulp wel.")
    with database.read_scope() as session:
        (opinion,) = scope.opinions(session, 1)
        assert (opinion.opinion, opinion.note) == (Opinion.YES, "Als het gratis is.")
        assert [s.reason for s in scope.listings(session)] == ["Gratis hulp wel."]


def test_the_same_question_is_shown_before_it_is_asked_again(editor: FlaskClient) -> None:
    facts = {"onderwerp": "Rouw", "vraag": "Hoort rouwbegeleiding erbij?"}
    roles.post(editor, "/bereik", **facts)
    again = {"onderwerp": "Begeleiding bij rouw", "vraag": "Mag dat?"}
    assert "Is dit al gevraagd?" in roles.post(editor, "/bereik", **again).text
    assert roles.post(editor, "/bereik", **again, toch="ja").status_code == 302


def test_a_failed_search_becomes_words_of_a_subject(
    editor: FlaskClient, database: Database
) -> None:
    with database.write_scope() as session:
        days = [TODAY - timedelta(days=n) for n in range(5)]
        asked.count(
            session, [Asked("krap bij kas", day, is_found=False) for day in days], key="geheim"
        )
        asked.count(session, [Asked("jan jansen", TODAY, is_found=False)], key="geheim")
    page = editor.get("/zoeken").text
    assert ("krap bij kas" in page, "jan jansen" in page) == (True, False)
    roles.post(editor, "/zoeken/woorden", woorden="krap bij kas", onderwerp="schulden")
    assert "krap bij kas → " in editor.get("/zoeken").text
    roles.post(editor, "/zoeken/woorden/1/weg")
    assert "krap bij kas → " not in editor.get("/zoeken").text


def test_policy_reads_the_register_and_changes_nothing(app: Flask) -> None:
    policy = roles.log_in(app, Role.POLICY)
    assert policy.get("/bereik").status_code == 200
    assert roles.post(policy, "/bereik", onderwerp="x", vraag="y").status_code == 403
    assert policy.get("/kaart").status_code == 403


@pytest.mark.usefixtures("kept")
def test_an_organisation_changes_its_own_entry_through_the_queue(
    app: Flask, editor: FlaskClient, database: Database
) -> None:
    partner = roles.log_in(app, Role.PARTNER)
    values = filled(partner, "/organisatie/kaart/koffie") | {"summary": "Kom bij ons."}
    for _ in range(2):
        assert roles.post(partner, "/organisatie/kaart/koffie", **values).status_code == 302
    assert "wacht op de redactie" in partner.get("/organisatie/kaart/").text
    with database.read_scope() as session:
        assert store.one(session, "koffie").listing.summary == "Kom erbij."
        (question,) = session.scalars(select(Review).where(Review.answer.is_(None))).all()
    page = editor.get(f"/wachtrij/{question.id}").text
    assert "Kom <del>erbij.</del><ins>bij ons.</ins>" in page
    answer = {"versie": question.version, "besluit": "ja"}
    assert roles.post(editor, f"/wachtrij/{question.id}", **answer).status_code == 302
    with database.read_scope() as session:
        assert store.one(session, "koffie").listing.summary == "Kom bij ons."
        entry = session.scalar(select(JournalEntry.id).where(JournalEntry.action == "approve"))
    with database.write_scope() as session:
        undo(session, entry or 0, Decider(actor=SYSTEM, now=roles.NOW, holidays=None))
    with database.read_scope() as session:
        assert store.one(session, "koffie").listing.summary == "Kom erbij."


@pytest.mark.usefixtures("kept")
def test_an_organisation_sees_and_changes_no_entry_of_another(app: Flask) -> None:
    partner = roles.log_in(app, Role.PARTNER)
    assert partner.get("/organisatie/kaart/wmo").status_code == 403
    assert roles.post(partner, "/organisatie/kaart/wmo", name="x").status_code == 403
    assert roles.post(partner, "/kaart/dienst/koffie", name="x").status_code == 403
