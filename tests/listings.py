"""Listings for tests: complete ones, of which a test changes what it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from snapshot.listing import (
    ActivityListing,
    OccurrenceListing,
    PlaceListing,
    ProviderListing,
    ServiceListing,
    SourceCredit,
    TopicListing,
    When,
)

BUILT_AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PLACE = PlaceListing(
    kind="neighbourhood",
    code="WK015001",
    neighbourhood="Zandweerd",
    venue="Wijkcentrum Zandweerd",
    address="Zandweerdsweg 1",
    postcode="7413 AA",
    lat=52.262,
    lon=6.155,
)


def when(day: date, clock: time | None = time(10), **changes: Any) -> When:
    """From `clock`, without an end unless it is given; in Deventer."""
    return replace(
        When(day=day, clock=clock, end_day=None, end_clock=None, zone="Europe/Amsterdam"),
        **changes,
    )


def occurrence(activity_id: str, day: date, **changes: Any) -> OccurrenceListing:
    """A date of the activity `activity_id` at 10:00 with one UID per day."""
    made = OccurrenceListing(
        uid=f"{activity_id}-{day:%Y%m%d}-1@deventer.example",
        activity_id=activity_id,
        when=when(day),
        status="scheduled",
        sequence=0,
        published_at=BUILT_AT - timedelta(days=20),
        changed_at=BUILT_AT - timedelta(days=10),
        title="Koffie in de buurt",
        place=PLACE,
    )
    return replace(made, **changes)


def activity(activity_id: str, *days: date, **changes: Any) -> ActivityListing:
    """A public, free activity in Zandweerd on `days`."""
    made = ActivityListing(
        id=activity_id,
        title="Koffie in de buurt",
        description="Kom langs.\n\nDe koffie staat klaar.",
        state="public",
        rhythm="elke dinsdag",
        organiser="Raster",
        provider_id="raster",
        place=PLACE,
        online_url="",
        url="https://raster.example/koffie",
        image="",
        price="gratis",
        is_free=True,
        audience=("ouderen",),
        topics=("ontmoeten",),
        contact="",
        language="nl",
        sources=(
            SourceCredit(name="Raster", url="https://raster.example/koffie", seen_at=BUILT_AT),
        ),
        published_at=BUILT_AT - timedelta(days=20),
        changed_at=BUILT_AT - timedelta(days=10),
        warning="",
        occurrences=tuple(occurrence(activity_id, day) for day in days),
    )
    return replace(made, **changes)


def service(service_id: str, **changes: Any) -> ServiceListing:
    """Free help of Raster for everyone, at no place."""
    made = ServiceListing(
        id=service_id,
        provider_id="raster",
        provider="Raster",
        name="Maatjes",
        summary="Samen iets doen.",
        topics=("ontmoeten",),
        access="free",
        audience=(),
        place=PlaceListing(kind="unknown"),
        phone="0570 123456",
        email="info@raster.example",
        website="https://raster.example",
        costs="gratis",
        opening_hours="",
        condition="",
        last_checked=date(2026, 1, 5),
    )
    return replace(made, **changes)


def provider(provider_id: str = "raster", *services: ServiceListing) -> ProviderListing:
    """Raster, with the services given."""
    return ProviderListing(
        id=provider_id,
        name=provider_id.capitalize(),
        website=f"https://{provider_id}.example",
        phone="0570 123456",
        email=f"info@{provider_id}.example",
        services=services,
    )


TOPICS = (
    TopicListing(slug="meedoen", parent="", label="Meedoen", explanation="", next_step=""),
    TopicListing(
        slug="ontmoeten", parent="meedoen", label="Ontmoeten", explanation="", next_step=""
    ),
    TopicListing(slug="geld", parent="", label="Geld", explanation="", next_step=""),
)
