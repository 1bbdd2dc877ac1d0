"""What a source would bring, before anything is saved: drafts as they would appear, what each
field was read from, problems, neighbourhood, and what is known of it already.

`look` reads an address or a file and writes nothing. `fill` does so for a `Preview` row; its
`result` is a `Sight` as JSON:

    kind, address, title       what it is; enough for `agenda.reading.sources.Definition`
    events                     each: title, when (Dutch), starts (ISO, the first five dates),
                               end, recurrence (the rule or its words), status, venue,
                               neighbourhood, place (neighbourhood, outside, online, unknown),
                               place_reason, description, price, organiser, url,
                               where ("blad Maart, rij 7"), fate (public, review, excluded: for
                               a source that needs no review), doubts [text],
                               read_from [[field, column or property]],
                               known [{title, source, score, why [text], is_sure}]
    problems                   each: message, severity (note, review, dropped), where, code
    columns                    each: sheet, heading, meaning (null: not used)
    alternates                 each: kind, address: feeds the page announces; better than it
    event_count, problem_count in all; `events` holds the first 200

`message` of the row is filled instead when nothing can be read: a Dutch sentence.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from agenda.draft import Column, Context, Draft, Parsed
from agenda.duplicates import Level, candidate_of
from agenda.duplicates.scoring import profile
from agenda.forgetting import erased
from agenda.matching import linking
from agenda.models import Preview, Source
from agenda.moment import Moment
from agenda.reading.approval import decide_new
from agenda.reading.dating import window_at
from agenda.reading.record import Placed
from agenda.recurrence import Instance, expand
from agenda.status import Basis, EventState, SourceKind, Trust
from base.db import Database
from base.errors import FormatError, SourceError
from base.text import one_line
from ingest.crawl import CrawlLimits, crawl
from ingest.fetch import Fetched, NotModified, fetch
from ingest.licence import licensed
from ingest.links import Link, recognise
from ingest.normalise import normalise
from ingest.outcomes import where
from ingest.run import Tools
from ingest.sniffing import kind_of

SHOWN = 200
LEASE = timedelta(minutes=6)
KEPT = timedelta(days=2)
_PAGES = CrawlLimits(pages=12, steps=6, months=1, seconds=75.0)
_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An event we hold that this one would be linked to, or asked about."""

    title: str
    source: str
    score: float
    why: tuple[str, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One draft as a person looks at it before saving."""

    title: str
    when: str
    starts: tuple[str, ...]
    end: str | None
    recurrence: str
    status: str
    venue: str
    neighbourhood: str
    place: str
    place_reason: str
    description: str
    price: str
    organiser: str
    url: str
    where: str
    fate: str
    doubts: tuple[str, ...]
    read_from: tuple[tuple[str, str], ...]
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    message: str
    severity: str
    where: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    kind: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What there is to see; the shape of `Preview.result`."""

    kind: SourceKind
    address: str
    title: str
    events: tuple[Shown, ...]
    problems: tuple[Trouble, ...]
    columns: tuple[Column, ...]
    alternates: tuple[Alternate, ...]
    event_count: int
    problem_count: int


def look(
    database: Database,
    tools: Tools,
    *,
    now: datetime,
    address: str = "",
    body: bytes | None = None,
    file_name: str = "",
    settings: Mapping[str, Any] | None = None,
    basis: Basis = Basis.GIVEN,
) -> Sight:
    """Read `address`, or `body` as the file `file_name`. Writes nothing.

    Raises SourceError with a Dutch sentence when it cannot be read.
    """
    link = recognise(address) if body is None else Link(address=address)
    if link.refusal is not None:
        raise FormatError(link.refusal, permanent=True)
    address = link.address
    got = Fetched(body=body, url=file_name) if body is not None else _fetched(address, tools)
    kind = link.kind or kind_of(got.body, name=got.url, content_type=got.content_type)
    if kind is SourceKind.WEBSITE and body is None:
        got = _crawled(address, tools, settings or {}, now=now)
    context = Context(
        address=got.url,
        seen_on=now.date(),
        zone=tools.municipality.zone,
        content_type=got.content_type,
        columns=tuple((settings or {}).get("columns", {}).items()),
        selectors=(settings or {}).get("selectors"),
        junk=tuple((settings or {}).get("junk", ())),
    )
    found = licensed(tools.read(kind, got.body, context), basis)
    parsed = normalise(found, settings or {})
    with database.read_scope() as session:
        redactor = tools.erased(session) if tools.erased else None
    if redactor is not None:
        parsed = erased.without(parsed, redactor)
    title = file_name or urlsplit(address).hostname or address
    return _sight(
        database, tools, parsed, kind=kind, address=address or file_name, title=title, now=now
    )


def waiting(session: Session, *, now: datetime) -> list[int]:
    """Previews that somebody asked for and no worker has filled, oldest first."""
    query = select(Preview.id).where(Preview.done_at.is_(None), _is_free(now))
    return list(session.scalars(query.order_by(Preview.id).limit(20)))


def fill(database: Database, preview_id: int, *, tools: Tools, now: datetime) -> bool:
    """Claim a preview, look, and keep what was seen; False when somebody else has it."""
    with database.write_scope() as session:
        taken = session.execute(
            update(Preview)
            .where(Preview.id == preview_id, Preview.done_at.is_(None), _is_free(now))
            .values(claimed_at=now)
        )
        if taken.rowcount == 0:  # type: ignore[attr-defined]
            return False
        row = session.get_one(Preview, preview_id)
        address, body, file_name = row.address, row.body, row.file_name
        settings = dict(row.settings)
    result, message = None, ""
    try:
        sight = look(
            database,
            tools,
            now=now,
            address=address,
            body=body,
            file_name=file_name,
            settings=settings,
        )
        result = msgspec.to_builtins(sight)
    except SourceError as error:
        message = error.message
    with database.write_scope() as session:
        row = session.get_one(Preview, preview_id)
        row.result, row.message, row.done_at = result, message, now
    return True


def forget(session: Session, *, now: datetime) -> int:
    """Delete previews of more than two days ago, with the files in them; returns how many."""
    old = session.scalars(select(Preview.id).where(Preview.asked_at < now - KEPT)).all()
    session.execute(delete(Preview).where(Preview.asked_at < now - KEPT))
    return len(old)


def stored(body: bytes, file_name: str, uploads_dir: Path) -> str:
    """Put a previewed file with the uploads; returns the address of a source that reads it.

    The name begins with the hash of the bytes, so that two files never overwrite each other.
    """
    uploads_dir.mkdir(parents=True, exist_ok=True)
    safe = "".join(c if c.isalnum() or c in ".-" else "-" for c in Path(file_name).name)[-80:]
    name = f"{hashlib.sha256(body).hexdigest()[:12]}-{safe or 'bestand'}"
    (uploads_dir / name).write_bytes(body)
    return f"upload:{name}"


def _fetched(address: str, tools: Tools) -> Fetched:
    got = fetch(address, user_agent=tools.user_agent, allowed_loopback=tools.allowed_loopback)
    if isinstance(got, NotModified):
        raise FormatError("De website zegt dat er niets veranderd is, zonder dat wij dat vroegen.")
    return got


def _crawled(address: str, tools: Tools, settings: Mapping[str, Any], *, now: datetime) -> Fetched:
    return crawl(
        address,
        user_agent=tools.user_agent,
        cache_dir=tools.crawl_dir / "preview",
        today=now.date(),
        zone=tools.municipality.zone,
        selectors=settings.get("selectors"),
        allowed_loopback=tools.allowed_loopback,
        limits=_PAGES,
    )


def _sight(
    database: Database,
    tools: Tools,
    parsed: Parsed,
    *,
    kind: SourceKind,
    address: str,
    title: str,
    now: datetime,
) -> Sight:
    items = [_dated(tools.place(draft), tools, now) for draft in parsed.drafts[:SHOWN]]
    with database.read_scope() as session:
        known = _known(session, items, now=now)
    return Sight(
        kind=kind,
        address=address,
        title=title,
        events=tuple(_shown(item, known.get(n, ()), tools) for n, item in enumerate(items)),
        problems=tuple(
            Trouble(
                message=p.message, severity=p.severity.value, where=where(p.origin), code=p.code
            )
            for p in parsed.problems[:SHOWN]
        ),
        columns=parsed.columns,
        alternates=tuple(Alternate(kind=kind, address=url) for kind, url in parsed.alternates),
        event_count=len(parsed.drafts),
        problem_count=len(parsed.problems),
    )


def _dated(item: Placed, tools: Tools, now: datetime) -> Placed:
    dates = expand(item.draft, window_at(now.date()), tools.municipality.holidays).instances
    return replace(item, dates=dates)


def _known(
    session: Session, items: Sequence[Placed], *, now: datetime
) -> dict[int, tuple[Known, ...]]:
    profiles = {}
    for number, item in enumerate(items):
        venue = item.place.venue if item.place.is_sure else ""
        starts = [instance.start for instance in item.dates or ()]
        candidate = candidate_of(str(-1 - number), "", item.draft, starts, venue)
        profiles[-1 - number] = profile(candidate)
    alike = linking.similar(session, profiles, now=now)
    names = {s.id: s.title for s in session.scalars(select(Source))} if alike else {}
    return {
        -1 - new: tuple(
            Known(
                title=event.title,
                source=names.get(event.source_id, ""),
                score=round(verdict.score, 3),
                why=verdict.reasons,
                is_sure=verdict.level is Level.LINK,
            )
            for event, verdict in found[:5]
        )
        for new, found in alike.items()
    }


def _shown(item: Placed, known: tuple[Known, ...], tools: Tools) -> Shown:
    draft, place = item.draft, item.place
    area = tools.municipality.neighbourhood(place.code) if place.code else None
    dates = item.dates or ()
    return Shown(
        title=draft.title,
        when=_when(draft.start, draft.end),
        starts=tuple(i.start.iso() for i in dates[:5]) or (draft.start.iso(),),
        end=draft.end.iso() if draft.end else None,
        recurrence=_rule(draft, dates),
        status=draft.status.value,
        venue="" if place.hide_address else place.venue or draft.venue or draft.address or "",
        neighbourhood=area.name if area else place.name,
        place=place.kind.value,
        place_reason=place.reason,
        description=draft.description,
        price=draft.price or "",
        organiser=draft.organiser or "",
        url=draft.url or "",
        where=where(draft.origin),
        fate=_fate(item),
        doubts=tuple(doubt.reason for doubt in draft.doubts),
        read_from=draft.extra,
        known=known,
    )


def _fate(item: Placed) -> str:
    decision = decide_new(
        item.draft, trust=Trust.REVIEW_NONE, place=item.place.kind, is_rejected=False
    )
    if decision.state is EventState.PENDING:
        return "review"
    return "public" if decision.approved is not None else "excluded"


def _rule(draft: Draft, dates: Sequence[Instance]) -> str:
    rule = draft.recurrence
    if rule is None:
        return ""
    return one_line(rule.words or "; ".join(rule.rrules)) or f"{len(dates)} data"


def _when(start: Moment, end: Moment | None) -> str:
    text = f"{_DAYS[start.day.weekday()]} {start.day.day} {_MONTHS[start.day.month - 1]}"
    text = f"{text} {start.day.year}"
    if start.clock is not None:
        text += f" {start.clock:%H.%M}"
    if end is None or end == start:
        return f"{text} uur" if start.clock else text
    if end.day != start.day:
        text += f" t/m {end.day.day} {_MONTHS[end.day.month - 1]}"
    return f"{text} – {end.clock:%H.%M} uur" if end.clock else text


def _is_free(now: datetime) -> Any:
    return or_(Preview.claimed_at.is_(None), Preview.claimed_at < now - LEASE)
