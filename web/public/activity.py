"""One activity: its page, its calendar, and what its state means for who wants to go."""

from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from feeds import icalendar
from snapshot.listing import ActivityListing, OccurrenceListing
from snapshot.passing import over_at
from snapshot.reader import Alias
from web.public import jsonld
from web.public.lists import by_day, without_repeats
from web.public.site import address, feed_site, now, site, snapshot, today

pages = Blueprint("activity", __name__)
SHOWN_DATES, MORE = 6, 4


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be said first; `kind` is stop or warn."""

    kind: str
    text: str


@pages.get("/activiteit/<activity_id>")
def activity(activity_id: str) -> str | Redirect:
    """The page of an activity; whoever asks for a retired one is sent on."""
    found = _found(activity_id)
    if isinstance(found, Alias):
        return redirect(f"/activiteit/{found.target}", 301)
    coming = tuple(o for o in found.occurrences if over_at(o.when) > now())
    url = address(f"/activiteit/{found.id}")
    provider = snapshot().provider(found.provider_id) if found.provider_id else None
    return render_template(
        "activity.html",
        activity=found,
        notices=_notices(found, coming),
        next_date=next((o for o in coming if o.status != "cancelled"), None)
        or next(iter(coming), None),
        coming=coming,
        shown_dates=SHOWN_DATES,
        provider=provider,
        wijk=site().wijk_by_code.get(found.place.code),
        also=_also(found),
        structured=jsonld.text(
            jsonld.events(found, coming, url=url, town=site().town.name)
            if found.state in ("public", "cancelled")
            else []
        ),
        url=url,
    )


@pages.get("/activiteit/<activity_id>.ics")
def calendar(activity_id: str) -> Response | Redirect:
    """The coming dates as a calendar; `?dag=` keeps those of one day."""
    found = _found(activity_id)
    if isinstance(found, Alias):
        return redirect(f"/activiteit/{found.target}.ics", 301)
    day = _day(request.args.get("dag", ""))
    dates = tuple(
        o for o in found.occurrences if (o.when.day == day if day else over_at(o.when) > now())
    )
    if not dates:
        abort(404)
    body = icalendar.render_activity(replace(found, occurrences=dates), site=feed_site())
    response = Response(body, content_type=icalendar.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.id}.ics"'
    return response


def _found(activity_id: str) -> ActivityListing | Alias:
    found = snapshot().activity(activity_id)
    if found is None:
        abort(404)
    return found


def _notices(shown: ActivityListing, coming: tuple[OccurrenceListing, ...]) -> list[Notice]:
    if shown.state == "withdrawn":
        return [
            Notice("stop", "Deze activiteit staat niet meer in de agenda van de organisator. "
                           "Ga er niet heen zonder te bellen."),
        ]  # fmt: skip
    if shown.state == "cancelled":
        return [Notice("stop", "Deze activiteit gaat niet door.")]
    if shown.state == "expired" or not coming:
        return [Notice("warn", "Deze activiteit is voorbij.")]
    found = []
    if coming[0].status == "cancelled":
        found.append(Notice("stop", "De eerstvolgende keer gaat niet door."))
    if coming[0].status == "moved":
        found.append(Notice("warn", "De eerstvolgende keer is verplaatst. Let op de datum."))
    warnings = dict.fromkeys(w for w in (shown.warning, *(o.warning for o in coming)) if w)
    return [*found, *(Notice("warn", text) for text in warnings)]


def _also(shown: ActivityListing) -> object:
    """What else is on in the same wijk, so that an ended activity is no dead end."""
    if not shown.place.code:
        return ()
    window = today(), date.fromordinal(today().toordinal() + 14)
    dates = snapshot().occurrences(*window, neighbourhood=shown.place.code, after=now(), limit=30)
    others = [o for o in without_repeats(dates) if o.activity_id != shown.id]
    return by_day(snapshot(), others[:MORE], today())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
