"""One person's data erased everywhere: rows, kept bodies, files; and again after a restore.

Walks every column that may hold text, so that a new table is covered without a thought. What
residents see is built anew afterwards by the publisher; older snapshots are removed.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, Table, UniqueConstraint, select, update
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from accounts.models import Redaction, User
from accounts.redaction import STRUCK, Mark, Redactor, marks_for, redactor_for, redactor_of
from agenda.models import Dirty
from agenda.personal_data import can_hold
from base.config import Settings
from base.db import Base, Database

CHUNK = 500
_KEPT_TABLES = frozenset({"redaction", "alembic_version"})
_FILE = "redactions.jsonl"


def redact(
    database: Database, settings: Settings, key: str, text: str, *, actor: Actor, now: datetime
) -> int:
    """Erase `text` from rows and files; returns how many rows held it.

    What is kept is a keyed hash, in the database and beside it, for after a restore.
    """
    redactor = redactor_for(text)
    marks = marks_for(key, text, salt=secrets.token_hex(8))
    with database.write_scope() as session:
        count = strike_rows(session, redactor)
        _remember(session, marks, now)
        note = f"{count} rijen"
        record(session, actor, "redact", ("redaction", marks[0].digest[:12]), now=now, note=note)
    _write_file(settings.data_dir / _FILE, marks)
    strike_files(settings, redactor)
    compact(database)
    return count


def redact_again(database: Database, settings: Settings, key: str, *, now: datetime) -> int:
    """After a restore: erase what was ever erased here, as the kept hashes tell it."""
    known = _read_file(settings.data_dir / _FILE)
    with database.write_scope() as session:
        rows = session.scalars(select(Redaction)).all()
        held = {mark.digest: mark for mark in known}
        held |= {r.digest: Mark(salt=r.salt, digest=r.digest, length=r.length) for r in rows}
        _remember(session, tuple(held.values()), now)
        count = strike_rows(session, redactor_of(key, held.values())) if held else 0
    _write_file(settings.data_dir / _FILE, tuple(held.values()))
    if count:
        compact(database)
    return count


def strike_rows(session: Session, redactor: Redactor) -> int:
    """Strike in every table; returns how many rows held it."""
    count = 0
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.columns if can_hold(c)]
        if table.name not in _KEPT_TABLES and columns:
            count += _strike_table(session, table, columns, redactor)
    # An account without its address is nobody's any more.
    session.execute(
        update(User)
        .where(User.email.not_like("%@%"))
        .values(is_closed=True, password_hash=None, totp_secret=None, name=STRUCK)
    )
    if count:
        session.add(Dirty(activity_id=None, reason="redact"))
    return count


def strike_files(settings: Settings, redactor: Redactor) -> None:
    """Uploaded files and kept pages that hold it go; lines of visitors that hold it too."""
    for folder in (settings.uploads_dir, settings.crawl_dir):
        for path in _files(folder):
            if redactor.is_in(path.read_bytes()):
                path.unlink()
    for path in _files(settings.spool_dir):
        lines = path.read_text("utf-8", errors="replace").splitlines(keepends=True)
        kept = [line for line in lines if redactor.strike(line) is line]
        if len(kept) != len(lines):
            path.write_text("".join(kept), "utf-8")


def compact(database: Database) -> None:
    """Have the database let go of what was struck: freed pages still hold the old bytes."""
    with database.engine.connect() as connection:
        outside = connection.execution_options(isolation_level="AUTOCOMMIT")
        if database.is_sqlite:
            raw: Any = outside.connection.driver_connection
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            outside.exec_driver_sql("VACUUM FULL")


def _strike_table(
    session: Session, table: Table, columns: list[Column[Any]], redactor: Redactor
) -> int:
    keys = list(table.primary_key.columns)
    count = 0
    rows = session.execute(select(*keys, *columns).order_by(*keys)).yield_per(CHUNK)
    found: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    for row in rows:
        identity, values = tuple(row[: len(keys)]), row[len(keys) :]
        changed = {
            column.name: struck
            for column, value in zip(columns, values, strict=True)
            if (struck := _struck(column, value, identity, redactor)) is not value
        }
        if changed:
            found.append((identity, changed))
    for identity, changed in found:
        where = [key == value for key, value in zip(keys, identity, strict=True)]
        if any(value is None and not table.c[name].nullable for name, value in changed.items()):
            session.execute(table.delete().where(*where))
        else:
            session.execute(update(table).where(*where).values(**changed))
        count += 1
    return count


def _struck(column: Column[Any], value: Any, identity: tuple[Any, ...], redactor: Redactor) -> Any:
    """The value without it; the same object when it is not there. Bytes that hold it go."""
    if value is None:
        return value
    if isinstance(column.type, LargeBinary):
        return None if redactor.is_in(value) else value
    if isinstance(column.type, JSON):
        struck = redactor.strike_all(value)
        return value if struck == value else struck
    text = _strike_text(str(value), redactor)
    if text == value:
        return value
    if column.unique or column.primary_key or _is_part_of_key(column):
        text = text.replace(STRUCK, f"gewist-{'-'.join(str(part) for part in identity)}")
    length = column.type.length if isinstance(column.type, String) else None
    return text[:length] if length else text


def _strike_text(text: str, redactor: Redactor) -> str:
    """JSON kept as text is struck value by value, or an escape would glue words together."""
    if text[:1] in "{[":
        try:
            value = json.loads(text)
        except ValueError:
            return redactor.strike(text)
        struck = redactor.strike_all(value)
        return text if struck == value else json.dumps(struck, ensure_ascii=False)
    return redactor.strike(text)


def _is_part_of_key(column: Column[Any]) -> bool:
    return any(
        column.name in constraint.columns
        for constraint in column.table.constraints
        if isinstance(constraint, UniqueConstraint)
    )


def _remember(session: Session, marks: tuple[Mark, ...], now: datetime) -> None:
    known = set(session.scalars(select(Redaction.digest)))
    session.add_all(
        Redaction(made_at=now, salt=mark.salt, digest=mark.digest, length=mark.length)
        for mark in marks
        if mark.digest not in known
    )


def _write_file(path: Path, marks: tuple[Mark, ...]) -> None:
    known = {mark.digest for mark in _read_file(path)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        for mark in marks:
            if mark.digest not in known:
                facts = {"salt": mark.salt, "digest": mark.digest, "length": mark.length}
                file.write(json.dumps(facts) + "\n")


def _read_file(path: Path) -> list[Mark]:
    if not path.is_file():
        return []
    lines: list[Mapping[str, Any]] = [
        json.loads(text) for text in path.read_text("ascii").splitlines()
    ]
    return [Mark(salt=x["salt"], digest=x["digest"], length=x["length"]) for x in lines]


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
