"""What the last complete reading of a source left behind, so that the next one costs less.

Hashes per key (one compressed row per source), the masked body, and since when each passage
of text has been there: a date without a year is read around the day its text first appeared,
so that last year's line does not rise again.
"""

import zlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agenda.models import Event, Revision, SourceBody, SourceHashes
from agenda.status import SourceKind
from ingest.keeping import unpack

KEEP_BODIES = timedelta(days=30)
_DATED_BY_WORDS = (SourceKind.SPREADSHEET, SourceKind.WEBSITE, SourceKind.DOCUMENT)


def hashes(session: Session, source_id: int) -> dict[str, str]:
    """Hash per key of the last complete reading; empty for what has to be read every time."""
    blob = session.scalar(select(SourceHashes.hashes).where(SourceHashes.source_id == source_id))
    return msgspec.msgpack.decode(zlib.decompress(blob), type=dict[str, str]) if blob else {}


def save_hashes(session: Session, source_id: int, found: Mapping[str, str]) -> None:
    held = session.get(SourceHashes, source_id)
    if held is None:
        held = SourceHashes(source_id=source_id, hashes=b"")
        session.add(held)
    held.hashes = zlib.compress(msgspec.msgpack.encode(found), level=1)


def body(session: Session, source_id: int) -> bytes | None:
    """The last body, masked of personal data, or None when none is kept."""
    kept = session.scalar(select(SourceBody.body).where(SourceBody.source_id == source_id))
    return unpack(kept) if kept else None


def save_body(session: Session, source_id: int, kept: bytes | None, *, now: datetime) -> None:
    """Keep `kept` (made by `ingest.keeping`) instead of what there was; None forgets it."""
    if kept is None:
        session.execute(delete(SourceBody).where(SourceBody.source_id == source_id))
        return
    held = session.get(SourceBody, source_id)
    if held is None:
        held = SourceBody(source_id=source_id, body=kept, fetched_at=now)
        session.add(held)
    held.body, held.fetched_at = kept, now


def forget_bodies(session: Session, *, now: datetime) -> int:
    """Delete bodies older than the retention period; returns how many. For a daily task."""
    old = SourceBody.fetched_at < now - KEEP_BODIES
    found = session.scalars(select(SourceBody.source_id).where(old)).all()
    session.execute(delete(SourceBody).where(old))
    return len(found)


def first_seen(
    session: Session, source_id: int, kind: SourceKind, *, zone: str
) -> Mapping[str, date]:
    """Per passage of text (`Origin.text`) the local day it was first seen in this source."""
    if kind not in _DATED_BY_WORDS:
        return {}
    rows = session.execute(
        select(Event.first_seen_at, Revision.draft)
        .join(Revision, Revision.id == Event.latest_id)
        .where(Event.source_id == source_id)
        .order_by(Event.first_seen_at.desc())
    )
    here = ZoneInfo(zone)
    return {
        facts["origin"]["text"]: seen.astimezone(here).date()
        for seen, facts in rows
        if facts.get("origin", {}).get("text")
    }
