"""An organisation's own pages: send in, see what became of it, confirm, hand over a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from agenda.curation import asking_owners, catalogue, editing
from agenda.curation.entry import entry_of
from agenda.matching.activities import event_of
from agenda.models import Event, Source
from agenda.reading import previews, sources
from agenda.status import EventState, Trust
from base.errors import InvalidInput, NotAllowed
from base.text import slug
from web.desk.activities import read_entry
from web.desk.context import Visitor, decider, desk, somebody
from web.desk.sources import ask_preview, keep_upload


@dataclass(frozen=True, slots=True)
class Line:
    """Rows of one title that stand alike: the one that comes first, and how many more."""

    row: catalogue.Row
    reason: str
    more: int


pages = Blueprint("partner", __name__, url_prefix="/organisatie")
SHOWN = 200
STATE = {
    EventState.PENDING: "wordt nagekeken",
    EventState.PUBLIC: "staat op de site",
    EventState.REJECTED: "niet geplaatst",
    EventState.WITHDRAWN: "van de site gehaald",
    EventState.EXPIRED: "verlopen: bevestig dat het nog loopt",
    EventState.EXCLUDED: "niet geplaatst: past niet in de agenda",
}


@pages.get("/")
def mine() -> str:
    held, own = desk(), _own()
    with held.database.read_scope() as db:
        rows = catalogue.search(
            db, "", today=held.today(), limit=SHOWN, provider_id=own, only_coming=False
        )
        reasons = catalogue.rejections(db, [r.event_id for r in rows])
        found = sources.overview(db, now=held.now(), provider_id=own)
        problems = [p for s in found for p in sources.recent(db, s.source.id)[1]]
    return render_template(
        "desk/organisation.html",
        lines=_lines(rows, reasons),
        sources=found,
        problems=problems,
        PARTNER_STATE=STATE,
    )


@pages.route("/nieuw", methods=["GET", "POST"])
def add() -> str | Response | tuple[str, int]:
    """Five fields; shown back as they were read before they are sent."""
    entry = entry_of(request.form)
    if request.method == "GET":
        return render_template("desk/submit.html", entry=entry)
    held = desk()
    with held.database.read_scope() as db:
        name = _organisation(db, _own())
    try:
        placed = read_entry(entry, organiser=name)
    except InvalidInput as error:
        return render_template("desk/submit.html", entry=entry, problems=error.problems), 400
    if not request.form.get("zeker"):
        return render_template("desk/submit.html", entry=entry, placed=placed)
    with held.database.write_scope() as db:
        source = _form_source(db, _own(), name)
        editing.add(db, source, placed, decider())
    flash("Verstuurd. Hieronder ziet u wat ermee gebeurt.")
    return redirect(url_for(".mine"))


@pages.post("/<int:event_id>/loopt-nog")
def confirm(event_id: int) -> Response:
    with desk().database.write_scope() as db:
        event = _own_event(db, event_id)
        alike = select(Event.id).where(
            Event.source_id == event.source_id,
            Event.title == event.title,
            Event.state == event.state,
        )
        ids = db.scalars(alike).all()
        asking_owners.confirm(db, ids, actor=somebody().actor, now=desk().now())
    flash("Dank u wel. Het staat genoteerd.")
    return redirect(url_for(".mine"))


@pages.post("/lijst")
def upload() -> Response:
    if not request.files.get("bestand"):
        raise InvalidInput({"bestand": "Kies een bestand."})
    return redirect(url_for(".uploaded", preview_id=ask_preview()))


@pages.get("/lijst/<int:preview_id>")
def uploaded(preview_id: int) -> str:
    with desk().database.read_scope() as db:
        _own_preview(db, preview_id)
        seen = previews.view(db, preview_id)
    return render_template("desk/upload.html", seen=seen)


@pages.post("/lijst/<int:preview_id>/gebruik")
def use(preview_id: int) -> Response:
    """The list becomes this organisation's source, or takes the place of the one before."""
    held, own = desk(), _own()
    with held.database.read_scope() as db:
        _own_preview(db, preview_id)
        seen, body = previews.view(db, preview_id), previews.body_of(db, preview_id)
    if seen.kind is None or not body:
        raise InvalidInput({"bestand": "Dit bestand is niet te gebruiken."})
    address = keep_upload(seen.file_name, body)
    by = somebody().actor
    with held.database.write_scope() as db:
        name = f"{slug(own)}-lijst"
        known = sources.find(db, name)
        if known is None:
            title = f"{_organisation(db, own)} (lijst)"
            definition = sources.Definition(
                name=name, title=title, kind=seen.kind, address=address, provider_id=own
            )
            sources.add(db, definition, actor=by, now=held.now())
        else:
            values = {"address": address, "kind": seen.kind}
            sources.change(db, known, values, actor=by, now=held.now())
    flash("Dank u wel. We lezen de lijst; hieronder ziet u straks wat ermee gebeurt.")
    return redirect(url_for(".mine"))


def _own() -> str:
    person: Visitor = somebody()
    if not person.provider_id:
        raise NotAllowed("Bij uw account hoort geen organisatie.")
    return person.provider_id


def _lines(rows: Sequence[catalogue.Row], reasons: Mapping[int, str]) -> list[Line]:
    """A calendar often gives every date apart; its owner reads, and confirms, one line."""
    alike: dict[tuple[str, str, EventState, str], list[catalogue.Row]] = {}
    for row in rows:
        key = (row.title, row.source, row.state, reasons.get(row.event_id, ""))
        alike.setdefault(key, []).append(row)
    return [Line(same[0], key[-1], len(same) - 1) for key, same in alike.items()]


def _own_event(db: Session, event_id: int) -> Event:
    event = event_of(db, event_id)
    if db.get_one(Source, event.source_id).provider_id != _own():
        raise NotAllowed("Deze activiteit is van een andere organisatie.")
    return event


def _own_preview(db: Session, preview_id: int) -> None:
    if previews.asked_by(db, preview_id) != somebody().id:
        raise NotAllowed("Dit bestand is van iemand anders.")


def _form_source(db: Session, own: str, title: str) -> Source:
    """The organisation's own form source, made when it is first needed."""
    name = f"{slug(own)}-formulier"
    source = sources.find(db, name)
    if source is None:
        source = editing.form_source(
            name, title, trust=Trust.REVIEW_ALL, now=desk().now(), provider_id=own
        )
        db.add(source)
        db.flush()
    return source


def _organisation(db: Session, own: str) -> str:
    """What the organisation is called: on the map, else on its first source."""
    return sources.provider_name(db, own) or own
