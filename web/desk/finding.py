"""What people look for and do not find: words to add, addresses that are gone or broken."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.journal import record
from base import municipality
from feeds.build import mark_all
from ingest import web_addresses
from providers import asked, store, synonyms
from snapshot.listing import ServiceListing
from web.desk.context import desk, somebody

pages = Blueprint("finding", __name__)
LOOKED_BACK = timedelta(days=92)


@pages.get("/zoeken")
def start() -> str:
    since = desk().today() - LOOKED_BACK
    with desk().database.read_scope() as db:
        return render_template(
            "desk/finding.html",
            totals=asked.totals(db, since=since),
            failed=asked.speaking(db, since=since, only_failed=True),
            often=asked.speaking(db, since=since)[:30],
            missed=asked.missed(db, since=since, limit=40),
            broken=web_addresses.failing(db),
            is_looked_at=web_addresses.is_any(db),
            having=_having(db),
            added=synonyms.of(db),
            topics=_topics(),
            words=request.args.get("woorden", "")[:80],
        )


def _having(db: Session) -> dict[str, list[ServiceListing]]:
    """Which services have a web address, by address."""
    found: dict[str, list[ServiceListing]] = {}
    for service in store.load(db, today=desk().today()):
        found.setdefault(service.website, []).append(service)
    return found


@pages.post("/zoeken/woorden")
def add() -> Response:
    """These words lead to that subject, from the next publication on."""
    target, phrase = request.form.get("onderwerp", ""), request.form.get("woorden", "")
    with desk().database.write_scope() as db:
        row = synonyms.add(db, target=target, phrase=phrase, topics=_topics(), now=desk().now())
        facts = {"target": row.target, "phrase": row.phrase}
        record(db, somebody().actor, "add", ("synonym", row.id), now=desk().now(), after=facts)
        mark_all(db, "synonyms")
    flash(f"Wie zoekt op “{facts['phrase']}” vindt nu {_topics()[target].lower()}.")
    return redirect(url_for("finding.start"))


@pages.post("/zoeken/woorden/<int:synonym_id>/weg")
def remove(synonym_id: int) -> Response:
    with desk().database.write_scope() as db:
        row = synonyms.remove(db, synonym_id)
        facts = {"target": row.target, "phrase": row.phrase}
        record(
            db, somebody().actor, "remove", ("synonym", synonym_id), now=desk().now(), before=facts
        )
        mark_all(db, "synonyms")
    flash(f"“{facts['phrase']}” is weggehaald.")
    return redirect(url_for("finding.start"))


def _topics() -> dict[str, str]:
    rows = municipality.rows(desk().municipality.folder / "topics.csv")
    return {row["slug"]: row["label"] for row in rows}
