"""The map at the desk: services found, changed, hidden, checked; a file brought in."""

import uuid
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import links
from accounts.journal import Actor, record
from agenda.curation import map_by_hand
from base.errors import FormatError, InvalidInput, NotFound
from base.text import fold, one_line
from feeds.build import mark_all
from providers import checks, contracts, importing, scope, store
from providers.csv_in import ProviderSheet, read_providers
from providers.directory import Change, summary
from providers.store import Kept
from snapshot.listing import ServiceListing
from web.desk.context import desk, somebody
from web.desk.entry_form import (
    changed,
    choices,
    day,
    given,
    remarks,
    topics,
    values_of,
)

pages = Blueprint("entries", __name__)
PER_PAGE = 50
SHORT_ACCESS = {"free": "vrij", "contracted": "gecontracteerd", "access_point": "toegang"}
MOST_SHOWN = 200
# What the link in the yearly mail is for (`tasks.keeping`).
CONFIRM = "entry-is-right"


@pages.get("/kaart")
def all_() -> str:
    """Services by what is in their name, owner or subjects; and who did not answer."""
    words, number = request.args.get("zoek", "")[:80], _number(request.args.get("pagina"))
    with desk().database.read_scope() as db:
        everything = store.everything(db)
        waiting = checks.listed(db)
        names = {entry.provider_id: entry.name for entry in checks.entries(db)}
    found = [kept for kept in everything if _fits(kept.listing, fold(words))]
    first = (number - 1) * PER_PAGE
    return render_template(
        "desk/entries.html",
        entries=found[first : first + PER_PAGE],
        total=len(found),
        has_more=len(found) > first + PER_PAGE,
        number=number,
        words=words,
        ending=contracts.ending(everything, today=desk().today()),
        waiting=[(key, names.get(key, key), since) for key, since in waiting.items()],
        ACCESS=SHORT_ACCESS,
    )


@pages.get("/kaart/dienst/<service_id>")
def edit(service_id: str) -> str:
    with desk().database.read_scope() as db:
        kept = store.one(db, service_id)
    return _form(kept, values_of(kept), {})


@pages.post("/kaart/dienst/<service_id>")
def save(service_id: str) -> str | Response:
    """Looks first when asked to: hints for plain words; writes when the form is sent."""
    values = given(request.form)
    with desk().database.read_scope() as db:
        kept = store.one(db, service_id)
    try:
        wanted = changed(kept.listing, values)
        until = day(values["contract_until"])
    except InvalidInput as error:
        return _form(kept, values, error.problems)
    if request.form.get("actie") == "kijk":
        return _form(kept, values, {})
    now = desk().now()
    with desk().database.write_scope() as db:
        owner, actor = one_line(values["contract_owner"]), somebody().actor
        map_by_hand.change(db, wanted, owner=owner, until=until, actor=actor, now=now)
        is_shown = store.one(db, service_id).is_shown(desk().today())
    where = "staat zo op de site" if is_shown else "staat niet op de site"
    flash(f"{wanted.name} is veranderd en {where}.")
    return redirect(url_for("entries.all_"))


@pages.post("/kaart/dienst/<service_id>/zichtbaar")
def show(service_id: str) -> Response:
    """Off the map, or back on it."""
    is_hidden = request.form.get("stand") == "weg"
    with desk().database.write_scope() as db:
        kept = store.one(db, service_id)
        store.hide(db, [service_id], is_hidden=is_hidden)
        facts = {"is_hidden": is_hidden, "name": kept.listing.name}
        record(
            db,
            somebody().actor,
            "hide" if is_hidden else "show",
            ("service", service_id),
            now=desk().now(),
            before={"is_hidden": kept.is_hidden, "name": kept.listing.name},
            after=facts,
        )
        mark_all(db, "providers")
    flash("Van de kaart gehaald." if is_hidden else "Staat weer op de kaart.")
    return redirect(url_for("entries.edit", service_id=service_id))


@pages.post("/kaart/dienst/<service_id>/nagekeken")
def checked(service_id: str) -> Response:
    """Somebody at the desk looked: right as of today."""
    with desk().database.write_scope() as db:
        checks.confirm_service(db, service_id, by=store.BY_DESK, now=desk().now())
        record(db, somebody().actor, "check", ("service", service_id), now=desk().now())
        mark_all(db, "providers")
    flash("Nagekeken vandaag.")
    return redirect(url_for("entries.edit", service_id=service_id))


@pages.post("/kaart/dienst/<service_id>/vraag-naar")
def ask_at(service_id: str) -> Response:
    """Where the provider of this service is asked once a year whether all is right."""
    with desk().database.write_scope() as db:
        provider_id = store.one(db, service_id).listing.provider_id
        before = {"email": checks.email_of(db, provider_id)}
        checks.set_email(db, provider_id, one_line(request.form.get("vraag_email", "")))
        after = {"email": checks.email_of(db, provider_id)}
        record(
            db,
            somebody().actor,
            "ask_at",
            ("provider", provider_id),
            now=desk().now(),
            before=before,
            after=after,
        )
    flash("De jaarlijkse vraag gaat voortaan daarheen.")
    return redirect(url_for("entries.edit", service_id=service_id))


@pages.get("/kaart/klopt/<token>")
def is_right(token: str) -> str | tuple[str, int]:
    """For a provider, from its mail: its own entry, and one button. No log-in."""
    try:
        provider_id = str(links.read(desk().key, CONFIRM, token))
    except NotFound:
        provider_id = ""
    with desk().database.read_scope() as db:
        services = [s for s in store.load(db, today=desk().today()) if s.provider_id == provider_id]
    channels = desk().municipality.channels
    page = render_template("desk/is_right.html", services=services, channels=channels)
    return page if services else (page, 410)


@pages.post("/kaart/klopt/<token>")
def confirm(token: str) -> str:
    """Everything of this provider is right as of today."""
    provider_id = str(links.read(desk().key, CONFIRM, token))
    with desk().database.write_scope() as db:
        count = checks.confirm(db, provider_id, by=store.BY_ORGANISATION, now=desk().now())
        subject = ("provider", provider_id)
        name = store.of_provider(db, provider_id)[0].listing.provider
        facts = {"count": count, "name": name}
        record(db, Actor("aanbieder"), "check", subject, now=desk().now(), after=facts)
        mark_all(db, "providers")
    return render_template("desk/is_right_thanks.html")


@pages.get("/kaart/inlezen")
def import_form() -> str:
    return _ask_for_a_file()


@pages.post("/kaart/inlezen")
def import_preview() -> str | tuple[str, int]:
    """What a file would do, before anything is written; what is wrong with it is said there."""
    given = request.files.get("bestand")
    body = given.read() if given else b""
    if not body:
        return _ask_for_a_file("Kies eerst een bestand. Dit bestand is leeg."), 400
    try:
        sheet = _sheet(body)
    except FormatError as error:
        return _ask_for_a_file(error.message), 400
    name = f"kaart-{uuid.uuid4().hex}.csv"
    folder = desk().settings.uploads_dir
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(body)
    return _planned(sheet, name)


@pages.post("/kaart/inlezen/doen")
def import_now() -> Response:
    """Do what was shown; what only the map has stays, unless it is ticked to go."""
    path = _upload(request.form.get("bestand", ""))
    sheet, now = _sheet(path.read_bytes()), desk().now()
    with desk().database.write_scope() as db:
        known = [kept.listing for kept in store.everything(db)]
        planned = importing.plan(known, sheet)
        importing.apply(db, planned, now=now)
        missing = {difference.id for difference in planned.missing}
        gone = sorted(missing & set(request.form.getlist("weg")))
        store.hide(db, gone)
        counts: dict[str, object] = {str(k): n for k, n in summary(planned.differences).items()}
        record(
            db,
            somebody().actor,
            "import",
            ("map", path.name),
            now=now,
            after={**counts, "hidden": gone},
        )
        mark_all(db, "providers")
    path.unlink()
    flash("Het bestand is verwerkt.")
    return redirect(url_for("entries.all_"))


def _ask_for_a_file(problem: str = "") -> str:
    return render_template("desk/import.html", planned=None, problem=problem)


def _planned(sheet: ProviderSheet, name: str) -> str:
    with desk().database.read_scope() as db:
        planned = importing.plan([kept.listing for kept in store.everything(db)], sheet)
    shown = [d for d in planned.differences if d.change in (Change.NEW, Change.CHANGED)]
    return render_template(
        "desk/import.html",
        planned=planned,
        counts=summary(planned.differences),
        differences=shown[:MOST_SHOWN],
        problems=sheet.problems[:MOST_SHOWN],
        problem_count=len(sheet.problems),
        is_complete=sheet.is_complete,
        name=name,
    )


def _sheet(body: bytes) -> ProviderSheet:
    town = desk().municipality
    return read_providers(
        body,
        topics=frozenset(topics()),
        wijken={wijk.code: wijk.name for wijk in town.wijken},
    )


def _upload(name: str) -> Path:
    """Raises NotFound: only a file that an earlier preview left."""
    path = desk().settings.uploads_dir / Path(name).name
    if not (name.startswith("kaart-") and path.is_file()):
        raise NotFound("bestand", name[:60])
    return path


def _form(kept: Kept, values: Mapping[str, str], problems: Mapping[str, str]) -> str:
    with desk().database.read_scope() as db:
        decided = scope.touching(db, kept.listing.id)
        asked_at = checks.email_of(db, kept.listing.provider_id)
    return render_template(
        "desk/entry.html",
        kept=kept,
        values=values,
        problems=problems,
        remarks=remarks(values),
        decided=decided,
        asked_at=asked_at,
        **choices(),
    )


def _fits(listing: ServiceListing, words: str) -> bool:
    text = fold(f"{listing.name} {listing.provider} {listing.id} {' '.join(listing.topics)}")
    return all(word in text for word in words.split())


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1
