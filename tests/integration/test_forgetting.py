"""One person's data erased everywhere, also after a restore; and what is deleted by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import (
    JSON,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.types import TypeEngine

from accounts import mail, people
from accounts.journal import SYSTEM, Actor, record
from accounts.models import JournalEntry, Mail, Role, User
from agenda.curation.signals import take_questions
from agenda.forgetting import nightly as forgetting
from agenda.forgetting import redacting
from agenda.forgetting.personal_data import NOBODY, PERSONAL, declare, register, undeclared
from agenda.models import Event, Occurrence, Preview, Review, SourceBody
from base.config import Settings
from base.db import Base, Database
from base.errors import InvalidInput
from cli import backup
from snapshot.spool import Question, append
from tests.integration.test_publication import publish
from tests.integration.test_record import KOFFIE, KOOR, NOW, add_source, run
from tests.roles import settings_of

KEY = "geheim"
NAME = "Wilhelmina Voorbeeld"
BY = Actor("Eva", is_person=True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path)


def spread(database: Database, settings: Settings) -> None:
    """The same name in rows, journal, kept bodies, mail, files and what residents see."""
    source = add_source(database)
    run(
        database, source, [replace(KOFFIE, title=f"Koffie bij {NAME}", description=f"Vraag {NAME}")]
    )
    publish(database)
    question = Question(text="?", name=NAME, reply_to="w@v.example", wijk="", at=NOW)
    append(settings.spool_dir, question)
    settings.uploads_dir.mkdir(parents=True)
    (settings.uploads_dir / "lijst.csv").write_text(f"titel\n{NAME}\n")
    (settings.uploads_dir / "ander.csv").write_text("titel\nKoffie\n")
    with database.write_scope() as session:
        take_questions(session, [question])
        mail.write(session, "w@v.example", f"Dag {NAME}", "…", now=NOW)
        record(session, SYSTEM, "x", ("event", 1), now=NOW, note=f"gebeld met {NAME}")
        session.add(SourceBody(source_id=source, body=NAME.encode(), fetched_at=NOW))
        session.add(Preview(asked_at=NOW, body=NAME.encode(), result={"wie": [NAME]}))
        people.add(session, "w@v.example", Role.EDITOR, actor=SYSTEM, now=NOW, name=NAME)


def texts(database: Database) -> Iterator[str]:
    """Everything in the database that is text, JSON or bytes."""
    with database.read_scope() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                yield from (str(value) for value in row if value is not None)


def holds(database: Database, what: str = "Wilhelmina") -> bool:
    return any(what.lower() in text.lower() for text in texts(database))


def test_a_name_is_gone_from_every_row_and_file(database: Database, settings: Settings) -> None:
    spread(database, settings)
    assert holds(database)
    assert redacting.redact(database, settings, KEY, NAME, actor=BY, now=NOW) >= 8
    assert not holds(database)
    assert not any("Wilhelmina" in text for text in files(settings))
    assert [p.name for p in settings.uploads_dir.iterdir()] == ["ander.csv"]
    (shown,) = publish(database, hours=1)
    assert shown.title == "Koffie bij [gewist]"


def files(settings: Settings) -> list[str]:
    """Every file below the data directory but the database, as text."""
    return [
        path.read_bytes().decode("latin-1")
        for path in settings.data_dir.rglob("*")
        if path.is_file() and "sqlite" not in path.name
    ]


def test_no_byte_of_it_is_left_in_the_database_file(tmp_path: Path, settings: Settings) -> None:
    held = Database(f"sqlite:///{tmp_path}/bytes.sqlite")
    held.migrate()
    spread(held, settings)
    redacting.redact(held, settings, KEY, NAME, actor=BY, now=NOW)
    redacting.redact(held, settings, KEY, "w@v.example", actor=BY, now=NOW)
    held.dispose()
    bodies = b"".join(path.read_bytes() for path in tmp_path.glob("bytes.sqlite*"))
    assert b"koffie" in bodies.lower()
    assert [word in bodies.lower() for word in (b"wilhelmina", b"w@v.example")] == [False, False]


def test_an_account_without_its_address_is_closed(database: Database, settings: Settings) -> None:
    spread(database, settings)
    redacting.redact(database, settings, KEY, "w@v.example", actor=BY, now=NOW)
    with database.read_scope() as session:
        user = session.scalars(select(User)).one()
        assert (user.email[:7], "@" in user.email, user.is_closed) == ("gewist-", False, True)


@pytest.mark.parametrize("word", ["title", "Cancelled", "review_all"])
def test_a_word_that_every_row_has_is_refused(
    database: Database, settings: Settings, word: str
) -> None:
    spread(database, settings)
    with pytest.raises(InvalidInput, match="geef de hele naam"):
        redacting.redact(database, settings, KEY, word, actor=BY, now=NOW)


def test_a_restore_erases_again_what_was_erased(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    spread(database, settings)
    backup.write(database, settings, tmp_path / "kopie.zip", now=NOW)
    redacting.redact(database, settings, KEY, NAME, actor=BY, now=NOW)
    fresh = Database(f"sqlite:///{tmp_path}/terug.sqlite")
    fresh.migrate()
    backup.read(fresh, settings, tmp_path / "kopie.zip")
    assert [p.name for p in sorted(settings.uploads_dir.iterdir())] == ["ander.csv", "lijst.csv"]
    assert holds(fresh)
    assert redacting.redact_again(fresh, settings, KEY, now=NOW) >= 7
    assert not holds(fresh)
    assert [p.name for p in settings.uploads_dir.iterdir()] == ["ander.csv"]
    fresh.dispose()


def test_every_column_that_can_hold_someones_data_is_declared() -> None:
    assert undeclared() == []


@pytest.mark.parametrize("kind", [Text(), String(9), JSON(), LargeBinary()])
def test_a_new_column_that_says_nothing_is_found(kind: TypeEngine[object]) -> None:
    fresh = MetaData()
    Table("guest", fresh, Column("id", Integer, primary_key=True), Column("who", kind))
    declare(fresh)
    assert undeclared(fresh) == ["guest.who"]


def test_nothing_is_declared_that_is_not_there() -> None:
    known = {f"{t.name}.{c.name}" for t in Base.metadata.sorted_tables for c in t.columns}
    declared = {f"{t}.{c}" for t, columns in PERSONAL.items() for c in columns}
    declared |= {f"{t}.{c}" for t, columns in NOBODY.items() for c in columns}
    assert declared - known == set()


def test_the_register_says_why_and_how_long() -> None:
    found = dict(register())
    assert found["mail.to_address"].retention == "dertig dagen"
    assert all(p.purpose and p.basis and p.retention for p in found.values())


def test_what_is_over_is_deleted_at_night(database: Database) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE, KOOR])
    run(database, source, [replace(KOFFIE, title="Thee"), KOOR], hours=1)
    question = Question(text="Lift?", name=NAME, reply_to="w@v.example", wijk="", at=NOW)
    with database.write_scope() as session:
        mail.write(session, "w@v.example", "Dag", "…", now=NOW)
        record(session, Actor("Eva"), "x", ("event", 1), now=NOW, note=NAME)
        session.add(SourceBody(source_id=source, body=b"x", fetched_at=NOW))
        take_questions(session, [question])
        asked = session.scalars(select(Review).where(Review.kind == "signal")).one()
        asked.answer, asked.answered_at = "approved", NOW  # type: ignore[assignment]

    def counts() -> tuple[int, ...]:
        with database.read_scope() as session:
            return tuple(
                session.scalar(select(func.count()).select_from(table)) or 0
                for table in (Mail, SourceBody, Occurrence, Event)
            )

    def forget(days: int) -> None:
        later = NOW + timedelta(days=days)
        with database.write_scope() as session:
            forgetting.forget(session, today=later.date(), now=later)

    forget(29)
    assert counts() == (1, 1, 5, 2)
    forget(31)
    assert counts() == (0, 0, 5, 2)
    assert not holds(database, "w@v.example")
    forget(500)
    assert counts() == (0, 0, 0, 2)
    assert holds(database)
    forget(3 * 366)
    assert not holds(database)
    with database.read_scope() as session:
        assert set(session.scalars(select(JournalEntry.actor))) == {""}
