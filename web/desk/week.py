"""The page the desk opens with: what matters this week."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from agenda.curation import figures, questions
from agenda.curation.review import minutes
from agenda.matching import link_watch
from agenda.reading import health, trust
from agenda.status import SourceState
from web.desk.context import desk, somebody

pages = Blueprint("week", __name__)


@pages.get("/")
def start() -> str | Response:
    person, held = somebody(), desk()
    if person.is_partner:
        return redirect(url_for("partner.mine"))
    if not person.is_staff:
        return render_template("desk/welcome.html")
    today = held.today()
    with held.database.read_scope() as db:
        waiting = questions.waiting(db)
        ill = [h for h in health.report(db, now=held.now()) if h.state is not SourceState.FINE]
        dates = figures.public_dates(db, today=today)
        ending = figures.ending(db, today=today)
        samples = len(link_watch.open_checks(db))
        proposals = trust.proposals(db)
    coverage = figures.coverage(held.municipality.wijken, dates, today=today)
    return render_template(
        "desk/week.html",
        waiting=waiting,
        minutes=minutes(waiting),
        ill=ill,
        thin=[c for c in coverage if c.is_thin],
        empty=[c for c in coverage if not c.ahead],
        ending=ending,
        samples=samples,
        proposals=proposals,
    )
