"""Sources: how each does, what is read of it, tried before it is saved, and its settings."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from agenda.curation import removal
from agenda.reading import previews, sources, trust
from agenda.status import Basis, Trust
from agenda.words import TRUST
from base.errors import InvalidInput
from base.text import fold, one_line, slug
from ingest.spreadsheet.meanings import Meaning
from providers import store
from web.desk.context import decider, desk, somebody
from web.desk.forms import line, paragraph, whole

pages = Blueprint("sources", __name__, url_prefix="/bronnen")
_SCHEMES = ("http://", "https://", "webcal://", "webcals://")
_JUNK_LIMIT, _SELECTORS_LIMIT = 1_000, 20_000


@pages.get("/")
def everything() -> str:
    held = desk()
    with held.database.read_scope() as db:
        rows = sources.overview(db, now=held.now())
        proposals = trust.proposals(db)
    return render_template("desk/sources.html", rows=rows, proposals=proposals)


@pages.get("/<name>")
def source(name: str) -> str:
    held = desk()
    with held.database.read_scope() as db:
        row = sources.source_named(db, name)
        runs, problems = sources.recent(db, row.id)
        proposal = next((p for p in trust.proposals(db) if p.source == name), None)
        organisations = _organisations(db, row.provider_id)
    return render_template(
        "desk/source.html",
        source=row,
        runs=runs,
        problems=problems,
        proposal=proposal,
        organisations=organisations,
        meanings=[("", "niet gebruiken"), *((m.value, m.value) for m in Meaning)],
    )


@pages.post("/<name>")
def save(name: str) -> Response:
    held = desk()
    with held.database.write_scope() as db:
        row = sources.source_named(db, name)
        sources.change(
            db, row, _settings(dict(row.settings)), actor=somebody().actor, now=held.now()
        )
    flash("Opgeslagen.")
    return redirect(url_for(".source", name=name))


@pages.post("/<name>/vertrouwen")
def set_trust(name: str) -> Response:
    """Take over a proposal to look at more or less, or leave it as it is."""
    held = desk()
    with held.database.write_scope() as db:
        row = sources.source_named(db, name)
        wanted, title = _one_of(Trust, "vertrouwen"), row.title
        if is_kept := wanted is Trust(row.trust):
            trust.keep(db, row, actor=somebody().actor, now=held.now())
        else:
            sources.change(db, row, {"trust": wanted}, actor=somebody().actor, now=held.now())
    said = "Het blijft zo" if is_kept else "Dat is veranderd"
    flash(f"{said}. Hoeveel u nakijkt van {title}: {TRUST[wanted]}.")
    return redirect(url_for(".source", name=name))


@pages.post("/<name>/lees")
def read_now(name: str) -> Response:
    with desk().database.write_scope() as db:
        sources.read_soon(db, [name], now=desk().now())
    flash("De bron wordt zo gelezen.")
    return redirect(url_for(".source", name=name))


@pages.post("/<name>/pauze")
def pause(name: str) -> Response:
    held, is_paused = desk(), request.form.get("stil") == "ja"
    with held.database.write_scope() as db:
        row = sources.source_named(db, name)
        because = line("reden") if is_paused else ""
        values: dict[str, Any] = {"is_paused": is_paused, "paused_because": because}
        sources.change(db, row, values, actor=somebody().actor, now=held.now())
        if not is_paused:
            row.failure_count, row.next_check_at = 0, held.now()
    flash("De bron staat stil." if is_paused else "De bron wordt weer gelezen.")
    return redirect(url_for(".source", name=name))


@pages.post("/<name>/weg")
def leave_out(name: str) -> Response:
    """Whoever is behind a source may ask to be left out: one action."""
    with desk().database.write_scope() as db:
        row = sources.source_named(db, name)
        count = removal.leave_out(db, row, line("reden", 300), decider())
    flash(f"De bron wordt niet meer gelezen. {count} activiteiten gaan nu van de agenda.")
    return redirect(url_for(".source", name=name))


@pages.post("/proef")
def try_out() -> Response:
    """Have the worker read an address or a file, and show what it made of it."""
    preview_id = ask_preview(_reading())
    return redirect(url_for(".preview", preview_id=preview_id))


@pages.get("/proef/<int:preview_id>")
def preview(preview_id: int) -> str:
    with desk().database.read_scope() as db:
        seen = previews.view(db, preview_id)
        organisations = _organisations(db)
    return render_template("desk/preview.html", seen=seen, organisations=organisations)


@pages.post("/proef/<int:preview_id>/toevoegen")
def add(preview_id: int) -> Response:
    """What was tried becomes a source."""
    held = desk()
    with held.database.write_scope() as db:
        seen = previews.view(db, preview_id)
        title = line("titel", 200)
        if not title or seen.kind is None:
            raise InvalidInput({"titel": "geef de bron een naam"})
        address = seen.address or _keep_file(preview_id, seen)
        definition = sources.Definition(
            name=slug(title),
            title=title,
            kind=seen.kind,
            address=address,
            homepage=line("website", 1000),
            trust=_one_of(Trust, "vertrouwen"),
            basis=_one_of(Basis, "grond"),
            provider_id=line("organisatie", 80) or None,
            owner_email=line("email", 254),
            settings=seen.settings,
        )
        sources.add(db, definition, actor=somebody().actor, now=held.now())
    flash("De bron is toegevoegd en wordt zo voor het eerst gelezen.")
    return redirect(url_for(".source", name=definition.name))


def _organisations(db: Session, chosen: str | None = None) -> list[tuple[str, str]]:
    """For a choice list: who is on the map, by name; `chosen` too when it is not on it."""
    names = {s.provider_id: s.provider for s in store.load(db, today=desk().today())}
    listed = sorted(names.items(), key=lambda pair: fold(pair[1]))
    extra = [] if not chosen or chosen in names else [(chosen, f"{chosen} (niet op de kaart)")]
    return [("", "Geen"), *extra, *listed]


def ask_preview(settings: Mapping[str, Any] | None = None) -> int:
    """A preview of the address or file in this form; its id. Raises InvalidInput."""
    held, sent = desk(), request.files.get("bestand")
    address = _with_scheme(line("adres", 1000))
    body = sent.read() if sent and sent.filename else None
    if body is None and not address.startswith(_SCHEMES):
        raise InvalidInput(
            {"adres": "vul een adres in dat begint met https://, of kies een bestand"}
        )
    name = one_line(sent.filename or "")[-200:] if sent and body is not None else ""
    with held.database.write_scope() as db:
        return previews.ask(
            db,
            address="" if body is not None else address,
            file_name=name,
            body=body,
            by=somebody().id,
            now=held.now(),
            settings=settings,
        )


def _keep_file(preview_id: int, seen: previews.Seen) -> str:
    """Put the tried file where the reader finds it; its address."""
    with desk().database.read_scope() as db:
        body = previews.body_of(db, preview_id)
    return keep_upload(seen.file_name, body)


def keep_upload(file_name: str, body: bytes) -> str:
    """A file in the uploads folder under a name nobody chose; its `upload:` address."""
    ending = re.sub(r"[^a-z0-9]", "", file_name.rpartition(".")[2].lower())[:8] or "bin"
    folder = desk().settings.uploads_dir
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{secrets.token_hex(8)}.{ending}"
    (folder / name).write_bytes(body)
    return f"upload:{name}"


def _reading() -> dict[str, Any]:
    """What the form says of how to read: only what is filled in."""
    junk = [word for part in line("rommel", _JUNK_LIMIT).split(",") if (word := part.strip())]
    columns = {
        one_line(heading): meaning
        for heading, meaning in zip(
            request.form.getlist("kolom"), request.form.getlist("betekenis"), strict=False
        )
        if one_line(heading)
    }
    selectors = paragraph("selectors", _SELECTORS_LIMIT)
    stated = {"junk": junk, "selectors": selectors, "columns": columns}
    return {name: value for name, value in stated.items() if value}


def _settings(known: dict[str, Any]) -> dict[str, Any]:
    """The fields of the settings form as values of a source."""
    reading, minutes = _reading(), whole(request.form.get("minuten"))
    for name, value in (
        *((name, reading.get(name)) for name in ("junk", "selectors", "columns")),
        ("minutes", minutes),
        *(("organiser", line("organisator", 200)), ("venue", line("plek", 200))),
        ("contact", line("contact", 200)),
    ):
        if value:
            known[name] = value
        else:
            known.pop(name, None)
    return {
        "title": line("titel", 200),
        "homepage": line("website", 1000),
        "address": _address(),
        "owner_email": line("email", 254),
        "provider_id": line("organisatie", 80) or None,
        "trust": _one_of(Trust, "vertrouwen"),
        "basis": _one_of(Basis, "grond"),
        "settings": known,
    }


def _address() -> str:
    """An uploaded or filled-in source keeps its own kind of address."""
    address = _with_scheme(line("adres", 1000))
    if address.startswith((*_SCHEMES, "upload:", "formulier:")):
        return address
    raise InvalidInput({"adres": "begin met https://"})


def _with_scheme(address: str) -> str:
    """What people type from a poster, "facebook.com/ons-huis", as an address."""
    is_bare = re.match(r"(?i)(?:[\w-]+\.)+[a-z]{2,}(?:[:/?]|$)", address)
    return f"https://{address}" if is_bare else address


def _one_of(closed: Any, name: str) -> Any:
    try:
        return closed(request.form.get(name, ""))
    except ValueError as error:
        raise InvalidInput({name: "kies een van de mogelijkheden"}) from error
