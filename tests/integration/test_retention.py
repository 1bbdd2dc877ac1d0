"""Every retention in the processing register is carried out: the nightly tasks, along the years."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, LargeBinary, insert, select, update

from accounts.journal import SYSTEM
from accounts.models import JournalEntry, LoginAttempt, Mail, OneTimeLink, Role, User
from agenda.forgetting.personal_data import PERSONAL, register
from agenda.matching.activities import link
from agenda.models import (
    Correction,
    MatchBlock,
    Preview,
    Review,
    Run,
    RunProblem,
    Source,
    SourceBody,
    Tombstone,
)
from base.db import Base, Database
from providers.models import MissedAddress, ScopeOpinion, ScopeQuestion, SearchAsked
from providers.places.place import PlaceKind
from tasks import keeping, people, work
from tests.integration.test_publication import publish
from tests.integration.test_record import KOFFIE, NOW, add_source, run
from tests.roles import settings_of

NAME = "Wilhelmina"
# Days after which a column holds it no more; what has a date of its own is over on 20 March.
GONE = {
    1: ("login_attempt.key", "one_time_link.token_hash"),
    2: (
        "preview.address",
        "preview.file_name",
        "preview.body",
        "preview.result",
        "preview.settings",
        "preview.message",
    ),
    30: (
        *("mail.to_address", "mail.subject", "mail.body", "mail.unique_key", "mail.problem"),
        *("source_body.body", "scope_opinion.email"),
    ),
    365: (
        *("problem.message", "problem.where", "problem.key", "run.message", "source.owner_email"),
    ),
    385: (
        *("event.title", "revision.draft", "revision.place", "occurrence.title"),
        *("occurrence.venue", "activity.listing", "public_occurrence.listing"),
        *("correction.value", "link.reasons", "match_block.key"),
    ),
    400: ("search_asked.text", "missed_address.path"),
    730: ("account.email", "account.name"),
    1095: (
        *("journal.actor", "journal.before", "journal.after", "journal.note"),
        *("review.payload", "review.reason", "tombstone.reason"),
    ),
}
# Emptied when an account is closed, not by the clock (`tests/integration/desk/test_pages.py`).
AT_ONCE = {"account.password_hash", "account.totp_secret", "account.recovery_codes"}


def test_every_retention_in_the_register_is_carried_out(database: Database, tmp_path: Path) -> None:
    fill(database)
    works = work.works(settings_of(tmp_path), database)
    timed = {name for name, p in register() if not p.retention.startswith("zolang")} - AT_ONCE
    assert {name for names in GONE.values() for name in names} == timed
    assert timed - marked(database) == set()
    for days in (0, 1, *(d + 2 for d in GONE)):
        later = NOW + timedelta(days=days)
        work.forget_old(works, now=later)
        people.forget(works, now=later)
        keeping.forget_searches(works, now=later)
        publish(database, hours=24 * days)
        left = marked(database) & timed
        due = {name for after, names in GONE.items() if after < days for name in names}
        assert left == timed - due, f"na {days} dagen"


def marked(database: Database) -> set[str]:
    """The declared columns in which the name stands."""
    found = set()
    with database.read_scope() as session:
        for name, columns in PERSONAL.items():
            for row in session.execute(select(Base.metadata.tables[name])).mappings():
                found |= {f"{name}.{c}" for c in columns if NAME.lower() in told(row[c])}
    return found


def told(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1").lower()
    return json.dumps(value, ensure_ascii=False, default=str).lower()


def fill(database: Database) -> None:
    """At least one row in every table of the register, with the name wherever it can stand."""
    source = add_source(database)
    draft = replace(KOFFIE, title=f"Koffie bij {NAME}", description=f"Bij {NAME}.", venue=NAME)
    run(database, source, [draft, replace(draft, key="k2", title=f"Thee bij {NAME}")])
    old = NOW - timedelta(days=1)
    rows: list[Any] = [
        LoginAttempt(at=NOW, key=NAME),
        Mail(made_at=NOW, to_address=NAME, subject=NAME, body=NAME, next_try_at=NOW),
        JournalEntry(at=NOW, actor=NAME, action="x", subject_kind="event", subject_id="1"),
        Preview(asked_at=NOW, done_at=NOW),
        SourceBody(source_id=source, body=b"x", fetched_at=NOW),
        Tombstone(source_id=source, key="weg", reason=NAME, made_at=NOW),
        Correction(event_id=1, field="title", value=f"Koffie bij {NAME}", made_at=NOW),
        Review(kind="new", event_id=1, created_at=old, answer="approved", answered_at=NOW),
        MatchBlock(event_id=1, key=NAME),
        SearchAsked(day=NOW.date(), text=NAME, times=1),
        MissedAddress(week=NOW.date(), path=NAME, times=1),
        ScopeQuestion(subject="x", question="x", stems="x", asked_at=old, decided_at=NOW),
        User(
            email=f"{NAME}@v.example", name=NAME, role=Role.EDITOR, created_at=NOW, is_closed=True
        ),
        Run(source_id=source, started_at=NOW, message=NAME),
    ]
    with database.write_scope() as session:
        for days in range(5):  # what is searched on many days is kept for longer
            day = NOW.date() - timedelta(days=days + 1)
            session.add(SearchAsked(day=day, text=f"{NAME} koffie", times=1))
        session.add_all(rows)
        session.get_one(Source, source).last_run_at = NOW
        session.flush()
        session.add(OneTimeLink(user_id=rows[12].id, token_hash=NAME, made_at=old, expires_at=NOW))
        session.add(ScopeOpinion(question_id=1, team="Team", email=NAME, asked_at=NOW))
        problem = {"source_id": source, "run_id": rows[13].id, "code": "x", "severity": "note"}
        session.execute(insert(RunProblem).values(**problem, message=NAME))
        link(session, (1, 2), score=1.0, reasons=[NAME], actor=SYSTEM, now=NOW)
        session.execute(update(Base.metadata.tables["revision"]).values(place=_place()))
        for name, columns in PERSONAL.items():
            table = Base.metadata.tables[name]
            for column in columns:
                if f"{name}.{column}" not in _NATURAL:
                    session.execute(update(table).values({column: _value(table.c[column])}))
    publish(database)


_NATURAL = {
    *("event.key", "event.title", "revision.draft", "revision.place", "tombstone.key"),
    *("activity.listing", "public_occurrence.listing", "correction.value", "source.settings"),
    *("account.email", "one_time_link.token_hash", "search_asked.text", "source_hashes.hashes"),
    *("match_block.key", "account.recovery_codes", "account.totp_secret", "account.password_hash"),
}


def _value(column: Any) -> Any:
    if isinstance(column.type, LargeBinary):
        return NAME.encode()
    return {"x": NAME} if isinstance(column.type, JSON) and column.name != "reasons" else NAME


def _place() -> dict[str, Any]:
    return {"kind": PlaceKind.NEIGHBOURHOOD.value, "code": "WK0150", "venue": NAME, "is_sure": True}
