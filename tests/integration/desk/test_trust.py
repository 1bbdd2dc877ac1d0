"""How much of a source is looked at: proposed from the answers, taken over or left as it is."""

from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from agenda.models import Review, Source
from agenda.status import Trust
from base.db import Database
from tests import roles
from tests.integration.test_record import KOFFIE, add_source, run


def approve_all(database: Database, editor: FlaskClient) -> None:
    drafts = [replace(KOFFIE, key=f"k{n}", title=f"Koffie {n}") for n in range(12)]
    run(database, add_source(database, trust=Trust.REVIEW_NEW), drafts)
    with database.read_scope() as session:
        rows = session.execute(select(Review.id, Review.version))
        ticked = [f"{review_id}:{version}" for review_id, version in rows]
    roles.post(editor, "/wachtrij/groep", vraag=ticked, besluit="ja")


def trust_of(database: Database) -> str:
    with database.read_scope() as session:
        return session.scalars(select(Source.trust)).one()


def test_a_proposal_is_on_the_first_page_and_taken_over(
    database: Database, editor: FlaskClient, clock: roles.Clock
) -> None:
    clock.at += timedelta(minutes=1)
    approve_all(database, editor)
    assert "1 voorstel" in editor.get("/").text
    page = editor.get("/bronnen/kerk").text
    assert "De laatste 12 activiteiten waren goed zoals de bron ze gaf." in page
    assert "Dan staat alles van deze bron meteen op de site." in page
    clock.at += timedelta(minutes=1)
    roles.post(editor, "/bronnen/kerk/vertrouwen", vertrouwen="review_none")
    assert trust_of(database) == Trust.REVIEW_NONE
    assert "hoeveel u nakijkt: niets nakijken" in editor.get("/logboek/").text


def test_a_proposal_that_is_turned_down_does_not_come_back(
    database: Database, editor: FlaskClient, clock: roles.Clock
) -> None:
    clock.at += timedelta(minutes=1)
    approve_all(database, editor)
    clock.at += timedelta(minutes=1)
    roles.post(editor, "/bronnen/kerk/vertrouwen", vertrouwen="review_new")
    assert trust_of(database) == Trust.REVIEW_NEW
    assert "voorstel" not in editor.get("/").text.lower()
