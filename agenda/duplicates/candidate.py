"""What matching looks at in an event, and what it says of two of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from agenda.corrections import Fix, corrected, corrected_start
from agenda.draft import Draft
from agenda.moment import Moment


class Level(StrEnum):
    """Linked without a person, asked, or left apart."""

    LINK = "link"
    ASK = "ask"
    APART = "apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One event of one source, as far as matching cares.

    `starts` are the dates it takes place in the window, in order; never empty. `end` and
    `doors` belong to the first. `venue_key` is the known venue's own name, when it was
    recognised. `previous_start` is the old moment of what was moved.
    """

    id: str
    source: str
    title: str
    starts: tuple[Moment, ...]
    end: Moment | None = None
    doors: Moment | None = None
    is_series: bool = False
    previous_start: Moment | None = None
    description: str = ""
    venue: str = ""
    venue_key: str = ""
    address: str = ""
    postcode: str = ""
    organiser: str = ""
    url: str = ""
    price: str = ""
    is_online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How two candidates relate. `reasons` are short Dutch lines, the weightiest first.

    `contradicts`: they cannot be the same whatever else says so, so neither may they come
    into one cluster through a third. `is_named_twice`: one source has two names for what is
    at one place and hour, so a third does not bring them together by itself either.
    """

    level: Level
    score: float
    reasons: tuple[str, ...]
    contradicts: bool = False
    is_named_twice: bool = False


def candidate_of(
    identity: str, source: str, draft: Draft, starts: Iterable[Moment], venue_key: str = ""
) -> Candidate:
    """A draft with the dates it expanded to (its own start when there are none)."""
    return Candidate(
        id=identity,
        source=source,
        title=draft.title,
        starts=tuple(starts) or (draft.start,),
        end=draft.end,
        doors=draft.doors,
        is_series=draft.recurrence is not None,
        previous_start=draft.previous_start,
        description=draft.description,
        venue=draft.venue or "",
        venue_key=venue_key,
        address=draft.address or "",
        postcode=draft.postcode or "",
        organiser=draft.organiser or "",
        url=draft.url or "",
        price=draft.price or "",
        is_online=bool(draft.online_url) and not draft.venue,
    )


def put_right(
    stated: Candidate, draft: Draft, dates: Iterable[tuple[str, Moment]], fixes: Sequence[Fix]
) -> Candidate:
    """The candidate as staff corrected it. `dates`: its (slot, begin) as the source has them.

    Of a single date that staff moved, the begin before that is the one it was moved from.
    """
    moved = [corrected_start(slot, start, fixes) for slot, start in dates]
    starts = tuple(sorted(moved, key=lambda start: start.order_key))
    place = {fix.field for fix in fixes if not fix.occurrence} & {"venue", "address", "postcode"}
    key = "" if place else stated.venue_key
    right = candidate_of(stated.id, stated.source, corrected(draft, fixes), starts, key)
    is_moved = draft.recurrence is None and starts and starts[0] != stated.starts[0]
    return replace(right, previous_start=stated.starts[0]) if is_moved else right
