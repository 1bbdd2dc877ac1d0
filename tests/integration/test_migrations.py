"""Migrations go up from empty and down again on both databases, and match the models."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

import accounts.models
import agenda.models
import providers.models
from base.db import Base, Database

TABLES_COME_FROM = (accounts.models, agenda.models, providers.models)


def test_the_tables_are_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_down_again_leaves_no_table(database: Database) -> None:
    database.migrate("base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]


def test_up_after_down_is_whole_again(database: Database) -> None:
    database.migrate("base")
    database.migrate()
    assert set(Base.metadata.tables) < set(inspect(database.engine).get_table_names())
