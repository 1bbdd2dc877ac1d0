"""By hand: corrected, cancelled, moved, added; answered; taken back. On both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.journal import Actor
from accounts.models import JournalEntry
from agenda.curation import decisions, editing, removal, undoing
from agenda.curation.deciding import Decider
from agenda.curation.editing import fix_of
from agenda.draft import Draft
from agenda.models import (
    Correction,
    Dirty,
    Event,
    Link,
    NotTheSame,
    Review,
    Source,
    SourceBody,
    Tombstone,
)
from agenda.reading.record import Placed
from agenda.reading.window import roll
from agenda.showing.publication import listings
from agenda.status import EventStatus, ReviewKind, Trust
from base.db import Database
from base.errors import Conflict, InvalidInput
from snapshot.listing import ActivityListing
from tests.integration.test_publication import publish, shown
from tests.integration.test_record import HERE, KOFFIE, KOOR, NOW, add_source, dates, run, states

BY = Decider(actor=Actor("Eva", is_person=True), now=NOW)


def asked(database: Database) -> list[tuple[int, int, str]]:
    """Id, version and kind of every open question."""
    query = select(Review.id, Review.version, Review.kind).where(Review.answer.is_(None))
    with database.read_scope() as session:
        return [(i, v, k) for i, v, k in session.execute(query.order_by(Review.id))]


def answer(database: Database, *, yes: bool, reason: str = "daarom") -> None:
    """Answer everything that is asked."""
    questions = {i: v for i, v, _ in asked(database)}
    with database.write_scope() as session:
        if yes:
            decisions.approve(session, questions, BY)
        else:
            decisions.reject(session, questions, reason, BY)


def undo_last(database: Database) -> None:
    with database.write_scope() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert entry is not None
        undoing.undo(session, entry.id, BY)


def correct(database: Database, key: str, **fields: str) -> None:
    with database.write_scope() as session:
        single = {"start": "single"}
        fixes = [fix_of(name, value, single.get(name, "")) for name, value in fields.items()]
        editing.correct(
            session, session.scalars(select(Event.id).where(Event.key == key)).one(), fixes, BY
        )


def only(listings: Sequence[ActivityListing]) -> ActivityListing:
    (found,) = listings
    return found


def test_a_correction_outranks_the_source_until_released(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE])
    correct(database, "koffie", start="2026-03-21T11:00", title="Koffie en thee")
    run(database, source, [replace(KOFFIE, title="Koffieochtend", price="€ 2")], hours=6)
    found = only(publish(database, hours=6))
    assert (found.title, found.price, shown(found)) == (
        "Koffie en thee",
        "€ 2",
        [("21-03 11", "moved", 0)],
    )
    with database.write_scope() as session:
        for correction_id in session.scalars(select(Correction.id)).all():
            editing.release(session, correction_id, BY)
    found = only(publish(database, hours=7))
    assert (found.title, shown(found)) == ("Koffieochtend", [("20-03 10", "scheduled", 1)])


def test_a_cancelled_date_is_public_at_once_and_comes_back_by_undo(database: Database) -> None:
    run(database, add_source(database), [KOOR])
    publish(database)
    with database.write_scope() as session:
        found = session.scalars(select(Event.id)).one()
        off = fix_of("status", "cancelled", "2026-03-10T19:00")
        editing.correct(session, found, [off], BY, note="Dirigent ziek")
        assert session.scalars(select(Dirty.reason)).all() == ["correction"]
    assert shown(only(publish(database, hours=1)))[:2] == [
        ("03-03 19", "scheduled", 0),
        ("10-03 19", "cancelled", 1),
    ]
    undo_last(database)
    assert shown(only(publish(database, hours=2)))[1] == ("10-03 19", "scheduled", 2)


def test_the_window_rolls_with_corrections_in_place(database: Database) -> None:

    endless = replace(KOOR, recurrence=replace(KOOR.recurrence, rrules=("FREQ=WEEKLY",)))  # type: ignore[type-var]
    run(database, add_source(database), [endless])
    with database.write_scope() as session:
        found = session.scalars(select(Event.id)).one()
        editing.correct(session, found, [fix_of("status", "cancelled", "2026-04-21T19:00")], BY)
    with database.write_scope() as session:
        roll(session, holidays=None, now=NOW + timedelta(days=30))
    assert ("21-04 19", "cancelled") in [s[:2] for s in shown(only(publish(database)))]


def test_a_later_correction_replaces_the_earlier_and_undo_brings_it_back(
    database: Database,
) -> None:
    run(database, add_source(database), [KOFFIE])
    correct(database, "koffie", title="Thee")
    correct(database, "koffie", title="Chocolademelk")
    assert only(publish(database)).title == "Chocolademelk"
    undo_last(database)
    assert only(publish(database, hours=1)).title == "Thee"


def test_what_is_added_by_telephone_is_public_at_once(database: Database) -> None:
    with database.write_scope() as session:
        source = editing.desk_source(session, title="Bibliotheek", now=NOW)
        editing.add(session, source, Placed(draft=KOFFIE, place=HERE), BY)
    found = only(publish(database))
    assert (found.title, [s.name for s in found.sources]) == ("Koffie", ["Bibliotheek"])
    undo_last(database)
    assert only(publish(database, hours=1)).state == "withdrawn"


def test_what_a_partner_sends_in_waits_as_a_submission(database: Database) -> None:
    with database.write_scope() as session:
        source = editing.form_source("raster", "Raster", trust=Trust.REVIEW_ALL, now=NOW)
        session.add(source)
        session.flush()
        editing.add(session, source, Placed(draft=KOFFIE, place=HERE), BY)
    assert [kind for _, _, kind in asked(database)] == [ReviewKind.SUBMISSION]
    answer(database, yes=True)
    assert only(publish(database)).title == "Koffie"


def test_an_approval_is_taken_back(database: Database) -> None:
    run(database, add_source(database, trust=Trust.REVIEW_ALL), [KOFFIE])
    answer(database, yes=True)
    assert only(publish(database)).state == "public"
    undo_last(database)
    assert states(database) == {"koffie": "pending"}
    assert [kind for _, _, kind in asked(database)] == [ReviewKind.NEW]
    answer(database, yes=True)
    assert states(database) == {"koffie": "public"}


def test_a_rejection_is_taken_back_with_its_tombstone(database: Database) -> None:
    run(database, add_source(database, trust=Trust.REVIEW_ALL), [KOFFIE])
    answer(database, yes=False)
    undo_last(database)
    assert states(database) == {"koffie": "pending"}
    with database.read_scope() as session:
        assert session.scalars(select(Tombstone.id)).all() == []


def test_an_approved_change_is_taken_back_to_its_old_dates(database: Database) -> None:
    source = add_source(database, trust=Trust.REVIEW_ALL)
    run(database, source, [KOFFIE])
    answer(database, yes=True)
    run(database, source, [replace(KOFFIE, start=KOFFIE.start.plus(timedelta(days=3)))], hours=6)
    answer(database, yes=True)
    assert dates(database, "koffie") == ["2026-03-23T10:00"]
    undo_last(database)
    assert dates(database, "koffie") == ["2026-03-20T10:00"]


def test_what_moved_on_is_not_overwritten_by_undo(database: Database) -> None:
    source = add_source(database, trust=Trust.REVIEW_ALL)
    run(database, source, [KOFFIE])
    answer(database, yes=True)
    run(database, source, [replace(KOFFIE, title="Thee")], hours=6)
    with pytest.raises(Conflict, match="sindsdien"):
        undo_last(database)


def test_a_decision_is_taken_back_once(database: Database) -> None:
    run(database, add_source(database, trust=Trust.REVIEW_ALL), [KOFFIE])
    answer(database, yes=True)
    with database.write_scope() as session:
        entry = session.scalars(select(JournalEntry.id)).one()
        undoing.undo(session, entry, BY)
    with database.write_scope() as session, pytest.raises(Conflict, match="al teruggedraaid"):
        undoing.undo(session, entry, BY)


def two_sources(database: Database, other: Draft) -> tuple[int, int]:
    """Two events of two sources that a person is asked about; their ids."""
    run(database, add_source(database), [KOFFIE])
    run(database, add_source(database, "stad"), [other])
    with database.write_scope() as session:
        one, two = session.scalars(select(Event.id).order_by(Event.id)).all()
        for event in session.scalars(select(Event)):
            event.needs_matching = False
        session.add(
            Review(
                kind=ReviewKind.DUPLICATE,
                event_id=one,
                other_event_id=two,
                created_at=NOW,
                payload={"reasons": ["zelfde dag"]},
            )
        )
    return one, two


def links(database: Database) -> tuple[int, int]:
    """How many links there are, and how many "not the same"."""
    with database.read_scope() as session:
        return len(session.scalars(select(Link.id)).all()), len(
            session.scalars(select(NotTheSame.id)).all()
        )


def test_the_same_is_linked_and_taken_back(database: Database) -> None:
    two_sources(database, replace(KOFFIE, key="x", title="Koffie!"))
    publish(database)
    answer(database, yes=True)
    assert links(database) == (1, 0)
    with database.write_scope() as session:
        entry = session.scalars(
            select(JournalEntry.id).where(JournalEntry.action == "approve")
        ).one()
        undoing.undo(session, entry, BY)
    assert links(database) == (0, 0)
    assert [kind for _, _, kind in asked(database)] == [ReviewKind.DUPLICATE]


def test_not_the_same_is_kept_and_taken_back(database: Database) -> None:
    two_sources(database, replace(KOFFIE, key="x", title="Koffie!"))
    answer(database, yes=False, reason="")
    assert links(database) == (0, 1)
    with database.write_scope() as session:
        entry = session.scalars(
            select(JournalEntry.id).where(JournalEntry.action == "reject")
        ).one()
        undoing.undo(session, entry, BY)
    assert links(database) == (0, 0)


def shown_pages(database: Database, *, hours: int = 0) -> list[ActivityListing]:
    """Every activity that is not shown by another one."""
    found = publish(database, hours=hours)
    with database.read_scope() as session:
        aliases = listings(session)[1]
    return [a for a in found if a.id not in aliases]


def contradicted(database: Database) -> ActivityListing:
    """Two linked events, of which the second cancels what the first keeps."""
    off = replace(KOFFIE, key="x", status=EventStatus.CANCELLED)
    two_sources(database, off)
    publish(database)
    answer(database, yes=True)
    return shown_pages(database)[0]


def test_a_contradiction_is_asked_at_once_and_warned_of(database: Database) -> None:
    found = contradicted(database)
    assert "Bel voor je gaat" in found.warning
    assert [kind for _, _, kind in asked(database)] == [ReviewKind.CONTRADICTION]
    publish(database, hours=1)
    assert len(asked(database)) == 1


@pytest.mark.parametrize(("yes", "status"), [(True, "cancelled"), (False, "scheduled")])
def test_its_answer_is_what_residents_see(database: Database, yes: bool, status: str) -> None:
    contradicted(database)
    answer(database, yes=yes, reason="")
    (found,) = shown_pages(database, hours=1)
    assert (found.warning, [s for _, s, _ in shown(found)]) == ("", [status])
    undo_last(database)
    assert "Bel voor je gaat" in shown_pages(database, hours=2)[0].warning
    assert [kind for _, _, kind in asked(database)] == [ReviewKind.CONTRADICTION]


def test_withdrawals_that_must_stay_are_not_asked_again(database: Database) -> None:
    source = add_source(database)
    drafts = [replace(KOFFIE, key=f"k{n}", title=f"Koffie {n}") for n in range(12)]
    run(database, source, drafts)
    for hours in (1, 14):
        run(database, source, drafts[:4], hours=hours)
    assert [kind for _, _, kind in asked(database)] == [ReviewKind.WITHDRAWAL]
    answer(database, yes=False, reason="")
    run(database, source, drafts[:4], hours=30)
    assert asked(database) == []
    run(database, source, drafts[:3], hours=50)
    run(database, source, drafts[:3], hours=70)
    assert [kind for _, _, kind in asked(database)] == [ReviewKind.WITHDRAWAL]


def spammed(database: Database) -> int:
    """A trusted source that is taken over; its id."""
    source = add_source(database)
    run(database, source, [KOFFIE, KOOR])
    run(database, source, [KOFFIE, KOOR, replace(KOFFIE, key="x", title="Casino avond")], hours=1)
    return source


def test_a_trusted_source_that_is_unlike_itself_is_held(database: Database) -> None:
    source = spammed(database)
    assert states(database) == {"koffie": "public", "koor": "public", "x": "pending"}
    assert sorted(kind for _, _, kind in asked(database)) == ["new", "odd_source"]
    later = [KOFFIE, KOOR, replace(KOFFIE, key="y", title="Thee"), replace(KOFFIE, key="x")]
    run(database, source, later, hours=2)
    assert states(database)["y"] == "pending"
    assert sorted(kind for _, _, kind in asked(database)) == ["new", "new", "odd_source"]


def answer_kind(database: Database, kind: str, *, yes: bool) -> None:
    chosen = {i: v for i, v, k in asked(database) if k == kind}
    with database.write_scope() as session:
        if yes:
            decisions.approve(session, chosen, BY)
        else:
            decisions.reject(session, chosen, "", BY)


def test_what_was_held_is_let_through_at_once(database: Database) -> None:
    spammed(database)
    answer_kind(database, "odd_source", yes=True)
    assert set(states(database).values()) == {"public"}
    assert asked(database) == []


def test_a_source_that_was_taken_over_stands_still_until_that_is_undone(
    database: Database,
) -> None:
    spammed(database)
    answer_kind(database, "odd_source", yes=False)

    def stands_still() -> bool:
        with database.read_scope() as session:
            return session.scalars(select(Source.is_paused)).one()

    assert stands_still()
    undo_last(database)
    assert not stands_still()
    assert "odd_source" in [kind for _, _, kind in asked(database)]


def test_a_source_that_asks_is_left_out_in_one_action_and_taken_back_in_one(
    database: Database,
) -> None:
    drafts = [replace(KOFFIE, description="Bij de kachel"), KOOR]
    church = add_source(database)
    run(database, church, drafts)
    run(database, add_source(database, "club", Trust.REVIEW_NEW), [replace(KOFFIE, key="k2")])
    before = publish(database)
    with database.write_scope() as session:
        session.add(SourceBody(source_id=church, body=b"kachel", fetched_at=NOW))
    with database.write_scope() as session, pytest.raises(InvalidInput):
        removal.leave_out(session, session.get_one(Source, church), " ", BY)
    with database.write_scope() as session:
        count = removal.leave_out(session, session.get_one(Source, church), "De kerk vroeg het", BY)
    assert count == 2
    gone = [a for a in publish(database) if a.title in ("Koffie", "Koor")]
    assert {(a.state, a.description) for a in gone} == {("withdrawn", "")}
    with database.read_scope() as session:
        assert session.scalars(select(SourceBody)).all() == []
        assert session.scalars(select(Source.is_paused).where(Source.id == church)).one()
    run(database, church, [replace(KOFFIE, title="Koffie en thee"), KOOR], hours=1)
    assert {states(database)[key] for key in ("koffie", "koor")} == {"rejected"}

    undo_last(database)
    after = publish(database, hours=2)
    standing = [
        [(a.title, [row[:2] for row in shown(a)]) for a in found] for found in (before, after)
    ]
    assert standing[0] == standing[1]
    with database.read_scope() as session:
        assert not session.scalars(select(Source.is_paused).where(Source.id == church)).one()
    assert states(database)["k2"] == "pending"
