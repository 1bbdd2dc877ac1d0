"""`wijzer sources …`, `wijzer health`, `wijzer neighbourhoods`: sources seen from a terminal."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import click
import msgspec
from sqlalchemy import select

from accounts.journal import SYSTEM
from agenda.models import Source
from agenda.reading import health as source_health
from agenda.reading import sources as source_rows
from agenda.reading.health import Health
from agenda.reading.sources import Definition
from agenda.status import Basis, SourceKind, SourceState, Trust
from base.clock import parse_now
from base.config import from_env
from base.db import Database
from base.errors import InvalidInput
from base.text import slug
from ingest import preview as looking
from ingest.preview import Shown, Sight
from providers.places import boundaries
from snapshot import files
from tasks import work

FROZEN = (
    "Publiceren staat stil: iemand ging terug naar een eerdere versie. "
    "Weer aan: wijzer publish --release."
)

now_option = click.option("--now", "now_text", help="Act as if it were this ISO time.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.command("list")
@now_option
@json_option
def list_sources(now_text: str | None, as_json: bool) -> None:
    """All sources, how they are doing and when they are read again."""
    now = parse_now(now_text)
    with _database().read_scope() as session:
        states = {h.name: h for h in source_health.report(session, now=now)}
        rows = [_row(source, states.get(source.name)) for source in session.scalars(_by_name())]
    if as_json:
        click.echo(json.dumps({"sources": rows}, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['name']:<20} {row['state']:<8} {row['kind']:<12} {row['address']}")


@click.command()
@click.argument("name")
@click.argument("address")
@click.option("--title", default="", help="As residents read it; the name when left out.")
@click.option("--kind", type=click.Choice([k.value for k in SourceKind]), help="Else found.")
@click.option(
    "--trust", type=click.Choice([t.value for t in Trust]), default=Trust.REVIEW_ALL.value
)
@click.option("--basis", type=click.Choice([b.value for b in Basis]), default=Basis.OPEN_PAGE.value)
@click.option("--owner", default="", help="The mail address that hears of trouble.")
@now_option
def add(
    name: str,
    address: str,
    title: str,
    kind: str | None,
    trust: str,
    basis: str,
    owner: str,
    now_text: str | None,
) -> None:
    """Add a source by its ADDRESS or a FILE; it is read at the next look of the clock."""
    settings, now = from_env(os.environ), parse_now(now_text)
    path = Path(address)
    held = work.works(settings)
    found = SourceKind(kind) if kind else _look(held, address, now_text).kind
    where = address
    if path.is_file():
        where = looking.stored(path.read_bytes(), path.name, settings.uploads_dir)
    definition = Definition(
        name=slug(name),
        title=title or name,
        kind=found,
        address=where,
        trust=Trust(trust),
        basis=Basis(basis),
        owner_email=owner,
    )
    with held.database.write_scope() as session:
        if session.scalar(select(Source.id).where(Source.name == definition.name)):
            raise InvalidInput({definition.name: "deze bron bestaat al"})
        source_rows.sync(session, [definition], actor=SYSTEM, now=now)
    click.echo(f"De bron {definition.name} ({found.value}) is toegevoegd en wordt zo gelezen.")


@click.command()
@click.argument("address")
@now_option
@json_option
def preview(address: str, now_text: str | None, as_json: bool) -> None:
    """Show what an ADDRESS or FILE would bring. Writes nothing."""
    sight = _look(work.works(from_env(os.environ)), address, now_text)
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(sight), ensure_ascii=False))
        return
    click.echo(f"{sight.kind.value}: {sight.event_count} activiteiten in {sight.title}")
    for event in sight.events:
        _print(event)
    for problem in sight.problems:
        click.echo(f"! {problem.where}: {problem.message}" if problem.where else problem.message)
    for column in sight.columns:
        meaning = column.meaning or "niet gebruikt"
        click.echo(f"  kolom “{column.heading}” ({column.sheet}): {meaning}")
    for other in sight.alternates:
        click.echo(f"  De pagina biedt ook aan: {other.kind} {other.address}")


@click.command()
@now_option
@json_option
def health(now_text: str | None, as_json: bool) -> None:
    """How each source is doing, those that need something first."""
    with _database().read_scope() as session:
        found = source_health.report(session, now=parse_now(now_text))
    is_frozen = files.is_frozen(from_env(os.environ).snapshot_dir)
    counts = {s.value: sum(1 for h in found if h.state is s) for s in SourceState}
    if as_json:
        facts = {**counts, "is_frozen": is_frozen, "sources": [_facts(h) for h in found]}
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    if is_frozen:
        click.echo(FROZEN)
    for item in found:
        click.echo(f"{item.state.value:<8} {item.name:<20} {item.advice or item.change}")
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items() if count))


@click.group()
def neighbourhoods() -> None:
    """The outlines of the neighbourhoods."""


@neighbourhoods.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Use the outlines in FILE (GeoJSON in WGS84) to tell in which wijk a point lies."""
    settings = from_env(os.environ)
    found = boundaries.load(file)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    fresh = settings.boundaries_path.with_suffix(".new")
    shutil.copyfile(file, fresh)
    fresh.replace(settings.boundaries_path)
    codes = {outline.code for outline in found.outlines}
    click.echo(f"{len(codes)} wijken of buurten met een omtrek; ze gelden vanaf de volgende start.")


def _look(held: work.Works, address: str, now_text: str | None) -> Sight:
    path, now = Path(address), parse_now(now_text)
    if path.is_file():
        body = path.read_bytes()
        return looking.look(held.database, held.tools, now=now, body=body, file_name=path.name)
    return looking.look(held.database, held.tools, now=now, address=address)


_EXCLUDED = "niet voor iedereen, een zaal die bezet is, of buiten de gemeente"


def _print(event: Shown) -> None:
    place = event.neighbourhood or event.place
    click.echo(f"- {event.when}  {event.title}  ({event.venue or 'geen plaats'}; {place})")
    details = (
        ("herhaalt", event.recurrence),
        ("staat op", event.where),
        ("gelezen uit", ", ".join(f"{field}: {read}" for field, read in event.read_from)),
        ("komt niet in de agenda", _EXCLUDED if event.fate == "excluded" else ""),
        ("naar een mens", "; ".join(event.doubts) if event.fate == "review" else ""),
        ("lijkt op", "; ".join(f"{k.title} ({k.source})" for k in event.known)),
    )
    for label, text in details:
        if text:
            click.echo(f"    {label}: {text}")


def _row(source: Source, found: Health | None) -> dict[str, Any]:
    return {
        "name": source.name,
        "title": source.title,
        "kind": source.kind,
        "address": source.address,
        "trust": source.trust,
        "basis": source.basis,
        "state": found.state.value if found else SourceState.FINE.value,
        "next_check_at": source.next_check_at.isoformat() if source.next_check_at else None,
    }


def _facts(found: Health) -> dict[str, Any]:
    facts: dict[str, Any] = msgspec.to_builtins(found)
    silence = found.silent_for
    return {**facts, "silent_for": round(silence.total_seconds()) if silence else None}


def _by_name() -> Any:
    return select(Source).order_by(Source.name)


def _database() -> Database:
    return Database(from_env(os.environ).database_url)
