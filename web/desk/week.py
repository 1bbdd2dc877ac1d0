"""The page the desk opens with: what matters this week."""

from flask import Blueprint, render_template

from agenda import questions
from agenda.review import minutes
from web.desk.context import desk, somebody

pages = Blueprint("week", __name__)


@pages.get("/")
def start() -> str:
    if not somebody().is_staff:
        return render_template("desk/welcome.html")
    with desk().database.read_scope() as db:
        waiting = questions.waiting(db)
    return render_template("desk/week.html", waiting=waiting, minutes=minutes(waiting))
