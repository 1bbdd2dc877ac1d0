"""The desk's share of the clock, each part twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from accounts import mail, people
from accounts.journal import SYSTEM, Actor
from accounts.keys import secret_key
from accounts.models import Mail, Role
from agenda.curation import asking_owners, editing
from agenda.curation.deciding import Decider
from agenda.draft import Recurrence
from agenda.models import Event, OpinionCount, Review, Source
from agenda.reading.record import Placed
from agenda.status import ReviewKind, Trust
from agenda.words import day_words
from base.db import Database
from snapshot.spool import Opinion, Question, Signal, append
from tasks import people as tasks_people
from tasks import work
from tests.integration.test_publication import publish
from tests.integration.test_record import HERE, KOOR, NOW, states
from tests.roles import settings_of
from tests.smtp import smtp

BY = Decider(actor=Actor("Eva", is_person=True), now=NOW)
Held = Callable[..., work.Works]


@pytest.fixture
def held(database: Database, tmp_path: Path) -> Held:
    def make(**more: str) -> work.Works:
        return work.works(settings_of(tmp_path, **more), database)

    return make


def test_what_visitors_send_reaches_the_queue_once(database: Database, held: Held) -> None:
    works = held()
    folder = works.settings.spool_dir
    append(folder, Signal(kind="activity", target_id="x", reason="other", note="", at=NOW))
    append(folder, Question(text="Lift?", name="", reply_to="a@b.example", wijk="", at=NOW))
    for _ in range(2):
        append(folder, Opinion(path="/zoeken", is_found=False, note="", at=NOW))
    assert tasks_people.drain_messages(works, now=NOW) == 4
    assert tasks_people.drain_messages(works, now=NOW) == 0
    with database.read_scope() as session:
        kinds = session.scalars(select(Review.kind)).all()
        times = session.scalars(select(OpinionCount.times)).all()
    assert (kinds, times) == ([ReviewKind.SIGNAL] * 2, [2])


def write(database: Database, subject: str = "Dag") -> None:
    with database.write_scope() as session:
        mail.write(session, "a@b.example", subject, "Hallo, é", now=NOW)


def test_mail_goes_out_once(database: Database, held: Held) -> None:
    write(database)
    with smtp() as server:
        works = held(WIJZER_MAIL_URL=server.url)
        assert tasks_people.send_mail(works, now=NOW) == 1
        assert tasks_people.send_mail(works, now=NOW + timedelta(hours=1)) == 0
    letter = server.letters[0]
    assert (letter["Subject"], letter.get_content().strip()) == ("Dag", "Hallo, é")


def test_a_server_that_is_down_costs_only_time(database: Database, held: Held) -> None:
    write(database)
    with smtp() as server:
        works = held(WIJZER_MAIL_URL=server.url)
    assert tasks_people.send_mail(works, now=NOW) == 0
    with database.read_scope() as session:
        row = session.scalars(select(Mail)).one()
        facts = (row.sent_at, row.next_try_at, row.problem.split(":")[0])
    assert facts == (None, NOW + timedelta(minutes=5), "De mailserver is niet te bereiken")


def test_one_refused_letter_does_not_hold_back_the_others(database: Database, held: Held) -> None:
    write(database, "weiger dit")
    write(database, "Dag")
    with smtp() as server:
        assert tasks_people.send_mail(held(WIJZER_MAIL_URL=server.url), now=NOW) == 1
    assert [letter["Subject"] for letter in server.letters] == ["Dag"]


def test_without_a_server_letters_stay_in_the_outbox(database: Database, held: Held) -> None:
    write(database)
    assert tasks_people.send_mail(held(), now=NOW) == 0
    with database.read_scope() as session:
        assert session.scalars(select(Mail.next_try_at)).one() == NOW


def filled_in(database: Database) -> None:
    """A weekly activity that an organisation filled in, and its person."""
    with database.write_scope() as session:
        people.add(
            session, "p@raster.example", Role.PARTNER, actor=SYSTEM, now=NOW, provider_id="raster"
        )
        source = editing.form_source(
            "raster", "Raster", trust=Trust.REVIEW_NONE, now=NOW, provider_id="raster"
        )
        session.add(source)
        session.flush()
        weekly = replace(KOOR, recurrence=Recurrence(rrules=("FREQ=WEEKLY",)))
        editing.add(session, source, Placed(draft=weekly, place=HERE), BY)
    publish(database)


def subjects(database: Database) -> list[str]:
    with database.read_scope() as session:
        return list(session.scalars(select(Mail.subject).order_by(Mail.id)))


def test_an_owner_who_never_answers_is_asked_reminded_and_it_expires(
    database: Database, held: Held
) -> None:
    filled_in(database)
    works = held()
    for day in (100, 182, 182, 190, 196, 196, 210):
        tasks_people.ask_owners(works, now=NOW + timedelta(days=day))
    letters = ["Lopen uw activiteiten nog?", "Herinnering: lopen uw activiteiten nog?"]
    assert subjects(database) == letters
    with database.read_scope() as session:
        assert session.scalars(select(Review.kind)).all() == [ReviewKind.RECONFIRM]
    assert list(states(database).values()) == ["public"]
    for _ in range(2):
        tasks_people.ask_owners(works, now=NOW + timedelta(days=224))
    assert list(states(database).values()) == ["expired"]
    assert subjects(database) == [*letters, "Uit de agenda gehaald"]
    with database.read_scope() as session:
        notice = session.scalars(select(Mail.body).order_by(Mail.id.desc())).first() or ""
        known = set(session.scalars(select(Event.id)))
    token = notice.partition("/bevestig/")[2].split()[0]
    assert set(asking_owners.read_link(secret_key(works.settings), token)) == known


def bodies(database: Database) -> list[str]:
    with database.read_scope() as session:
        return list(session.scalars(select(Mail.body).order_by(Mail.id)))


def test_the_question_and_its_reminder_name_the_same_last_day(
    database: Database, held: Held
) -> None:
    filled_in(database)
    for day in (182, 196):
        tasks_people.ask_owners(held(), now=NOW + timedelta(days=day))
    last = day_words((NOW + timedelta(days=224)).date())
    said = [f"Horen we niets, dan gaat het op {last} van de agenda." in b for b in bodies(database)]
    assert said == [True, True]


def test_what_goes_on_one_day_is_one_letter(database: Database, held: Held) -> None:
    filled_in(database)
    with database.write_scope() as session:
        source = session.scalars(select(Source)).one()
        for title in ("Soep", "Soep"):
            weekly = Recurrence(rrules=("FREQ=WEEKLY",))
            draft = replace(KOOR, title=title, recurrence=weekly)
            editing.add(session, source, Placed(draft=draft, place=HERE), BY)
    publish(database)
    for day in (182, 224):
        tasks_people.ask_owners(held(), now=NOW + timedelta(days=day))
    assert subjects(database)[1:] == ["Uit de agenda gehaald"]
    assert bodies(database)[1].count("- Soep") == 1
    assert f"- {KOOR.title}" in bodies(database)[1]


def test_an_answer_starts_the_half_year_anew_and_brings_back(
    database: Database, held: Held
) -> None:
    filled_in(database)
    works = held()
    for day in (182, 230):
        tasks_people.ask_owners(works, now=NOW + timedelta(days=day))
    assert list(states(database).values()) == ["expired"]
    later = NOW + timedelta(days=231)
    with database.write_scope() as session:
        ids = session.scalars(select(Event.id)).all()
        asking_owners.confirm(session, ids, actor=BY.actor, now=later)
    assert list(states(database).values()) == ["public"]
    before = len(subjects(database))
    tasks_people.ask_owners(works, now=later + timedelta(days=100))
    assert len(subjects(database)) == before


def test_staff_gets_the_week_once(database: Database, held: Held) -> None:
    with database.write_scope() as session:
        people.add(session, "e@bieb.example", Role.EDITOR, actor=SYSTEM, now=NOW)
    assert tasks_people.write_week(held(), now=NOW) == 1
    assert tasks_people.write_week(held(), now=NOW) == 0
    with database.read_scope() as session:
        body = session.scalars(select(Mail.body)).one()
    assert body.startswith("Er wachten 0 vragen, ongeveer 0 minuten werk.")
    wijken = held().tools.municipality.wijken
    empty = ", ".join(sorted(wijk.name for wijk in wijken))
    assert f"Niets in de komende vier weken: {empty}." in body
