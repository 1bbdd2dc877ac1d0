"""One person's data erased everywhere: rows, kept bodies, files; and again after a restore.

Walks every column that may hold text, so that a new table is covered without a thought. What
residents see is built anew afterwards by the publisher; older snapshots are removed. What a
source says after that goes through `agenda.forgetting.erased`.
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    select,
    update,
)
from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from accounts.keys import secret_key
from accounts.models import Redaction, User
from accounts.redaction import (
    STRUCK,
    Mark,
    Redactor,
    compact_forms,
    marks_for,
    redactor_for,
    redactor_of,
)
from agenda import draft, status
from agenda.forgetting.personal_data import can_hold
from agenda.models import Dirty, Event, Revision, Source, SourceHashes
from agenda.moment import Moment
from agenda.reading.known import draft_of
from agenda.reading.reconcile import fingerprint
from base.config import Settings
from base.db import Base, Database
from base.errors import InvalidInput

CHUNK = 500
_KEPT_TABLES = frozenset({"redaction", "alembic_version"})
_FILE = "redactions.jsonl"


def redact(
    database: Database, settings: Settings, key: str, text: str, *, actor: Actor, now: datetime
) -> int:
    """Erase `text` from rows and files; returns how many rows held it.

    What is kept is a keyed hash, in the database and beside it, for after a restore and for
    what sources say from now on. Raises InvalidInput: too short, or a word of our own.
    """
    if compact_forms(text) & _own_words():
        raise InvalidInput({"tekst": "dit woord gebruikt het programma zelf; geef de hele naam"})
    redactor = redactor_for(text, key=key)
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
    if held:
        strike_files(settings, redactor_of(key, held.values()))
    if count:
        compact(database)
    return count


def remembered(session: Session, settings: Settings) -> Redactor | None:
    """What strikes everything that was ever erased here; None when nothing was."""
    rows = session.scalars(select(Redaction)).all()
    if not rows:
        return None
    marks = [Mark(salt=r.salt, digest=r.digest, length=r.length) for r in rows]
    return redactor_of(secret_key(settings), marks)


def strike_rows(session: Session, redactor: Redactor) -> int:
    """Strike in every table; returns how many rows held it.

    Readings under way are dropped, and hashes per key forgotten: both may still know it.
    """
    session.execute(update(SourceHashes).values(hashes=b""))
    session.execute(update(Source).values(token=Source.token + 1, lease_until=None))
    count = 0
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.columns if can_hold(c)]
        if table.name not in _KEPT_TABLES and columns:
            struck = _strike_table(session, table, columns, redactor)
            count += len(struck)
            if table is Revision.__table__:
                _print_anew(session, [identity[0] for identity in struck])
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
) -> list[tuple[Any, ...]]:
    """Strike in one table; returns the primary keys, as they were, of the rows that held it."""
    keys = list(table.primary_key.columns)
    rows = session.execute(select(*keys, *columns).order_by(*keys)).yield_per(CHUNK)
    found: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    for row in rows:
        identity, values = tuple(row[: len(keys)]), row[len(keys) :]
        changed = {
            column.name: struck
            for column, value in zip(columns, values, strict=True)
            if (struck := _struck(column, value, redactor)) is not value
        }
        if changed:
            found.append((identity, changed))
    for identity, changed in found:
        where = [key == value for key, value in zip(keys, identity, strict=True)]
        if any(value is None and not table.c[name].nullable for name, value in changed.items()):
            session.execute(table.delete().where(*where))
        else:
            session.execute(update(table).where(*where).values(**changed))
    return [identity for identity, _ in found]


def _print_anew(session: Session, ids: list[int]) -> None:
    """What is left has the fingerprint it will have when the source says it again, so that
    nothing changed; and it is matched by what is left."""
    for row in session.scalars(select(Revision).where(Revision.id.in_(ids))):
        before, row.fingerprint = row.fingerprint, fingerprint(draft_of(row.draft))
        session.execute(
            update(Event)
            .where(Event.id == row.event_id, Event.fingerprint == before)
            .values(fingerprint=row.fingerprint, needs_matching=True)
        )


def _own_words() -> frozenset[str]:
    """Names of fields and values of closed sets, as they stand in rows: striking one of those
    would break every row, and nobody is called so."""
    shapes = (draft.Draft, draft.Origin, draft.Doubt, draft.Override, draft.Recurrence, Moment)
    names = {f.name for shape in shapes for f in fields(shape)}
    for each in vars(status).values():
        if isinstance(each, type) and issubclass(each, StrEnum):
            names |= {member.value for member in each}
    return frozenset(name.replace("_", "") for name in names)


def _struck(column: Column[Any], value: Any, redactor: Redactor) -> Any:
    """The value without it; the same object when it is not there. Bytes that hold it go."""
    if value is None:
        return value
    if isinstance(column.type, LargeBinary):
        return None if redactor.is_in(value) else value
    if isinstance(column.type, JSON):
        struck = redactor.strike_all(value)
        return value if struck == value else struck
    if _names_something(column):
        return redactor.stand_in(str(value)) if isinstance(value, str) else value
    text = _strike_text(str(value), redactor)
    if text == value:
        return value
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


def _names_something(column: Column[Any]) -> bool:
    """Whether rows are told apart, or found again, by what stands here."""
    if column.unique or column.primary_key or column.name == "key":
        return True
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
