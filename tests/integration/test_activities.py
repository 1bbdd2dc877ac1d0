"""Links make groups, and groups are shown by their oldest activity."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from accounts.journal import SYSTEM
from agenda.matching.activities import groups, link, unlink
from agenda.models import Activity, Dirty, Event, NotTheSame
from base.db import Database
from tests.homes import all_apart
from tests.integration.test_record import KOFFIE, NOW, add_source, run


@pytest.fixture
def events(database: Database) -> Sequence[int]:
    """Three events of three sources, each younger than the one before."""
    ids = []
    for number, name in enumerate(("kerk", "wijk", "stad")):
        run(database, add_source(database, name), [replace(KOFFIE, key=name)], hours=number)
        with database.write_scope() as session:
            ids += all_apart(session, now=NOW + timedelta(hours=number))
    return ids


def shown_by(database: Database) -> list[int]:
    """Which of the three homes shows each event, by its place in the order of age."""
    with database.read_scope() as session:
        ids = session.scalars(select(Activity.id).order_by(Activity.created_at)).all()
        rows = session.scalars(select(Event.activity_id).order_by(Event.id)).all()
    return [ids.index(row or 0) for row in rows]


def join(database: Database, one: int, other: int) -> None:
    with database.write_scope() as session:
        link(session, (one, other), score=0.9, reasons=["titel"], actor=SYSTEM, now=NOW)


def part(database: Database, one: int, other: int) -> None:
    with database.write_scope() as session:
        unlink(session, (one, other), actor=SYSTEM, now=NOW)


def test_each_event_has_an_activity_of_its_own(database: Database, events: Sequence[int]) -> None:
    assert shown_by(database) == [0, 1, 2]


def test_the_older_id_survives(database: Database, events: Sequence[int]) -> None:
    join(database, events[2], events[1])
    assert shown_by(database) == [0, 1, 1]
    with database.read_scope() as session:
        merged = session.scalars(select(Activity.merged_into_id).order_by(Activity.created_at))
        assert [m is not None for m in merged] == [False, False, True]


def test_a_link_undone_brings_the_younger_id_back(
    database: Database, events: Sequence[int]
) -> None:
    join(database, events[0], events[1])
    join(database, events[1], events[2])
    assert shown_by(database) == [0, 0, 0]
    part(database, events[1], events[0])
    assert shown_by(database) == [0, 1, 1]
    with database.read_scope() as session:
        kept = session.execute(select(NotTheSame.event_id, NotTheSame.other_event_id)).all()
    assert [tuple(row) for row in kept] == [(events[0], events[1])]


def test_linking_twice_changes_nothing(database: Database, events: Sequence[int]) -> None:
    join(database, events[0], events[1])
    with database.write_scope() as session:
        session.execute(Dirty.__table__.delete())
    join(database, events[1], events[0])
    with database.read_scope() as session:
        assert session.scalars(select(Dirty)).all() == []


@given(st.permutations([(1, 2), (2, 3), (4, 5)]))
def test_groups_do_not_depend_on_the_order_of_links(links: list[tuple[int, int]]) -> None:
    found = groups(range(1, 7), links)
    assert sorted(map(sorted, found)) == [[1, 2, 3], [4, 5], [6]]
