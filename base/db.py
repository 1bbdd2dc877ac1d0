"""The database: one code path for SQLite and PostgreSQL.

`read_scope` gives a session that may not write; `write_scope` commits once at the end. On
SQLite writing is `BEGIN IMMEDIATE` behind one fair lock in the process: with deferred
transactions four writers failed at once with "database is locked", and with the defaults
half of their increments were lost in silence. Keep write scopes short, never across the
network.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
from sqlalchemy import Connection, DateTime, Dialect, Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from base.config import ROOT


class Base(DeclarativeBase):
    """What every table of this project derives from."""


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC and returned in UTC. Refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"een tijdstip zonder zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """An engine with its two scopes. Make one per process and pass it along."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.engine = _sqlite_engine(url) if self.is_sqlite else create_engine(url)
        self._write_lock = _FairLock() if self.is_sqlite else None

    @contextmanager
    def read_scope(self) -> Iterator[Session]:
        """A session for reading; writing in it raises, and nothing of it is kept."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql(
                "PRAGMA query_only = 1" if self.is_sqlite else "SET TRANSACTION READ ONLY"
            )
            try:
                with Session(connection, autoflush=False) as session:
                    yield session
            finally:
                connection.rollback()
                if self.is_sqlite:
                    connection.exec_driver_sql("PRAGMA query_only = 0")

    @contextmanager
    def write_scope(self) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises."""
        with (
            self._write_lock or nullcontext(),
            self.engine.connect() as connection,
            Session(connection.execution_options(begin="IMMEDIATE")) as session,
            session.begin(),
        ):
            yield session

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to an Alembic `revision` ("head", "base" or an id)."""
        config = alembic.config.Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        with self._write_lock or nullcontext(), self.engine.connect() as connection:
            # A table that is made anew is dropped first; with foreign keys on, that would take
            # the rows that refer to it along. The pragma does nothing inside a transaction.
            self._keep_references(connection, is_on=False)
            config.attributes["connection"] = connection
            try:
                if revision == "base":
                    alembic.command.downgrade(config, revision)
                else:
                    alembic.command.upgrade(config, revision)
                connection.commit()
            finally:
                connection.rollback()
                self._keep_references(connection, is_on=True)

    def _keep_references(self, connection: Connection, *, is_on: bool) -> None:
        if self.is_sqlite:
            raw: Any = connection.connection.driver_connection
            raw.execute(f"PRAGMA foreign_keys = {int(is_on)}")

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


class _FairLock:
    """First come, first served; a plain Lock lets one busy thread starve the others."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_held = False


def _sqlite_engine(url: str) -> Engine:
    path = url.removeprefix("sqlite:///").partition("?")[0]
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 30})

    # The driver's own BEGIN is deferred and comes late; we say when and how ourselves.
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = 1")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', '')}")

    return engine
