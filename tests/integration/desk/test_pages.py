"""The pages of the desk with something on them, and what their forms do."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as listening
from sqlalchemy import select

from accounts.journal import SYSTEM
from accounts.models import Mail, Role, User
from agenda.curation import asking_owners
from agenda.curation.signals import take_questions, take_signals
from agenda.draft import Column
from agenda.matching.activities import give_homes, link
from agenda.models import Correction, Event, Preview, Review, Source
from agenda.status import ReviewKind, SourceKind, Trust
from base.db import Database
from ingest.preview import Sight, Trouble
from providers import store
from snapshot.spool import Question, Signal
from tests import roles, town
from tests.integration.test_publication import publish
from tests.integration.test_record import KOFFIE, KOOR, NOW, add_source, run, states


def event_id(database: Database, title: str = "Koffie") -> int:
    with database.read_scope() as session:
        return session.scalars(select(Event.id).where(Event.title == title)).one()


@pytest.fixture
def partner(app: Flask) -> FlaskClient:
    return roles.log_in(app, Role.PARTNER)


def test_an_activity_is_found_and_its_date_cancelled(
    database: Database, editor: FlaskClient
) -> None:
    run(database, add_source(database), [KOFFIE, KOOR])
    publish(database)
    found = editor.get("/activiteiten/?zoek=koor").text
    assert [word in found for word in ("Koor", "Koffie")] == [True, False]
    koor = event_id(database, "Koor")
    assert "dinsdag 10 maart 2026, 19.00 uur" in editor.get(f"/activiteiten/{koor}").text
    data = {"datum": "2026-03-10T19:00", "wat": "af", "reden": "Dirigent ziek"}
    assert roles.post(editor, f"/activiteiten/{koor}/datums", **data).status_code == 302
    page = editor.get(f"/activiteiten/{koor}").text
    assert "gaat niet door" in page
    assert "Dirigent ziek" in page
    (shown,) = [a for a in publish(database, hours=1) if a.title == "Koor"]
    assert [o.status for o in shown.occurrences][:2] == ["scheduled", "cancelled"]


def test_a_single_date_is_moved_and_its_correction_released(
    database: Database, editor: FlaskClient
) -> None:
    run(database, add_source(database), [KOFFIE])
    koffie = event_id(database)
    data = {"datum": "single", "wat": "verplaats", "dag": "2026-03-25", "tijd": "11:30"}
    assert roles.post(editor, f"/activiteiten/{koffie}/datums", **data).status_code == 302
    (shown,) = publish(database)
    assert [o.when.day.day for o in shown.occurrences] == [25]
    with database.read_scope() as session:
        correction = session.scalars(select(Correction.id)).one()
    roles.post(editor, f"/activiteiten/correctie/{correction}/los")
    (shown,) = publish(database, hours=1)
    assert [o.when.day.day for o in shown.occurrences] == [20]


def test_texts_are_corrected_and_only_what_differs_is_fixed(
    database: Database, editor: FlaskClient
) -> None:
    run(database, add_source(database), [replace(KOFFIE, venue="Buurthuis")])
    koffie = event_id(database)
    data = {"title": "Koffie en thee", "venue": "Buurthuis", "price": "gratis"}
    assert roles.post(editor, f"/activiteiten/{koffie}/corrigeer", **data).status_code == 302
    (shown,) = publish(database)
    assert (shown.title, shown.price) == ("Koffie en thee", "gratis")
    with database.read_scope() as session:
        assert set(session.scalars(select(Correction.field))) == {"title", "price"}


def test_a_whole_sheet_that_was_approved_is_taken_back_in_one(
    database: Database, editor: FlaskClient
) -> None:
    run(database, add_source(database, trust=Trust.REVIEW_ALL), [KOFFIE, KOOR])
    with database.read_scope() as session:
        rows = session.execute(select(Review.id, Review.version))
        ticked = [f"{review_id}:{version}" for review_id, version in rows]
    roles.post(editor, "/wachtrij/groep", vraag=ticked, besluit="ja")
    assert set(states(database).values()) == {"public"}
    page = editor.get("/wachtrij").text
    assert "2 tegelijk" in page
    (entry,) = re.findall(r"/logboek/(\d+)/terug", page)
    roles.post(editor, f"/logboek/{entry}/terug", naar="rij")
    assert set(states(database).values()) == {"pending"}


def test_a_date_is_not_moved_to_a_day_that_is_over(database: Database, editor: FlaskClient) -> None:
    run(database, add_source(database), [KOOR])
    koor = event_id(database, "Koor")
    data = {"datum": "2026-03-10T19:00", "wat": "verplaats", "dag": "2026-02-01"}
    answer = roles.post(editor, f"/activiteiten/{koor}/datums", **data)
    assert (answer.status_code, "Die dag is al voorbij." in answer.text) == (400, True)


def test_what_happens_once_and_is_off_says_so_in_what_stands_there(
    database: Database, editor: FlaskClient
) -> None:
    run(database, add_source(database), [KOFFIE])
    koffie = event_id(database)
    roles.post(editor, f"/activiteiten/{koffie}/datums", datum="single", wat="af")
    stands = editor.get(f"/activiteiten/{koffie}").text.partition('id="zegt"')[2]
    assert "gaat niet door" in stands


def test_a_wijk_is_chosen_by_hand(database: Database, editor: FlaskClient) -> None:
    run(database, add_source(database), [KOFFIE])
    koffie = event_id(database)
    page = editor.get(f"/activiteiten/{koffie}").text
    code, name = re.findall(r'<option value="(WK\w+)">([^<]+)</option>', page)[-1]
    roles.post(editor, f"/activiteiten/{koffie}/corrigeer", title="Koffie", wijk=code)
    assert f"<strong>{name}</strong>" in editor.get(f"/activiteiten/{koffie}").text


def test_a_contact_that_is_a_person_is_said_before_it_is_sent(partner: FlaskClient) -> None:
    for contact, is_said in (("bel Ria 06-12345678", True), ("06-12345678", False)):
        page = roles.post(partner, "/organisatie/nieuw", **FORM | {"contact": contact}).text
        assert ("Het contact lijkt van een persoon." in page) is is_said


def test_what_is_taken_down_stays_away_and_comes_back_by_the_journal(
    database: Database, editor: FlaskClient
) -> None:
    run(database, add_source(database), [KOFFIE])
    publish(database)
    koffie = event_id(database)
    roles.post(editor, f"/activiteiten/{koffie}/weg", reden="Besloten")
    assert states(database) == {"koffie": "rejected"}
    assert [a.state for a in publish(database, hours=1)] == ["withdrawn"]
    page = editor.get("/logboek/?zoek=besloten").text
    (entry,) = re.findall(r"/logboek/(\d+)/terug", page)
    roles.post(editor, f"/logboek/{entry}/terug")
    assert states(database) == {"koffie": "public"}
    assert "teruggedraaid" in editor.get("/logboek/").text


FORM = {
    "wat": "Samen koken",
    "datum": "2026-03-12",
    "tijd": "17:00",
    "tot": "19:30",
    "waar": "Bibliotheek Deventer",
    "omschrijving": "Koken en eten met de buurt.",
    "kosten": "€ 5",
}


def test_an_activity_is_added_by_telephone_in_three_steps(
    database: Database, editor: FlaskClient
) -> None:
    back = roles.post(editor, "/activiteiten/nieuw", **FORM).text
    assert "donderdag 12 maart 2026, 17.00 uur tot" in back
    answer = roles.post(editor, "/activiteiten/nieuw", **FORM, zeker="1")
    assert answer.status_code == 302
    (shown,) = publish(database)
    assert (shown.title, shown.state, shown.price) == ("Samen koken", "public", "€ 5")


def test_a_form_that_is_not_right_says_what_and_keeps_what_was_typed(editor: FlaskClient) -> None:
    wrong = {**FORM, "datum": "", "wanneer": "binnenkort", "omschrijving": "x" * 700}
    answer = roles.post(editor, "/activiteiten/nieuw", **wrong)
    assert answer.status_code == 400
    assert "maak dit 100 tekens korter" in answer.text
    assert "we lezen hier geen dag in" in answer.text
    assert 'value="binnenkort"' in answer.text


def test_words_for_when_are_shown_back(editor: FlaskClient) -> None:
    words = {**FORM, "datum": "", "wanneer": "elke dinsdag van 10 tot 12 uur"}
    assert "elke dinsdag" in roles.post(editor, "/activiteiten/nieuw", **words).text


def test_a_partner_sends_in_waits_is_approved_and_sees_it(
    app: Flask, database: Database, editor: FlaskClient, partner: FlaskClient
) -> None:
    assert "Ja, dit klopt" in roles.post(partner, "/organisatie/nieuw", **FORM).text
    roles.post(partner, "/organisatie/nieuw", **FORM, zeker="1")
    assert "wordt nagekeken" in partner.get("/organisatie/").text
    queue = editor.get("/wachtrij").text
    assert "Ingestuurd" in queue
    with database.read_scope() as session:
        asked = session.scalars(select(Review.id)).one()
    roles.post(editor, f"/wachtrij/{asked}", versie=1, besluit="ja")
    assert "staat op de site" in partner.get("/organisatie/").text
    assert [a.title for a in publish(database)] == ["Samen koken"]


def test_a_partner_sees_why_something_was_not_placed(
    database: Database, editor: FlaskClient, partner: FlaskClient
) -> None:
    roles.post(partner, "/organisatie/nieuw", **FORM, zeker="1")
    with database.read_scope() as session:
        asked = session.scalars(select(Review.id)).one()
    roles.post(editor, f"/wachtrij/{asked}", versie=1, besluit="nee", reden="Alleen voor leden")
    assert "niet geplaatst: Alleen voor leden" in partner.get("/organisatie/").text


def test_a_partner_touches_only_its_own(database: Database, partner: FlaskClient) -> None:
    run(database, add_source(database), [KOFFIE])
    koffie = event_id(database)
    assert partner.get(f"/activiteiten/{koffie}").status_code == 403
    answers = [
        roles.post(partner, f"/activiteiten/{koffie}/datums", datum="single", wat="af"),
        roles.post(partner, f"/organisatie/{koffie}/loopt-nog"),
    ]
    assert [a.status_code for a in answers] == [403, 403]
    assert "Koffie" not in partner.get("/activiteiten/").text


def test_dates_that_a_calendar_gives_apart_are_one_line_to_confirm(
    database: Database, partner: FlaskClient
) -> None:
    dates = [
        replace(KOFFIE, key=f"k{n}", start=KOFFIE.start.plus(timedelta(days=n))) for n in (0, 7)
    ]
    source = add_source(database)
    run(database, source, [*dates, KOOR])
    with database.write_scope() as session:
        owner = session.scalars(select(User.provider_id).where(User.role == Role.PARTNER)).one()
        session.get_one(Source, source).provider_id = owner
        first = session.scalars(select(Event.id).where(Event.key == "k0")).one()
    page = partner.get("/organisatie/").text
    assert (page.count("Loopt nog<"), page.count("en nog 1 keer apart")) == (2, 1)
    roles.post(partner, f"/organisatie/{first}/loopt-nog")
    with database.read_scope() as session:
        confirmed = session.scalars(select(Event.key).where(Event.confirmed_at.is_not(None)))
        assert sorted(confirmed) == ["k0", "k7"]


SIGHT = Sight(
    kind=SourceKind.SPREADSHEET,
    address="",
    title="Lijst",
    events=(),
    problems=(Trouble(message="Geen datum.", severity="dropped", where="rij 7", code="no_date"),),
    columns=(Column(sheet="Blad1", heading="datum", meaning="datum"),),
    alternates=(),
    event_count=1,
    problem_count=1,
)


def fill(database: Database, sight: Sight | None, message: str = "") -> int:
    """What the worker does with the last preview."""
    with database.write_scope() as session:
        row = session.scalars(select(Preview).order_by(Preview.id.desc())).first()
        assert row is not None
        row.done_at, row.message = NOW, message
        row.result = msgspec.to_builtins(sight) if sight else None
        return row.id


def test_a_partner_hands_over_its_own_list(
    database: Database, partner: FlaskClient, tmp_path: Path
) -> None:
    file = (BytesIO(b"datum;activiteit\n"), "Activiteiten 2026.csv")
    answer = roles.post(partner, "/organisatie/lijst", bestand=file)
    assert 'http-equiv="refresh"' in partner.get(answer.location).text
    preview = fill(database, SIGHT)
    page = partner.get(answer.location).text
    assert [t in page for t in ("1 activiteit gelezen", "rij 7: Geen datum.")] == [True, True]
    assert roles.post(partner, f"/organisatie/lijst/{preview}/gebruik").status_code == 302
    with database.read_scope() as session:
        source = session.scalars(select(Source)).one()
        facts = (source.name, source.trust, source.provider_id)
        assert facts == ("raster-lijst", Trust.REVIEW_ALL, roles.OWN)
        kept = tmp_path / "uploads" / source.address.removeprefix("upload:")
    assert kept.read_bytes() == b"datum;activiteit\n"


def test_a_source_is_tried_added_changed_paused_and_read(
    database: Database, editor: FlaskClient
) -> None:
    answer = roles.post(editor, "/bronnen/proef", adres="https://kerk.example/a.ics")
    preview = fill(database, SIGHT)
    assert 'value="Lijst"' in editor.get(answer.location).text
    data = {"titel": "De Kerk", "vertrouwen": "review_all", "grond": "agreed"}
    added = roles.post(editor, f"/bronnen/proef/{preview}/toevoegen", **data)
    assert added.location == "/bronnen/de-kerk"
    changed = {**data, "adres": "https://kerk.example/b.ics", "rommel": "bezet, verhuur"}
    changed["contact"] = "info@kerk.example"
    assert roles.post(editor, "/bronnen/de-kerk", **changed).status_code == 302
    roles.post(editor, "/bronnen/de-kerk/pauze", stil="ja", reden="Verhuist")
    page = editor.get("/bronnen/de-kerk").text
    assert [text in page for text in ("bezet, verhuur", "Verhuist")] == [True, True]
    roles.post(editor, "/bronnen/de-kerk/pauze", stil="nee")
    roles.post(editor, "/bronnen/de-kerk/weg", reden="De kerk vroeg het")
    assert "Staat stil. De kerk vroeg het" in editor.get("/bronnen/de-kerk").text
    assert "bron weggelaten op verzoek" in editor.get("/logboek/").text
    roles.post(editor, "/bronnen/de-kerk/pauze", stil="nee")
    with database.read_scope() as session:
        source = session.scalars(select(Source)).one()
        facts = (source.settings, source.is_paused, source.next_check_at)
    settings = {"junk": ["bezet", "verhuur"], "contact": "info@kerk.example"}
    assert facts == (settings, False, NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("webcal://kerk.example/a.ics", "webcal://kerk.example/a.ics"),
        ("www.kerk.example/agenda", "https://www.kerk.example/agenda"),
        ("kerk.example", "https://kerk.example"),
    ],
)
def test_an_address_is_taken_as_people_type_it(
    database: Database, editor: FlaskClient, typed: str, kept: str
) -> None:
    roles.post(editor, "/bronnen/proef", adres=typed)
    with database.read_scope() as session:
        assert session.scalars(select(Preview.address)).one() == kept


def test_a_selector_file_is_tried_before_it_is_kept(
    database: Database, editor: FlaskClient
) -> None:
    sent = {"adres": "https://kerk.example/agenda", "selectors": "activiteit: .blok"}
    answer = roles.post(editor, "/bronnen/proef", **sent)
    with database.read_scope() as session:
        assert session.scalars(select(Preview.settings)).one() == {"selectors": sent["selectors"]}
        assert session.scalars(select(Source)).all() == []
    preview = fill(database, replace(SIGHT, kind=SourceKind.WEBSITE))
    page = editor.get(answer.location).text
    assert (sent["selectors"] in page, "Probeer opnieuw" in page) == (True, True)
    data = {"titel": "De Kerk", "vertrouwen": "review_all", "grond": "agreed"}
    roles.post(editor, f"/bronnen/proef/{preview}/toevoegen", **data)
    with database.read_scope() as session:
        assert session.scalars(select(Source.settings)).one() == {"selectors": sent["selectors"]}


def test_a_failed_try_says_why(database: Database, editor: FlaskClient) -> None:
    answer = roles.post(editor, "/bronnen/proef", adres="https://kerk.example/a.ics")
    fill(database, None, "Dit is een inlogpagina.")
    assert "Dit lukt niet. Dit is een inlogpagina." in editor.get(answer.location).text


def test_signals_of_residents_come_with_a_link_to_the_item(
    database: Database, editor: FlaskClient
) -> None:
    run(database, add_source(database), [KOFFIE])
    (shown,) = publish(database)
    line = Signal(kind="activity", target_id=shown.id, reason="cancelled", note="Dicht", at=NOW)
    with database.write_scope() as session:
        assert take_signals(session, [line], today=NOW.date()) == 1
        assert take_signals(session, [line], today=NOW.date()) == 0
        asked = session.scalars(select(Review.id)).one()
    page = editor.get(f"/wachtrij/{asked}").text
    assert "Het gaat niet door." in page
    assert f"/activiteiten/{event_id(database)}" in page
    assert roles.post(editor, f"/wachtrij/{asked}", versie=1, besluit="ja").status_code == 302


def test_a_signal_about_the_map_leads_to_its_entry(database: Database, editor: FlaskClient) -> None:
    line = Signal(kind="service", target_id="raster-maatje", reason="other", note="", at=NOW)
    with database.write_scope() as session:
        take_signals(session, [line], today=NOW.date())
        asked = session.scalars(select(Review.id)).one()
    page = editor.get(f"/wachtrij/{asked}").text
    assert "/kaart/dienst/raster-maatje" in page
    assert "<h1>aanbod raster-maatje</h1>" in page


def test_a_signal_about_the_map_bears_its_name(database: Database, editor: FlaskClient) -> None:
    service = replace(town.providers()[0].services[0], id="een", name="Maatje gezocht")
    facts = {"reason": "other", "note": "", "at": NOW}
    lines = [
        Signal(kind="service", target_id="een", **facts),
        Signal(kind="provider", target_id=service.provider_id, **facts),
    ]
    with database.write_scope() as session:
        store.put(session, [service], now=NOW)
        take_signals(session, lines, today=NOW.date())
        titles = {row.payload["title"] for row in session.scalars(select(Review))}
    assert titles == {"Maatje gezocht", service.provider}


def test_a_visitors_question_can_be_answered(database: Database, editor: FlaskClient) -> None:
    line = Question(text="Is er een lift?", name="Ans", reply_to="a@b.example", wijk="", at=NOW)
    with database.write_scope() as session:
        take_questions(session, [line])
        asked = session.scalars(select(Review.id)).one()
    page = editor.get(f"/wachtrij/{asked}").text
    assert [text in page for text in ("Is er een lift?", "a@b.example")] == [True, True]


def test_an_owner_confirms_with_one_click_of_the_letter(
    app: Flask, database: Database, partner: FlaskClient
) -> None:
    roles.post(partner, "/organisatie/nieuw", **{**FORM, "datum": "2026-12-12"}, zeker="1")
    with database.write_scope() as session:
        give_homes(session, now=NOW)
        event = session.scalars(select(Event)).one()
        event.state, event.approved_id = "public", event.latest_id  # type: ignore[assignment]
        later = NOW + timedelta(days=190)
        facts = {"key": app.secret_key, "base_url": "http://localhost", "site": "X", "now": later}
        found = asking_owners.ask_owners(session, **facts)  # type: ignore[arg-type]
        assert found.letters == 1
        body = session.scalars(select(Mail.body)).one()
    path = next(line for line in body.splitlines() if "/bevestig/" in line)
    path = path.removeprefix("http://localhost")
    stranger = app.test_client()
    assert "Samen koken" in stranger.get(path).text
    data = {
        "csrf_token": roles.token(stranger, path),
        "loopt": str(event_id(database, FORM["wat"])),
    }
    assert "Dank u wel" in stranger.post(path, data=data).text
    assert stranger.get("/bevestig/verzonnen").status_code == 410


def test_people_are_added_with_a_letter_and_closed(app: Flask, database: Database) -> None:
    boss = roles.log_in(app, Role.ADMINISTRATOR)
    data = {"naam": "Nieuw", "email": "nieuw@bieb.example", "rol": "editor"}
    assert roles.post(boss, "/mensen/", **data).status_code == 302
    page = boss.get("/mensen/").text
    assert "nieuw@bieb.example" in page
    assert "/link/" in boss.get("/post/").text
    user = max(int(found) for found in re.findall(r"/mensen/(\d+)/sluit", page))
    assert roles.post(boss, f"/mensen/{user}/sluit").status_code == 302


@pytest.mark.parametrize("path", ["/", "/cijfers/", "/handboek/", "/activiteiten/steekproef"])
def test_the_quiet_pages_open(database: Database, editor: FlaskClient, path: str) -> None:
    run(database, add_source(database), [KOFFIE, KOOR])
    publish(database)
    assert editor.get(path).status_code == 200


def test_policy_reads_figures_and_no_queue(app: Flask) -> None:
    policy = roles.log_in(app, Role.POLICY)
    assert "gevonden wat ik zocht: 60 %" in policy.get("/cijfers/").text
    assert policy.get("/wachtrij").status_code == 403


def test_the_journal_names_what_was_linked(database: Database, editor: FlaskClient) -> None:
    run(database, add_source(database), [KOFFIE, replace(KOFFIE, key="k2", title="Koffie & thee")])
    with database.write_scope() as session:
        link(session, (1, 2), score=1.0, reasons=[], actor=SYSTEM, now=NOW)
    assert "Koffie en Koffie &amp; thee" in editor.get("/logboek/").text


def queries(database: Database, client: FlaskClient, path: str) -> int:
    """How many statements a page costs."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    listening.listen(database.engine, "before_cursor_execute", counted)
    assert client.get(path).status_code == 200
    listening.remove(database.engine, "before_cursor_execute", counted)
    return count


LISTS = ("/", "/wachtrij", "/activiteiten/", "/bronnen/", "/logboek/", "/post/", "/cijfers/")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_queries_with_one_row_and_with_three(
    database: Database, editor: FlaskClient, path: str
) -> None:
    source = add_source(database, trust=Trust.REVIEW_ALL)
    drafts = [replace(KOFFIE, key=f"k{n}", title=f"Koffie {n}") for n in range(3)]
    run(database, source, drafts[:1])
    editor.get(path)
    one = queries(database, editor, path)
    add_source(database, "twee")
    run(database, source, drafts, hours=1)
    assert queries(database, editor, path) == one


def test_the_queue_costs_the_same_with_fifty_and_with_five_thousand(
    database: Database, editor: FlaskClient
) -> None:
    source = add_source(database, trust=Trust.REVIEW_ALL)
    run(database, source, [replace(KOFFIE, key=f"k{n}") for n in range(50)])
    editor.get("/wachtrij")
    fifty = queries(database, editor, "/wachtrij")
    with database.write_scope() as session:
        session.add_all(
            Review(kind=ReviewKind.NEW, source_id=source, created_at=NOW, payload={"title": str(n)})
            for n in range(4_950)
        )
    assert queries(database, editor, "/wachtrij") == fifty
