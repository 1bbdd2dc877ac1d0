"""Help by subject: one line, the next step, who helps, what is on, and another way."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from snapshot.listing import ServiceListing, TopicListing
from web.public import jsonld
from web.public.choices import DAYS_AHEAD
from web.public.lists import by_day, without_repeats
from web.public.site import address, now, site, snapshot, today

pages = Blueprint("subjects", __name__)
SHOWN_DATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoHelps:
    """Services by access, each in the order to show them: free always stands first."""

    free: tuple[ServiceListing, ...]
    access_points: tuple[ServiceListing, ...]
    contracted: tuple[ServiceListing, ...]


@pages.get("/hulp")
def subjects() -> str:
    """Every subject, in two levels."""
    topics = snapshot().topics()
    below = {t.slug: [b for b in topics if b.parent == t.slug] for t in topics if not t.parent}
    return render_template("help.html", groups=[(t, below[t.slug]) for t in topics if not t.parent])


@pages.get("/onderwerp/<slug>")
def subject(slug: str) -> str | Redirect:
    """One subject; with `?wijk=` what is near stands first."""
    found = next((t for t in snapshot().topics() if t.slug == slug), None)
    if found is None:
        abort(404)
    wijk = request.args.get("wijk", "")
    if request.args and (wijk not in site().wijken or len(request.args) > 1):
        return redirect(f"/onderwerp/{slug}")
    code = site().wijken[wijk].code if wijk else ""
    last = today() + timedelta(days=DAYS_AHEAD)
    dates = snapshot().occurrences(today(), last, topic=slug, after=now(), limit=60)
    return render_template(
        "topic.html",
        topic=found,
        parent=next((t for t in snapshot().topics() if t.slug == found.parent), None),
        below=[t for t in snapshot().topics() if t.parent == slug],
        who=(who := who_helps(slug, code)),
        wijk=site().wijken.get(wijk),
        wijken=site().town.wijken,
        days=by_day(snapshot(), without_repeats(dates)[:SHOWN_DATES], today()),
        structured=jsonld.text(_structured(found, who)),
    )


def who_helps(topic: str, code: str) -> WhoHelps:
    """Who helps with a subject: near first; contracted in the order of the alphabet."""

    def distance(service: ServiceListing) -> tuple[bool, bool]:
        is_first = bool(service.topics) and service.topics[0] == topic
        return (bool(code) and service.place.code != code and code not in service.serves,
                not is_first)  # fmt: skip

    held = snapshot()
    return WhoHelps(
        free=tuple(sorted(held.services(topic=topic, access="free"), key=distance)),
        access_points=tuple(
            sorted(held.services(topic=topic, access="access_point"), key=distance)
        ),
        contracted=tuple(
            sorted(
                held.services(topic=topic, access="contracted"),
                key=lambda s: (s.provider.casefold(), s.name.casefold()),
            )
        ),
    )


def _structured(topic: TopicListing, who: WhoHelps) -> list[jsonld.Thing]:
    """The way to the subject, and who helps with it: free before contracted."""
    services = [*who.free, *who.access_points, *who.contracted]
    items = [(address(f"/dienst/{s.id}"), s.name) for s in services]
    url, about = address(f"/onderwerp/{topic.slug}"), {"@type": "Thing", "name": topic.label}
    return [
        jsonld.trail(_trail(topic)),
        jsonld.collection(topic.label, items, url=url, about=about),
    ]


def _trail(topic: TopicListing) -> list[tuple[str, str]]:
    steps = [(address("/hulp"), "Hulp")]
    parent = next((t for t in snapshot().topics() if t.slug == topic.parent), None)
    if parent is not None:
        steps.append((address(f"/onderwerp/{parent.slug}"), parent.label))
    return [*steps, (address(f"/onderwerp/{topic.slug}"), topic.label)]
