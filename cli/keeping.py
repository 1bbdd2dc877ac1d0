"""`wijzer redact`, `register`, `backup`, `restore`: what is kept of people, and kept safe."""

import json
import os
from pathlib import Path

import click

from accounts.journal import Actor
from accounts.keys import secret_key
from agenda.forgetting import redacting
from agenda.forgetting.personal_data import register as declared
from base.clock import parse_now
from base.config import from_env
from base.db import Database
from cli import backup as whole
from snapshot import files
from tasks import work

OPERATOR = Actor("beheerder aan de terminal", is_person=True)
_now = click.option("--now", "now_text", help="Act as if it were this ISO time.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command()
@click.argument("text")
@_now
@_json
def redact(text: str, now_text: str | None, as_json: bool) -> None:
    """Erase TEXT (a name, number or mail address) everywhere, and publish without it."""
    settings, now = from_env(os.environ), parse_now(now_text)
    held = work.works(settings)
    try:
        key = secret_key(settings)
        count = redacting.redact(held.database, settings, key, text, actor=OPERATOR, now=now)
        work.publish(held, now=now, is_daily=True)
        removed = files.prune(settings.snapshot_dir, keep=1)
    finally:
        held.database.dispose()
    facts = {"rows": count, "snapshots_removed": len(removed)}
    click.echo(
        json.dumps(facts)
        if as_json
        else f"Gewist uit {count} rijen; {len(removed)} oude versies van de site zijn weg."
    )


@click.command()
@_json
def register(as_json: bool) -> None:
    """Print the processing register: every column with personal data, why and how long."""
    found = list(declared())
    if as_json:
        rows = [
            {"column": name, "purpose": p.purpose, "basis": p.basis, "retention": p.retention}
            for name, p in found
        ]
        click.echo(json.dumps({"register": rows}, ensure_ascii=False))
        return
    for name, p in found:
        click.echo(f"{name}\n  doel: {p.purpose}\n  grond: {p.basis}\n  bewaard: {p.retention}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_now
def backup(file: Path, now_text: str | None) -> None:
    """Write every table, and the files people sent in, to FILE: a zip for either database."""
    settings = from_env(os.environ)
    database = Database(settings.database_url)
    try:
        count = whole.write(database, settings, file, now=parse_now(now_text))
    finally:
        database.dispose()
    click.echo(f"{count} rijen bewaard in {file}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_now
def restore(file: Path, now_text: str | None) -> None:
    """Put FILE into an empty database, and erase again what was erased on request."""
    settings, now = from_env(os.environ), parse_now(now_text)
    database = Database(settings.database_url)
    try:
        count = whole.read(database, settings, file)
        erased = redacting.redact_again(database, settings, secret_key(settings), now=now)
    finally:
        database.dispose()
    click.echo(f"{count} rijen terug; {erased} daarvan opnieuw gewist.")
