"""The home page: ask, see what is on, choose a neighbourhood or a subject, find a person."""

from datetime import timedelta

from flask import Blueprint, render_template

from web.public.lists import by_day
from web.public.search import words_to_start
from web.public.site import now, site, snapshot, today

pages = Blueprint("home", __name__)
DAYS, MOST = 6, 14


@pages.get("/")
def home() -> str:
    """What is on today and in the coming days, at most `MOST` dates."""
    held, first = snapshot(), today()
    coming = held.occurrences(first, first + timedelta(days=DAYS), after=now(), limit=MOST)
    topics = [topic for topic in held.topics() if not topic.parent]
    return render_template(
        "home.html",
        days=by_day(held, coming, first),
        wijken=site().town.wijken,
        topics=topics,
        suggestions=words_to_start(held),
    )
