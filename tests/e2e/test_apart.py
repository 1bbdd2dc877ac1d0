"""The public site stands apart: with database and broker down it answers, and even starts."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from accounts.journal import SYSTEM
from agenda.reading import sources
from base import clock
from base.config import ROOT, from_env
from base.db import Database
from cli import demonstration
from demo import partners
from tasks import work
from tests import services
from tests.e2e.processes import environment
from tests.waiting import until

PAGES = (
    *("/", "/agenda", "/wijken", "/wijk/voorstad", "/zoeken?q=koffie", "/abonneren", "/hulp"),
    *("/aanbieders", "/feeds/alles.ics", "/feeds/wijk/voorstad.rss", "/feeds/alles.json"),
)


@contextmanager
def serving(app: str, environ: Mapping[str, str]) -> Iterator[str]:
    """A gunicorn as in production; its base address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "-b", host, app]
    log = (Path(environ["WIJZER_DATA_DIR"]) / "gunicorn.log").open("ab")
    with log, subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log) as process:
        try:
            until(lambda: answers(host))
            yield f"http://{host}"
        finally:
            process.terminate()


def answers(host: str) -> bool:
    name, _, port = host.partition(":")
    with socket.socket() as probe:
        return probe.connect_ex((name, int(port))) == 0


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def published(tmp_path: Path) -> Iterator[tuple[dict[str, str], Path]]:
    """A published demonstration whose PostgreSQL was stopped afterwards."""
    now = clock.now()
    with (
        services.own_postgres() as (url, stop),
        partners.serving(lambda: now.date()) as base,
    ):
        settings = {"WIJZER_DATABASE_URL": url, "WIJZER_BROKER_URL": "redis://127.0.0.1:1/0"}
        environ = environment(tmp_path, **settings)
        known = from_env({**environ, "WIJZER_ALLOWED_LOOPBACK": base.removeprefix("http://")})
        database = Database(url)
        database.migrate()
        demonstration.load(database, known, base, now=now)
        held = work.works(known, database)
        with database.write_scope() as session:
            sources.sync(session, partners.sources(base), actor=SYSTEM, now=now)
        for due in work.due_sources(held, now=now, per_host=99):
            if not due.is_site:
                work.refresh_source(held, due.source_id, now=now)
        work.publish(held, now=now, is_daily=True)
        database.dispose()
        stop()
        yield environ, tmp_path


def test_with_the_database_stopped_every_public_page_and_feed_answers(
    published: tuple[dict[str, str], Path],
) -> None:
    environ, folder = published
    (folder / "spool").mkdir(exist_ok=True)
    with serving("web.public.wsgi:app", environ) as base:
        found = {path: get(base + path) for path in PAGES}
        asked = urllib.request.Request(
            f"{base}/gevonden",
            data=b"pagina=/zoeken&gevonden=ja",
            headers={"Origin": base, "Sec-Fetch-Site": "same-origin"},
        )
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200
    assert {path: status for path, (status, _) in found.items()} == dict.fromkeys(PAGES, 200)
    assert "Koffieochtend" in found["/zoeken?q=koffie"][1]
    assert "SUMMARY:Koffieochtend" in found["/feeds/alles.ics"][1]
    assert "<title>Koffieochtend" in found["/feeds/wijk/voorstad.rss"][1]
    assert list((folder / "spool").iterdir())


def test_a_public_node_needs_no_settings_but_where_the_snapshot_is(
    published: tuple[dict[str, str], Path],
) -> None:
    environ, folder = published
    copied = folder / "elsewhere"
    copied.mkdir()
    (folder / "snapshots").rename(copied / "snapshots")
    bare = {"PATH": environ["PATH"], "WIJZER_DATA_DIR": str(copied)}
    with serving("web.public.wsgi:app", bare) as base:
        assert get(f"{base}/agenda")[0] == 200
