"""The journal: every decision, by whom, with before and after, so that it can be undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts.models import JournalEntry


@dataclass(frozen=True, slots=True)
class Actor:
    """Who decides: a person (one with an account has a `user_id`) or a rule of the system."""

    name: str
    user_id: int | None = None
    is_person: bool = False

    @property
    def is_rule(self) -> bool:
        return self.user_id is None and not self.is_person


SYSTEM = Actor("systeem")


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: tuple[str, object],
    *,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
) -> JournalEntry:
    """Add one entry about `subject` (kind, id). The caller's transaction holds it."""
    kind, identity = subject
    entry = JournalEntry(
        at=now,
        user_id=actor.user_id,
        actor=actor.name,
        action=action,
        subject_kind=kind,
        subject_id=str(identity),
        before=before,
        after=after,
        note=note,
    )
    session.add(entry)
    return entry
