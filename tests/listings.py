"""Listings for tests: plain values without surprises, changed by `dataclasses.replace`."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from snapshot.listing import ActivityListing, OccurrenceListing, PlaceListing, When

CHANGED = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLACE = PlaceListing(
    kind="neighbourhood", code="WK015003", neighbourhood="Zandweerd", venue="De Vlier"
)


def an_occurrence(
    day: date, clock: time | None = time(10), *, activity_id: str = "a1", **changes: object
) -> OccurrenceListing:
    """Koffie at De Vlier in Zandweerd, on one day."""
    when = When(day=day, clock=clock, end_day=None, end_clock=None, zone="Europe/Amsterdam")
    occurrence = OccurrenceListing(
        uid=f"{activity_id}-{day:%Y%m%d}-1@wijzer.example",
        activity_id=activity_id,
        when=when,
        status="scheduled",
        sequence=0,
        published_at=CHANGED,
        changed_at=CHANGED,
        title="Koffie",
        place=PLACE,
    )
    return replace(occurrence, **changes)  # type: ignore[arg-type]


def an_activity(*dates: OccurrenceListing, **changes: object) -> ActivityListing:
    """Koffie, free, of Buurthuis, with these dates."""
    activity = ActivityListing(
        id="a1",
        title="Koffie",
        description="Kom erbij.",
        state="public",
        rhythm="",
        organiser="Buurthuis",
        provider_id="",
        place=PLACE,
        online_url="",
        url="https://buurthuis.example/koffie",
        image="",
        price="gratis",
        is_free=True,
        audience=(),
        topics=(),
        contact="",
        language="nl",
        sources=(),
        published_at=CHANGED,
        changed_at=CHANGED,
        warning="",
        occurrences=dates,
    )
    return replace(activity, **changes)  # type: ignore[arg-type]
