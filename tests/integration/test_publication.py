"""From rows to what residents see, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete

from accounts.journal import SYSTEM
from agenda.draft import Draft, Override, Recurrence
from agenda.matching.activities import link, unlink
from agenda.models import Dirty
from agenda.showing.publication import listings, refresh
from agenda.status import EventStatus, Trust
from base.config import ROOT
from base.db import Database
from base.municipality import load
from snapshot.listing import ActivityListing
from tests.homes import all_apart
from tests.integration.test_record import KOFFIE, KOOR, NOW, add_source, run

DEVENTER = load(ROOT / "municipalities/deventer")


def publish(database: Database, *, hours: int = 0) -> tuple[ActivityListing, ...]:
    now = NOW + timedelta(hours=hours)
    with database.write_scope() as session:
        all_apart(session, now=now)
        session.flush()
        dirty = sorted(
            {d for d in session.scalars(delete(Dirty).returning(Dirty.activity_id)) if d}
        )
        refresh(session, dirty, municipality=DEVENTER, now=now)
    with database.read_scope() as session:
        return listings(session)[0]


def shown(activity: ActivityListing) -> list[tuple[str, str, int]]:
    return [
        (f"{o.when.day:%d-%m} {o.when.clock:%H}", o.status, o.sequence)
        for o in activity.occurrences
    ]


def test_a_trusted_source_is_public(database: Database) -> None:
    run(database, add_source(database), [KOFFIE, KOOR])
    found = {a.title: a for a in publish(database)}
    assert set(found) == {"Koffie", "Koor"}
    assert (found["Koffie"].state, found["Koffie"].place.neighbourhood) == ("public", "Zandweerd")
    assert shown(found["Koor"])[0] == ("03-03 19", "scheduled", 0)


def test_what_waits_for_a_person_is_nowhere(database: Database) -> None:
    run(database, add_source(database, trust=Trust.REVIEW_ALL), [KOFFIE])
    assert publish(database) == ()


def test_publishing_again_changes_nothing(database: Database) -> None:
    run(database, add_source(database), [KOFFIE, KOOR])
    first = publish(database)
    run(database, add_source(database, "ander"), [replace(KOFFIE, key="x", title="Thee")], hours=1)
    again = {a.id: a for a in publish(database, hours=1)}
    assert [again[a.id] for a in first] == list(first)


def test_a_moved_date_keeps_its_uid(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE])
    (before,) = publish(database)
    run(database, source, [replace(KOFFIE, start=KOFFIE.start.plus(timedelta(days=2)))], hours=6)
    (after,) = publish(database, hours=6)
    assert shown(after) == [("22-03 10", "scheduled", 1)]
    assert after.occurrences[0].uid == before.occurrences[0].uid


def test_one_date_of_a_series_is_cancelled(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOOR])
    publish(database)
    gone = Override(original=KOOR.start, status=EventStatus.CANCELLED)
    rule = Recurrence(rrules=("FREQ=WEEKLY;COUNT=4",), overrides=(gone,))
    run(database, source, [replace(KOOR, recurrence=rule)], hours=6)
    (after,) = publish(database, hours=6)
    assert shown(after)[:2] == [("03-03 19", "cancelled", 1), ("10-03 19", "scheduled", 0)]


def test_a_withdrawn_activity_says_so_and_its_dates_are_cancelled(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE, KOOR])
    publish(database)
    run(database, source, [KOOR], hours=1)
    run(database, source, [KOOR], hours=14)
    found = {a.title: a for a in publish(database, hours=14)}
    assert (found["Koffie"].state, shown(found["Koffie"])) == (
        "withdrawn",
        [("20-03 10", "cancelled", 1)],
    )


def two_linked(database: Database) -> Sequence[int]:
    run(database, add_source(database, "kerk"), [KOFFIE])
    other: Draft = replace(KOFFIE, key="k2", title="Koffie-ochtend", price="gratis")
    run(database, add_source(database, "wijk"), [other])
    with database.write_scope() as session:
        ids = all_apart(session, now=NOW)
        session.flush()
        link(session, (ids[0], ids[1]), score=1.0, reasons=[], actor=SYSTEM, now=NOW)
    return ids


def test_linked_events_are_one_activity_with_both_sources(database: Database) -> None:
    two_linked(database)
    (activity,) = publish(database)
    assert sorted(s.name for s in activity.sources) == ["kerk", "wijk"]
    assert (activity.price, len(activity.occurrences)) == ("gratis", 1)


def test_unlinking_brings_both_back(database: Database) -> None:
    ids = two_linked(database)
    publish(database)
    with database.write_scope() as session:
        unlink(session, (ids[0], ids[1]), actor=SYSTEM, now=NOW)
    found = publish(database, hours=1)
    assert sorted(a.title for a in found) == ["Koffie", "Koffie-ochtend"]
    assert [shown(a)[0][1] for a in found] == ["scheduled", "scheduled"]


def test_a_younger_activity_that_was_public_leads_on_and_its_date_is_cancelled(
    database: Database,
) -> None:
    run(database, add_source(database, "kerk"), [KOFFIE])
    publish(database)
    run(database, add_source(database, "wijk"), [replace(KOFFIE, key="k2")], hours=1)
    publish(database, hours=1)
    with database.write_scope() as session:
        link(session, (1, 2), score=1.0, reasons=[], actor=SYSTEM, now=NOW)
    found = publish(database, hours=2)
    with database.read_scope() as session:
        aliases = listings(session)[1]
    assert len(aliases) == 1
    (retired,) = [a for a in found if a.id in aliases]
    assert shown(retired) == [("20-03 10", "cancelled", 1)]
