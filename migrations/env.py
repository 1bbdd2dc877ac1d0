"""Alembic's entry point: migrates on the connection that `base.db.migrate` hands over."""

from typing import Any, Literal

from alembic import context

import accounts.models
import agenda.models
import providers.models
from base.db import Base, Instant

TABLES_COME_FROM = (accounts.models, agenda.models, providers.models)


def render_item(kind: str, item: object, autogen: Any) -> str | Literal[False]:
    """Write our column type by its short name in generated migrations."""
    if kind == "type" and isinstance(item, Instant):
        autogen.imports.add("from base.db import Instant")
        return "Instant()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
