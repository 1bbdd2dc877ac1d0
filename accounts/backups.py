"""Everything in the database as one zip of JSON lines, the same for both databases.

One file per table in an order in which each row's references come first; `about.json` says
from which migration it is. Restoring needs an empty database of the same migration, and puts
all of it back in one transaction or nothing.
"""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary, Table, func, insert, select, text
from sqlalchemy.orm import Session

from base.db import Base, Database, Instant
from base.errors import InvalidInput

CHUNK = 1_000
_ABOUT = "about.json"


def backup(database: Database, path: Path) -> dict[str, int]:
    """Write everything to `path`, whole or not at all; returns rows per table."""
    counts: dict[str, int] = {}
    part = path.with_name(f".{path.name}.part")
    with database.read_scope() as session, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
        about = {"migration": _migration(session), "tables": [t.name for t in _tables()]}
        out.writestr(_ABOUT, json.dumps(about))
        for table in _tables():
            with out.open(f"{table.name}.jsonl", "w") as file:
                counts[table.name] = 0
                for row in _rows(session, table):
                    file.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
                    counts[table.name] += 1
    part.replace(path)
    return counts


def restore(database: Database, path: Path) -> dict[str, int]:
    """Put everything of `path` into the database, which must hold no rows yet.

    Raises InvalidInput: not a backup, of another migration, or the database is in use.
    """
    try:
        archive = zipfile.ZipFile(path)
        about = json.loads(archive.read(_ABOUT))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InvalidInput({str(path): "is geen reservekopie"}) from error
    counts: dict[str, int] = {}
    with archive, database.write_scope() as session:
        if about["migration"] != _migration(session):
            raise InvalidInput({str(path): "hoort bij een andere versie van de database"})
        full = [t.name for t in _tables() if session.execute(select(t).limit(1)).first()]
        if full:
            raise InvalidInput({"database": f"is niet leeg ({', '.join(full[:3])} …)"})
        for table in _tables():
            with archive.open(f"{table.name}.jsonl") as file:
                counts[table.name] = _fill(session, table, file)
        if not database.is_sqlite:
            _set_counters(session)
    return counts


def _tables() -> list[Table]:
    return Base.metadata.sorted_tables


def _rows(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    keys = list(table.primary_key.columns)
    rows = session.execute(select(table).order_by(*keys)).yield_per(CHUNK)
    for row in rows:
        yield {column.name: _plain(value) for column, value in zip(table.columns, row, strict=True)}


def _fill(session: Session, table: Table, file: Any) -> int:
    """Insert the rows; references of a table to itself are filled in when all are there."""
    own = [c for c in table.columns if any(f.column.table is table for f in c.foreign_keys)]
    later: list[dict[str, Any]] = []
    count = 0
    rows: list[dict[str, Any]] = []
    for line in io.TextIOWrapper(file, "utf-8"):
        facts = json.loads(line)
        row = {c.name: _value(c, facts[c.name]) for c in table.columns}
        if any(row[c.name] is not None for c in own):
            later.append({"pk": row["id"], **{c.name: row[c.name] for c in own}})
            row |= {c.name: None for c in own}
        rows.append(row)
        if len(rows) == CHUNK:
            session.execute(insert(table), rows)
            count, rows = count + len(rows), []
    if rows:
        session.execute(insert(table), rows)
        count += len(rows)
    for facts in later:
        key = facts.pop("pk")
        session.execute(table.update().where(table.c.id == key).values(**facts))
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return value


def _value(column: Column[Any], value: Any) -> Any:
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value["base64"])
    if isinstance(column.type, Instant | DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _migration(session: Session) -> str:
    return str(session.execute(text("SELECT version_num FROM alembic_version")).scalar())


def _set_counters(session: Session) -> None:
    """On PostgreSQL new ids go on where the restored ones end."""
    for table in _tables():
        column = table.columns.get("id")
        if column is None or not column.autoincrement or not hasattr(column.type, "python_type"):
            continue
        if column.type.python_type is int:
            last = session.scalar(select(func.max(column))) or 0
            name = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
            session.execute(text(f"SELECT setval({name}, :last, :used)"), _counter(last))


def _counter(last: int) -> dict[str, Any]:
    return {"last": max(last, 1), "used": last > 0}
