"""Organisations and what they offer."""

from collections import defaultdict
from datetime import date, timedelta

from flask import Blueprint, abort, render_template

from base.text import fold
from snapshot.listing import ProviderListing
from web.public import jsonld
from web.public.choices import DAYS_AHEAD
from web.public.lists import by_day, without_repeats
from web.public.site import address, now, site, snapshot, today

pages = Blueprint("providers", __name__)
SHOWN_DATES = 8


@pages.get("/aanbieders")
def index() -> str:
    """Every organisation, by letter."""
    letters: defaultdict[str, list[ProviderListing]] = defaultdict(list)
    for provider in sorted(snapshot().providers(), key=lambda p: fold(p.name)):
        first = fold(provider.name)[:1].upper()
        letters[first if first.isalpha() else "0-9"].append(provider)
    return render_template("providers.html", letters=sorted(letters.items()))


@pages.get("/aanbieder/<path:provider_id>")
def provider(provider_id: str) -> str:
    """One organisation: contact, what it offers, what is on there."""
    found = snapshot().provider(provider_id)
    if found is None:
        abort(404)
    last = today() + timedelta(days=DAYS_AHEAD)
    dates = snapshot().occurrences(today(), last, provider=found.id, after=now(), limit=60)
    url = address(f"/aanbieder/{found.id}")
    order = ("free", "access_point", "contracted")
    return render_template(
        "provider.html",
        provider=found,
        # All of it was right on the day that what was looked at longest ago was.
        checked=min(found.services, key=lambda s: s.last_checked or date.min, default=None),
        services=sorted(found.services, key=lambda s: order.index(s.access)),
        days=by_day(snapshot(), without_repeats(dates)[:SHOWN_DATES], today()),
        structured=jsonld.text(jsonld.organisation(found, url=url)),
    )


@pages.get("/dienst/<path:service_id>")
def service(service_id: str) -> str:
    """One service: whether it is for you, and how to take the next step."""
    found = snapshot().service(service_id)
    if found is None:
        abort(404)
    url = address(f"/dienst/{found.id}")
    provider_url = address(f"/aanbieder/{found.provider_id}")
    names = site().wijk_by_code
    return render_template(
        "service.html",
        service=found,
        serves=[names[code].name for code in found.serves if code in names],
        structured=jsonld.text(
            jsonld.service(found, url=url, provider_url=provider_url, town=site().town.name)
        ),
    )
