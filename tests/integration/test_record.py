"""A source's runs into rows, on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import msgspec
from sqlalchemy import func, select

from agenda.curation.signals import close_past
from agenda.draft import Draft, Parsed, Recurrence
from agenda.models import Event, Occurrence, Review, Revision, Source
from agenda.moment import Moment
from agenda.reading.known import known_events
from agenda.reading.reconcile import plan
from agenda.reading.record import Placed, apply
from agenda.status import EventState, ReviewKind, SourceKind, Trust
from base.db import Database
from providers.places.place import Place, PlaceKind

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE = Place(kind=PlaceKind.NEIGHBOURHOOD, code="WK015003", name="Zandweerd")
KOFFIE = Draft(key="koffie", title="Koffie", start=Moment(date(2026, 3, 20), time(10)))
KOOR = Draft(
    key="koor",
    title="Koor",
    start=Moment(date(2026, 3, 3), time(19)),
    recurrence=Recurrence(rrules=("FREQ=WEEKLY;COUNT=4",)),
)


def add_source(database: Database, name: str = "kerk", trust: Trust = Trust.REVIEW_NONE) -> int:
    with database.write_scope() as session:
        source = Source(
            name=name,
            title=name,
            kind=SourceKind.ICAL,
            address="https://kerk.example/a.ics",
            trust=trust,
            created_at=NOW,
        )
        session.add(source)
        session.flush()
        return source.id


def run(database: Database, source_id: int, drafts: Sequence[Draft], *, hours: int = 0) -> None:
    now = NOW + timedelta(hours=hours)
    placed = {d.key: Placed(draft=d, place=HERE) for d in drafts}
    with database.write_scope() as session:
        source = session.get_one(Source, source_id)
        known = known_events(session, source_id, now=now)
        arrived = plan(known, Parsed(drafts=tuple(drafts)), now=now)
        changed = {d.key: Placed(draft=d, place=HERE) for d in arrived.change}
        apply(session, source, arrived, {**placed, **changed}, now=now)


def states(database: Database) -> dict[str, str]:
    with database.read_scope() as session:
        return {key: state for key, state in session.execute(select(Event.key, Event.state))}  # noqa: C416 (Rows to values)


def dates(database: Database, key: str) -> list[str]:
    query = select(Occurrence.start_local).join(Event, Event.id == Occurrence.event_id)
    with database.read_scope() as session:
        found = session.scalars(query.where(Event.key == key).order_by(Occurrence.start_utc))
        return [start.isoformat(timespec="minutes") for start in found]


def count(database: Database, table: type[Revision] | type[Review]) -> int:
    with database.read_scope() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_new_events_get_their_dates(database: Database) -> None:
    run(database, add_source(database), [KOFFIE, KOOR])
    assert states(database) == {"koffie": "public", "koor": "public"}
    assert dates(database, "koor") == [f"2026-03-{day:02}T19:00" for day in (3, 10, 17, 24)]


def test_the_same_again_writes_no_revision(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE, KOOR])
    run(database, source, [KOFFIE, KOOR], hours=6)
    assert count(database, Revision) == 2


def test_a_changed_rule_replaces_its_dates(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOOR])
    shorter = replace(KOOR, recurrence=Recurrence(rrules=("FREQ=WEEKLY;COUNT=2",)))
    run(database, source, [shorter], hours=6)
    assert dates(database, "koor") == ["2026-03-03T19:00", "2026-03-10T19:00"]


def test_a_moved_single_date_stays_one_instance(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE])
    run(database, source, [replace(KOFFIE, start=KOFFIE.start.plus(timedelta(days=1)))], hours=6)
    assert dates(database, "koffie") == ["2026-03-21T10:00"]


def test_a_source_under_review_asks_once_and_shows_the_approved(database: Database) -> None:
    source = add_source(database, trust=Trust.REVIEW_ALL)
    run(database, source, [KOFFIE])
    run(database, source, [replace(KOFFIE, title="Koffie en thee")], hours=6)
    assert states(database) == {"koffie": "pending"}
    with database.read_scope() as session:
        open_kinds = session.scalars(select(Review.kind).where(Review.answer.is_(None))).all()
    assert open_kinds == [ReviewKind.NEW]


def test_a_question_about_what_runs_for_weeks_closes_after_its_end(database: Database) -> None:
    source_id = add_source(database, trust=Trust.REVIEW_ALL)
    start, end = Moment(date(2026, 3, 10)), Moment(date(2026, 3, 31))
    run(database, source_id, [Draft(key="kunst", title="Kunst kijken", start=start, end=end)])
    for day, closed in ((31, 0), (32, 1)):
        now = NOW + timedelta(days=day - 1)
        with database.write_scope() as session:
            assert close_past(session, today=now.date(), now=now) == closed


def test_two_absences_withdraw_and_a_return_restores(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE, KOOR])
    run(database, source, [KOOR], hours=1)
    assert states(database)["koffie"] == "public"
    run(database, source, [KOOR], hours=14)
    assert states(database)["koffie"] == EventState.WITHDRAWN
    run(database, source, [KOFFIE, KOOR], hours=20)
    assert states(database)["koffie"] == "public"


def test_a_source_never_touches_the_events_of_another(database: Database) -> None:
    first, second = add_source(database), add_source(database, "buurthuis")
    run(database, first, [KOFFIE, KOOR])
    run(database, second, [replace(KOFFIE, key="ander")])
    run(database, second, [replace(KOOR, key="weer-een-ander")], hours=1)
    run(database, second, [replace(KOOR, key="weer-een-ander")], hours=20)
    assert states(database) == {
        "koffie": "public",
        "koor": "public",
        "ander": "withdrawn",
        "weer-een-ander": "public",
    }


def test_churning_keys_stay_the_same_events(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE, KOOR])
    fresh = [replace(KOFFIE, key="nieuw-1"), replace(KOOR, key="nieuw-2")]
    run(database, source, fresh, hours=6)
    run(database, source, fresh, hours=30)
    assert states(database) == {"nieuw-1": "public", "nieuw-2": "public"}
    assert count(database, Revision) == 2


def test_a_revision_holds_the_draft_as_it_was(database: Database) -> None:
    run(database, add_source(database), [KOOR])
    with database.read_scope() as session:
        facts = session.scalars(select(Revision.draft)).one()
    assert msgspec.convert(facts, Draft) == KOOR
