"""Hints for plain words while somebody types an entry."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.models import JournalEntry, Role
from agenda.models import Dirty
from base.db import Database
from tests import roles

LONG = " ".join(["woord"] * 19) + "."


def test_hints_say_of_which_field_they_are(editor: FlaskClient) -> None:
    sent = {"name": "n" * 121, "summary": LONG, "explanation": "Indien nodig.", "condition": "Ja."}
    page = roles.post(editor, "/eenvoudig", **sent).text
    for expected in (
        "Naam: 1 teken te veel. Maak het korter.",
        "In het kort: “woord woord woord woord woord …”. Deze zin heeft 19 woorden.",
        "Uitleg: “Indien”. Schrijf liever: als.",
    ):
        assert expected in page
    assert "Voorwaarde" not in page
    assert "<html" not in page


def test_plain_words_get_no_hints(editor: FlaskClient) -> None:
    page = roles.post(editor, "/eenvoudig", summary="Kom langs voor koffie.").text
    assert page.strip() == '<p class="hint">Geen tips: korte zinnen en gewone woorden.</p>'


def test_what_is_typed_is_shown_as_text(editor: FlaskClient) -> None:
    page = roles.post(editor, "/eenvoudig", summary=f"<img src=x> {LONG}").text
    assert "<img" not in page
    assert "&lt;img src=x&gt;" in page


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EDITOR, 200), (Role.ADMINISTRATOR, 200), (Role.PARTNER, 200), (Role.POLICY, 403)],
)
def test_those_who_fill_in_entries_get_hints(app: Flask, role: Role, status: int) -> None:
    answer = roles.post(roles.log_in(app, role), "/eenvoudig", summary="Kom langs.")
    assert answer.status_code == status


def test_a_stranger_and_another_site_get_none(app: Flask, editor: FlaskClient) -> None:
    stranger = app.test_client()
    sent = {"summary": "Kom.", "csrf_token": roles.token(stranger)}
    assert stranger.post("/eenvoudig", data=sent).status_code == 403
    assert editor.post("/eenvoudig", data={"summary": "Kom."}).status_code == 400


def test_far_too_much_is_refused_and_nothing_is_kept(
    editor: FlaskClient, database: Database
) -> None:
    assert roles.post(editor, "/eenvoudig", summary="x" * 40_000).status_code == 413
    assert roles.post(editor, "/eenvoudig", summary=LONG).status_code == 200
    with database.read_scope() as session:
        about = select(func.count()).where(JournalEntry.subject_kind != "account")
        assert session.scalar(about) == 0
        assert session.scalar(select(func.count()).select_from(Dirty)) == 0
