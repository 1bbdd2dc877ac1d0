"""A calendar file cut into its events, each with a hash, without parsing any of them.

An event's hash is over its bytes without the stamps that change at every fetch, and over the
zones of its calendar. So what did not change costs a hash.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from base.errors import FormatError
from ingest.ical.lines import Line, decode, own, split

_BEGIN, _END = b"BEGIN:VEVENT", b"END:VEVENT"
_VOLATILE = (b"\nDTSTAMP", b"\nLAST-MODIFIED", b"\nCREATED")
_DIGEST = 8
_MARKS = re.compile(rb"(?im)^[ \t]*(BEGIN|END)[ \t]*:[ \t]*(VEVENT|VCALENDAR|VTIMEZONE)[ \t]*$")
_ZONE = re.compile(r"(?ms)^BEGIN:VTIMEZONE$.*?^END:VTIMEZONE$")
_STAMPS = re.compile(r"(?m)^(?:LAST-MODIFIED|TZURL)[:;].*\n")


@dataclass(frozen=True, slots=True)
class Block:
    """Where one VEVENT stands (byte offsets, first line), in which calendar, and its hash."""

    start: int
    end: int
    line: int
    calendar: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a calendar says for all its events: zones as text, and its own properties."""

    zones: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()

    def value(self, name: str) -> str:
        return next((line.value.strip() for line in self.lines if line.name == name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A whole file. `groups`: blocks by UID; `unnamed`: without one. Bytes stay in `body`."""

    body: bytes
    heads: tuple[Head, ...]
    groups: dict[str, list[Block]] = field(default_factory=dict)
    unnamed: list[Block] = field(default_factory=list)
    is_whole: bool = True

    def text(self, block: Block) -> str:
        return decode(self.body[block.start : block.end])


def scan(body: bytes) -> Scan:
    """Cut `body`. Raises FormatError (Dutch) when it is no calendar at all."""
    body = _plain_marks(body)
    if b"BEGIN:VCALENDAR" not in body:
        raise FormatError(_what_it_is(body), permanent=True)
    pieces: list[bytes] = []
    found: list[tuple[int, int, int]] = []
    calendar, position = -1, 0
    for start, end in _events(body):
        between = body[position:start]
        if len(between) > 4:
            calendar += between.count(b"BEGIN:VCALENDAR")
            pieces.append(between)
        found.append((start, end, max(calendar, 0)))
        position = end
    pieces.append(body[position:])
    rest = decode(b"\n".join(pieces))
    heads = tuple(_head(text) for text in rest.split("BEGIN:VCALENDAR")[1:])
    is_whole = rest.count("END:VCALENDAR") >= len(heads)
    held = Scan(body=body, heads=heads or (Head(),), is_whole=is_whole)
    _group(held, found)
    return held


def combined(blocks: list[Block]) -> str:
    """The hash of all blocks of one UID, whatever their order."""
    if len(blocks) == 1:
        return blocks[0].digest.hex()
    whole = blake2b(digest_size=_DIGEST)
    for digest in sorted(block.digest for block in blocks):
        whole.update(digest)
    return whole.hexdigest()


def _plain_marks(body: bytes) -> bytes:
    """UTF-8 or a kin of ASCII, with newlines, and BEGIN and END written as the standard does."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = decode(body).encode()
    if b"\n" not in body and b"\r" in body:
        body = body.replace(b"\r", b"\n")
    if body.find(_BEGIN) < 0 or b"BEGIN:VCALENDAR" not in body:
        body = _MARKS.sub(lambda m: m[1].upper() + b":" + m[2].upper(), body)
    return body


def _events(body: bytes) -> Iterator[tuple[int, int]]:
    """Offsets of every VEVENT; one without an end runs to the next, the last is left out."""
    start = _at_line_start(body, _BEGIN, 0)
    while start >= 0:
        following = _at_line_start(body, _BEGIN, start + 12)
        end = _at_line_start(body, _END, start + 12)
        if end < 0 and following < 0:
            return
        if end < 0 or 0 <= following < end:
            yield start, following
        else:
            yield start, end + len(_END)
        start = following


def _at_line_start(body: bytes, mark: bytes, position: int) -> int:
    found = body.find(mark, position)
    while found > 0 and body[found - 1] not in b"\r\n\xbf":
        found = body.find(mark, found + 1)
    return found


def _group(held: Scan, found: list[tuple[int, int, int]]) -> None:
    salts = [blake2b(_salt(head).encode(), digest_size=_DIGEST) for head in held.heads]
    groups: dict[bytes, list[Block]] = defaultdict(list)
    line, position = 1, 0
    for start, end, calendar in found:
        calendar = min(calendar, len(salts) - 1)
        line, position = line + held.body.count(b"\n", position, start), start
        raw = held.body[start:end]
        hashed = salts[calendar].copy()
        hashed.update(_lasting(raw))
        block = Block(start, end, line, calendar, hashed.digest())
        uid = _uid(raw)
        if uid:
            groups[uid].append(block)
        else:
            held.unnamed.append(block)
    for uid, blocks in groups.items():
        name = " ".join(decode(uid).split())
        held.groups[name] = held.groups.get(name, []) + blocks


def _lasting(raw: bytes) -> bytes:
    """The block without its volatile stamps."""
    for name in _VOLATILE:
        first = raw.find(name)
        if first >= 0:
            last = raw.find(b"\n", first + 1)
            while raw[last + 1 : last + 2] in (b" ", b"\t"):
                last = raw.find(b"\n", last + 1)
            raw = raw[:first] + raw[last:] if last >= 0 else raw[:first]
    return raw


def _uid(raw: bytes) -> bytes:
    first = raw.find(b"\nUID:")
    if first >= 0 and raw.find(b"\nBEGIN:", 12) < 0:
        last = raw.find(b"\n", first + 5)
        if raw[last + 1 : last + 2] not in (b" ", b"\t"):
            return raw[first + 5 : last].strip()
    lines = own(split(decode(raw)))
    return next((line.value for line in lines if line.name == "UID"), "").strip().encode()


def _head(text: str) -> Head:
    """Zones of a calendar's text between its events, and its properties at the first level."""
    zones = tuple(_ZONE.findall(text))
    plain = _ZONE.sub("", text)
    depth, lines = 0, []
    for line in split(plain):
        if line.name in ("BEGIN", "END"):
            depth = max(0, depth + (1 if line.name == "BEGIN" else -1))
        elif depth == 0:
            lines.append(line)
    return Head(zones=zones, lines=tuple(lines))


def _salt(head: Head) -> str:
    zones = sorted(_STAMPS.sub("", zone) for zone in head.zones)
    return "\n".join((*zones, head.value("X-WR-TIMEZONE"), head.value("METHOD")))


def _what_it_is(body: bytes) -> str:
    if not body.strip():
        return "Het antwoord is leeg; hier hoort een agenda (iCalendar) te staan."
    if b"<html" in body[:2000].lower():
        return "Dit is een webpagina, geen agenda. Misschien moet je er inloggen."
    return "Dit is geen agenda (iCalendar): BEGIN:VCALENDAR ontbreekt."
