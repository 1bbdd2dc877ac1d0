"""The journal, read back: searched, and by whom."""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import Session

from accounts.models import JournalEntry
from base.errors import NotFound


def search(session: Session, words: str, *, limit: int, offset: int = 0) -> Sequence[JournalEntry]:
    """Entries in which every word occurs, the latest first; no words: all."""
    query = select(JournalEntry)
    for word in words.split()[:8]:
        query = query.where(_holds(word))
    return session.scalars(query.order_by(JournalEntry.id.desc()).limit(limit).offset(offset)).all()


def one(session: Session, entry_id: int) -> JournalEntry:
    """Raises NotFound."""
    entry = session.get(JournalEntry, entry_id)
    if entry is None:
        raise NotFound("besluit", str(entry_id))
    return entry


def about(session: Session, kind: str, identity: str, *, limit: int = 50) -> Sequence[JournalEntry]:
    """What was decided about one record, the latest first."""
    query = select(JournalEntry).where(
        JournalEntry.subject_kind == kind, JournalEntry.subject_id == identity
    )
    return session.scalars(query.order_by(JournalEntry.id.desc()).limit(limit)).all()


def _holds(word: str) -> ColumnElement[bool]:
    """JSON columns hold letters with accents as escapes, so the word is escaped likewise."""
    escaped = json.dumps(word)[1:-1]
    columns = (JournalEntry.actor, JournalEntry.action, JournalEntry.note, JournalEntry.subject_id)
    jsons = (JournalEntry.before, JournalEntry.after)
    return or_(
        *(column.icontains(word, autoescape=True) for column in columns),
        *(cast(column, String).icontains(escaped, autoescape=True) for column in jsons),
    )
