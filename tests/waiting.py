"""Waiting for what another thread or process brings about, up to a generous limit."""

from collections.abc import Callable
from threading import Event
from time import monotonic

LIMIT = 120.0


def until(is_so: Callable[[], object], *, limit: float = LIMIT) -> None:
    """Return as soon as `is_so()` is true. Raises AssertionError when it never is."""
    ends = monotonic() + limit
    while not is_so():
        assert monotonic() < ends, f"not within {limit} s: {is_so}"
        Event().wait(0.05)
