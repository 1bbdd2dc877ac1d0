"""The weekly look at the web addresses on the map, with a real server."""

from datetime import UTC, datetime, timedelta

from base.db import Database
from ingest import web_addresses
from tests.integration.partner import running

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_what_does_not_answer_is_said_since_when(database: Database) -> None:
    with running() as host:
        good, gone = f"http://{host}/good", f"http://{host}/gone"
        allowed = frozenset({host})
        for days in (0, 3, 7):
            now = NOW + timedelta(days=days)
            with database.write_scope() as session:
                due = web_addresses.due(session, [good, gone, ""], now=now, limit=10)
            answers = [
                web_addresses.look(a, user_agent="test", allowed_loopback=allowed) for a in due
            ]
            with database.write_scope() as session:
                web_addresses.note(session, answers, now=now)
            assert len(due) == (1 if days == 3 else 2)  # what did not answer sooner again
            if days == 0:
                with database.read_scope() as session:
                    assert web_addresses.failing(session) == []
    with database.read_scope() as session:
        (row,) = web_addresses.failing(session)
        assert (row.address, row.failing_since) == (gone, NOW)
        assert row.message


def test_when_nothing_answers_it_is_our_own_line() -> None:
    silent = [web_addresses.Answer(f"https://{n}.example", "niet te vinden") for n in range(5)]
    heard = web_addresses.Answer("https://wel.example", "")
    assert web_addresses.is_outage(silent)
    assert not web_addresses.is_outage([*silent, heard])
    assert not web_addresses.is_outage(silent[:1])


def test_an_address_that_left_the_map_is_forgotten(database: Database) -> None:
    answer = web_addresses.Answer("https://weg.example", "Er komt geen antwoord.")
    with database.write_scope() as session:
        web_addresses.note(session, [answer], now=NOW)
        assert web_addresses.due(session, [], now=NOW, limit=10) == []
        session.flush()
        assert web_addresses.failing(session) == []
