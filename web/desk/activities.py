"""Any activity, found and put right: corrected, cancelled, moved, added, taken apart."""

from dataclasses import replace
from datetime import date, datetime, time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts import history
from accounts.permissions import owns
from agenda.corrections import TEXT_FIELDS, Fix
from agenda.curation import catalogue, decisions, editing, proposal
from agenda.curation.editing import fix_of
from agenda.curation.entry import Entry, draft_of_entry, entry_of
from agenda.draft import Doubt, Draft
from agenda.matching import activities, link_watch
from agenda.moment import Moment
from agenda.reading.record import Placed
from agenda.status import EventStatus
from base.errors import InvalidInput, NotAllowed
from base.text import one_line, plain
from ingest.privacy import is_of_a_person
from providers.places.place import PlaceKind
from web.desk.context import decider, desk, somebody
from web.desk.forms import line, page_number, whole
from web.desk.told import told

pages = Blueprint("activities", __name__, url_prefix="/activiteiten")
PER_PAGE = 50
# What a person may correct by hand, in the order of the form; (field, label, many lines).
_TEXTS = (
    ("title", "Titel", False),
    ("venue", "Plaats", False),
    ("address", "Straat en nummer", False),
    ("postcode", "Postcode", False),
    ("price", "Kosten", False),
    ("audience", "Voor wie", False),
    ("contact", "Contact", False),
    ("organiser", "Organisatie", False),
    ("url", "Website", False),
    ("description", "Omschrijving", True),
)
_DESCRIPTION_LIMIT = 600
_PERSON = Doubt(
    about="contact",
    reason="Het contact lijkt van een persoon. Het komt zo op de site. "
    "Liever een nummer of adres van de organisatie.",
)


@pages.get("/")
def search() -> str:
    words, number = request.args.get("zoek", ""), page_number()
    person = somebody()
    with desk().database.read_scope() as db:
        found = catalogue.search(
            db,
            words,
            today=desk().today(),
            limit=PER_PAGE + 1,
            offset=PER_PAGE * (number - 1),
            provider_id=(person.provider_id or "") if person.is_partner else None,
            source_id=whole(request.args.get("bron")) or None,
            only_coming=not request.args.get("alles"),
        )
    return render_template(
        "desk/activities.html",
        rows=found[:PER_PAGE],
        has_more=len(found) > PER_PAGE,
        number=number,
        words=words,
    )


@pages.get("/<int:event_id>")
def activity(event_id: int) -> str:
    held = desk()
    with held.database.read_scope() as db:
        page = catalogue.page(db, event_id, today=held.today())
        _check(page.source.provider_id)
        decided = history.about(db, "event", str(event_id))
    return render_template(
        "desk/activity.html",
        page=page,
        texts=_TEXTS,
        decided=decided,
        reasons=_REASONS,
        told=told,
        wijken=[("", "Die van de plaats"), *((w.code, w.name) for w in held.municipality.wijken)],
    )


@pages.post("/<int:event_id>/datums")
def dates(event_id: int) -> Response:
    """Cancel or move one date, or cancel all of it."""
    slots = [one_line(text) for text in request.form.getlist("datum")]
    with desk().database.write_scope() as db:
        page = catalogue.page(db, event_id, today=desk().today())
        _check(page.source.provider_id)
        if request.form.get("wat") == "verplaats":
            fixes = _moved(page.draft, slots)
        elif request.form.get("wat") == "door":
            fixes = [fix_of("status", EventStatus.SCHEDULED.value, slot) for slot in _some(slots)]
        else:
            whole_of_it = [""] if request.form.get("wat") == "alles" else _some(slots)
            fixes = [fix_of("status", EventStatus.CANCELLED.value, slot) for slot in whole_of_it]
        editing.correct(db, event_id, fixes, decider(), note=line("reden"))
    flash("Opgeslagen. Binnen een paar tellen staat het op de site.")
    return redirect(url_for("activities.activity", event_id=event_id))


@pages.post("/<int:event_id>/corrigeer")
def correct(event_id: int) -> Response:
    """Only what differs from what stands there becomes a correction."""
    with desk().database.write_scope() as db:
        page = catalogue.page(db, event_id, today=desk().today())
        fixes = _changed_texts(page.draft)
        wijk = line("wijk")
        if desk().municipality.neighbourhood(wijk):
            fixes.append(fix_of("neighbourhood", wijk))
        elif {f.field for f in fixes} & {"venue", "address", "postcode"}:
            place = _place_of(page.draft, fixes).place
            if place.kind is not PlaceKind.UNKNOWN:
                fixes.append(fix_of("neighbourhood", place.answer))
            elif page.place.kind is not PlaceKind.UNKNOWN:
                flash(
                    "We kennen deze plaats niet, dus de wijk blijft. Klopt die niet? Kies de wijk."
                )
        if not fixes:
            raise InvalidInput({"velden": "Er is niets veranderd."})
        editing.correct(db, event_id, fixes, decider(), note=line("reden"))
    flash("Gecorrigeerd. Dit blijft zo tot u het loslaat.")
    return redirect(url_for("activities.activity", event_id=event_id))


@pages.post("/correctie/<int:correction_id>/los")
def release(correction_id: int) -> Response:
    with desk().database.write_scope() as db:
        entry = editing.release(db, correction_id, decider())
        event_id = int(entry.subject_id)
    flash("Losgelaten. Wat de bron zegt telt weer.")
    return redirect(url_for("activities.activity", event_id=event_id))


@pages.post("/<int:event_id>/weg")
def take_down(event_id: int) -> Response:
    with desk().database.write_scope() as db:
        decisions.take_down(db, event_id, line("reden"), decider())
    flash("Van de agenda gehaald. Het komt niet terug, ook niet als de bron het weer brengt.")
    return redirect(url_for("activities.activity", event_id=event_id))


@pages.post("/<int:event_id>/los-van/<int:other_id>")
def unlink(event_id: int, other_id: int) -> Response:
    by = decider()
    with desk().database.write_scope() as db:
        pair = _pair(db, event_id, other_id)
        activities.unlink(db, pair, actor=by.actor, now=by.now)
    flash("Uit elkaar gehaald. Ze worden niet nog eens samengevoegd.")
    return redirect(url_for("activities.activity", event_id=event_id))


@pages.get("/steekproef")
def sample() -> str:
    """Five automatic links a week, and how often they were wrong."""
    with desk().database.read_scope() as db:
        checks = [
            (
                check,
                proposal.side_of(db, check.event_id),
                proposal.side_of(db, check.other_event_id),
            )
            for check in link_watch.open_checks(db)[: link_watch.SAMPLE_SIZE]
        ]
        shares = link_watch.shares(db)
    return render_template("desk/sample.html", checks=checks, shares=shares)


@pages.post("/steekproef/<int:event_id>/<int:other_id>")
def answer_sample(event_id: int, other_id: int) -> Response:
    by, is_right = decider(), request.form.get("goed") == "ja"
    with desk().database.write_scope() as db:
        pair = _pair(db, event_id, other_id)
        if is_right:
            link_watch.answer(db, pair, is_right=True, now=by.now)
        else:
            activities.unlink(db, pair, actor=by.actor, now=by.now)
    return redirect(url_for("activities.sample"))


@pages.route("/nieuw", methods=["GET", "POST"])
def add() -> str | Response | tuple[str, int]:
    """By telephone: fill in, see how it was read, send."""
    entry = entry_of(request.form)
    if request.method == "GET":
        return render_template("desk/add.html", entry=entry)
    try:
        placed = read_entry(entry, organiser=line("organisatie", 120))
    except InvalidInput as error:
        return render_template("desk/add.html", entry=entry, problems=error.problems), 400
    if not request.form.get("zeker"):
        return render_template("desk/add.html", entry=entry, placed=placed)
    held = desk()
    sure = replace(placed, draft=replace(placed.draft, doubts=()))
    with held.database.write_scope() as db:
        source = editing.desk_source(db, title=held.municipality.operator, now=held.now())
        event = editing.add(db, source, sure, decider())
        event_id = event.id
    flash("Toegevoegd. Binnen een paar tellen staat het op de site.")
    return redirect(url_for("activities.activity", event_id=event_id))


def read_entry(entry: Entry, *, organiser: str) -> Placed:
    """The five fields read, with the place found. Raises InvalidInput per field."""
    held = desk()
    draft = draft_of_entry(
        entry, key="", organiser=organiser, today=held.today(), zone=held.municipality.zone
    )
    if entry.contact and is_of_a_person(entry.contact):
        draft = replace(draft, doubts=(*draft.doubts, _PERSON))
    placed = held.place(draft)
    if placed.place.kind is PlaceKind.OUTSIDE:
        raise InvalidInput({"waar": f"dit ligt buiten {held.municipality.name}"})
    return placed


def _pair(db: Session, one: int, other: int) -> tuple[int, int]:
    """Both, when they exist. Raises NotFound."""
    return activities.event_of(db, one).id, activities.event_of(db, other).id


def _check(provider_id: str | None) -> None:
    person = somebody()
    if not owns(person.role, person.provider_id, provider_id):
        raise NotAllowed("Deze activiteit is van een andere organisatie.")


def _some(slots: list[str]) -> list[str]:
    if not slots:
        raise InvalidInput({"datum": "Kies een datum."})
    return slots


def _moved(draft: Draft, slots: list[str]) -> list[Fix]:
    """One date to another day or hour."""
    if len(slots) != 1:
        raise InvalidInput({"datum": "Kies één datum om te verplaatsen."})
    try:
        day = date.fromisoformat(request.form.get("dag", ""))
        text = request.form.get("tijd", "")
        clock = time.fromisoformat(text) if text else None
        old = datetime.fromisoformat(slots[0]) if draft.recurrence else draft.start.local
    except ValueError as error:
        raise InvalidInput({"dag": "Vul de nieuwe dag in."}) from error
    if day < desk().today():
        raise InvalidInput({"dag": "Die dag is al voorbij."})
    if clock is None and not draft.start.is_all_day:
        clock = old.time()
    return [fix_of("start", Moment(day, clock, draft.start.zone).iso(), slots[0])]


def _changed_texts(draft: Draft) -> list[Fix]:
    fixes = []
    for name, label, is_long in _TEXTS:
        given = request.form.get(name)
        if given is None:
            continue
        text = plain(given) if is_long else one_line(given)
        limit = _DESCRIPTION_LIMIT if is_long else 300
        if len(text) > limit and text != getattr(draft, name):
            raise InvalidInput({label.lower(): f"hoogstens {limit} tekens"})
        if name == "title" and not text:
            raise InvalidInput({"titel": "mag niet leeg zijn"})
        if text != (getattr(draft, name) or ""):
            fixes.append(fix_of(name, text))
    return fixes


def _place_of(draft: Draft, fixes: list[Fix]) -> Placed:
    fields = {f.field: f.value or None for f in fixes if f.field in TEXT_FIELDS}
    fields |= {"title": fields.get("title") or draft.title}
    fields |= {"description": fields.get("description") or draft.description}
    return desk().place(replace(draft, **fields))  # type: ignore[arg-type]


_REASONS = ("Nagebeld", "Gebeld door de organisatie", "Melding van een inwoner", "Ziekte")
