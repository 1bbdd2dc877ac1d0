"""The agenda over HTTP as JSON, at `/api/v1`, with the same choices as the pages."""

from datetime import date, timedelta

from flask import Blueprint, Response, request

from base.errors import NotFound
from snapshot.reader import Alias
from snapshot.selection import Chosen
from web.public.api import answers
from web.public.api.activities import Writer
from web.public.api.answers import Paging, answer
from web.public.api.parameters import Query
from web.public.site import site, snapshot, today

pages = Blueprint("agenda_api", __name__, url_prefix="/api/v1")
answers.install(pages)
USUAL_DAYS = 92
PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening"})


@pages.get("/activities")
def activities() -> Response:
    query = Query(request.args)
    first, last = _days(query)
    paging = Paging.read(query)
    is_online = query.choice("online", frozenset({"true", "false"}))
    chosen: Chosen = {
        "neighbourhood": query.pattern("neighbourhood", r"WK[0-9]{6}", "CBS-wijkcode") or None,
        "topic": query.pattern("topic", r"[a-z0-9-]+", "onderwerp") or None,
        "audience": query.words("audience") or None,
        "provider": query.words("provider") or None,
        "part_of_day": query.choice("part_of_day", PARTS_OF_DAY) or None,
        "free_only": query.flag("free"),
        "online": is_online == "true" if is_online else None,
    }
    query.check()
    held, write = snapshot(), _writer().occurrence
    total = held.total(first, last, **chosen)
    shown = held.occurrences(first, last, limit=paging.size, offset=paging.offset, **chosen)
    return paging.show([write(o) for o in shown], total=total)


@pages.get("/activities/<identity>")
def activity(identity: str) -> Response:
    """A retired id answers with the activity that took its place."""
    Query(request.args).check()
    found = snapshot().activity(identity)
    if isinstance(found, Alias):
        found = snapshot().activity(found.target)
    if found is None or isinstance(found, Alias):
        raise NotFound("activity", identity[:60])
    return answer(_writer().activity(found))


def _days(query: Query) -> tuple[date, date]:
    """From today for three months, unless asked otherwise; the wrong way round holds nothing."""
    first = query.day("from") or today()
    last = query.day("to") or first + timedelta(days=min(USUAL_DAYS, (date.max - first).days))
    return first, last


def _writer() -> Writer:
    return Writer(site().settings.base_url)
