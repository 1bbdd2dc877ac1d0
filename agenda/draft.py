"""What a source said, cleaned but not believed: the one shape every reader makes.

Readers (`ingest.*`, `spiders`, the partner's form) make `Draft`s; only `agenda` turns them
into rows. Nothing here knows a database, a clock or a file.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from agenda.moment import Moment
from agenda.status import EventStatus, Exclusion, Severity, WeekParity


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where in the source something stands, so that a person can find it.

    `row` is the row as a spreadsheet program numbers it; `line` a line of a text file;
    `url` the page. `text` is the passage read, masked of personal data.
    """

    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    url: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with one draft or one place in the source. Data, not an exception.

    `code` is a short stable word (`no_date`, `end_before_start`, …); `message` a Dutch
    sentence for the partner that says what stands there and what was done with it.
    """

    code: str
    message: str
    severity: Severity = Severity.NOTE
    origin: Origin = Origin()
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a reading is not certain; a draft with a doubt goes to a person.

    `about` names the field: start, end, recurrence, place, title, status, contact, text.
    """

    about: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One date of a series that differs (RFC 5545 RECURRENCE-ID).

    `original` is the slot it replaces. None means "as in the series". With
    `this_and_future` it holds for all later slots too (RANGE=THISANDFUTURE).
    """

    original: Moment
    start: Moment | None = None
    end: Moment | None = None
    title: str | None = None
    description: str | None = None
    venue: str | None = None
    status: EventStatus | None = None
    this_and_future: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How an activity repeats. The first date is always `Draft.start`.

    `rrules`: RFC 5545 rule values without the `RRULE:` name, expanded in the zone of the
    start. `rdates` are extra dates (`date_ends` their own ends, same order, when given),
    `exdates` dates left out; an all-day exdate removes every slot of that day.
    `parity` keeps only odd or even ISO weeks, `exclusions` leaves out holidays of the
    municipality's region (resolved at expansion, because the tables change).
    `zone`: where the rules' clock runs, when that is not the zone of the start (a series
    kept in UTC, or by the clock of another country). `words` is the sentence it was read
    from, if any.
    """

    rrules: tuple[str, ...] = ()
    rdates: tuple[Moment, ...] = ()
    date_ends: tuple[Moment | None, ...] = ()
    zone: str | None = None
    exdates: tuple[Moment, ...] = ()
    exrules: tuple[str, ...] = ()
    parity: WeekParity | None = None
    exclusions: frozenset[Exclusion] = frozenset()
    overrides: tuple[Override, ...] = ()
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One activity as one source states it.

    `key` is the source's own (UID, canonical address, database id, or for sheets without
    one a stable key made from what does not change); never just title and start.
    `end` None means unknown and stays unknown; for all-day it is the last day, inclusive.
    `doors` is when people may walk in, where that differs from the start.
    `venue`, `address`, `postcode` are texts as stated; `neighbourhood` the place column of
    a sheet, if it has one; `point` (latitude, longitude) in WGS84 degrees.
    `price` is text; "gratis" when it is said to cost nothing.
    `contact` holds functional contact data only (an organisation's); never a person's.
    `lost_contact`: a person stood there to sign up with, and is left out.
    `description` is plain text, paragraphs separated by an empty line.
    `is_private`: CLASS PRIVATE or CONFIDENTIAL. `extra` is for the reader's own use in
    previews: what each field was read from, (field, column or property) pairs.
    """

    key: str
    title: str
    start: Moment
    end: Moment | None = None
    doors: Moment | None = None
    recurrence: Recurrence | None = None
    status: EventStatus = EventStatus.SCHEDULED
    previous_start: Moment | None = None
    description: str = ""
    venue: str | None = None
    address: str | None = None
    postcode: str | None = None
    neighbourhood: str | None = None
    point: tuple[float, float] | None = None
    online_url: str | None = None
    organiser: str | None = None
    url: str | None = None
    image_url: str | None = None
    price: str | None = None
    audience: str | None = None
    contact: str | None = None
    lost_contact: bool = False
    categories: tuple[str, ...] = ()
    language: str | None = None
    is_private: bool = False
    sequence: int | None = None
    doubts: tuple[Doubt, ...] = ()
    origin: Origin = Origin()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def is_sure(self) -> bool:
        """Would be published without a person looking at the reading."""
        return not self.doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a reader made of one fetch.

    `is_complete`: everything the source holds was read, so that what is absent is really
    absent. What failed to parse is not missing: its key stands in `unread_keys`.
    `raw_hashes`: per key the hash of the bytes it was read from, for readers that can tell;
    `unchanged_keys` are keys whose hash equals the one in `Context.raw_hashes`: present, not
    parsed again, no draft among `drafts`.
    `kept`: the body as it may be kept, masked and compressed, for kinds that can.
    `ttl_seconds`: how long the source itself says it stays good (REFRESH-INTERVAL).
    `passages`: `passage_key` of every text whose dates were read around `Context.anchor`.
    `columns`: for tables, (sheet, column heading or letter, meaning) as taken, to show and
    correct. `alternates`: feed addresses the page announces, (type, address).
    """

    drafts: tuple[Draft, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_complete: bool = True
    unread_keys: frozenset[str] = frozenset()
    raw_hashes: Mapping[str, str] = field(default_factory=dict)
    unchanged_keys: frozenset[str] = frozenset()
    passages: frozenset[str] = frozenset()
    columns: tuple["Column", ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    kept: bytes | None = None
    ttl_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column of a table was taken for; `meaning` None is "not used"."""

    sheet: str
    heading: str
    meaning: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a reader may know besides the bytes.

    `address`: URL or file name. `zone`: for times without one. `seen_on`: the day this
    text was first seen, the anchor for dates without a year (never the clock).
    `columns`: the person's corrections, (heading, meaning). `selectors`: the text of a
    selector file for a website. `junk`: words that mark rows as not for the public.
    `raw_hashes`: per key the hash of its bytes in the last complete run. `first_seen`: per
    `passage_key` the day that text first stood in this source; ask `anchor`.
    """

    address: str
    seen_on: date
    zone: str = "Europe/Amsterdam"
    content_type: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    selectors: str | None = None
    junk: tuple[str, ...] = ()
    raw_hashes: Mapping[str, str] = field(default_factory=dict)
    first_seen: Mapping[str, date] = field(default_factory=dict)

    def anchor(self, text: str) -> date:
        """The day to read a date without a year around: when this passage first appeared,
        else when this body did. A reader says in `Parsed.passages` what it asked."""
        return self.first_seen.get(passage_key(text), self.seen_on)


def passage_key(text: str) -> str:
    """A passage of a source by its hash: what it says need not be kept to know it again."""
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()
