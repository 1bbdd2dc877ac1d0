"""Real parts for every test: both databases, each test with empty tables of its own."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from base.db import Database
from tests import services


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A PostgreSQL server's address, found or started; fails loudly without one."""
    return services.postgres_url()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database; the test runs once on each kind."""
    if request.param == "sqlite":
        held = Database(f"sqlite:///{tmp_path}/test.sqlite")
        held.migrate()
        yield held
        held.dispose()
        return
    server = request.getfixturevalue("postgres_url")
    name = f"wijzer_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    held = Database(server.rsplit("/", 1)[0] + f"/{name}")
    try:
        held.migrate()
        yield held
    finally:
        held.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
