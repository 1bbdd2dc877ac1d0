"""`wijzer providers`: the map in from a file, and out as one."""

import json
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from accounts.journal import record
from base import municipality
from base.clock import parse_now
from base.config import from_env
from base.db import Database
from base.municipality import Municipality
from cli.review import OPERATOR
from feeds.build import mark_all
from providers import importing, store
from providers.csv_in import ProviderSheet, read_providers
from providers.directory import Change, summary
from providers.importing import Import
from snapshot.table import services_csv

_now = click.option("--now", "now_text", help="Act as if it were this ISO time.")
_WORDS = {
    Change.NEW: "nieuw",
    Change.CHANGED: "anders",
    Change.SAME: "gelijk",
    Change.MISSING: "niet in het bestand; blijft staan",
}


@click.group()
def providers() -> None:
    """The map of who helps with what."""


@providers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", "is_preview", is_flag=True, help="Say what it would do, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_now
def import_(file: Path, is_preview: bool, as_json: bool, now_text: str | None) -> None:
    """Add and change services as FILE (csv) says; what it does not name stays."""
    settings, now = from_env(os.environ), parse_now(now_text)
    town = municipality.load(settings.municipality_dir)
    sheet = _read(file, town)
    database = Database(settings.database_url)
    with database.read_scope() as session:
        planned = importing.plan([kept.listing for kept in store.everything(session)], sheet)
    if not is_preview:
        with database.write_scope() as session:
            if importing.apply(session, planned, now=now):
                counts = {str(k): n for k, n in summary(planned.differences).items()}
                record(session, OPERATOR, "import", ("map", file.name), now=now, after=counts)
                mark_all(session, "providers")
    database.dispose()
    click.echo(_as_json(planned, sheet) if as_json else _in_words(planned, sheet))


@providers.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@_now
def export(file: Path | None, now_text: str | None) -> None:
    """Every service that is shown, as csv, into FILE or to the screen."""
    settings = from_env(os.environ)
    town = municipality.load(settings.municipality_dir)
    today = parse_now(now_text).astimezone(ZoneInfo(town.zone)).date()
    database = Database(settings.database_url)
    with database.read_scope() as session:
        body = services_csv(store.load(session, today=today))
    database.dispose()
    if file is None:
        click.echo(body.decode("utf-8-sig"), nl=False)
    else:
        file.write_bytes(body)


def _read(file: Path, town: Municipality) -> ProviderSheet:
    topics = frozenset(row["slug"] for row in municipality.rows(town.folder / "topics.csv"))
    wijken = {wijk.code: wijk.name for wijk in town.wijken}
    return read_providers(file.read_bytes(), topics=topics, wijken=wijken)


def _as_json(planned: Import, sheet: ProviderSheet) -> str:
    counts = {str(change): count for change, count in summary(planned.differences).items()}
    problems = [
        {"row": p.row, "column": p.column, "message": p.message, "dropped": p.is_dropped}
        for p in sheet.problems
    ]
    return json.dumps({**counts, "problems": problems}, ensure_ascii=False)


def _in_words(planned: Import, sheet: ProviderSheet) -> str:
    lines = [
        f"  {count:>5} {_WORDS[change]}" for change, count in summary(planned.differences).items()
    ]
    lines += [
        f"  {difference.id} · {field.name}: {field.before} → {field.after}"
        for difference in planned.differences
        for field in difference.fields
    ]
    lines += [f"  rij {p.row} {p.column}: {p.message}" for p in sheet.problems]
    return "\n".join(lines)
