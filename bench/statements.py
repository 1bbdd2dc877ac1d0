"""What is real in the city of `bench year`, and how each source states it.

Truth is dates that are on or off; a statement is a draft, in an organiser's own words or in a
collector's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import msgspec

from agenda.draft import Draft, Override, Recurrence
from agenda.moment import Moment
from agenda.status import EventStatus
from bench.wording import Spot, reworded


@dataclass(slots=True)
class Slot:
    """One date of an activity: where the series puts it, and where it really is."""

    slot: date
    day: date
    clock: time
    is_on: bool = True
    is_left_out: bool = False


@dataclass(slots=True, kw_only=True)
class Real:
    """One real activity. `interval` in weeks, 0 for a single date."""

    number: int
    title: str
    text: str
    spot: Spot
    clock: time
    minutes: int
    interval: int
    slots: list[Slot]
    is_dropped: bool = False

    def dates(self) -> Iterator[Slot]:
        """Those that really take place."""
        if not self.is_dropped:
            yield from (s for s in self.slots if s.is_on)

    def ends_on(self) -> date:
        return max(s.day for s in self.slots)


@dataclass(slots=True, kw_only=True)
class Cancellation:
    """A date called off, as its organiser's source says from `at` on."""

    real: int
    day: date
    start: datetime
    source: str
    at: datetime


@dataclass(slots=True, kw_only=True)
class Speaker:
    """A source: what it says under which key, how late it follows others, and its troubles.

    `is_by_hand`: an owner who sends a file now and then (`sent` is the last one), and answers
    letters after `lag`, or never (None).
    """

    name: str
    title: str
    is_collector: bool
    lag: timedelta | None
    is_by_hand: bool = False
    sent: tuple[Draft, ...] = ()
    ttl: timedelta | None
    says: dict[str, Draft] = field(default_factory=dict)
    key_of: dict[int, str] = field(default_factory=dict)
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    halves: list[tuple[datetime, datetime]] = field(default_factory=list)
    version: int = 0
    body: tuple[tuple[int, bool], bytes] | None = None

    def is_out(self, now: datetime) -> bool:
        return any(first <= now < last for first, last in self.outages)

    def send(self) -> None:
        """A new file, with what the owner knows now."""
        self.sent = tuple(self.says.values())
        self.version += 1

    def is_half(self, now: datetime) -> bool:
        return any(first <= now < last for first, last in self.halves)

    def bytes_at(self, now: datetime) -> bytes:
        """The body as served at `now`; half of it, looking whole, while it is broken."""
        state = (self.version, self.is_half(now))
        if self.body is None or self.body[0] != state:
            drafts = list(self.sent if self.is_by_hand else self.says.values())
            if state[1]:
                drafts = drafts[: len(drafts) // 2]
            self.body = (state, msgspec.json.encode(drafts))
        return self.body[1]


def stated(key: str, real: Real, speaker: Speaker, organiser: str) -> Draft:
    """What this source says of it now."""
    first = real.slots[0]
    draft = Draft(
        key=key,
        title=real.title,
        start=Moment(first.day if not real.interval else first.slot, first.clock),
        end=_end(first, real),
        status=_status(first) if not real.interval else EventStatus.SCHEDULED,
        recurrence=_rule(real) if real.interval else None,
        description=real.text,
        venue=real.spot.name,
        address=real.spot.address,
        postcode=real.spot.postcode,
        organiser=organiser,
        url=f"https://{speaker.name}.example/agenda/{real.number}",
        price="gratis" if real.number % 3 == 0 else None,
    )
    return reworded(draft, real.spot, real.number, speaker.name) if speaker.is_collector else draft


def _end(slot: Slot, real: Real) -> Moment:
    day = slot.day if not real.interval else slot.slot
    return Moment(day, slot.clock).plus(timedelta(minutes=real.minutes))


def _status(slot: Slot) -> EventStatus:
    return EventStatus.SCHEDULED if slot.is_on else EventStatus.CANCELLED


def _rule(real: Real) -> Recurrence:
    last = real.slots[-1].slot
    out = [s for s in real.slots if s.is_left_out]
    changed = [s for s in real.slots if not s.is_left_out and (not s.is_on or _is_moved(s, real))]
    return Recurrence(
        rrules=(f"FREQ=WEEKLY;INTERVAL={real.interval};UNTIL={last:%Y%m%d}T235959",),
        exdates=tuple(Moment(s.slot, real.clock) for s in out),
        overrides=tuple(
            Override(
                original=Moment(s.slot, real.clock),
                start=Moment(s.day, s.clock),
                end=Moment(s.day, s.clock).plus(timedelta(minutes=real.minutes)),
                status=EventStatus.MOVED if s.is_on else EventStatus.CANCELLED,
            )
            for s in changed
        ),
    )


def _is_moved(slot: Slot, real: Real) -> bool:
    return slot.day != slot.slot or slot.clock != real.clock
