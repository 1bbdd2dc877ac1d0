"""What a page or feed shows. Frozen values: templates and renderers cannot cause a query.

`feeds.build` makes these from rows and writes them into the snapshot; `snapshot.reader`
gives them back. Nothing private is ever in them.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Local wall time at the place: `clock` None is all-day, `end_day` None is unknown end.

    `zone` is an IANA name. For all-day, `end_day` is the last day, inclusive.
    """

    day: date
    clock: time | None
    end_day: date | None
    end_clock: time | None
    zone: str
    doors: time | None = None

    @property
    def start_iso(self) -> str:
        """RFC 3339: a day for all-day, otherwise local time with its offset."""
        return self.day.isoformat() if self.clock is None else self._iso(self.day, self.clock)

    @property
    def end_iso(self) -> str:
        """As `start_iso`; empty when unknown. For all-day the last day, inclusive."""
        if self.clock is None:
            return self.end_day.isoformat() if self.end_day else ""
        return self._iso(self.end_day or self.day, self.end_clock) if self.end_clock else ""

    def _iso(self, day: date, clock: time) -> str:
        # By way of UTC, so that a time the spring change leaves out becomes one that exists.
        zone = ZoneInfo(self.zone)
        instant = datetime.combine(day, clock, zone).astimezone(UTC)
        return instant.astimezone(zone).isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceListing:
    """Where. `kind` is neighbourhood, outside, online or unknown; `code` a CBS wijk code.

    For a private or secret address only `code` and `neighbourhood` are filled. `lat`, `lon`:
    WGS84 degrees.
    """

    kind: str
    code: str = ""
    neighbourhood: str = ""
    venue: str = ""
    address: str = ""
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None

    def spotted_as(self, known: "PlaceListing") -> "PlaceListing":
        """This place with the spot of `known`, when it is the same address."""
        mine, other = (self.venue, self.address, self.postcode), known
        if mine != (other.venue, other.address, other.postcode):
            return self
        return replace(self, lat=known.lat, lon=known.lon)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCredit:
    """A source an activity came from: name, link to the item there, when last seen."""

    name: str
    url: str
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceListing:
    """One public date of an activity; the unit of lists and iCalendar feeds.

    `uid` and `sequence` are for iCalendar; `status` is scheduled, moved or cancelled;
    `changed_at` and `published_at` are instants in UTC. `warning` is a Dutch sentence
    (sources contradict, change pending) or empty.
    """

    uid: str
    activity_id: str
    when: When
    status: str
    sequence: int
    published_at: datetime
    changed_at: datetime
    title: str
    place: PlaceListing
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityListing:
    """One real activity as residents see it. `id` is public and never changes.

    `state` is public, cancelled, withdrawn or expired (its page stays and says so).
    `rhythm` is a Dutch phrase ("elke dinsdag") or empty. `occurrences` are the dates in
    the window, in order. `changed_at` moves when something that matters to residents does.
    """

    id: str
    title: str
    description: str
    state: str
    rhythm: str
    organiser: str
    provider_id: str
    place: PlaceListing
    online_url: str
    url: str
    image: str
    price: str
    is_free: bool
    audience: tuple[str, ...]
    topics: tuple[str, ...]
    contact: str
    language: str
    sources: tuple[SourceCredit, ...]
    published_at: datetime
    changed_at: datetime
    warning: str
    occurrences: tuple[OccurrenceListing, ...]
    rrule: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceListing:
    """What a provider offers: the unit of the map and of search.

    `access` is free, contracted or access_point. `phone`, `email` are functional.
    `changed_at` is when our entry last changed (UTC), None in what a file says; `checked_by` is
    who last said that it is right: organisation, desk, or empty for not known; never a person.
    """

    id: str
    provider_id: str
    provider: str
    name: str
    summary: str
    topics: tuple[str, ...]
    access: str
    audience: tuple[str, ...]
    place: PlaceListing
    phone: str
    email: str
    website: str
    costs: str
    opening_hours: str
    condition: str
    last_checked: date | None
    explanation: str = ""
    languages: tuple[str, ...] = ()
    accessibility: str = ""
    serves: tuple[str, ...] = ()
    changed_at: datetime | None = None
    checked_by: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderListing:
    """An organisation with its services, in the order to show them."""

    id: str
    name: str
    website: str
    phone: str
    email: str
    services: tuple[ServiceListing, ...]
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicListing:
    """A subject; `parent` is empty on the first of the two levels."""

    slug: str
    parent: str
    label: str
    explanation: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeListing:
    """A decision on what belongs on the map. `decision` is in, partly or out."""

    subject: str
    decision: str
    reason: str
    decided_on: date
