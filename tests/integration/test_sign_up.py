"""A person to sign up with is never shown: the organisation's contact is, or somebody looks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from agenda.draft import Context, Draft, Parsed
from agenda.models import Event, Review, Revision, Source
from agenda.reading.record import Placed
from agenda.status import EventState, ReviewKind, SourceKind, Trust
from base.config import ROOT
from base.db import Database
from base.municipality import load
from ingest.fetch import Fetched
from ingest.readers import read
from ingest.run import Tools, refresh
from providers import store
from tests.integration.test_record import HERE
from tests.listings import service

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHEET = (
    b"Datum;Tijd;Activiteit;Locatie;Opmerkingen\n"
    b"3-3-2026;10.00;Bingo;De Ark;Opgeven bij Riet Voorbeeld 06-00112233\n"
    b"4-3-2026;10.00;Soep;De Ark;Riet Voorbeeld kookt\n"
)
TOWN = load(ROOT / "municipalities/deventer")


def sheet(_kind: SourceKind, body: bytes, context: Context) -> Parsed:
    return read(SourceKind.SPREADSHEET, body, context)


def place(draft: Draft) -> Placed:
    return Placed(draft=draft, place=HERE)


TOOLS = Tools(
    user_agent="proef",
    municipality=TOWN,
    read=sheet,
    place=place,
    uploads_dir=Path("nergens"),
    get=lambda _claim, _validators: Fetched(body=SHEET, url="agenda.csv"),
)


def bingo(
    database: Database, touch: Callable[[Source], None] = lambda _: None
) -> tuple[str, str | None]:
    """State and contact of the activity with a person in it, of a source that nobody checks."""
    with database.write_scope() as session:
        source = Source(
            name="ark",
            title="De Ark",
            kind=SourceKind.SPREADSHEET,
            address="https://ark.example/agenda.csv",
            trust=Trust.REVIEW_NONE,
            created_at=NOW,
        )
        touch(source)
        session.add(source)
        session.flush()
        key = source.id
    assert refresh(database, key, tools=TOOLS, now=NOW) is not None
    with database.read_scope() as session:
        rows = session.execute(
            select(Event.title, Event.state, Revision.draft).join(
                Revision, Revision.id == Event.latest_id
            )
        )
        found = {title: (str(state), facts.get("contact")) for title, state, facts in rows}
        assert "Riet" not in repr(found)
    assert found["Soep"] == (EventState.PUBLIC, found["Soep"][1])
    return found["Bingo"]


def test_without_a_contact_of_the_organisation_a_person_is_asked(database: Database) -> None:
    assert bingo(database) == (EventState.PENDING, None)
    with database.read_scope() as session:
        asked = session.execute(select(Review.kind, Review.payload)).all()
    assert [(kind, payload["reasons"]) for kind, payload in asked] == [
        (
            ReviewKind.DOUBT,
            [
                "Er stond een persoon bij om zich aan te melden. Die tonen wij niet, en wij "
                "kennen geen telefoonnummer, mailadres of website van de organisatie."
            ],
        )
    ]


def set_contact(source: Source) -> None:
    source.settings = {"contact": "info@ark.example"}


def set_homepage(source: Source) -> None:
    source.homepage = "https://ark.example"


@pytest.mark.parametrize(
    ("touch", "contact"),
    [(set_contact, "info@ark.example"), (set_homepage, "https://ark.example")],
)
def test_what_is_known_of_the_source_stands_in(
    database: Database, touch: Callable[[Source], None], contact: str
) -> None:
    assert bingo(database, touch) == (EventState.PUBLIC, contact)


def test_what_the_map_says_of_the_organisation_stands_in(database: Database) -> None:
    ark = replace(service("ark-soep"), provider_id="ark", phone="0570-123456", email="", website="")
    with database.write_scope() as session:
        store.put(session, [ark], now=NOW)

    def belongs(source: Source) -> None:
        source.provider_id = "ark"
        source.homepage = "https://ark.example"

    assert bingo(database, belongs) == (EventState.PUBLIC, "0570-123456")
