"""The demonstration started again over what is there."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from accounts.journal import SYSTEM
from agenda.reading import sources
from agenda.status import Trust
from base.db import Database
from cli import demonstration
from providers import store
from tests.roles import settings_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_second_start_leaves_what_was_changed_at_the_desk(
    database: Database, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path)
    demonstration.load(database, settings, "http://127.0.0.1:8100", now=NOW)
    with database.write_scope() as session:
        source = sources.source_named(session, "dorp")
        sources.change(session, source, {"trust": Trust.REVIEW_NONE}, actor=SYSTEM, now=NOW)
        service = store.everything(session)[0].listing
        store.change(session, replace(service, summary="Anders."), now=NOW)
    demonstration.load(database, settings, "http://127.0.0.1:8101", now=NOW)
    with database.read_scope() as session:
        source = sources.source_named(session, "dorp")
        assert (source.trust, "8101" in source.address) == (Trust.REVIEW_NONE, True)
        assert store.one(session, service.id).listing.summary == "Anders."
