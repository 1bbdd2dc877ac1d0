"""The people of every permission test: one of each role, and a stranger; and how they log in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from accounts import people
from accounts.journal import SYSTEM
from accounts.models import Role, User
from base.config import Settings, from_env
from base.db import Database
from web.desk.app import create_app

PASSWORD = "een lange zin als wachtwoord"
OWN = "raster"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Clock:
    """A clock that stands where a test puts it."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


def email_of(role: Role) -> str:
    return f"{role}@bieb.example"


def add_everyone(database: Database) -> dict[Role, int]:
    """One account of each role; the partner is of the organisation `OWN`."""
    with database.write_scope() as session:
        made = {
            role: people.add(
                session,
                email_of(role),
                role,
                actor=SYSTEM,
                now=NOW,
                name=str(role).capitalize(),
                provider_id=OWN if role is Role.PARTNER else None,
            )
            for role in Role
        }
        for user in made.values():
            user.password_hash = _password_hash()
        session.flush()
        return {role: user.id for role, user in made.items()}


@cache
def _password_hash() -> str:
    """Made once: hashing is slow on purpose."""
    user = User(email="")
    people.set_password(user, PASSWORD)
    return user.password_hash or ""


def settings_of(data_dir: Path, **more: str) -> Settings:
    return from_env({"WIJZER_DATA_DIR": str(data_dir), "WIJZER_DEMO": "1", **more})


def desk_app(database: Database, data_dir: Path, clock: Callable[[], datetime]) -> Flask:
    """The desk as production makes it, but for its clock."""
    app = create_app(settings_of(data_dir), database, now=clock)
    app.testing = True
    return app


def token(client: FlaskClient, path: str = "/inloggen") -> str:
    """The CSRF token of a page with a form."""
    found = _TOKEN.search(client.get(path, follow_redirects=True).text)
    assert found, f"geen formulier op {path}"
    return found.group(1)


def log_in(app: Flask, role: Role | None) -> FlaskClient:
    """A browser of somebody with this role; None is a stranger's."""
    client = app.test_client()
    if role is not None:
        data = {"email": email_of(role), "wachtwoord": PASSWORD, "csrf_token": token(client)}
        answer = client.post("/inloggen", data=data)
        assert answer.status_code == 302, answer.text
    return client


def post(client: FlaskClient, path: str, **data: object):  # type: ignore[no-untyped-def]
    """Send a form with the token of this session."""
    return client.post(path, data={**data, "csrf_token": token(client, "/account")})
