"""The two scopes: reading cannot write, and no increment of four writers is lost."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from accounts.models import Role, User
from base.db import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def add_user(database: Database) -> None:
    with database.write_scope() as session:
        session.add(User(email="a@example.org", name="0", role=Role.EDITOR, created_at=NOW))


def test_a_read_scope_cannot_write(database: Database) -> None:
    add_user(database)
    with database.read_scope() as session:
        session.execute(select(User)).scalar_one().name = "anders"
        with pytest.raises(DBAPIError):
            session.flush()
    with database.read_scope() as session:
        assert session.execute(select(User.name)).scalar_one() == "0"


def test_a_write_after_a_read_scope_works(database: Database) -> None:
    add_user(database)
    with database.read_scope() as session:
        assert session.execute(select(User.created_at)).scalar_one() == NOW
    with database.write_scope() as session:
        session.execute(select(User)).scalar_one().name = "nieuw"
    with database.read_scope() as session:
        assert session.execute(select(User.name)).scalar_one() == "nieuw"


def test_a_failed_write_scope_leaves_everything_as_it_was(database: Database) -> None:
    add_user(database)

    def fail_half_way() -> None:
        with database.write_scope() as session:
            session.execute(select(User)).scalar_one().name = "half"
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with database.read_scope() as session:
        assert session.execute(select(User.name)).scalar_one() == "0"


def test_four_writers_lose_no_increment(database: Database) -> None:
    add_user(database)

    def count() -> None:
        for _ in range(25):
            with database.write_scope() as session:
                user = session.execute(select(User).with_for_update()).scalar_one()
                user.name = str(int(user.name) + 1)

    writers = [threading.Thread(target=count) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.read_scope() as session:
        assert session.execute(select(User.name)).scalar_one() == "100"
