"""A service put on the map by hand; what was decided about the same thing is shown first."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts.journal import record
from base.errors import InvalidInput
from base.text import one_line, slug
from feeds.build import mark_all
from providers import scope, store
from providers.models import ScopeQuestion
from providers.plain import NAME_LIMIT
from snapshot.listing import PlaceListing, ServiceListing
from web.desk.context import desk, somebody
from web.desk.entry_form import FIELDS, changed, choices, day, given, remarks, topics

pages = Blueprint("new_entry", __name__)
_EMPTY = ServiceListing(
    id="",
    provider_id="",
    provider="",
    name="",
    summary="",
    topics=(),
    access="",
    audience=(),
    place=PlaceListing(kind="unknown"),
    phone="",
    email="",
    website="",
    costs="",
    opening_hours="",
    condition="",
    last_checked=None,
)


@pages.get("/kaart/nieuw")
def add() -> str:
    return _form(dict.fromkeys((*FIELDS, "organisation"), ""), {})


@pages.post("/kaart/nieuw")
def save() -> str | Response:
    """Looks first when asked to, and when something like it was decided before."""
    values = given(request.form) | {"organisation": one_line(request.form.get("organisation", ""))}
    problems = {"organisation": "Vul de organisatie in."} if not values["organisation"] else {}
    if len(values["organisation"]) > NAME_LIMIT:
        problems["organisation"] = f"Dit is langer dan {NAME_LIMIT} tekens."
    try:
        wanted = changed(_EMPTY, values)
        until = day(values["contract_until"])
    except InvalidInput as error:
        return _form(values, problems | dict(error.problems))
    if problems or request.form.get("actie") == "kijk":
        return _form(values, problems)
    now = desk().now()
    with desk().database.write_scope() as db:
        decided = _decided(db, values)
        if decided and request.form.get("toch") != "ja":
            return _form(values, {}, decided)
        wanted = _owned(db, wanted, values["organisation"])
        store.put(db, [wanted], now=now)
        db.flush()
        store.set_contract(db, wanted.id, owner=one_line(values["contract_owner"]), until=until)
        facts = {"name": wanted.name, "provider": wanted.provider}
        record(db, somebody().actor, "add", ("service", wanted.id), now=now, after=facts)
        mark_all(db, "providers")
    flash(f"{wanted.name} staat op de kaart.")
    return redirect(url_for("entries.edit", service_id=wanted.id))


def _owned(db: Session, wanted: ServiceListing, organisation: str) -> ServiceListing:
    """With its organisation, as the map knows it, an id of its own, and checked today."""
    known = store.everything(db)
    provider_id = slug(organisation)
    names = {k.listing.provider_id: k.listing.provider for k in known}
    taken = {k.listing.id for k in known}
    base = f"{provider_id[:40]}-{slug(wanted.name)[:35]}".strip("-")
    numbered = (f"{base}-{n}" for n in range(2, len(taken) + 3))
    return replace(
        wanted,
        id=base if base not in taken else next(i for i in numbered if i not in taken),
        provider_id=provider_id,
        provider=names.get(provider_id, organisation),
        last_checked=desk().today(),
    )


def _decided(db: Session, values: dict[str, str]) -> list[ScopeQuestion]:
    labels = topics()
    about = [labels.get(slug.strip(), "") for slug in values["topics"].split(";")]
    found = [q for text in (values["name"], *about) for q in scope.similar(db, text)]
    return list({question.id: question for question in found}.values())


def _form(
    values: dict[str, str], problems: dict[str, str], decided: list[ScopeQuestion] | None = None
) -> str:
    with desk().database.read_scope() as db:
        organisations = sorted({k.listing.provider for k in store.everything(db)}, key=str.casefold)
        decided = _decided(db, values) if decided is None and values["name"] else decided
    return render_template(
        "desk/entry.html",
        kept=None,
        values=values,
        problems=problems,
        remarks=remarks(values),
        decided=decided or [],
        organisations=organisations,
        **choices(),
    )
