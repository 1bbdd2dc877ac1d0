"""`wijzer review` and `wijzer users`: the desk's decisions and people from a terminal."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import click

from accounts import login, people
from accounts.journal import Actor
from accounts.models import Role
from agenda.curation import decisions, questions
from agenda.curation.deciding import Decider
from agenda.words import KIND, moment_words
from base import municipality
from base.clock import parse_now
from base.config import Settings, from_env
from base.db import Database
from base.errors import NotFound

OPERATOR = Actor("beheerder aan de terminal", is_person=True)
_now = click.option("--now", "now_text", help="Act as if it were this ISO time.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@click.group()
def review() -> None:
    """The questions that wait for a person."""


@review.command("list")
@click.option("--limit", default=50, show_default=True)
@_now
@_json
def list_(limit: int, now_text: str | None, as_json: bool) -> None:
    """The most urgent questions first."""
    settings = from_env(os.environ)
    town = municipality.load(settings.municipality_dir)
    today = parse_now(now_text).astimezone(ZoneInfo(town.zone)).date()
    with _opened(settings) as database, database.read_scope() as session:
        found = questions.open_questions(session, questions.Choice(), today=today, limit=limit)
    if as_json:
        click.echo(json.dumps({"questions": [_facts(q) for q in found]}, ensure_ascii=False))
        return
    for q in found:
        when = f" · {moment_words(q.draft.start)}" if q.draft else ""
        click.echo(f"{q.id:>6}  {KIND[q.kind]:<12} {q.title}{when} · {q.source}")
        for reason in q.reasons:
            click.echo(f"        {reason}")
    if not found:
        click.echo("Niets dat op iemand wacht.")


@review.command()
@click.argument("ids", nargs=-1, type=int, required=True)
@_now
@_json
def approve(ids: tuple[int, ...], now_text: str | None, as_json: bool) -> None:
    """Say yes to these questions, as they stand now."""
    by = _decider(now_text)
    with _opened(from_env(os.environ)) as database, database.write_scope() as session:
        decisions.approve(session, decisions.versions(session, ids), by)
    _done("approved", ids, as_json)


@review.command()
@click.argument("ids", nargs=-1, type=int, required=True)
@click.option("--reason", required=True, help="Why, in a few words; it is kept.")
@_now
@_json
def reject(ids: tuple[int, ...], reason: str, now_text: str | None, as_json: bool) -> None:
    """Say no to these questions, with the reason."""
    by = _decider(now_text)
    with _opened(from_env(os.environ)) as database, database.write_scope() as session:
        decisions.reject(session, decisions.versions(session, ids), reason, by)
    _done("rejected", ids, as_json)


@click.group()
def users() -> None:
    """Who can log in at the desk."""


@users.command()
@click.argument("email")
@click.option("--role", type=click.Choice([str(r) for r in Role]), required=True)
@click.option("--name", default="", help="What the journal calls this person.")
@click.option("--provider", "provider_id", help="A partner's organisation (its id on the map).")
@click.option("--password", help="Asked for when left out; a partner needs none.")
@_now
def add(
    email: str,
    role: str,
    name: str,
    provider_id: str | None,
    password: str | None,
    now_text: str | None,
) -> None:
    """Make an account for EMAIL, or bring the one there is in line."""
    chosen = Role(role)
    if password is None and chosen is not Role.PARTNER:
        password = click.prompt("Wachtwoord", hide_input=True, confirmation_prompt=True)
    with _opened(from_env(os.environ)) as database, database.write_scope() as session:
        people.add(
            session,
            email,
            chosen,
            actor=OPERATOR,
            now=parse_now(now_text),
            name=name,
            provider_id=provider_id,
            password=password,
        )
    click.echo(f"{people.normal_email(email)} kan inloggen als {chosen}.")


@users.command()
@click.argument("email")
@_now
def code_off(email: str, now_text: str | None) -> None:
    """Ask no code of EMAIL at the next log-in: telephone lost, or another secret key."""
    with _opened(from_env(os.environ)) as database, database.write_scope() as session:
        user = people.by_email(session, email)
        if user is None:
            raise NotFound("account", email)
        login.turn_off_totp(session, user, actor=OPERATOR, now=parse_now(now_text))
    click.echo(f"{people.normal_email(email)} logt in zonder code.")


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.dispose()


def _decider(now_text: str | None) -> Decider:
    holidays = municipality.load(from_env(os.environ).municipality_dir).holidays
    return Decider(actor=OPERATOR, now=parse_now(now_text), holidays=holidays)


def _facts(q: questions.Question) -> dict[str, object]:
    return {
        "id": q.id,
        "kind": str(q.kind),
        "title": q.title,
        "source": q.source,
        "start": q.draft.start.iso() if q.draft else None,
        "reasons": list(q.reasons),
    }


def _done(word: str, ids: tuple[int, ...], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({word: list(ids)}))
    else:
        click.echo(f"{len(ids)} {'goedgekeurd' if word == 'approved' else 'afgewezen'}.")
