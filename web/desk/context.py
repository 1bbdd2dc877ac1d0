"""What every view of the desk needs, and who is asking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app
from flask_login import UserMixin, current_user

from accounts.journal import Actor
from accounts.models import Role, User
from agenda.curation.deciding import Decider
from agenda.draft import Draft
from agenda.reading.record import Placed
from base.config import Settings
from base.db import Database
from base.municipality import Municipality
from ingest.placing import place
from providers.places import Gazetteer


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Made once per app. `now` is the clock; `key` the installation's secret."""

    settings: Settings
    database: Database
    municipality: Municipality
    key: str
    clock: Callable[[], datetime]

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self.municipality)

    def place(self, draft: Draft) -> Placed:
        """The draft with its neighbourhood."""
        return place(draft, self._gazetteer)

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The day in the municipality's own zone."""
        return self.clock().astimezone(ZoneInfo(self.municipality.zone)).date()


class Visitor(UserMixin):  # type: ignore[misc]
    """Who is logged in, as values: no session hangs on it."""

    def __init__(self, user: User) -> None:
        self.id = user.id
        self.name = user.name
        self.email = user.email
        self.role = Role(user.role)
        self.provider_id = user.provider_id
        self.version = user.session_version
        self.has_totp = user.totp_secret is not None

    def get_id(self) -> str:
        return str(self.id)

    @property
    def actor(self) -> Actor:
        return Actor(self.name, self.id)

    @property
    def is_staff(self) -> bool:
        return self.role in (Role.ADMINISTRATOR, Role.EDITOR)

    @property
    def is_partner(self) -> bool:
        return self.role is Role.PARTNER


def desk() -> Desk:
    return cast(Desk, current_app.extensions["desk"])


def own_address(path: str) -> str:
    """What `url_for` gave, as it may stand in a letter: never with the Host header, which
    anybody can forge."""
    return desk().settings.base_url + path


def visitor() -> Visitor | None:
    """Who is asking; None for a stranger."""
    return current_user if current_user.is_authenticated else None


def somebody() -> Visitor:
    """Who is asking, on routes that no stranger reaches."""
    return cast(Visitor, current_user)


def decider() -> Decider:
    held = desk()
    return Decider(actor=somebody().actor, now=held.now(), holidays=held.municipality.holidays)
