"""One source cancels or moves and another does not: asked, settled, never asked again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.journal import SYSTEM
from agenda.draft import Draft
from agenda.matching.linking import match_pending
from agenda.models import Activity, Correction, Review
from agenda.showing.composition import CONTRADICTION, OTHER_DATE
from agenda.showing.contradictions import settle
from agenda.status import EventStatus, ReviewAnswer, ReviewKind
from base.db import Database
from snapshot.listing import ActivityListing
from tests.integration.test_linking import CAFE, OTHER
from tests.integration.test_publication import publish
from tests.integration.test_record import NOW, add_source, run


@pytest.fixture
def sources(database: Database) -> Sequence[int]:
    """A library and a city agenda that bring the same evening."""
    ids = [add_source(database, "bieb"), add_source(database, "stad")]
    run(database, ids[0], [CAFE])
    run(database, ids[1], [OTHER])
    match_pending(database, now=NOW)
    return ids


def says(database: Database, source: int, draft: Draft, *, hours: int) -> ActivityListing:
    run(database, source, [draft], hours=hours)
    match_pending(database, now=NOW + timedelta(hours=hours))
    (shown,) = [a for a in publish(database, hours=hours) if a.state != "withdrawn"]
    return shown


def dates(shown: ActivityListing) -> list[tuple[int, str, str]]:
    return [(o.when.day.day, o.status, o.warning) for o in shown.occurrences]


def open_questions(database: Database) -> list[tuple[int | None, int | None]]:
    with database.read_scope() as session:
        rows = session.execute(
            select(Review.event_id, Review.other_event_id).where(
                Review.kind == ReviewKind.CONTRADICTION, Review.answer.is_(None)
            )
        )
        return [(one, other) for one, other in rows]


def answer(database: Database, right: int) -> None:
    with database.write_scope() as session:
        review = session.scalars(
            select(Review).where(Review.kind == ReviewKind.CONTRADICTION, Review.answer.is_(None))
        ).one()
        review.answer = ReviewAnswer.APPROVED
        settle(session, review, right_event_id=right, actor=SYSTEM, now=NOW)


def test_a_cancellation_at_one_source_warns_and_is_asked_once(
    database: Database, sources: Sequence[int]
) -> None:
    gone = replace(CAFE, status=EventStatus.CANCELLED)
    shown = says(database, sources[0], gone, hours=2)
    assert dates(shown) == [(20, "cancelled", CONTRADICTION)]
    says(database, sources[1], replace(OTHER, description="Tot dan."), hours=3)
    assert open_questions(database) == [(1, 2)]


def test_the_question_is_taken_back_when_the_other_follows(
    database: Database, sources: Sequence[int]
) -> None:
    says(database, sources[0], replace(CAFE, status=EventStatus.CANCELLED), hours=2)
    follows = replace(OTHER, status=EventStatus.CANCELLED)
    shown = says(database, sources[1], follows, hours=3)
    assert (dates(shown), open_questions(database)) == ([(20, "cancelled", "")], [])


@pytest.mark.parametrize(("right", "status"), [(1, "cancelled"), (2, "scheduled")])
def test_who_a_person_says_is_right_holds(
    database: Database, sources: Sequence[int], right: int, status: str
) -> None:
    says(database, sources[0], replace(CAFE, status=EventStatus.CANCELLED), hours=2)
    answer(database, right)
    (shown,) = publish(database, hours=3)
    assert (dates(shown), open_questions(database)) == ([(20, status, "")], [])
    with database.read_scope() as session:
        (fix,) = session.scalars(select(Correction)).all()
        assert (fix.event_id, fix.field, fix.value) == (3 - right, "status", status)


def test_a_move_at_one_source_shows_the_new_day_and_is_asked(
    database: Database, sources: Sequence[int]
) -> None:
    days = timedelta(days=2)
    moved = replace(CAFE, start=CAFE.start.plus(days), end=None)
    shown = says(database, sources[0], moved, hours=2)
    assert dates(shown) == [(22, "scheduled", OTHER_DATE)]
    assert open_questions(database) == [(1, 2)]
    answer(database, 2)
    (settled,) = publish(database, hours=3)
    assert dates(settled)[0] == (20, "moved", "")


def test_where_each_field_came_from_is_kept(database: Database, sources: Sequence[int]) -> None:
    publish(database)
    with database.read_scope() as session:
        given = session.scalar(select(Activity.provenance).where(Activity.listing.is_not(None)))
    assert {"field": "venue", "event_id": 1, "is_corrected": False} in (given or [])


@pytest.mark.parametrize(("right", "status"), [(1, "cancelled"), (2, "scheduled")])
def test_what_the_organiser_took_away_is_called_off_until_a_person_says_otherwise(
    database: Database, right: int, status: str
) -> None:
    bieb, stad = add_source(database, "bieb"), add_source(database, "stad")
    other = replace(CAFE, key="2", title="Schaken", start=CAFE.start.plus(timedelta(days=3)))
    run(database, bieb, [replace(CAFE, organiser="bieb"), other])
    run(database, stad, [OTHER])
    match_pending(database, now=NOW)
    for hours in (1, 14):
        run(database, bieb, [other], hours=hours)
    found = {a.title: a for a in publish(database, hours=14)}
    assert dates(found[OTHER.title]) == [(20, "cancelled", CONTRADICTION)]
    assert open_questions(database) == [(1, 3)]
    answer(database, {1: 1, 2: 3}[right])
    found = {a.title: a for a in publish(database, hours=15)}
    assert dates(found[OTHER.title]) == [(20, status, "")]
