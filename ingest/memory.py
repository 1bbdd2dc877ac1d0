"""What the last complete reading of a source left behind, so that the next one costs less.

Hashes per key (one compressed row per source), the masked body, and since when each passage
of text has been there: a date without a year is read around the day its text first appeared,
so that last year's line does not rise again.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agenda.draft import Parsed
from agenda.models import SourceBody, SourceHashes
from ingest.keeping import unpack

KEEP_PASSAGES = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Since when a passage of text stands in a source, and since when it is no longer there."""

    since: date
    gone_on: date | None = None


Passages = dict[str, Passage]


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


def passages(session: Session, source_id: int) -> Passages:
    """The passages of text of the last readings; empty for what is not dated by words."""
    blob = session.scalar(select(SourceHashes.passages).where(SourceHashes.source_id == source_id))
    return msgspec.msgpack.decode(zlib.decompress(blob), type=Passages) if blob else {}


def save_passages(session: Session, source_id: int, held: Passages) -> None:
    row = session.get(SourceHashes, source_id)
    if row is None:
        row = SourceHashes(source_id=source_id, hashes=zlib.compress(msgspec.msgpack.encode({})))
        session.add(row)
    row.passages = zlib.compress(msgspec.msgpack.encode(held), level=1)


def first_seen(held: Passages, *, today: date) -> dict[str, date]:
    """Per `passage_key` the day that passage appeared; what is gone for long counts as new."""
    return {key: p.since for key, p in held.items() if not _is_forgotten(p, today)}


def seen(held: Passages, parsed: Parsed, *, seen_on: date, today: date) -> Passages:
    """The passages after a reading of a text that says this since `seen_on`.

    What a complete reading no longer holds is kept for a while: a page that is broken for a
    day does not make all its lines new.
    """
    known = first_seen(held, today=today)
    there = {key: Passage(since=known.get(key, seen_on)) for key in parsed.passages}
    gone = {
        key: replace(p, gone_on=p.gone_on or today) if parsed.is_complete else p
        for key, p in held.items()
        if key not in there and not _is_forgotten(p, today)
    }
    return {**gone, **there}


def _is_forgotten(passage: Passage, today: date) -> bool:
    return passage.gone_on is not None and today - passage.gone_on > KEEP_PASSAGES
