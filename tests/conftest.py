"""Real parts for every test: both databases, each test with empty tables of its own.

Migrations run once per kind. On SQLite a test gets a copy of the migrated file; on PostgreSQL
all get the same database, emptied after each (28 ms, where a copy of a database takes 570 ms).
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine, inspect, text

from accounts import people
from base.db import Database
from tests import services

# How long an example takes says how busy the machine is, not whether it is right.
hypothesis.settings.register_profile("wijzer", deadline=None)
hypothesis.settings.load_profile("wijzer")


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A PostgreSQL server's address, found or started; fails loudly without one."""
    return services.postgres_url()


@pytest.fixture(scope="session")
def redis_server() -> str:
    """A Redis server's address, found or started; fails loudly without one."""
    return services.redis_url()


@pytest.fixture
def redis_url(redis_server: str) -> Iterator[str]:
    """An empty database of a Redis server, nobody else's while the test runs."""
    with services.redis_database(redis_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database; the test runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        held = Database(f"sqlite:///{path}")
        yield held
        held.dispose()
        return
    held = Database(request.getfixturevalue("migrated_postgres"))
    yield held
    held.dispose()
    _empty(held.url)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and no row."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    held = Database(f"sqlite:///{path}")
    held.migrate()
    held.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> Iterator[str]:
    """The address of a database with every table and no row."""
    with _made(postgres_url) as held:
        held.migrate()
        held.dispose()
        yield held.url


@pytest.fixture
def empty_databases(postgres_url: str, tmp_path: Path) -> Iterator[list[Database]]:
    """One of each kind, without tables."""
    held = Database(f"sqlite:///{tmp_path}/empty.sqlite")
    with _made(postgres_url) as other:
        yield [held, other]
    held.dispose()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Real argon2 with the least work: the tests log in hundreds of times."""
    people._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@contextmanager
def _made(server: str) -> Iterator[Database]:
    """A database of its own on `server`, gone when the block ends."""
    name = f"wijzer_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    _run(admin, f"CREATE DATABASE {name}")
    held = Database(server.rsplit("/", 1)[0] + f"/{name}")
    try:
        yield held
    finally:
        held.dispose()
        _run(admin, f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()


def _run(admin: Engine, statement: str) -> None:
    with admin.connect() as connection:
        connection.execute(text(statement))


_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_USED = """SELECT sequencename FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL"""


def _empty(url: str) -> None:
    """Every table and no row again, whatever a test left: rows, connections, fewer tables."""
    held = Database(url)
    held.migrate()
    with held.engine.begin() as connection:
        connection.execute(text(_OTHERS))
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in inspect(connection).get_table_names():
            if table != "alembic_version":
                connection.execute(text(f'DELETE FROM "{table}"'))
        for (name,) in connection.execute(text(_USED)).all():
            connection.execute(text(f'ALTER SEQUENCE "{name}" RESTART'))
    held.dispose()
