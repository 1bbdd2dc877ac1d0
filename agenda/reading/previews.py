"""Readings that somebody asked to see before anything is saved; the worker fills them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agenda.models import Preview
from agenda.status import SourceKind
from base.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A preview as a page shows it. `result` (what `ingest.preview` writes) is None while it
    is not done, and when it failed with `message`."""

    id: int
    address: str
    file_name: str
    settings: Mapping[str, Any]
    is_done: bool
    message: str
    kind: SourceKind | None
    result: dict[str, Any] | None


def ask(
    session: Session,
    *,
    address: str,
    file_name: str,
    body: bytes | None,
    by: int | None,
    now: datetime,
    settings: Mapping[str, Any] | None = None,
) -> int:
    """Ask for a reading of an address or of these bytes with `settings`; returns its id."""
    row = Preview(asked_at=now, asked_by=by, address=address, file_name=file_name, body=body)
    row.settings = dict(settings or {})
    session.add(row)
    session.flush()
    return row.id


def view(session: Session, preview_id: int) -> Seen:
    """The preview as far as it is. Raises NotFound."""
    row = _row(session, preview_id)
    kind = (row.result or {}).get("kind")
    return Seen(
        id=row.id,
        address=row.address,
        file_name=row.file_name,
        settings=row.settings,
        is_done=row.done_at is not None,
        message=row.message,
        kind=SourceKind(kind) if kind else None,
        result=row.result,
    )


def body_of(session: Session, preview_id: int) -> bytes:
    """The bytes that were tried. Raises NotFound."""
    return _row(session, preview_id).body or b""


def asked_by(session: Session, preview_id: int) -> int | None:
    """Whose preview it is. Raises NotFound."""
    return _row(session, preview_id).asked_by


def _row(session: Session, preview_id: int) -> Preview:
    row = session.get(Preview, preview_id)
    if row is None:
        raise NotFound("proef", str(preview_id))
    return row
