"""`wijzer`: the commands of an operator. Each opens what it needs, calls one function, prints."""

import json
import logging
import os
import time
from dataclasses import replace
from pathlib import Path

import click

from accounts.journal import SYSTEM
from agenda.reading import sources as source_rows
from base import logs
from base.clock import parse_now
from base.config import Settings, from_env
from base.db import Database
from base.errors import AgendaError
from cli import keeping, providers, review, running
from cli import sources as source_commands
from cli.round import one_round, summary
from snapshot import files
from tasks import work


class _Group(click.Group):
    """Turns our own errors into one clear line and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except AgendaError as error:
            raise click.ClickException(str(error)) from error


now_option = click.option("--now", "now_text", help="Act as if it were this ISO time.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group(cls=_Group)
def main() -> None:
    """Agenda and social map of a municipality."""
    logs.configure(_settings().log_format, logging.WARNING)


@main.command()
@click.option("--demo", "is_demo", is_flag=True, help="With nine demonstration partners.")
@click.option("--once", is_flag=True, help="One round, print what happened, stop.")
@click.option("--port", default=running.PORT, show_default=True, help="Where the site answers.")
@click.option("--demo-port", default=running.DEMO_PORT, show_default=True, help="The partners.")
@now_option
@json_option
def run(
    is_demo: bool, once: bool, port: int, demo_port: int, now_text: str | None, as_json: bool
) -> None:
    """Read every source, publish, and serve the site until Ctrl-C."""
    settings = _settings()
    if settings.base_url.endswith(f":{running.PORT}"):
        settings = replace(settings, base_url=f"http://127.0.0.1:{port}")
    now, began = parse_now(now_text), time.monotonic()
    say = (lambda _: None) if as_json else click.echo
    if not once:
        running.run_site(
            settings, is_demo=is_demo, port=port, demo_port=demo_port, now=now, say=click.echo
        )
        return
    with running.prepared(settings, is_demo=is_demo, now=now, demo_port=demo_port) as (_, held):
        done = one_round(held, now=now, say=say)
    if done is not None:
        seconds = round(time.monotonic() - began, 2)
        click.echo(
            json.dumps({**done.facts, "seconds": seconds}) if as_json else summary(done.facts)
        )


@main.command()
def migrate() -> None:
    """Bring the database of the settings up to date."""
    database = _database()
    database.migrate()
    database.dispose()
    click.echo("De database is bij.")


@main.command()
@click.option("--rollback", is_flag=True, help="Go back one version and stop publishing.")
@click.option("--release", is_flag=True, help="Publish again after a rollback.")
@now_option
def publish(rollback: bool, release: bool, now_text: str | None) -> None:
    """Publish what changed."""
    settings = _settings()
    if rollback:
        earlier = files.rollback(settings.snapshot_dir)
        click.echo(f"Terug naar {earlier}. Publiceren staat stil tot wijzer publish --release.")
        return
    if release:
        files.release(settings.snapshot_dir)
    held = work.works(settings)
    try:
        report = work.publish(held, now=parse_now(now_text), is_daily=True)
    finally:
        held.database.dispose()
    if report is None and files.is_frozen(settings.snapshot_dir):
        raise click.ClickException(source_commands.FROZEN)
    click.echo(f"Gepubliceerd: {report.version}." if report else "Er is niets gepubliceerd.")


@main.group()
def sources() -> None:
    """The sources of the agenda."""


@sources.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@now_option
def sync(file: Path, now_text: str | None) -> None:
    """Add and change sources as FILE (TOML) says."""
    definitions = source_rows.read_definitions(file.read_text("utf-8"))
    with _database().write_scope() as session:
        touched = source_rows.sync(session, definitions, actor=SYSTEM, now=parse_now(now_text))
    click.echo(f"{len(touched)} bronnen nieuw of anders: {', '.join(touched) or 'geen'}.")


@sources.command()
@click.argument("names", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All sources.")
@now_option
def refresh(names: tuple[str, ...], every: bool, now_text: str | None) -> None:
    """Have sources read at the next look of the clock."""
    if not names and not every:
        raise click.UsageError("noem bronnen, of geef --all")
    with _database().write_scope() as session:
        count = source_rows.read_soon(session, names, now=parse_now(now_text))
    click.echo(f"{count} bronnen worden zo gelezen.")


for command in (source_commands.list_sources, source_commands.add, source_commands.preview):
    sources.add_command(command)
main.add_command(source_commands.health)
main.add_command(source_commands.neighbourhoods)
main.add_command(review.review)
main.add_command(review.users)
for command in (keeping.redact, keeping.register, keeping.backup, keeping.restore):
    main.add_command(command)
main.add_command(providers.providers)


def _settings() -> Settings:
    return from_env(os.environ)


def _database() -> Database:
    return Database(_settings().database_url)


if __name__ == "__main__":
    main()
