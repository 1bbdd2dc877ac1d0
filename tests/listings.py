"""Listings for tests: plain values without surprises, changed by keyword."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from snapshot.listing import (
    ActivityListing,
    OccurrenceListing,
    PlaceListing,
    ProviderListing,
    ServiceListing,
    TopicListing,
    When,
)

CHANGED = datetime(2026, 3, 1, 12, tzinfo=UTC)
BUILT_AT = datetime(2026, 3, 2, 5, tzinfo=UTC)
PLACE = PlaceListing(
    kind="neighbourhood", code="WK015001", neighbourhood="Zandweerd", venue="De Vlier"
)
TOPICS = (
    TopicListing(slug="meedoen", parent="", label="Meedoen", explanation="", next_step=""),
    TopicListing(
        slug="ontmoeten", parent="meedoen", label="Ontmoeten", explanation="", next_step=""
    ),
    TopicListing(slug="geld", parent="", label="Geld", explanation="", next_step=""),
)


def when(day: date, clock: time | None = time(10), *, end_day: date | None = None) -> When:
    """From `clock`, without an end unless it lasts until `end_day`."""
    return When(day=day, clock=clock, end_day=end_day, end_clock=None, zone="Europe/Amsterdam")


def occurrence(activity_id: str, day: date, **changes: object) -> OccurrenceListing:
    """Koffie at De Vlier in Zandweerd, at ten on one day."""
    shown = OccurrenceListing(
        uid=f"{activity_id}-{day:%Y%m%d}-1@wijzer.example",
        activity_id=activity_id,
        when=when(day),
        status="scheduled",
        sequence=0,
        published_at=CHANGED,
        changed_at=CHANGED,
        title="Koffie",
        place=PLACE,
    )
    return replace(shown, **changes)  # type: ignore[arg-type]


def activity(id: str, *days: date, **changes: object) -> ActivityListing:  # noqa: A002 - as the field
    """Koffie, free, for older people, of Buurthuis, on these days at ten."""
    shown = ActivityListing(
        id=id,
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
        audience=("ouderen",),
        topics=("ontmoeten",),
        contact="",
        language="nl",
        sources=(),
        published_at=CHANGED,
        changed_at=CHANGED,
        warning="",
        occurrences=tuple(occurrence(id, day) for day in days),
    )
    return replace(shown, **changes)  # type: ignore[arg-type]


def service(id: str, **changes: object) -> ServiceListing:  # noqa: A002 - as the field
    """A free service about meeting people, for everybody, without a place of its own."""
    shown = ServiceListing(
        id=id,
        provider_id="",
        provider="",
        name=id.capitalize(),
        summary="",
        topics=("ontmoeten",),
        access="free",
        audience=(),
        place=PlaceListing(kind="unknown"),
        phone="",
        email="",
        website="",
        costs="",
        opening_hours="",
        condition="",
        last_checked=None,
    )
    return replace(shown, **changes)  # type: ignore[arg-type]


def provider(id: str, *services: ServiceListing, **changes: object) -> ProviderListing:  # noqa: A002
    """A provider with these services, which get its name."""
    name = id.capitalize()
    owned = tuple(replace(s, provider_id=id, provider=name) for s in services)
    shown = ProviderListing(id=id, name=name, website="", phone="", email="", services=owned)
    return replace(shown, **changes)  # type: ignore[arg-type]
