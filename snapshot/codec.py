"""Listings as JSON text and back.

By field name, so that a snapshot written before a field was added still opens: an absent
field takes its default. `msgspec` does the work (some thirty times faster than reflection);
only a clock time that is the second of two (fold, when the clock goes back) needs more than
ISO 8601 says, and takes the long way.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

T = TypeVar("T")

_SECOND_OF_TWO = "/1"
_write = msgspec.json.Encoder().encode


def encode(listing: object) -> str:
    """A listing as JSON; equal listings give equal text."""
    kind: Any = type(listing)
    is_folded = _folds(kind)
    if is_folded is not None and is_folded(listing):
        return json.dumps(listing, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return _write(listing).decode()


def decode(kind: type[T], text: str) -> T:
    """The listing of `kind` that `encode` wrote. Raises ValueError when it is no such text."""
    known: Any = kind
    result: T
    if _SECOND_OF_TWO in text:
        result = _decoder(known)(json.loads(text))
    else:
        result = _reader(known).decode(text)
    return result


@cache
def _reader(kind: Any) -> Any:
    return msgspec.json.Decoder(kind)


@cache
def _folds(kind: Any) -> Callable[[Any], bool] | None:
    """Whether a value of `kind` holds a folded time; None when it cannot hold any."""
    if isinstance(kind, UnionType):
        inner = [f for f in map(_folds, get_args(kind)) if f is not None]
        return (lambda v: v is not None and inner[0](v)) if inner else None
    if get_origin(kind) is tuple:
        item = _folds(get_args(kind)[0])
        return (lambda v: any(map(item, v))) if item else None
    if kind is time:
        return lambda v: bool(v.fold)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        held = {n: f for n in _names(kind) if (f := _folds(hints[n])) is not None}
        return (lambda v: any(f(getattr(v, n)) for n, f in held.items())) if held else None
    return None


def _plain(value: object) -> object:
    if isinstance(value, time):
        return value.isoformat() + (_SECOND_OF_TWO if value.fold else "")
    if isinstance(value, date | datetime):
        return value.isoformat()
    kind: Any = type(value)
    return {name: getattr(value, name) for name in _names(kind)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, UnionType):
        inner = _decoder(next(option for option in get_args(kind) if option is not type(None)))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        item = _decoder(get_args(kind)[0])
        return lambda value: tuple(item(part) for part in value)
    if kind is time:
        return _time
    if kind in (date, datetime):
        parse: Callable[[Any], Any] = kind.fromisoformat
        return parse
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    return lambda value: value


def _dataclass_decoder(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    decoders = {name: _decoder(hints[name]) for name in _names(kind)}

    def build(value: dict[str, Any]) -> Any:
        known = {name: part for name, part in value.items() if name in decoders}
        return kind(**{name: decoders[name](part) for name, part in known.items()})

    return build


def _time(text: str) -> time:
    clock = time.fromisoformat(text.removesuffix(_SECOND_OF_TWO))
    return clock.replace(fold=1) if text.endswith(_SECOND_OF_TWO) else clock
