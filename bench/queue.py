"""`python -m bench queue [--few N] [--many N] [--times N]`: what a growing queue costs.

The same desk over two databases, one with few and one with many questions of every kind that a
source can raise, on the same days and sources; each page is asked for in turn, in one run.
"""

import argparse
import re
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import event, select

from accounts import people
from accounts.journal import SYSTEM
from accounts.models import Role
from agenda.draft import Doubt, Draft
from agenda.models import Event, Review, Source
from agenda.moment import Moment
from agenda.reading.reconcile import Plan
from agenda.reading.record import Placed, apply
from agenda.status import ReviewKind, SourceKind, Trust
from base.config import Settings, from_env
from base.db import Database
from bench.scoring import report
from providers.places.place import Place, PlaceKind
from web.desk.app import create_app

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCES = 20
_PASSWORD = secrets.token_urlsafe()
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Held:
    """A desk with so many questions, somebody logged in, and the statements it made."""

    client: FlaskClient
    statements: list[str]
    review_id: int


def main(arguments: list[str]) -> int:
    """Prints queries and milliseconds per page with few and with many, and their ratio."""
    parser = argparse.ArgumentParser(prog="bench queue", description=__doc__)
    parser.add_argument("--few", type=int, default=50)
    parser.add_argument("--many", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=25)
    options = parser.parse_args(arguments)
    figures: dict[str, object] = {}
    with _desk(options.few) as few, _desk(options.many) as many:
        for name, path in (("queue", "/wachtrij"), ("item", "/wachtrij/{id}"), ("week", "/")):
            costs = [_cost(held, path) for held in (few, many)]
            seconds = _measure([few, many], path, options.times)
            figures[f"{name}_queries"] = costs
            figures[f"{name}_ms"] = [round(s * 1000, 1) for s in seconds]
            figures[f"{name}_ratio"] = round(seconds[1] / seconds[0], 2)
    return report(figures)


def _measure(both: list[Held], path: str, times: int) -> list[float]:
    """The median seconds of each, asked in turn so that both see the same machine."""
    taken: list[list[float]] = [[] for _ in both]
    for _ in range(times):
        for held, seconds in zip(both, taken, strict=True):
            began = time.perf_counter()
            _ask(held, path)
            seconds.append(time.perf_counter() - began)
    return [statistics.median(seconds) for seconds in taken]


def _cost(held: Held, path: str) -> int:
    _ask(held, path)  # whatever is made once has been made
    held.statements.clear()
    _ask(held, path)
    return len(held.statements)


def _ask(held: Held, path: str) -> None:
    answer = held.client.get(path.format(id=held.review_id))
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")


@contextmanager
def _desk(count: int) -> Iterator[Held]:
    with tempfile.TemporaryDirectory(prefix="wijzer-bench-") as folder:
        settings = from_env({"WIJZER_DATA_DIR": folder, "WIJZER_DEMO": "1"})
        database = Database(f"sqlite:///{folder}/queue.sqlite")
        database.migrate()
        review_id = _fill(database, count)
        statements: list[str] = []

        def counted(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(database.engine, "before_cursor_execute", counted)
        yield Held(_logged_in(database, settings), statements, review_id)
        database.dispose()


def _logged_in(database: Database, settings: Settings) -> FlaskClient:
    with database.write_scope() as session:
        user = people.add(session, "eva@bieb.example", Role.EDITOR, actor=SYSTEM, now=NOW)
        people.set_password(user, _PASSWORD)
    client = create_app(settings, database, now=lambda: NOW).test_client()
    found = _TOKEN.search(client.get("/inloggen").text)
    token = found.group(1) if found else ""
    data = {"email": "eva@bieb.example", "wachtwoord": _PASSWORD, "csrf_token": token}
    client.post("/inloggen", data=data)
    return client


def _fill(database: Database, count: int) -> int:
    """New, changed, doubtful and double ones in turn; returns a question in the middle."""
    with database.write_scope() as session:
        for number in range(SOURCES):
            source = Source(
                name=f"bron-{number}",
                title=f"Bron {number}",
                kind=SourceKind.ICAL,
                address=f"https://bron-{number}.example/agenda.ics",
                trust=Trust.REVIEW_ALL,
                created_at=NOW,
            )
            session.add(source)
            session.flush()
            drafts = [_draft(n) for n in range(number, count, SOURCES)]
            placed = {d.key: Placed(draft=d, place=_PLACE) for d in drafts}
            apply(session, source, Plan(add=tuple(drafts)), placed, now=NOW)
        pairs = session.scalars(select(Event.id).order_by(Event.id)).all()
        for one, other in zip(pairs[::8], pairs[4::8], strict=False):
            session.add(
                Review(
                    kind=ReviewKind.DUPLICATE,
                    event_id=one,
                    other_event_id=other,
                    is_public=one % 3 == 0,
                    urgent_on=NOW.date() + timedelta(days=one % 200),
                    created_at=NOW,
                    payload={"title": "Twee keer?", "reasons": ["zelfde zaal en tijd"]},
                )
            )
        session.flush()
        ids = session.scalars(select(Review.id).order_by(Review.id)).all()
        return ids[len(ids) // 2]


_PLACE = Place(kind=PlaceKind.NEIGHBOURHOOD, code="keizerslanden", is_sure=True)


def _draft(number: int) -> Draft:
    day = date(2026, 3, 1) + timedelta(days=number * 7919 % 200)
    draft = Draft(
        key=f"k{number}",
        title=f"Activiteit {number} voor de buurt",
        start=Moment(day),
        description="Loop binnen en doe mee. " * 8,
        venue="Buurthuis",
    )
    doubt = Doubt(about="start", reason="Het jaar staat er niet bij.")
    return replace(draft, doubts=(doubt,)) if number % 5 == 0 else draft
