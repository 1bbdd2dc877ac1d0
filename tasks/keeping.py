"""Keeping the map, as plain functions: what visitors asked for, links, the yearly question.

Each may run twice with the same result.
"""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import structlog

from accounts import links, mail
from accounts.keys import secret_key
from base.config import Settings
from base.municipality import Municipality
from ingest import web_addresses
from providers import asked, checks, store
from providers.checks import Entry, Step
from snapshot.search.counting import Asked
from snapshot.spool import Missed, Searched, taken
from tasks.work import Works

CONFIRM = "entry-is-right"
ADDRESSES_AT_ONCE = 200
log = structlog.get_logger()


def drain_searches(held: Works) -> int:
    """Searches and missed addresses from the spool into numbers; returns how many lines."""
    folder = held.settings.spool_dir
    with taken(folder, Searched) as lines, held.database.write_scope() as session:
        found = [Asked(line.text, line.day, line.is_found, line.used_id) for line in lines]
        asked.count(session, found, key=secret_key(held.settings))
    with taken(folder, Missed) as missed, held.database.write_scope() as session:
        asked.miss(session, Counter((line.day, line.path) for line in missed))
    return len(found) + len(missed)


def check_addresses(held: Works, *, now: datetime) -> int:
    """Look whether web addresses on the map still answer; returns how many were looked at."""
    tools = held.tools
    with held.database.write_scope() as session:
        services = store.load(session, today=_today(held, now))
        addresses = [service.website for service in services]
        due = web_addresses.due(session, addresses, now=now, limit=ADDRESSES_AT_ONCE)
    answers = [
        web_addresses.look(
            address, user_agent=tools.user_agent, allowed_loopback=tools.allowed_loopback
        )
        for address in due
    ]
    if web_addresses.is_outage(answers):
        log.warning("no web address answers", looked_at=len(answers))
        return 0
    with held.database.write_scope() as session:
        web_addresses.note(session, answers, now=now)
    return len(answers)


def ask_providers(held: Works, *, now: datetime) -> int:
    """The yearly "klopt dit nog?", its reminder, and the desk's list; returns how many steps."""
    town = held.tools.municipality
    with held.database.write_scope() as session:
        steps = checks.due(checks.entries(session), now=now)
        for step, entry in steps:
            if step is not Step.LIST:
                subject, body = letter(step, entry, held.settings, town)
                mail.write(session, entry.email, subject, body, now=now)
        checks.take(session, steps, now=now)
    return len(steps)


def forget_searches(held: Works, *, now: datetime) -> None:
    """Delete numbers of searches and missed addresses that are past their retention."""
    with held.database.write_scope() as session:
        asked.forget(session, today=_today(held, now))


def letter(step: Step, entry: Entry, settings: Settings, town: Municipality) -> tuple[str, str]:
    """Subject and text of the question to a provider, with the one link to answer it."""
    token = links.sign(secret_key(settings), CONFIRM, entry.provider_id)
    address = f"{settings.base_url}/beheer/kaart/klopt/{token}"
    again = "Wij vroegen dit een maand geleden ook. " if step is Step.REMIND else ""
    subject = f"Klopt uw vermelding nog? {entry.name}"
    text = (
        f"Beste {entry.name},\n\n{again}Uw organisatie staat op {town.site_name}, de sociale "
        f"kaart van {town.name}. Klopt alles nog? Bekijk het en klik op “Alles klopt vandaag”. "
        f"Dat kan zonder in te loggen:\n\n{address}\n\n"
        "Klopt er iets niet? Op dezelfde pagina staat hoe u het laat weten.\n\n"
        f"Met vriendelijke groet,\nde redactie van {town.site_name}\n"
    )
    return subject, text


def _today(held: Works, now: datetime) -> date:
    return now.astimezone(ZoneInfo(held.tools.municipality.zone)).date()
