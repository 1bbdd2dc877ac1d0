"""A seeded city for `bench year`: what really goes on, and what each source says of it.

Truth is a set of activities with dates that are on or off. Sources state it: organisers their
own, half a dozen collectors that of others, worded otherwise and some time later. A body is
the statements of a source as JSON drafts; fetching and parsing are measured elsewhere.
"""

import hashlib
import heapq
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

import msgspec

from agenda.draft import Context, Draft, Parsed
from agenda.moment import Moment
from agenda.reading.claims import Claim
from agenda.status import SourceKind
from base.errors import FetchError
from bench.statements import Cancellation, Real, Slot, Speaker, stated
from bench.wording import TITLES, Spot, told
from ingest.fetch import Fetched, NotModified, Validators

ZONE = ZoneInfo("Europe/Amsterdam")
WEEK = timedelta(weeks=1)
LIVE_PER_SOURCE = 25
COLLECTORS = 0.2
NEW, TEXT, MOVED, CANCELLED, DROPPED = 0.04, 0.04, 0.01, 0.02, 0.01
RENAMED = 0.002
SPAM_PER_WEEK = 1.0
ONE_DATE, LONGEST = 0.4, 84
COPIED, COPIED_TWICE = 0.25, 0.05
# A tenth of the sources is an owner who sent a file, with two activities or so each; of what
# changes they tell half, and that something stopped only when asked.
BY_HAND, BY_HAND_LIVE, BY_HAND_TELLS = 0.1, 0.008, 0.5


class City:
    """Lives hour by hour; see `live`. `achieved` counts what happened, by kind."""

    def __init__(self, *, seed: int, sources: int, first: datetime, weeks: int, spots: list[Spot]):
        self.random = Random(seed)
        self.spots = spots
        self.now = first
        self.until = first + weeks * WEEK
        self.reals: dict[int, Real] = {}
        self.owner: dict[tuple[str, str], int | None] = {}
        self.cancellations: list[Cancellation] = []
        self.achieved: dict[str, float] = dict.fromkeys(
            ("new", "text", "moved", "cancelled", "dropped", "renamed", "spam"), 0
        )
        self.live_weeks = 0.0
        self.begun = self.copies = 0
        self._numbers = count(1)
        self._keys = count(1)
        self._later: list[tuple[datetime, int, Callable[[], None]]] = []
        self.speakers = {s.name: s for s in self._speakers(sources)}
        self._own = [s for s in self.speakers.values() if not s.is_collector and not s.is_by_hand]
        self._by_hand = [s for s in self.speakers.values() if s.is_by_hand]
        self._collect = [s for s in self.speakers.values() if s.is_collector]
        for _ in range(LIVE_PER_SOURCE * sources):
            self._begin(is_first=True)
        self._troubles()

    # What a source answers.

    def get(self, claim: Claim, validators: Validators) -> Fetched | NotModified:
        """In place of the network. Raises FetchError during an outage."""
        speaker = self.speakers[claim.name]
        if speaker.is_out(self.now):
            raise FetchError("De website antwoordt niet.", permanent=False)
        body = speaker.bytes_at(self.now)
        etag = hashlib.sha256(body).hexdigest()[:20]
        if validators.etag == etag:
            return NotModified(ttl=speaker.ttl)
        return Fetched(
            body=body, url=claim.address, validators=Validators(etag=etag), ttl=speaker.ttl
        )

    # What happens.

    def live(self, now: datetime) -> None:
        """Everything that happens up to `now`, at most an hour since the last call."""
        share = (now - self.now) / WEEK
        self.now = now
        while self._later and self._later[0][0] <= now:
            heapq.heappop(self._later)[2]()
        alive = [r for r in self.reals.values() if self._is_live(r)]
        self.live_weeks += len(alive) * share
        if not alive:
            return
        for rate, act in (
            (NEW, lambda _r: self._begin()),
            (TEXT, self._reword),
            (MOVED, self._move),
            (CANCELLED, self._cancel),
            (DROPPED, self._drop),
            (RENAMED, self._rename),
        ):
            for _ in range(self._how_many(rate * len(alive) * share)):
                act(self.random.choice(alive))
        for _ in range(self._how_many(SPAM_PER_WEEK * share)):
            self._spam()

    def truth(self, first: date, last: date) -> dict[tuple[int, date], list[Slot]]:
        """The dates that are on, per activity and day."""
        found: dict[tuple[int, date], list[Slot]] = {}
        for real in self.reals.values():
            for slot in real.dates():
                if first <= slot.day <= last:
                    found.setdefault((real.number, slot.day), []).append(slot)
        return found

    def forget(self, before: date) -> None:
        """Leave out of the sources what is over, as sources do after a while."""
        for real in [r for r in self.reals.values() if r.ends_on() < before]:
            for speaker in self.speakers.values():
                self._unsay(speaker, real)
            del self.reals[real.number]

    def _is_live(self, real: Real) -> bool:
        return not real.is_dropped and real.ends_on() >= self._today()

    def _today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def _how_many(self, mean: float) -> int:
        whole = int(mean)
        return whole + (self.random.random() < mean - whole)

    def _begin(self, *, is_first: bool = False) -> None:
        real = self._made(is_first=is_first)
        self.reals[real.number] = real
        is_by_hand = bool(self._by_hand) and self.random.random() < BY_HAND_LIVE
        speaker = self.random.choice(self._by_hand if is_by_hand else self._own)
        self._say(speaker, real)
        if is_by_hand:
            speaker.send()
        self.begun += 1
        self.achieved["new"] += not is_first
        chance = self.random.random()
        copies = (chance < COPIED) + (chance < COPIED_TWICE)
        for other in self.random.sample(self._collect, min(copies, len(self._collect))):
            self.copies += 1
            if is_first:
                self._say(other, real)
                continue
            wait = timedelta(hours=self.random.uniform(4, 120))
            self._at(wait, lambda other=other, real=real: self._say(other, real))  # type: ignore[misc]

    def _made(self, *, is_first: bool) -> Real:
        random, today = self.random, self._today()
        clock = time(random.randrange(9, 21), random.choice((0, 0, 30)))
        interval, weeks, passed = self._life(is_first=is_first)
        if not interval:
            length, lead = 1, 7 * (weeks - passed) - random.randrange(3)
        else:
            length = max(2, weeks // interval)
            lead = -7 * passed if is_first else random.randrange(3, 21)
        days = [today + timedelta(days=lead + 7 * (interval or 1) * n) for n in range(length)]
        title, spot = self._a_new_name()
        return Real(
            number=next(self._numbers),
            title=title,
            text=told(random),
            spot=spot,
            clock=clock,
            minutes=random.choice((60, 90, 120, 150)),
            interval=interval,
            slots=[Slot(slot=day, day=day, clock=clock) for day in days],
        )

    def _life(self, *, is_first: bool) -> tuple[int, int, int]:
        """Weeks between dates (0: one date), weeks it lives, and how many of these are over.

        Of what begins two in five have one date; together they live 33 weeks on average, so
        that with what is dropped as much ends as begins. On the first day the long-lived are
        more of what there is.
        """
        random = self.random
        while True:
            interval = (
                0 if random.random() < ONE_DATE else random.choice((1, 1, 1, 2, 2, 2, 4, 4, 4, 4))
            )
            weeks = random.randrange(1, 15) if not interval else random.randrange(24, LONGEST)
            if not is_first:
                return interval, weeks, 0
            if random.random() < weeks / LONGEST:
                return interval, weeks, random.randrange(weeks)

    def _a_new_name(self) -> tuple[str, Spot]:
        """A title that this place has not yet: two of the same there would be one to anyone."""
        taken = {(r.title.split(" – ")[0], r.spot) for r in self.reals.values()}
        while True:
            name = self.random.choice(TITLES), self.random.choice(self.spots)
            if name not in taken:
                return name

    def _reword(self, real: Real) -> None:
        self.achieved["text"] += 1
        if self.random.random() < 0.25:
            real.title = f"{real.title.split(' – ')[0]} – {told(self.random)[:30].lower()}"
        else:
            real.text = f"{real.text.split(' Nieuw:')[0]} Nieuw: {told(self.random).lower()}"
        self._tell(real)

    def _move(self, real: Real) -> None:
        slot = self._a_coming(real)
        if slot is None:
            return
        self.achieved["moved"] += 1
        shift = self.random.choice((-2, -1, 1, 2, 7))
        slot.day += timedelta(days=shift if slot.day + timedelta(days=shift) > self._today() else 7)
        if self.random.random() < 0.3:
            slot.clock = time((slot.clock.hour + 1) % 24, slot.clock.minute)
        self._tell(real)

    def _cancel(self, real: Real) -> None:
        slot = self._a_coming(real)
        if slot is None:
            return
        self.achieved["cancelled"] += 1
        slot.is_on = False
        slot.is_left_out = bool(real.interval) and self.random.random() < 0.4
        start = datetime.combine(slot.day, slot.clock, ZONE).astimezone(UTC)
        organiser = self._organiser(real)
        if not organiser.is_by_hand:  # what is not said yet cannot be followed
            self.cancellations.append(
                Cancellation(
                    real=real.number, day=slot.day, start=start, source=organiser.name, at=self.now
                )
            )
        self._tell(real)

    def _drop(self, real: Real) -> None:
        self.achieved["dropped"] += 1
        real.is_dropped = True
        self._tell(real)

    def _rename(self, real: Real) -> None:
        """Its organiser makes it anew: the same words under another key."""
        self.achieved["renamed"] += 1
        speaker = self._organiser(real)
        self._unsay(speaker, real)
        self._say(speaker, real)

    def _spam(self) -> None:
        speaker = self.random.choice(self._collect)
        self.achieved["spam"] += 1
        key = f"{speaker.name}-spam-{next(self._keys)}"
        start = Moment(self._today() + timedelta(days=self.random.randrange(3, 30)), time(12))
        self.owner[speaker.name, key] = None
        speaker.says[key] = Draft(
            key=key,
            title=f"Verdien thuis {self.random.randrange(100, 999)} euro",
            start=start,
            venue=self.spots[0].name,
            address=self.spots[0].address,
            postcode=self.spots[0].postcode,
        )
        speaker.version += 1
        self._at(timedelta(days=20), lambda: self._withdraw_spam(speaker, key))

    def _withdraw_spam(self, speaker: Speaker, key: str) -> None:
        speaker.says.pop(key, None)
        speaker.version += 1

    def _a_coming(self, real: Real) -> Slot | None:
        """One of the dates of the next weeks, that nothing happened to yet."""
        coming = [s for s in real.slots if s.is_on and s.day > self._today() and s.day == s.slot]
        return self.random.choice(coming[:6]) if coming else None

    def _tell(self, real: Real) -> None:
        """Its organiser says so at once; the others when they get round to it, or never."""
        for speaker in self.speakers.values():
            if real.number not in speaker.key_of:
                continue
            if not speaker.is_collector:
                self._say(speaker, real)
                is_told = not real.is_dropped and self.random.random() < BY_HAND_TELLS
                if speaker.is_by_hand and is_told:
                    self._at(timedelta(days=self.random.uniform(0, 3)), speaker.send)
            elif speaker.lag is not None:
                wait = speaker.lag * self.random.uniform(0.2, 1.0)
                self._at(wait, lambda s=speaker: self._say_again(s, real))  # type: ignore[misc]

    def _say_again(self, speaker: Speaker, real: Real) -> None:
        if real.number in speaker.key_of:
            self._say(speaker, real)

    def _organiser(self, real: Real) -> Speaker:
        organisers = (*self._own, *self._by_hand)
        return next(s for s in organisers if real.number in s.key_of)

    def _at(self, wait: timedelta, act: Callable[[], None]) -> None:
        heapq.heappush(self._later, (self.now + wait, next(self._keys), act))

    def _say(self, speaker: Speaker, real: Real) -> None:
        if real.is_dropped:
            self._unsay(speaker, real, forget=False)
            return
        if real.number not in self.reals:
            return
        key = speaker.key_of.get(real.number)
        if key is None:
            key = f"{speaker.name}-{next(self._keys)}"
            speaker.key_of[real.number] = key
            self.owner[speaker.name, key] = real.number
        draft = stated(key, real, speaker, self._organiser(real).title)
        speaker.says[key] = draft
        speaker.version += 1

    def _unsay(self, speaker: Speaker, real: Real, *, forget: bool = True) -> None:
        key = speaker.key_of.get(real.number)
        if key is None:
            return
        if speaker.says.pop(key, None) is not None:
            speaker.version += 1
        if forget:
            del speaker.key_of[real.number]

    def _speakers(self, sources: int) -> Iterator[Speaker]:
        """A fifth collect, a tenth is by hand; of both a third follows after a month, a tenth
        never."""
        collectors, by_hand = max(2, round(COLLECTORS * sources)), round(BY_HAND * sources)
        lags = [*_lags(collectors), *_lags(by_hand), *((sources - collectors) * [timedelta()])]
        for number in range(sources):
            is_collector = number < collectors
            yield Speaker(
                name=f"bron{number:02}",
                title=f"Verzamelagenda {number}" if is_collector else f"Stichting {number}",
                is_collector=is_collector,
                is_by_hand=collectors <= number < collectors + by_hand,
                lag=lags[number],
                ttl=self.random.choice((None, timedelta(hours=12), timedelta(hours=24))),
            )

    def _troubles(self) -> None:
        """Per feed and year three outages and one half feed, of up to a week; all keys of a
        tenth of the sources change once."""
        span = self.until - self.now
        feeds = [s for s in self.speakers.values() if not s.is_by_hand]
        for speaker in feeds:
            for _ in range(self._how_many(3 * span / timedelta(weeks=52))):
                first = self.now + span * self.random.random()
                length = timedelta(days=self.random.uniform(1, 7))
                speaker.outages.append((first, first + length))
            for _ in range(self._how_many(span / timedelta(weeks=52))):
                first = self.now + span * self.random.random()
                length = timedelta(days=self.random.uniform(0.25, 7))
                speaker.halves.append((first, first + length))
        churning = self.random.sample(feeds, len(self.speakers) // 10)
        for speaker in churning:
            self._at(span * self.random.random(), lambda s=speaker: self._churn(s))  # type: ignore[misc]

    def _churn(self, speaker: Speaker) -> None:
        fresh: dict[str, Draft] = {}
        for old, draft in speaker.says.items():
            key = f"{speaker.name}-{next(self._keys)}"
            number = self.owner[speaker.name, old]
            self.owner[speaker.name, key] = number
            if number is not None:
                speaker.key_of[number] = key
            fresh[key] = replace(draft, key=key)
        speaker.says = fresh
        speaker.version += 1


def _lags(count: int) -> list[timedelta | None]:
    """How late each of these follows: a tenth never, a third after a month."""
    if not count:
        return []
    lags: list[timedelta | None] = [None] * max(1, round(count / 10))
    lags += [timedelta(days=30)] * round(count / 3)
    return lags + [timedelta(days=3)] * (count - len(lags))


def read(_kind: SourceKind, body: bytes, _context: Context) -> Parsed:
    """A body as drafts; every body looks whole."""
    return Parsed(drafts=tuple(msgspec.json.decode(body, type=list[Draft])))
