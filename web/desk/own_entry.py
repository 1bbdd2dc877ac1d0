"""An organisation's own entry on the map: seen, confirmed, changed by itself through review."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts.journal import record
from accounts.permissions import owns
from agenda.curation import map_changes
from base.errors import InvalidInput, NotAllowed
from feeds.build import mark_all
from providers import checks, store
from providers.store import Kept
from web.desk.context import desk, somebody
from web.desk.entry_form import LIMITS, changed, given, remarks, values_of

pages = Blueprint("own_entry", __name__, url_prefix="/organisatie/kaart")
# What an organisation says of itself; subjects, access and contracts are the desk's.
FIELDS = (
    *("name", "summary", "explanation", "condition", "phone", "email", "website", "costs"),
    *("opening_hours", "languages", "accessibility", "venue", "address", "postcode"),
)


@pages.get("/")
def mine() -> str:
    own = _own()
    with desk().database.read_scope() as db:
        found = store.of_provider(db, own)
        waiting = map_changes.waiting(db, own)
    channels = desk().municipality.channels
    return render_template("desk/own_entries.html", found=found, waiting=waiting, channels=channels)


@pages.post("/klopt")
def confirm() -> Response:
    """Everything of this organisation is right as of today."""
    own = _own()
    with desk().database.write_scope() as db:
        count = checks.confirm(db, own, by=store.BY_ORGANISATION, now=desk().now())
        subject = ("provider", own)
        record(db, somebody().actor, "check", subject, now=desk().now(), after={"count": count})
        mark_all(db, "providers")
    flash("Dank u wel. Op de site staat dat dit vandaag is nagekeken.")
    return redirect(url_for(".mine"))


@pages.get("/<service_id>")
def edit(service_id: str) -> str:
    kept = _kept(service_id)
    return _form(kept, values_of(kept), {})


@pages.post("/<service_id>")
def propose(service_id: str) -> str | Response:
    """What was filled in goes to the desk's queue; until then the site stays as it is."""
    kept = _kept(service_id)
    values = values_of(kept) | given(request.form, FIELDS)
    try:
        wanted = changed(kept.listing, values)
    except InvalidInput as error:
        return _form(kept, values, error.problems)
    if request.form.get("actie") == "kijk":
        return _form(kept, values, {})
    with desk().database.write_scope() as db:
        is_asked = map_changes.propose(db, wanted, now=desk().now()) is not None
    flash("Verstuurd. De redactie kijkt ernaar." if is_asked else "Er is niets veranderd.")
    return redirect(url_for(".mine"))


def _form(kept: Kept, values: dict[str, str], problems: dict[str, str]) -> str:
    return render_template(
        "desk/own_entry.html",
        kept=kept,
        values=values,
        problems=problems,
        limits=LIMITS,
        remarks=remarks(values),
    )


def _kept(service_id: str) -> Kept:
    with desk().database.read_scope() as db:
        kept = store.one(db, service_id)
    if not owns(somebody().role, _own(), kept.listing.provider_id):
        raise NotAllowed("Deze vermelding is van een andere organisatie.")
    return kept


def _own() -> str:
    own = somebody().provider_id
    if not own:
        raise NotAllowed("Bij uw account hoort geen organisatie.")
    return own
