"""The owners of `bench year`: who sent a file is asked by letter whether it still runs.

Letters are those that production writes; the link in them is answered as the page behind it
does. An owner answers truly after his own delay, or never.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.journal import Actor
from accounts.models import Mail
from agenda.curation import asking_owners
from agenda.models import Event, Source
from bench.city import City
from bench.statements import Speaker

_KEY = "bench"
_LINK = re.compile(r"/bevestig/(\S+)")


@dataclass(slots=True)
class Owners:
    """`letters` and `answers` counted; `_due` holds what an owner has yet to answer."""

    city: City
    letters: int = 0
    answers: int = 0
    expired: int = 0
    _due: list[tuple[datetime, str]] = field(default_factory=list)

    def ask(self, session: Session, *, now: datetime) -> None:
        """The daily round of production; who got a letter will answer it in his time."""
        asked = asking_owners.ask_owners(
            session, key=_KEY, base_url="https://agenda.example/beheer", site="bench", now=now
        )
        self.expired += asked.expired
        if not asked.letters:
            return
        session.flush()
        for letter in session.scalars(select(Mail).where(Mail.made_at == now)):
            link = _LINK.search(letter.body)
            if link is None:
                continue
            self.letters += 1
            lag = self._speaker(letter.to_address).lag
            if lag is not None:
                self._due.append((now + lag, link[1]))

    def answer(self, session: Session, *, now: datetime) -> bool:
        """What owners answer by now; whether anybody did."""
        due = [token for at, token in self._due if at <= now]
        self._due = [(at, token) for at, token in self._due if at > now]
        for token in due:
            ids = asking_owners.read_link(_KEY, token)
            runs = self._running(session, ids)
            actor = Actor("eigenaar")
            asking_owners.confirm(session, runs, actor=actor, now=now)
            asking_owners.end(session, set(ids) - runs, actor=actor, now=now)
            self.answers += 1
        return bool(due)

    def _running(self, session: Session, ids: Sequence[int]) -> set[int]:
        rows = session.execute(
            select(Event.id, Source.name, Event.key)
            .join(Source, Source.id == Event.source_id)
            .where(Event.id.in_(ids))
        )
        reals = {i: self.city.reals.get(self.city.owner.get((s, k)) or 0) for i, s, k in rows}
        return {i for i, real in reals.items() if real is not None and not real.is_dropped}

    def _speaker(self, address: str) -> Speaker:
        return self.city.speakers[address.partition("@")[0]]
