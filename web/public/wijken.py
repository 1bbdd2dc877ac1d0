"""A page per wijk: what is on, who helps there, how to keep up with it, and on paper."""

from collections.abc import Sequence
from datetime import timedelta

import segno
from flask import Blueprint, abort, render_template

from base.municipality import Neighbourhood
from snapshot.listing import OccurrenceListing, ServiceListing
from web.public import jsonld
from web.public.lists import by_day
from web.public.site import address, now, site, snapshot, today
from web.public.subscribe import addresses, feeds

pages = Blueprint("wijken", __name__)
SHOWN, SERVICES, WEEK = 20, 8, 7


@pages.get("/wijken")
def all_of_them() -> str:
    """Every wijk with how many dates the coming week has there."""
    last = today() + timedelta(days=WEEK - 1)
    counts = snapshot().counts(today(), last, after=now()).neighbourhood
    return render_template("wijken.html", wijken=site().town.wijken, counts=counts, within=_within)


@pages.get("/wijk/<slug>")
def wijk(slug: str) -> str:
    """What is on in the coming weeks and who is near."""
    here = _here(slug)
    last = today() + timedelta(days=27)
    found = snapshot().occurrences(today(), last, neighbourhood=here.code, after=now(), limit=SHOWN)
    total = snapshot().total(today(), last, neighbourhood=here.code, after=now())
    return render_template(
        "wijk.html",
        wijk=here,
        days=by_day(snapshot(), found, today()),
        has_more=total > len(found),
        services=near(here.code)[:SERVICES],
        within=_within(here.code),
        structured=jsonld.text(_structured(here, found)),
        feed=addresses(next(f for f in feeds() if f.path == f"feeds/wijk/{here.slug}")),
    )


@pages.get("/week/<slug>")
def week(slug: str) -> str:
    """The coming seven days of a wijk, made for paper, with a code to scan."""
    here = _here(slug)
    last = today() + timedelta(days=WEEK - 1)
    found = snapshot().occurrences(today(), last, neighbourhood=here.code, after=now(), limit=200)
    here_address = address(f"/wijk/{here.slug}")
    code = segno.make(here_address, error="m").svg_inline(border=0, omitsize=True)
    return render_template(
        "week.html",
        wijk=here,
        days=by_day(snapshot(), found, today()),
        first=today(),
        last=last,
        code=code,
        wijk_address=here_address,
    )


def _structured(here: Neighbourhood, dates: Sequence[OccurrenceListing]) -> list[jsonld.Thing]:
    """The wijk as a place, what is on there, and the way to its page."""
    url, town = address(f"/wijk/{here.slug}"), site().town.name
    place = {
        "@type": "Place",
        "name": here.name,
        "containedInPlace": {"@type": "City", "name": town},
    }
    items = [(address(f"/activiteit/{o.activity_id}"), o.title) for o in dates]
    return [
        jsonld.trail([(address("/wijken"), "Wijken en dorpen"), (url, here.name)]),
        jsonld.collection(here.name, items, url=url, about=place),
    ]


def near(code: str) -> list[ServiceListing]:
    """Free services in or for this wijk: what is there before what comes from elsewhere."""
    found = snapshot().services(neighbourhood=code, access="free")
    return sorted(found, key=lambda s: (s.place.code != code, code not in s.serves))


def _here(slug: str) -> Neighbourhood:
    found = site().wijken.get(slug)
    if found is None:
        abort(404)
    return found


def _within(code: str) -> list[str]:
    """Names of the villages and buurten in a wijk, for who knows it by those."""
    names = [n.name for n in site().town.neighbourhoods if n.parent == code]
    own = site().wijk_by_code[code].name
    return [name for name in dict.fromkeys(names) if name != own]
