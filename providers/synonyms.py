"""Residents' words that staff add at the desk, beside those of the municipality's file.

Each counts for all services of its topic. Danger words are not reached from here: that block
is content of its own (`snapshot.search.danger`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.errors import InvalidInput, NotFound
from base.text import one_line
from providers.models import StaffSynonym
from snapshot.search.synonyms import MAX_PHRASE, Synonym
from snapshot.search.words import content


def add(
    session: Session,
    *,
    target: str,
    phrase: str,
    language: str = "",
    topics: Collection[str],
    now: datetime,
) -> StaffSynonym:
    """Add a phrase for a topic (its slug). Raises InvalidInput (Dutch) per field."""
    phrase = one_line(phrase).casefold()
    problems = {}
    if target not in topics:
        problems["onderwerp"] = f"Het onderwerp “{target[:40]}” bestaat niet."
    if not content(phrase):
        problems["woorden"] = "Hier staat geen woord in om op te zoeken."
    if len(phrase) > MAX_PHRASE:
        problems["woorden"] = f"Dit is langer dan {MAX_PHRASE} tekens."
    known = select(StaffSynonym.id).where(
        StaffSynonym.target == target, StaffSynonym.phrase == phrase
    )
    if not problems and session.scalar(known) is not None:
        problems["woorden"] = "Dit staat al bij dit onderwerp."
    if problems:
        raise InvalidInput(problems)
    row = StaffSynonym(target=target, phrase=phrase, language=language[:8], added_at=now)
    session.add(row)
    session.flush()
    return row


def remove(session: Session, synonym_id: int) -> StaffSynonym:
    """Take one away; returns what it was. Raises NotFound."""
    row = session.get(StaffSynonym, synonym_id)
    if row is None:
        raise NotFound("zoekwoord", str(synonym_id))
    session.delete(row)
    return row


def of(session: Session, target: str | None = None) -> Sequence[StaffSynonym]:
    """Those of one topic, or all, by topic and phrase."""
    query = select(StaffSynonym).order_by(StaffSynonym.target, StaffSynonym.phrase)
    if target is not None:
        query = query.where(StaffSynonym.target == target)
    return session.scalars(query).all()


def load(session: Session) -> tuple[Synonym, ...]:
    """All of them as the search knows them."""
    return tuple(Synonym(row.target, row.phrase, row.language) for row in of(session))
