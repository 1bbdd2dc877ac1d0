"""A composed activity as listings. Pure; the publisher adds UIDs, SEQUENCE and times."""

from dataclasses import replace
from datetime import date, datetime, time

from agenda.draft import Draft
from agenda.moment import Moment
from agenda.showing.composition import Composed, PublicDate
from agenda.status import EventStatus
from base.municipality import Municipality
from base.text import fold
from providers.places.place import Place
from snapshot.listing import ActivityListing, OccurrenceListing, PlaceListing, SourceCredit, When

NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def state_of(composed: Composed, *, is_live: bool, today: date) -> str:
    """public, cancelled, withdrawn (no source stands by it any more) or expired (all past)."""
    if not is_live:
        return "withdrawn"
    if composed.draft.status is EventStatus.CANCELLED:
        return "cancelled"
    ends = [(d.end or d.start).day for d in composed.dates]
    return "public" if any(day >= today for day in ends) else "expired"


def activity_listing(
    public_id: str, composed: Composed, state: str, municipality: Municipality
) -> ActivityListing:
    """The activity's page, without its dates and without times of publication."""
    draft = composed.draft
    warning = next((d.warning for d in composed.dates if d.warning), "")
    return ActivityListing(
        id=public_id,
        title=draft.title,
        description=draft.description,
        state=state,
        rhythm=(draft.recurrence.words or "") if draft.recurrence else "",
        organiser=draft.organiser or composed.members[0].source,
        provider_id="",
        place=_place(draft, composed.place, municipality),
        online_url=draft.online_url or "",
        url=draft.url or "",
        image=draft.image_url or "",
        price=draft.price or "",
        is_free=fold(draft.price or "") in ("gratis", "0", "vrij", "vrije toegang"),
        audience=(draft.audience,) if draft.audience else (),
        topics=(),
        contact=draft.contact or "",
        language=draft.language or "nl",
        sources=tuple(
            SourceCredit(name=m.source, url=m.source_url, seen_at=m.seen_at)
            for m in composed.members
        ),
        published_at=NEVER,
        changed_at=NEVER,
        warning=warning,
        occurrences=(),
    )


def occurrence_listing(
    public_id: str, shown: PublicDate, composed: Composed, municipality: Municipality
) -> OccurrenceListing:
    """One date, without UID, SEQUENCE and times of publication."""
    place = _place(composed.draft, composed.place, municipality)
    if shown.venue and place.kind != "online":
        place = replace(place, venue=shown.venue)
    return OccurrenceListing(
        uid="",
        activity_id=public_id,
        when=_when(shown),
        status=shown.status.value if shown.status is not EventStatus.TENTATIVE else "scheduled",
        sequence=0,
        published_at=NEVER,
        changed_at=NEVER,
        title=shown.title,
        place=place,
        warning=shown.warning,
    )


def _when(shown: PublicDate) -> When:
    return When(
        day=shown.start.day,
        clock=shown.start.clock,
        end_day=shown.end.day if shown.end else None,
        end_clock=shown.end.clock if shown.end else None,
        zone=shown.start.zone,
        doors=_clock(shown.doors),
    )


def _clock(moment: Moment | None) -> time | None:
    return moment.clock if moment else None


def _place(draft: Draft, place: Place, municipality: Municipality) -> PlaceListing:
    """For a private address only the neighbourhood (R19)."""
    area = municipality.neighbourhood(place.code) if place.code else None
    name = area.name if area else place.name
    if place.hide_address:
        return PlaceListing(kind=place.kind.value, code=place.code, neighbourhood=name)
    return PlaceListing(
        kind=place.kind.value,
        code=place.code,
        neighbourhood=name,
        venue=place.venue or draft.venue or "",
        address=draft.address or "",
        postcode=draft.postcode or "",
    )
