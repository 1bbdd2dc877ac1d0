"""Automatic links are sampled, five a week, and a pair of sources that errs is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.journal import SYSTEM
from agenda.matching import link_watch
from agenda.matching.activities import unlink
from agenda.matching.linking import match_pending
from agenda.models import Link, LinkCheck
from base.db import Database
from tests.integration.test_linking import CAFE, OTHER, arrive
from tests.integration.test_record import NOW, add_source, run

NAMES = ("Haken", "Zangmiddag", "Schaakclub", "Formulierenhulp", "Lunchconcert", "Bloemschikken")


@pytest.fixture
def sources(database: Database) -> tuple[int, int]:
    """Two sources with six activities in common, linked."""
    bieb, stad = add_source(database, "bieb"), add_source(database, "stad")
    run(database, bieb, [replace(CAFE, key=n, title=n) for n in NAMES])
    run(database, stad, [replace(OTHER, key=n, title=n) for n in NAMES])
    assert match_pending(database, now=NOW).linked == len(NAMES)
    return bieb, stad


def sampled(database: Database, *, days: int = 0) -> int:
    with database.write_scope() as session:
        return link_watch.sample(session, now=NOW + timedelta(days=days))


def test_five_links_a_week_are_drawn_and_none_twice(
    database: Database, sources: tuple[int, int]
) -> None:
    assert [sampled(database), sampled(database, days=3)] == [5, 0]
    with database.read_scope() as session:
        assert len(link_watch.open_checks(session)) == 5


def test_a_pair_of_sources_that_was_wrong_is_asked_from_then_on(
    database: Database, sources: tuple[int, int]
) -> None:
    with database.write_scope() as session:
        pairs = [(link.event_id, link.other_event_id) for link in session.scalars(select(Link))]
        link_watch.answer(session, pairs[0], is_right=True, now=NOW)
        unlink(session, pairs[1], actor=SYSTEM, now=NOW)
    with database.read_scope() as session:
        (share,) = link_watch.shares(session)
        assert (share.sources, share.checked, share.wrong) == (("bieb", "stad"), 2, 1)
        checks = session.scalars(select(LinkCheck.is_right).order_by(LinkCheck.id)).all()
        assert checks == [True, False]
    bieb, stad = sources
    new = replace(CAFE, key="n", title="Boekenruil")
    arrive(database, bieb, *[replace(CAFE, key=n, title=n) for n in NAMES], new, hours=2)
    report = arrive(
        database,
        stad,
        *[replace(OTHER, key=n, title=n) for n in NAMES],
        replace(OTHER, key="n", title="Boekenruil"),
        hours=3,
    )
    assert report.linked == 0
    assert report.asked > 0
