"""A calendar file cut into its events, each with a hash, without parsing any of them.

An event's hash is over its bytes without the stamps that change at every fetch, and over the
zones of its calendar. So what did not change costs a hash.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from base.errors import FormatError
from base.text import one_line
from ingest.ical.lines import Line, decode, own, split

_BEGIN, _END = b"\nBEGIN:VEVENT", b"\nEND:VEVENT"
_STAMP, _RARE = b"\nDTSTAMP", (b"\nLAST-MODIFIED", b"\nCREATED")
_FOLDS = (b" ", b"\t")
_DIGEST = 8
_LONGEST_KEY = 300
_MARKS = re.compile(rb"(?im)^[ \t]*(BEGIN|END)[ \t]*:[ \t]*(VEVENT|VCALENDAR|VTIMEZONE)[ \t]*$")
_ZONE = re.compile(r"(?ms)^BEGIN:VTIMEZONE$.*?^END:VTIMEZONE$")
_STAMPS = re.compile(r"(?m)^(?:LAST-MODIFIED|TZURL)[:;].*\n")


class Block(NamedTuple):
    """Where one VEVENT stands (byte offsets), in which calendar, and its hash."""

    start: int
    end: int
    calendar: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a calendar says for all its events: zones as text, and its own properties."""

    zones: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()

    def value(self, name: str) -> str:
        return next((line.value.strip() for line in self.lines if line.name == name), "")


@dataclass(slots=True, kw_only=True)
class Scan:
    """A whole file. Bytes stay in `body`.

    `unchanged`: keys whose only block has the hash it had before, with its place in the file's
    order; `groups`: the blocks of every other UID; `unnamed`: those without one. `unstamped`:
    where the events begin that have no DTSTAMP, which RFC 5545 asks of each.
    """

    body: bytes
    heads: tuple[Head, ...]
    unchanged: dict[str, int] = field(default_factory=dict)
    groups: dict[str, list[Block]] = field(default_factory=dict)
    unnamed: list[Block] = field(default_factory=list)
    unstamped: list[int] = field(default_factory=list)
    is_whole: bool = True
    _counted: tuple[int, int] = (0, 1)

    def text(self, block: Block) -> str:
        return decode(self.body[block.start : block.end])

    def line(self, start: int) -> int:
        """The line of the file on which a block begins, from 1. Cheapest in order."""
        position, line = self._counted if self._counted[0] <= start else (0, 1)
        line += self.body.count(b"\n", position, start)
        self._counted = (start, line)
        return line


def scan(body: bytes, known: Mapping[str, str]) -> Scan:
    """Cut `body`. `known`: per key the hash of last time.

    Raises FormatError (Dutch) when it is no calendar at all.
    """
    body = _plain_marks(body)
    if b"BEGIN:VCALENDAR" not in body:
        raise FormatError(_what_it_is(body), permanent=True)
    found, rest = _cut(body)
    heads = tuple(_head(text) for text in rest.split("BEGIN:VCALENDAR")[1:])
    is_whole = rest.count("END:VCALENDAR") >= len(heads)
    held = Scan(body=body, heads=heads or (Head(),), is_whole=is_whole)
    _group(held, found, known)
    return held


def combined(blocks: list[Block]) -> str:
    """The hash of all blocks of one UID, whatever their order."""
    if len(blocks) == 1:
        return blocks[0].digest
    whole = blake2b(digest_size=_DIGEST)
    for digest in sorted(block.digest for block in blocks):
        whole.update(digest.encode())
    return whole.hexdigest()


def _plain_marks(body: bytes) -> bytes:
    """UTF-8 or a kin of ASCII, with newlines, and BEGIN and END written as the standard does."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = decode(body).encode()
    if b"\n" not in body and b"\r" in body:
        body = body.replace(b"\r", b"\n")
    if b"BEGIN:VEVENT" not in body or b"BEGIN:VCALENDAR" not in body:
        body = _MARKS.sub(lambda m: m[1].upper() + b":" + m[2].upper(), body)
    return body


def _cut(body: bytes) -> tuple[list[tuple[int, int, int]], str]:
    """Start, end and calendar of every VEVENT, and the text between them.

    One without an end runs to the next; the last one then is left out.
    """
    found: list[tuple[int, int, int]] = []
    pieces: list[bytes] = []
    calendar, position = -1, 0
    start = body.find(_BEGIN)
    while start >= 0:
        between = body[position:start]
        if len(between) > 4:
            calendar += between.count(b"BEGIN:VCALENDAR")
            pieces.append(between)
        end, following = body.find(_END, start), body.find(_BEGIN, start + 1)
        position = start
        if end >= 0 and (following < 0 or end < following):
            position = end + len(_END)
        elif following >= 0:
            position = following
        else:
            break
        found.append((start + 1, position, max(calendar, 0)))
        start = following
    pieces.append(body[position:] if start < 0 else b"")
    return found, decode(b"\n".join(pieces))


def _group(held: Scan, found: list[tuple[int, int, int]], known: Mapping[str, str]) -> None:
    salts = [blake2b(_salt(head).encode(), digest_size=16).digest() for head in held.heads]
    keys = {digest: key for key, digest in known.items() if digest}
    body, unchanged, last = held.body, held.unchanged, len(salts) - 1
    is_stamped = any(name in body for name in _RARE)
    groups: dict[str, list[Block]] = defaultdict(list)
    known_digest = keys.get
    for number, (start, end, place) in enumerate(found):  # this loop is the whole cost
        raw = body[start:end]
        first = raw.find(_STAMP)
        after = raw.find(b"\n", first + 1)
        if is_stamped or first < 0 or raw[after + 1 : after + 2] in _FOLDS:
            lasting = _lasting(raw)
            if first < 0 and _STAMP.lower() not in raw.lower():
                held.unstamped.append(start)
        else:
            lasting = raw[:first] + raw[after:]
        calendar = min(place, last)
        digest = blake2b(lasting, digest_size=_DIGEST, salt=salts[calendar]).hexdigest()
        key = known_digest(digest)
        if key is not None:
            unchanged[key] = number
            continue
        block = Block(start, end, calendar, digest)
        uid = _uid(raw)
        if uid:
            groups[uid].append(block)
        else:
            held.unnamed.append(block)
    for uid, blocks in groups.items():
        same = unchanged.pop(short(uid), None)
        if same is not None:  # one changed block of a UID brings all of that UID
            start, end, place = found[same]
            blocks.append(Block(start, end, min(place, last), known[short(uid)]))
            blocks.sort()  # in the order of the file, as without hashes
        held.groups[uid] = blocks


def short(key: str) -> str:
    """A key of bounded length: a long one ends in its hash."""
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[: _LONGEST_KEY - 20]}#{blake2b(key.encode(), digest_size=8).hexdigest()}"


def _lasting(raw: bytes) -> bytes:
    """The block without its volatile stamps."""
    for name in (_STAMP, *_RARE):
        first = raw.find(name)
        if first >= 0:
            last = raw.find(b"\n", first + 1)
            while raw[last + 1 : last + 2] in _FOLDS:
                last = raw.find(b"\n", last + 1)
            raw = raw[:first] + raw[last:] if last >= 0 else raw[:first]
    return raw


def _uid(raw: bytes) -> str:
    first = raw.find(b"\nUID:")
    if first >= 0 and raw.find(b"\nBEGIN:", 12) < 0:
        last = raw.find(b"\n", first + 5)
        if raw[last + 1 : last + 2] not in (b" ", b"\t"):
            return one_line(decode(raw[first + 5 : last]))
    lines = own(split(decode(raw)))
    return one_line(next((line.value for line in lines if line.name == "UID"), ""))


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
        return "Dit is een webpagina, geen agenda. Misschien is daar inloggen nodig."
    return "Dit is geen agenda (iCalendar): BEGIN:VCALENDAR ontbreekt."
