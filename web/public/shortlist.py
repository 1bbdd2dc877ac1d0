"""A "lijstje": items in the address, to print or share. Nothing is stored."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from snapshot.listing import (
    ActivityListing,
    OccurrenceListing,
    ProviderListing,
    ServiceListing,
)
from snapshot.reader import Alias
from web.public.choices import DAYS_AHEAD
from web.public.site import address, now, snapshot, today

pages = Blueprint("shortlist", __name__)
MAX_ITEMS = 30
# a: activity, d: service (dienst), o: organisation.
_ITEM = re.compile(r"[ado]\.[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the list, with the list without it. All three empty: it is gone."""

    without: str
    service: ServiceListing | None = None
    activity: ActivityListing | None = None
    next_date: OccurrenceListing | None = None
    provider: ProviderListing | None = None


@pages.get("/lijstje")
def shortlist() -> str | Redirect:
    """The list as its address says it."""
    asked = request.args.get("met", "")
    items = parse_items(asked)
    if ",".join(items) != asked:
        return redirect(_address(items))
    shown = [_item(item, items) for item in items]
    url = address(_address(items))
    return render_template("shortlist.html", items=items, shown=shown, url=url)


def parse_items(text: str) -> tuple[str, ...]:
    """The items of an address: each once, at most `MAX_ITEMS`, nothing else."""
    found = [part for part in text[:4000].split(",") if _ITEM.fullmatch(part)]
    return tuple(dict.fromkeys(found))[:MAX_ITEMS]


def _item(item: str, items: tuple[str, ...]) -> Item:
    kind, _, found_id = item.partition(".")
    without = _address(tuple(i for i in items if i != item))
    held = snapshot()
    match kind:
        case "d":
            return Item(without, service=held.service(found_id))
        case "o":
            return Item(without, provider=held.provider(found_id))
    activity = held.activity(found_id)
    if isinstance(activity, Alias):
        activity = held.activity(activity.target)
    if activity is None or isinstance(activity, Alias):
        return Item(without)
    last = today() + timedelta(days=DAYS_AHEAD)
    dates = held.next_dates([activity.id], today(), last, after=now())
    return Item(without, activity=activity, next_date=dates.get(activity.id))


def _address(items: tuple[str, ...]) -> str:
    return (
        f"/lijstje?{urlencode({'met': ','.join(items)}, quote_via=quote)}" if items else "/lijstje"
    )
