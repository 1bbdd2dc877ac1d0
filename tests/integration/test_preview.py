"""Looking before saving: by file and by address, and nothing is written."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from agenda.models import Event, Preview, Source
from agenda.status import SourceKind
from base.db import Database
from base.errors import FormatError
from ingest import preview, readers
from ingest.run import Tools
from tests.integration.test_run import NOW, Site, calendar, refresh, site, source, tools, visit

__all__ = ["site", "source"]


def looking(site: Site) -> Tools:
    return replace(tools(site), read=readers.read)


def test_a_file_is_shown_as_it_would_appear(database: Database, site: Site) -> None:
    body = calendar("Koor").replace(b"SUMMARY:Koor", b"SUMMARY:Koor\r\nDTEND:20260320T113000")
    sight = preview.look(database, looking(site), now=NOW, body=body, file_name="agenda.ics")
    (event,) = sight.events
    assert (sight.kind, sight.title, sight.event_count) == (SourceKind.ICAL, "agenda.ics", 1)
    assert (event.title, event.when, event.where) == (
        "Koor",
        "vr 20 mrt 2026 10.00 – 11.30 uur",
        "regel 3",
    )
    assert (event.neighbourhood, event.fate) == ("Zandweerd", "public")
    assert ("start", "DTSTART") in event.read_from


def test_what_is_known_already_is_shown_beside_it(
    database: Database, source: int, site: Site
) -> None:
    site.body = calendar("Samen zingen in het koor")
    visit(database, source, site)
    with database.write_scope() as session:
        from agenda.matching import linking

        linking.match(session, now=NOW)
    body = calendar("Samen zingen in het koor")
    sight = preview.look(database, looking(site), now=NOW, body=body, file_name="a.ics")
    assert [known.source for known in sight.events[0].known] == ["Kerk"]


def test_a_page_of_a_social_medium_says_what_to_send_instead(
    database: Database, site: Site
) -> None:
    with pytest.raises(FormatError, match="Facebook kunnen wij niet lezen"):
        preview.look(database, looking(site), now=NOW, address="https://www.facebook.com/buurthuis")


def test_looking_writes_nothing(database: Database, site: Site) -> None:
    site.body = calendar("Koor")
    sight = preview.look(database, looking(site), now=NOW, address=f"http://{site.address}/a")
    assert [event.title for event in sight.events] == ["Koor"]
    with database.read_scope() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 0
        assert session.scalar(select(func.count()).select_from(Source)) == 0


def test_what_cannot_be_read_says_why(database: Database, site: Site) -> None:
    with pytest.raises(FormatError, match="PDF"):
        preview.look(database, looking(site), now=NOW, body=b"%PDF-1.7", file_name="flyer.pdf")


def asked(database: Database, **values: object) -> int:
    with database.write_scope() as session:
        row = Preview(asked_at=NOW, **values)
        session.add(row)
        session.flush()
        return row.id


def filled(database: Database, key: int) -> tuple[str, list[str]]:
    with database.read_scope() as session:
        row = session.get_one(Preview, key)
        assert row.done_at == NOW
        titles = [event["title"] for event in row.result["events"]] if row.result else []
        return row.message, titles


def test_a_worker_fills_what_was_asked_once(database: Database, site: Site) -> None:
    key = asked(database, file_name="agenda.ics", body=calendar("Koor"))
    with database.read_scope() as session:
        assert preview.waiting(session, now=NOW) == [key]
    assert preview.fill(database, key, tools=looking(site), now=NOW)
    assert filled(database, key) == ("", ["Koor"])
    assert not preview.fill(database, key, tools=looking(site), now=NOW)


def test_a_preview_is_read_with_the_settings_it_was_asked_with(
    database: Database, site: Site
) -> None:
    body = b"Datum;Tijd;Activiteit;Groep\n20-03-2026;10:00;Zaal 1;Koor\n"
    settings = {"columns": {"Activiteit": "locatie", "Groep": "activiteit"}}
    key = asked(database, file_name="a.csv", body=body, settings=settings)
    assert preview.fill(database, key, tools=looking(site), now=NOW)
    assert filled(database, key) == ("", ["Koor"])


def test_what_went_wrong_is_kept_as_a_sentence(database: Database, site: Site) -> None:
    site.status = 404
    key = asked(database, address=f"http://{site.address}/weg")
    assert preview.fill(database, key, tools=looking(site), now=NOW)
    assert filled(database, key) == ("De pagina bestaat niet (404).", [])


def test_a_preview_of_a_worker_that_died_is_taken_over(database: Database, site: Site) -> None:
    key = asked(database, body=calendar("Koor"), file_name="a.ics", claimed_at=NOW)
    assert not preview.fill(database, key, tools=looking(site), now=NOW + timedelta(minutes=1))
    assert preview.fill(database, key, tools=looking(site), now=NOW + timedelta(minutes=7))


def test_previews_are_forgotten(database: Database) -> None:
    asked(database, body=b"x", file_name="a.ics")
    with database.write_scope() as session:
        assert preview.forget(session, now=NOW + timedelta(days=1)) == 0
        assert preview.forget(session, now=NOW + timedelta(days=3)) == 1


def test_a_looked_at_file_becomes_a_source_that_is_read(
    database: Database, site: Site, source: int, tmp_path: Path
) -> None:
    address = preview.stored(calendar("Koor"), "../agenda van de kerk.ics", tmp_path)
    with database.write_scope() as session:
        session.get_one(Source, source).address = address
    held = replace(tools(site), uploads_dir=tmp_path)
    report = refresh(database, source, tools=held, now=NOW)
    assert report is not None
    assert (report.added, address.endswith("-agenda-van-de-kerk.ics")) == (1, True)
