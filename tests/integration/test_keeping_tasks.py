"""What the clock does for the map."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from accounts.models import Mail
from base.config import from_env
from base.db import Database
from providers import asked, store
from snapshot.spool import Missed, Searched, append
from tasks import keeping, work
from tests.listings import service
from web.desk.app import create_app

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)


def held(database: Database, folder: Path) -> work.Works:
    environ = {"WIJZER_DATA_DIR": str(folder), "WIJZER_DEMO": "1"}
    return work.works(from_env(environ), database)


def test_what_visitors_sent_is_counted_once(database: Database, tmp_path: Path) -> None:
    works, day = held(database, tmp_path), date(2026, 3, 1)
    append(works.settings.spool_dir, Searched(text="voedselbank", day=day, is_found=False))
    append(works.settings.spool_dir, Missed(path="/oud", day=day))
    assert [keeping.drain_searches(works), keeping.drain_searches(works)] == [2, 0]
    with database.read_scope() as session:
        assert asked.totals(session, since=day)["searches"] == 1
        assert asked.missed(session, since=day - timedelta(days=7)) == [("/oud", 1)]


def test_a_provider_confirms_with_the_link_in_its_mail(database: Database, tmp_path: Path) -> None:
    works = held(database, tmp_path)
    mine = service("koffie", provider_id="raster", provider="Raster", email="info@raster.example")
    with database.write_scope() as session:
        store.put(session, [mine, replace(mine, id="thee")], now=NOW)
    assert [keeping.ask_providers(works, now=NOW) for _ in range(2)] == [1, 0]
    with database.read_scope() as session:
        (letter,) = session.scalars(select(Mail)).all()
    path = re.search(r"/beheer(/kaart/klopt/\S+)", letter.body)
    assert path is not None
    client = create_app(works.settings, database, now=lambda: NOW).test_client()
    page = client.get(path[1]).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    assert "Klopt dit nog, Raster?" in page
    assert "Bedankt" in client.post(path[1], data={"csrf_token": token[1]}).text
    assert client.get("/kaart/klopt/verzonnen").status_code == 410
    with database.read_scope() as session:
        checked = [s.last_checked for s in store.load(session, today=NOW.date())]
    assert checked == [NOW.date(), NOW.date()]
