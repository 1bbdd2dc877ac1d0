"""iCalendar bytes into drafts. One bad event never costs the others.

Reads what RFC 5545 says and what the wild adds. An event whose bytes have the hash of the
last complete reading is not parsed again. Every moment is given by the clock of the source's
zone; a rule that runs by another clock says so (`Recurrence.zone`).
"""

from dataclasses import dataclass, field, replace

from agenda.draft import Context, Doubt, Draft, Origin, Override, Parsed, Problem, Recurrence
from agenda.moment import Moment
from agenda.reading.reconcile import content_key
from agenda.status import Severity
from base.text import one_line
from ingest.ical.blocks import Block, Scan, combined, scan, short
from ingest.ical.event import Event, Read
from ingest.ical.lines import own, split
from ingest.ical.values import Reader, duration
from ingest.ical.zones import Zones


@dataclass(slots=True)
class _Result:
    """What comes of a file while it is read. `is_blind`: something without a key was lost."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    hashes: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    is_blind: bool = False


def read(body: bytes, context: Context) -> Parsed:
    """Every VEVENT of every calendar in `body` as drafts.

    Raises FormatError when it is no calendar at all (a log-in page, an empty answer).
    """
    held = scan(body, context.raw_hashes)
    zones = [Zones(head, default=context.zone) for head in held.heads]
    result = _Result()
    result.unchanged = set(held.unchanged)
    result.hashes = {key: context.raw_hashes[key] for key in held.unchanged}
    for uid, blocks in held.groups.items():
        key, digest = short(uid), combined(blocks)
        if context.raw_hashes.get(key) == digest:
            result.unchanged.add(key)
            result.hashes[key] = digest
            continue
        before = len(result.problems)
        drafts = _group(held, blocks, zones, context, result)
        # Only what gave one draft under its own key, and no problem, can be known again.
        if [draft.key for draft in drafts] == [key] and len(result.problems) == before:
            result.hashes[key] = digest
        result.drafts += drafts
    _unnamed(held, zones, context, result)
    if held.unstamped:
        result.problems.append(_unstamped(held))
    if not held.is_whole:
        _leave_series(result)
        message = "De agenda breekt halverwege af; wat er wel staat is gelezen."
        result.problems.append(Problem(code="cut_off", message=message))
    return Parsed(
        drafts=tuple(result.drafts),
        problems=tuple(result.problems),
        is_complete=held.is_whole and not result.is_blind,
        unread_keys=frozenset(result.unread),
        raw_hashes=result.hashes,
        unchanged_keys=frozenset(result.unchanged),
        ttl_seconds=_ttl(held),
    )


def _unstamped(held: Scan) -> Problem:
    """One problem for the file: it costs residents nothing, and as a rule misses everywhere."""
    count = len(held.unstamped)
    whose = "1 activiteit mist" if count == 1 else f"{count} activiteiten missen"
    message = f"{whose} het tijdstempel (DTSTAMP) dat de standaard vraagt; wel gelezen."
    origin = Origin(line=held.line(held.unstamped[0]))
    return Problem(code="no_dtstamp", message=message, origin=origin)


def _leave_series(result: _Result) -> None:
    """Of a file cut off, series are left as they were: a cancelled date may be in the rest."""
    series = {draft.key for draft in result.drafts if draft.recurrence}
    result.drafts = [draft for draft in result.drafts if draft.key not in series]
    result.unread |= series
    result.hashes = {key: found for key, found in result.hashes.items() if key not in series}


def _ttl(held: Scan) -> int | None:
    """How long the calendar says it stays good (RFC 7986 REFRESH-INTERVAL, or Microsoft's)."""
    for head in held.heads:
        text = head.value("REFRESH-INTERVAL") or head.value("X-PUBLISHED-TTL")
        try:
            return int(duration(text).total_seconds()) if text else None
        except (ValueError, OverflowError):
            return None
    return None


def _unnamed(held: Scan, zones: list[Zones], context: Context, result: _Result) -> None:
    """Events without a UID are known by their content; the same one twice is one."""
    seen: set[str] = set()
    for block in held.unnamed:
        for read in _reads(held, [block], zones, context, result):
            key = short(f"inhoud:{content_key(read.draft)}")
            if key in seen:
                continue
            seen.add(key)
            draft = replace(read.draft, recurrence=None) if read.replaces else read.draft
            result.drafts.append(replace(draft, key=key))
            message = "heeft geen kenmerk (UID); herkend aan titel, begin en plaats."
            result.problems.append(_problem("no_uid", read.draft, message))


def _group(
    held: Scan, blocks: list[Block], zones: list[Zones], context: Context, result: _Result
) -> list[Draft]:
    """All events of one UID: a master with its overrides, or several under one name."""
    lost = len(result.problems)
    reads = _reads(held, blocks, zones, context, result)
    if any(p.code == "unreadable" for p in result.problems[lost:]):
        doubt = Doubt(about="recurrence", reason="Een deel van deze reeks is niet te lezen.")
        reads = [replace(r, draft=replace(r.draft, doubts=(*r.draft.doubts, doubt))) for r in reads]
    masters = _latest([r for r in reads if r.replaces is None])
    changes = _latest([r for r in reads if r.replaces is not None])
    if not masters:
        return [_alone(r) for r in changes]
    if len(masters) == 1:
        return [_with_changes(masters[0].draft, changes)]
    for other in masters[1:]:
        message = f"heeft hetzelfde kenmerk (UID) als “{masters[0].draft.title}”."
        result.problems.append(_problem("double_uid", other.draft, message))
    repeating = [r for r in masters if r.draft.recurrence] or masters
    drafts = []
    for read in masters:
        own_changes = changes if read is repeating[0] else []
        draft = _with_changes(read.draft, own_changes)
        key = f"{draft.key}#{draft.start.iso()}#{one_line(draft.title)}"
        drafts.append(replace(draft, key=short(key)))
    return drafts


def _reads(
    held: Scan, blocks: list[Block], zones: list[Zones], context: Context, result: _Result
) -> list[Read]:
    reads = []
    for block in blocks:
        lines = list(own(split(held.text(block))))
        is_cancelled = held.heads[block.calendar].value("METHOD").upper() == "CANCEL"
        reader = Reader(zones[block.calendar], context.zone)
        event = Event(lines, reader, held.line(block.start), result.problems)
        try:
            reads.append(event.read(is_cancelled=is_cancelled))
        except (ValueError, OverflowError) as error:
            event.say("unreadable", f"is niet gelezen: {error}.", severity=Severity.DROPPED)
            if event.key:
                result.unread.add(event.key)
            result.is_blind = result.is_blind or not event.key
    return reads


def _latest(reads: list[Read]) -> list[Read]:
    """Of the same event or the same slot stated twice, the one with the highest SEQUENCE."""
    best: dict[tuple[str, str], Read] = {}
    for read in reads:
        draft = read.draft
        slot = read.replaces.iso() if read.replaces else ""
        name = (slot, "" if slot else content_key(draft))
        if name not in best or read.number >= best[name].number:
            best[name] = read
    return list(best.values())


def _alone(read: Read) -> Draft:
    """An override without its series is one date."""
    slot = read.replaces.iso() if read.replaces else ""
    return replace(read.draft, key=short(f"{read.draft.key}#{slot}"), recurrence=None)


def _with_changes(draft: Draft, changes: list[Read]) -> Draft:
    if not changes:
        return draft
    overrides = tuple(_override(read, read.replaces) for read in changes if read.replaces)
    ordered = tuple(sorted(overrides, key=lambda o: o.original.order_key))
    return replace(draft, recurrence=replace(draft.recurrence or Recurrence(), overrides=ordered))


def _override(read: Read, original: Moment) -> Override:
    draft = read.draft
    return Override(
        original=original,
        start=draft.start,
        end=draft.end,
        title=draft.title,
        description=draft.description,
        venue=draft.venue,
        status=draft.status,
        this_and_future=read.is_later_too,
    )


def _problem(code: str, draft: Draft, text: str) -> Problem:
    message = f"“{draft.title}” {text}"
    return Problem(code=code, message=message, origin=draft.origin, key=draft.key or None)
