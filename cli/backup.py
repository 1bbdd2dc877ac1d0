"""Every table and every file people sent in as one zip, the same for either database.

about.json            the migration the tables are at, and when it was made
tables/NAME.jsonl     one row a line, as an object by column; instants in UTC, bytes in base64
uploads/NAME          what people sent in
"""

import base64
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, MetaData, Table, func, insert, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

import accounts.models
import agenda.models
import providers.models
from base.config import Settings
from base.db import Base, Database
from base.errors import InvalidInput

TABLES_COME_FROM = (accounts.models, agenda.models, providers.models)
_AT_ONCE = 1_000
_ABOUT, _VERSION = "about.json", "alembic_version"


def write(database: Database, settings: Settings, file: Path, *, now: datetime) -> int:
    """Everything as it was at one moment; returns how many rows. `file` appears when whole."""
    count = 0
    fresh = file.with_name(f".{file.name}-new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as packed, database.read_scope() as s:
        if not database.is_sqlite:
            s.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        revision = s.scalar(text("SELECT version_num FROM alembic_version"))
        packed.writestr(_ABOUT, json.dumps({"revision": revision, "made_at": now.isoformat()}))
        for table in Base.metadata.sorted_tables:
            with packed.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as lines:
                for row in _rows(s, table):
                    lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                    count += 1
        for path in sorted(settings.uploads_dir.glob("*")):
            packed.write(path, f"uploads/{path.name}")
    fresh.chmod(0o600)
    fresh.replace(file)
    return count


def read(database: Database, settings: Settings, file: Path) -> int:
    """Fill an empty database as of the migration the backup was made at; bring it up to date.

    Returns how many rows. Raises InvalidInput: not a backup, or a database with rows in it.
    """
    try:
        packed = zipfile.ZipFile(file)
        about = json.loads(packed.read(_ABOUT))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InvalidInput({str(file): "dit is geen reservekopie"}) from error
    with packed:
        with database.read_scope() as session:
            _refuse_rows(session)
        database.migrate("base")
        database.migrate(about["revision"])
        with database.write_scope() as session:
            count = _fill(session, packed)
        settings.uploads_dir.mkdir(parents=True, exist_ok=True)
        for name in packed.namelist():
            if name.startswith("uploads/"):
                path = settings.uploads_dir / Path(name).name
                path.write_bytes(packed.read(name))
    database.migrate()
    return count


def _rows(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    order = list(table.primary_key)
    for row in session.execute(select(table).order_by(*order)).yield_per(_AT_ONCE):
        yield {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001 (its public name)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _fill(session: Session, packed: zipfile.ZipFile) -> int:
    """Rows into the tables as they are at this migration, parents first."""
    connection = session.connection()
    held = MetaData()
    held.reflect(connection)
    tables = [t for t in held.sorted_tables if t.name != _VERSION]
    count = 0
    names = set(packed.namelist())
    for table in tables:
        if f"tables/{table.name}.jsonl" in names:
            with packed.open(f"tables/{table.name}.jsonl") as lines:
                count += _insert(connection, table, map(json.loads, lines))
        if connection.dialect.name == "postgresql":
            _count_on(connection, table)
    return count


def _refuse_rows(session: Session) -> None:
    held = MetaData()
    held.reflect(session.connection())
    for table in held.sorted_tables:
        if table.name != _VERSION and session.scalar(select(func.count()).select_from(table)):
            raise InvalidInput({table.name: "de database is niet leeg"})


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> int:
    """Rows that point at others of their own table get that pointer when all are there."""
    own = [k.parent.name for k in table.foreign_keys if k.column.table is table]
    later: list[dict[str, Any]] = []
    batch: list[dict[str, Any]] = []
    count = 0
    for row in rows:
        values = {name: _typed(connection, table, name, value) for name, value in row.items()}
        if any(values[name] is not None for name in own):
            later.append({"row_id": values["id"], **{f"own_{n}": values[n] for n in own}})
        batch.append({**values, **dict.fromkeys(own)})
        count += 1
        if len(batch) == _AT_ONCE:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    if later:
        change = ", ".join(f"{name} = :own_{name}" for name in own)
        connection.execute(text(f"UPDATE {table.name} SET {change} WHERE id = :row_id"), later)  # noqa: S608 (names of our own tables)
    return count


def _typed(connection: Connection, table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if value is None or isinstance(kind, JSON):
        return value
    if kind.python_type is datetime:
        moment = datetime.fromisoformat(value)
        is_naive = connection.dialect.name == "sqlite"
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo and is_naive else moment
    if kind.python_type is date:
        return date.fromisoformat(value)
    return base64.b64decode(value) if kind.python_type is bytes else value


def _count_on(connection: Connection, table: Table) -> None:
    """The next number PostgreSQL gives out follows the highest that is there."""
    name = table.name
    if "id" not in table.columns or table.columns["id"].type.python_type is not int:
        return
    query = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"  # noqa: S608
    connection.execute(text(query))
