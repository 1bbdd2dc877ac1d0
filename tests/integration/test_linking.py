"""Events that wait are matched: linked, asked about or left apart, on both databases."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from sqlalchemy import func, select

from accounts.journal import SYSTEM, Actor
from accounts.models import JournalEntry, Role, User
from agenda.corrections import Fix
from agenda.curation import decisions, editing
from agenda.curation.deciding import Decider
from agenda.curation.undoing import undo
from agenda.draft import Draft, Recurrence
from agenda.matching.activities import link, unlink
from agenda.matching.linking import Report, match_pending
from agenda.models import Correction, Event, Link, NotTheSame, Review, Source
from agenda.moment import Moment
from agenda.status import ReviewAnswer, ReviewKind, Trust
from base.config import ROOT
from base.db import Database
from base.municipality import load
from feeds.build import Publisher, publish_pending
from snapshot.current import Snapshots
from tests.integration.test_publication import publish
from tests.integration.test_record import NOW, add_source, run

CAFE = Draft(
    key="1",
    title="Taalcafé",
    start=Moment(date(2026, 3, 20), time(14)),
    end=Moment(date(2026, 3, 20), time(16)),
    venue="Bibliotheek Centrum",
)
OTHER = replace(CAFE, key="x", title="Taalcafé bij de bieb", end=None, venue="Bieb Centrum")
UNSURE = replace(OTHER, title="Koffie en taal oefenen", venue=None)


def arrive(database: Database, source: int, *drafts: Draft, hours: int = 0) -> Report:
    run(database, source, drafts, hours=hours)
    return match_pending(database, now=NOW + timedelta(hours=hours))


def pairs(database: Database) -> list[tuple[int, int, bool]]:
    with database.read_scope() as session:
        rows = session.execute(
            select(Link.event_id, Link.other_event_id, Link.contested_at).order_by(Link.id)
        )
        return [(a, b, contested is not None) for a, b, contested in rows]


def activities(database: Database) -> Sequence[int | None]:
    with database.read_scope() as session:
        return session.scalars(select(Event.activity_id).order_by(Event.id)).all()


def questions(database: Database) -> list[tuple[int | None, int | None, str | None]]:
    with database.read_scope() as session:
        rows = session.execute(
            select(Review.event_id, Review.other_event_id, Review.answer)
            .where(Review.kind == ReviewKind.DUPLICATE)
            .order_by(Review.id)
        )
        return [(a, b, answer) for a, b, answer in rows]


def answer(database: Database, said: ReviewAnswer) -> None:
    with database.write_scope() as session:
        for review in session.scalars(select(Review).where(Review.answer.is_(None))):
            review.answer = said


def test_what_two_sources_say_of_one_activity_is_linked(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    report = arrive(database, add_source(database, "stad"), OTHER, hours=1)
    assert report == Report(matched=1, linked=1)
    assert pairs(database) == [(1, 2, False)]
    one, other = activities(database)
    assert one == other


def test_a_series_and_its_single_dates_are_one_activity(database: Database) -> None:
    weekly = replace(CAFE, recurrence=Recurrence(rrules=("FREQ=WEEKLY;COUNT=6",)))
    single = replace(OTHER, start=CAFE.start.plus(timedelta(days=7)))
    later = replace(OTHER, key="y", start=CAFE.start.plus(timedelta(days=14)))
    stray = replace(OTHER, key="z", start=CAFE.start.plus(timedelta(days=15)))
    arrive(database, add_source(database, "bieb"), weekly)
    arrive(database, add_source(database, "stad"), single, later, stray)
    first, second, third, fourth = activities(database)
    assert first == second == third != fourth


def test_between_sure_and_apart_a_person_is_asked_once(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    stad = add_source(database, "stad")
    assert arrive(database, stad, UNSURE) == Report(matched=1, asked=1)
    changed = replace(UNSURE, description="Neem een vriend mee.")
    assert arrive(database, stad, changed, hours=2) == Report(matched=1)
    assert questions(database) == [(1, 2, None)]


def test_an_answered_question_is_not_asked_again(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    stad = add_source(database, "stad")
    arrive(database, stad, UNSURE)
    answer(database, ReviewAnswer.NOT_SAME)
    changed = replace(UNSURE, description="Neem een vriend mee.")
    assert arrive(database, stad, changed, hours=2) == Report(matched=1)


def test_a_question_that_no_longer_arises_is_taken_back(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    stad = add_source(database, "stad")
    arrive(database, stad, UNSURE)
    arrive(database, stad, OTHER, hours=2)
    assert questions(database) == [(1, 2, ReviewAnswer.SUPERSEDED)]
    assert pairs(database) == [(1, 2, False)]


def test_not_the_same_is_kept_for_good_also_when_both_change(database: Database) -> None:
    bieb, stad = add_source(database, "bieb"), add_source(database, "stad")
    arrive(database, bieb, CAFE)
    arrive(database, stad, OTHER)
    with database.write_scope() as session:
        unlink(session, (1, 2), actor=SYSTEM, now=NOW)
    arrive(database, bieb, replace(CAFE, description="Nieuw"), hours=2)
    arrive(database, stad, replace(OTHER, title="Taalcafé"), hours=2)
    assert pairs(database) == []
    with database.read_scope() as session:
        assert session.scalar(select(func.count()).select_from(NotTheSame)) == 1


def test_a_person_who_says_the_same_takes_back_not_the_same(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    arrive(database, add_source(database, "stad"), OTHER)
    with database.write_scope() as session:
        anna = User(email="anna@example.org", role=Role.EDITOR, created_at=NOW)
        session.add(anna)
        session.flush()
        editor = Actor("Anna", anna.id)
        unlink(session, (1, 2), actor=editor, now=NOW)
        link(session, (1, 2), score=1.0, reasons=[], actor=editor, now=NOW)
    with database.read_scope() as session:
        held = session.scalars(select(Link)).one()
        left = session.scalars(select(NotTheSame)).all()
        assert (held.is_automatic, left) == (False, [])


def test_an_automatic_link_is_undone_when_they_are_no_longer_alike(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    stad = add_source(database, "stad")
    arrive(database, stad, OTHER)
    report = arrive(database, stad, replace(OTHER, title="Muziek op schoot"), hours=2)
    assert report.undone == 1
    one, other = activities(database)
    assert (pairs(database), one != other) == ([], True)


def test_a_persons_link_stays_whatever_the_texts_say(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    stad = add_source(database, "stad")
    arrive(database, stad, OTHER)
    with database.write_scope() as session:
        session.scalars(select(Link)).one().is_automatic = False
    arrive(database, stad, replace(OTHER, title="Muziek op schoot"), hours=2)
    assert pairs(database) == [(1, 2, False)]


def test_moved_at_one_source_only_stays_one_activity_contested(database: Database) -> None:
    bieb = add_source(database, "bieb")
    arrive(database, bieb, CAFE)
    stad = add_source(database, "stad")
    arrive(database, stad, OTHER)
    moved = replace(CAFE, start=CAFE.start.plus(timedelta(days=1)), end=None)
    arrive(database, bieb, moved, hours=2)
    assert pairs(database) == [(1, 2, True)]
    follows = replace(OTHER, start=moved.start)
    arrive(database, stad, follows, hours=3)
    assert pairs(database) == [(1, 2, False)]


def test_sources_recorded_and_matched_at_once_find_every_pair(database: Database) -> None:
    names = ["Haken", "Koffie met de wijkagent", "Zangmiddag", "Schaakclub", "Formulierenhulp"]
    mine = [replace(CAFE, key=str(n), title=t) for n, t in enumerate(names)]
    yours = [replace(OTHER, key=str(n), title=f"{t}!") for n, t in enumerate(names)]
    sources = [add_source(database, f"bron {n}") for n in range(4)]
    jobs = list(zip(sources, (mine, yours, mine, yours), strict=True))

    def job(source: int, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            run(database, source, [d for d in drafts if d.key <= draft.key])
            match_pending(database, now=NOW)

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(lambda j: job(*j), jobs))
    match_pending(database, now=NOW)
    assert len(set(activities(database))) == len(names)


def test_what_was_not_matched_yet_is_matched_before_it_is_published(
    database: Database, tmp_path: Path
) -> None:
    run(database, add_source(database, "bieb"), [CAFE])
    run(database, add_source(database, "stad"), [OTHER])
    publisher = Publisher(
        snapshots=tmp_path,
        municipality=load(ROOT / "municipalities/deventer"),
        base_url="https://agenda.example",
    )
    publish_pending(database, publisher, now=NOW)
    (shown,) = Snapshots(tmp_path).current().activities()
    assert sorted(source.name for source in shown.sources) == ["bieb", "stad"]


def states(database: Database) -> Sequence[str]:
    with database.read_scope() as session:
        return session.scalars(select(Event.state).order_by(Event.id)).all()


def test_what_only_repeats_what_is_public_waits_for_nobody(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    arrive(database, add_source(database, "stad", Trust.REVIEW_NEW), OTHER)
    assert states(database) == ["public", "public"]
    with database.read_scope() as session:
        assert session.scalars(select(Review.answer)).all() == [ReviewAnswer.SUPERSEDED]


def test_a_source_under_review_waits_also_with_what_it_repeats(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    arrive(database, add_source(database, "stad", Trust.REVIEW_ALL), OTHER)
    assert states(database) == ["public", "pending"]


def test_dates_that_are_not_public_yet_wait_for_a_person(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    weekly = replace(OTHER, recurrence=Recurrence(rrules=("FREQ=WEEKLY;COUNT=6",)))
    report = arrive(database, add_source(database, "stad", Trust.REVIEW_NEW), weekly)
    assert (report.linked, states(database)) == (1, ["public", "pending"])


EDITOR = Decider(actor=Actor("Eva", is_person=True), now=NOW + timedelta(hours=3))
APRIL = Moment(date(2026, 4, 10), time(14))


def put_right(database: Database, event_id: int, *fixes: Fix) -> Report:
    with database.write_scope() as session:
        editing.correct(session, event_id, fixes, EDITOR)
    return match_pending(database, now=EDITOR.now)


def test_a_change_that_is_approved_is_matched_by_its_new_facts(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    stad = add_source(database, "stad", trust=Trust.REVIEW_NONE)
    held = replace(OTHER, start=APRIL)
    arrive(database, stad, held)
    with database.write_scope() as session:
        session.get_one(Source, stad).trust = Trust.REVIEW_ALL
    arrive(database, stad, OTHER, hours=1)
    assert pairs(database) == []
    with database.write_scope() as session:
        asked = session.scalars(select(Review).where(Review.answer.is_(None))).one()
        decisions.approve(session, {asked.id: asked.version}, EDITOR)
    assert match_pending(database, now=EDITOR.now) == Report(matched=1, linked=1)
    with database.write_scope() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "approve")).one()
        undo(session, entry.id, EDITOR)
    assert match_pending(database, now=EDITOR.now).matched == 1
    assert [is_contested for _, _, is_contested in pairs(database)] == [True]


def test_a_date_that_staff_corrected_is_what_is_matched(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    arrive(database, add_source(database, "stad"), replace(OTHER, start=APRIL))
    assert pairs(database) == []
    moved = put_right(database, 2, Fix("start", CAFE.start.iso(), "single"))
    assert moved == Report(matched=1, linked=1)
    assert pairs(database) == [(1, 2, False)]


def test_a_title_and_place_that_staff_corrected_are_what_is_matched(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    other = replace(OTHER, title="Bijeenkomst", venue="Zaal 3")
    arrive(database, add_source(database, "stad"), other)
    assert pairs(database) == []
    right = (Fix("title", "Taalcafé"), Fix("venue", "Bibliotheek Centrum"))
    assert put_right(database, 2, *right) == Report(matched=1, linked=1)
    with database.write_scope() as session:
        laid = session.scalars(select(Correction)).all()
        for each in laid:
            editing.release(session, each.id, EDITOR)
    match_pending(database, now=EDITOR.now)
    assert pairs(database) == []


def test_what_staff_corrects_takes_nothing_apart(database: Database) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    arrive(database, add_source(database, "stad"), OTHER)
    assert pairs(database) == [(1, 2, False)]
    put_right(database, 1, Fix("title", "Oefenen met de buren"), Fix("venue", "Park"))
    assert pairs(database) == [(1, 2, False)]
    put_right(database, 1, Fix("start", APRIL.iso(), "single"))
    assert pairs(database) == [(1, 2, False)]


def test_a_moved_date_of_two_sources_stands_once_without_a_question(
    database: Database, tmp_path: Path
) -> None:
    arrive(database, add_source(database, "bieb"), CAFE)
    arrive(database, add_source(database, "stad"), OTHER)
    put_right(database, 1, Fix("start", APRIL.iso(), "single"))
    (shown,) = publish(database, hours=4)
    assert [(d.when.day, d.status, d.warning) for d in shown.occurrences] == [
        (APRIL.day, "moved", "")
    ]
    assert questions(database) == []
    with database.read_scope() as session:
        assert session.scalars(select(Review)).all() == []
