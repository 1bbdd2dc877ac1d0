"""Who can log in: added, changed, closed. Only for administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import providers.store
from accounts import login as logins
from accounts import mail, people
from accounts.models import Role
from base.errors import InvalidInput, NotAllowed
from providers.directory import by_provider
from web.desk.context import desk, own_address, somebody
from web.desk.forms import line

pages = Blueprint("people", __name__, url_prefix="/mensen")


@pages.get("/")
def everyone() -> str:
    with desk().database.read_scope() as db:
        found = people.everyone(db)
        names = [
            (p.id, p.name) for p in by_provider(providers.store.load(db, today=desk().today()))
        ]
    return render_template(
        "desk/people.html", people=found, providers=names, names=dict(names), roles=list(Role)
    )


@pages.post("/")
def add() -> Response:
    """A new account gets a letter with a link to begin with."""
    held = desk()
    try:
        role = Role(request.form.get("rol", ""))
    except ValueError as error:
        raise InvalidInput({"rol": "Kies een rol."}) from error
    with held.database.write_scope() as db:
        user = people.add(
            db,
            line("email", 254),
            role,
            actor=somebody().actor,
            now=held.now(),
            name=line("naam", 120),
            provider_id=line("organisatie", 80) or None,
        )
        token = logins.make_link(db, user, lives=logins.INVITATION_LIVES, now=held.now())
        address = own_address(url_for("access.link", token=token))
        text = (
            f"U kunt nu inloggen bij {held.municipality.site_name}.\n\n"
            f"Begin met deze link. Hij werkt één keer, tot een week na nu:\n\n{address}\n"
        )
        mail.write(
            db, user.email, f"Uw account bij {held.municipality.site_name}", text, now=held.now()
        )
    flash("Het account is er. Er gaat een mail naar toe met een link om te beginnen.")
    return redirect(url_for(".everyone"))


@pages.post("/<int:user_id>/sluit")
def close(user_id: int) -> Response:
    if user_id == somebody().id:
        raise NotAllowed("Uw eigen account sluit een andere beheerder.")
    with desk().database.write_scope() as db:
        people.close(db, user_id, actor=somebody().actor, now=desk().now())
    flash("Het account is gesloten. Wat deze persoon besliste blijft in het logboek.")
    return redirect(url_for(".everyone"))


@pages.post("/<int:user_id>/code-uit")
def code_off(user_id: int) -> Response:
    with desk().database.write_scope() as db:
        user, by = people.user_of(db, user_id), people.user_of(db, somebody().id)
        logins.turn_off_totp(db, user, actor=people.actor_of(by), now=desk().now())
    flash("Inloggen met een code staat uit voor dit account.")
    return redirect(url_for(".everyone"))
