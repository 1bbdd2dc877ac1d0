"""The one click of the quarterly letter: no log-in, a signed link."""

from flask import Blueprint, render_template, request
from sqlalchemy import select

from agenda.curation import asking_owners
from agenda.curation.editing import actor_named
from agenda.models import Event
from web.desk.context import desk
from web.desk.forms import whole

pages = Blueprint("confirm", __name__)


@pages.route("/bevestig/<token>", methods=["GET", "POST"])
def still_on(token: str) -> str | tuple[str, int]:
    """Opening shows the list, for mail scanners open links; the button confirms."""
    held = desk()
    ids = asking_owners.read_link(held.key, token)
    if request.method == "POST" and ids:
        ticked = ",".join(request.form.getlist("loopt")).split(",")
        runs = {whole(text) for text in ticked} & set(ids)
        actor = actor_named("eigenaar, per mail")
        with held.database.write_scope() as db:
            asking_owners.confirm(db, runs, actor=actor, now=held.now())
            asking_owners.end(db, set(ids) - runs, actor=actor, now=held.now())
        return render_template("desk/confirm.html", is_done=True)
    with held.database.read_scope() as db:
        events = db.scalars(select(Event).where(Event.id.in_(ids)).order_by(Event.title)).all()
    alike: dict[str, list[int]] = {}
    for event in events:
        alike.setdefault(event.title, []).append(event.id)
    page = render_template("desk/confirm.html", alike=alike)
    return page if events else (page, 410)
