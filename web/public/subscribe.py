"""How to get the agenda in your own phone: every feed, with its addresses."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from feeds.catalogue import Feed, FeedKind, catalogue
from web.public.choices import DAYS_AHEAD
from web.public.site import now, site, snapshot, today

pages = Blueprint("subscribe", __name__)


@dataclass(frozen=True, slots=True)
class Address:
    """A feed as people take it: `webcal` opens the calendar program of the device."""

    title: str
    webcal: str
    ics: str
    rss: str
    json: str


@pages.get("/abonneren")
def subscribe() -> str | Redirect:
    """Feeds per kind; with `?wijk=` that wijk's stands on top."""
    slug = request.args.get("wijk", "")
    if request.args and slug not in site().wijken:
        return redirect("/abonneren")
    known = feeds()
    wanted = next((f for f in known if f.path == f"feeds/wijk/{slug}"), None) or known[0]
    return render_template(
        "subscribe.html",
        first=addresses(wanted),
        first_name=site().wijken[slug].name if slug else site().town.name,
        city=addresses(known[0]),
        neighbourhoods=_of(known, FeedKind.NEIGHBOURHOOD),
        others={
            "Per onderwerp": _of(known, FeedKind.TOPIC),
            "Voor wie": _of(known, FeedKind.AUDIENCE),
            "Per organisatie": _of(known, FeedKind.PROVIDER),
        },
    )


def feeds() -> tuple[Feed, ...]:
    """Every feed of this snapshot."""
    held = snapshot()
    return catalogue(
        site().town, topics=held.topics(), audiences=held.audiences, providers=held.providers()
    )


def addresses(feed: Feed) -> Address:
    """The whole addresses of a feed."""
    base = f"{site().settings.base_url}/{feed.path}"
    host = urlsplit(base)
    return Address(
        title=feed.title,
        webcal=f"webcal://{host.netloc}{host.path}.ics",
        ics=f"{base}.ics",
        rss=f"{base}.rss",
        json=f"{base}.json",
    )


def _of(known: tuple[Feed, ...], kind: FeedKind) -> tuple[Address, ...]:
    """The feeds of a kind; of subjects, audiences and organisations only those with dates."""
    last = today() + timedelta(days=DAYS_AHEAD)
    counts = snapshot().counts(today(), last, after=now())
    by_kind = {
        FeedKind.TOPIC: counts.topic,
        FeedKind.AUDIENCE: counts.audience,
        FeedKind.PROVIDER: counts.provider,
    }
    filled = by_kind.get(kind)
    return tuple(
        addresses(feed)
        for feed in known
        if feed.kind == kind and (filled is None or any(filled.get(v) for v in feed.values))
    )
