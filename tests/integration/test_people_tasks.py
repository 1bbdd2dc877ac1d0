"""What the clock does for people: what visitors sent reaches the queue, once, and is forgotten."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from accounts import mail
from accounts.models import Mail
from agenda.curation import usage
from agenda.models import Review
from agenda.status import ReviewAnswer
from base.config import from_env
from base.db import Database
from snapshot import spool
from tasks import people, work

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKED = spool.Question(name="Bo", reply_to="bo@example.org", text="Wie helpt?", wijk="", at=NOW)


@pytest.fixture
def held(database: Database, tmp_path: Path) -> work.Works:
    return work.works(from_env({"WIJZER_DATA_DIR": str(tmp_path)}), database)


def queue(database: Database) -> Sequence[Review]:
    with database.read_scope() as session:
        found = session.scalars(select(Review).order_by(Review.id)).all()
        session.expunge_all()
        return found


def test_signals_questions_and_opinions_are_taken_once(held: work.Works) -> None:
    folder = held.settings.spool_dir
    about = {"kind": "provider", "target_id": "kerk", "reason": "wrong_contact"}
    spool.append(folder, spool.Signal(**about, note="", at=NOW))
    spool.append(folder, ASKED)
    spool.append(folder, spool.Opinion(path="/agenda", is_found=False, note="", at=NOW))
    assert people.drain_messages(held, now=NOW) == 3
    assert people.drain_messages(held, now=NOW) == 0
    signal, question = queue(held.database)
    assert signal.payload["reasons"] == ["Het contact klopt niet."]
    assert question.payload["text"] == "Wie helpt?"
    with held.database.read_scope() as session:
        said = usage.opinions(session, since=NOW.date())
    assert (said.found, said.not_found) == (0, 1)


def test_who_asked_is_forgotten_a_month_after_the_answer(held: work.Works) -> None:
    spool.append(held.settings.spool_dir, ASKED)
    people.drain_messages(held, now=NOW)
    with held.database.write_scope() as session:
        session.execute(update(Review).values(answer=ReviewAnswer.APPROVED, answered_at=NOW))
    people.forget(held, now=NOW + timedelta(days=29))
    assert queue(held.database)[0].payload["reply_to"] == "bo@example.org"
    people.forget(held, now=NOW + timedelta(days=31))
    assert "bo@example.org" not in str(queue(held.database)[0].payload)


def test_letters_wait_without_a_mail_server_and_go_after_a_month(held: work.Works) -> None:
    with held.database.write_scope() as session:
        mail.write(session, "bo@example.org", "Loopt dit nog?", "Klik hier.", now=NOW)
    assert people.send_mail(held, now=NOW) == 0
    people.forget(held, now=NOW + timedelta(days=31))
    with held.database.read_scope() as session:
        assert session.scalar(select(func.count()).select_from(Mail)) == 0


def test_without_activities_nobody_is_asked(held: work.Works) -> None:
    assert people.ask_owners(held, now=NOW) == people.Asked()
