"""Lines without a readable date: asked once a source, not again, gone when they can be read."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.journal import Actor
from agenda.curation import decisions
from agenda.curation.deciding import Decider
from agenda.draft import Problem
from agenda.models import Review, Source
from agenda.reading import unread
from agenda.status import Basis, ReviewKind, Severity, SourceKind, Trust
from base.db import Database

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
GARDEN = Problem(
    code="no_date",
    message="Rij 22: “Tuindag”: “bij mooi weer” kunnen wij niet als datum lezen.",
    severity=Severity.DROPPED,
)
SKATING = replace(GARDEN, message="Rij 30: “Schaatstocht” heeft geen datum.")


def a_source(session: Session) -> Source:
    source = Source(
        name="welzijn",
        title="Welzijn",
        kind=SourceKind.SPREADSHEET,
        address="https://welzijn.example/x.xlsx",
        trust=Trust.REVIEW_NONE,
        basis=Basis.GIVEN,
        created_at=NOW,
    )
    session.add(source)
    session.flush()
    return source


def waiting(session: Session) -> list[tuple[str, list[str]]]:
    session.flush()
    open_ones = select(Review).where(Review.answer.is_(None), Review.kind == ReviewKind.UNREAD)
    return [(r.payload["title"], r.payload["reasons"]) for r in session.scalars(open_ones)]


def test_lines_are_asked_once_and_not_again_when_seen(database: Database) -> None:
    by = Decider(actor=Actor("redactie"), now=NOW)
    with database.write_scope() as session:
        source = a_source(session)
        for _ in range(2):
            unread.ask(session, source, [GARDEN, SKATING], now=NOW)
            assert waiting(session) == [
                ("2 regels zonder datum die wij konden lezen", [GARDEN.message, SKATING.message])
            ]
        review = session.scalar(select(Review).where(Review.answer.is_(None)))
        assert review is not None
        decisions.approve(session, {review.id: review.version}, by)
        moved = replace(GARDEN, message=GARDEN.message.replace("Rij 22", "Rij 23"))
        unread.ask(session, source, [moved, SKATING], now=NOW)
        assert waiting(session) == []


def test_what_became_readable_is_asked_no_more(database: Database) -> None:
    with database.write_scope() as session:
        source = a_source(session)
        unread.ask(session, source, [GARDEN, SKATING], now=NOW)
        unread.ask(session, source, [SKATING], now=NOW)
        title = "1 regel zonder datum die wij konden lezen"
        assert waiting(session) == [(title, [SKATING.message])]
        unread.ask(session, source, [], now=NOW)
        assert waiting(session) == []


def test_other_troubles_are_no_question(database: Database) -> None:
    with database.write_scope() as session:
        source = a_source(session)
        noted = replace(GARDEN, severity=Severity.NOTE)
        unread.ask(session, source, [noted, replace(GARDEN, code="formula")], now=NOW)
        assert waiting(session) == []
