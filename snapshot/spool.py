"""What visitors send, in files: written without the database, drained by a task.

One file per kind in the spool directory, one JSON line per thing, only ever appended to. A
line has an id, so that a drain that runs twice does the same as one. Web nodes each have
their own spool.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from base.text import clean, one_line
from snapshot.codec import decode, encode
from snapshot.search.counting import strike_private

MAX_FILE = 5_000_000
NOTE_LIMIT, QUESTION_LIMIT, NAME_LIMIT, PATH_LIMIT = 300, 2000, 120, 200


def _id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """ "Klopt dit niet?" about an activity, service or provider.

    `kind` is activity, service or provider; `reason` one of the choices on the page
    (`wrong_time`, `cancelled`, `wrong_place`, `wrong_contact`, `other`); `note` is one
    optional line without numbers and addresses.
    """

    kind: str
    target_id: str
    reason: str
    note: str
    at: datetime
    id: str = field(default_factory=_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """ "Gevonden wat je zocht?" on a page (its path, without what was asked)."""

    path: str
    is_found: bool
    note: str
    at: datetime
    id: str = field(default_factory=_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question for a person. `reply_to` is what the visitor gave to be answered on.

    Kept as typed, because someone answers it; the drain must delete it after that.
    """

    text: str
    name: str
    reply_to: str
    wijk: str
    at: datetime
    id: str = field(default_factory=_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A search as `snapshot.search.counting` lets it be noted.

    With `used_id` it says which result was used, and is no search of its own.
    """

    text: str
    day: date
    is_found: bool
    used_id: str = ""
    id: str = field(default_factory=_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """An address that is not here (its path only)."""

    path: str
    day: date
    id: str = field(default_factory=_id)


Line = Signal | Opinion | Question | Searched | Missed
L = TypeVar("L", Signal, Opinion, Question, Searched, Missed)


def note(text: str, limit: int = NOTE_LIMIT) -> str:
    """One line as it may be kept: without numbers, mail addresses and links, cut off."""
    return strike_private(one_line(text[: 4 * limit]))[:limit].strip()


def paragraph(text: str, limit: int = QUESTION_LIMIT) -> str:
    """A message as typed, without control characters, cut off."""
    return clean(text[: 2 * limit]).strip()[:limit]


def append(folder: Path, line: Line) -> bool:
    """Add one line. False when the file is full: then say so to the visitor, with a channel."""
    path = folder / _name(type(line))
    folder.mkdir(parents=True, exist_ok=True)
    body = (encode(line) + "\n").encode()
    while True:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if not _is_still(path, handle):
                continue  # a drain took the file between opening and locking
            if os.fstat(handle).st_size + len(body) > MAX_FILE:
                return False
            os.write(handle, body)
            return True
        finally:
            os.close(handle)


@contextmanager
def taken(folder: Path, kind: type[L]) -> Iterator[tuple[L, ...]]:
    """Every waiting line of a kind. Gone when the block ends well; else they wait again.

    What a drain that died left is given again, before what came after it. A line that
    cannot be read is left out. One drain at a time: the caller sees to that.
    """
    path = folder / _name(kind)
    held = path.with_suffix(".taken")
    if not held.exists():
        try:
            path.rename(held)
        except FileNotFoundError:
            yield ()
            return
    with held.open(encoding="utf-8", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = tuple(_read(kind, file))
    yield lines
    held.unlink()


def _read(kind: type[L], lines: Iterator[str]) -> Iterator[L]:
    for text in lines:
        try:
            yield decode(kind, text)
        except (ValueError, TypeError, AttributeError):
            continue  # half a line after a full disk


def _name(kind: type[Line]) -> str:
    return f"{kind.__name__.lower()}.jsonl"


def _is_still(path: Path, handle: int) -> bool:
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    ours = os.fstat(handle)
    return (found.st_ino, found.st_dev) == (ours.st_ino, ours.st_dev)
