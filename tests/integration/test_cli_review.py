"""The queue and the people from a terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accounts import people
from agenda.status import Trust
from base.db import Database
from cli.main import main
from tests.integration.test_record import KOFFIE, KOOR, add_source, run, states

NOW = "2026-03-01T13:00"


@pytest.fixture
def wijzer(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    url = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("WIJZER_DATABASE_URL", url)
    monkeypatch.setenv("WIJZER_DATA_DIR", str(tmp_path))

    def command(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return command


def test_the_queue_is_listed_approved_and_rejected(database: Database, wijzer) -> None:  # type: ignore[no-untyped-def]
    run(database, add_source(database, trust=Trust.REVIEW_ALL), [KOFFIE, KOOR])
    listed = json.loads(wijzer("review", "list", "--json", "--now", NOW).output)["questions"]
    assert [(q["title"], q["kind"], q["start"]) for q in listed] == [
        ("Koor", "new", "2026-03-03T19:00"),
        ("Koffie", "new", "2026-03-20T10:00"),
    ]
    koor, koffie = (str(q["id"]) for q in listed)
    approved = wijzer("review", "approve", koor, "--json", "--now", NOW)
    assert json.loads(approved.output) == {"approved": [int(koor)]}
    wijzer("review", "reject", koffie, "--reason", "Besloten groep", "--now", NOW)
    assert states(database) == {"koffie": "rejected", "koor": "public"}
    assert wijzer("review", "list", "--now", NOW).output == "Niets dat op iemand wacht.\n"


def test_an_unknown_question_is_named(wijzer) -> None:  # type: ignore[no-untyped-def]
    answer = wijzer("review", "approve", "77")
    assert (answer.exit_code, answer.output) == (1, "Error: vraag 77 bestaat niet\n")


def test_an_account_is_made(database: Database, wijzer) -> None:  # type: ignore[no-untyped-def]
    words = ("users", "add", "Eva@Bieb.example", "--role", "editor", "--password", "x" * 12)
    assert wijzer(*words).output == "eva@bieb.example kan inloggen als editor.\n"
    with database.read_scope() as session:
        user = people.by_email(session, "eva@bieb.example")
        assert user is not None
        assert (user.role, user.name) == ("editor", "eva")


def test_a_partner_needs_an_organisation(wijzer) -> None:  # type: ignore[no-untyped-def]
    answer = wijzer("users", "add", "a@b.example", "--role", "partner")
    assert answer.exit_code == 1
    assert "een partner hoort bij een organisatie" in answer.output


def test_a_code_that_nobody_can_give_any_more_is_turned_off(database: Database, wijzer) -> None:  # type: ignore[no-untyped-def]
    wijzer("users", "add", "eva@bieb.example", "--role", "editor", "--password", "x" * 12)
    with database.write_scope() as session:
        user = people.by_email(session, "eva@bieb.example")
        assert user is not None
        user.totp_secret, user.recovery_codes = "of another key", ["hash"]
    assert wijzer("users", "code-off", "Eva@bieb.example").output == (
        "eva@bieb.example logt in zonder code.\n"
    )
    with database.read_scope() as session:
        user = people.by_email(session, "eva@bieb.example")
        assert user is not None
        assert (user.totp_secret, user.recovery_codes) == (None, [])
    assert (
        "account eva@x.example bestaat niet" in wijzer("users", "code-off", "eva@x.example").output
    )
