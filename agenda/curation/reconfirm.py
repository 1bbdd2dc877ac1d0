"""When an owner is asked whether an activity still runs, reminded, and when it expires. Pure.

Only what no source keeps confirming: filled in by form, or a file that was sent once. Asked
when nothing was heard for six months; a reminder after two weeks; after four weeks staff may
still say it runs; after six it expires, with notice to the owner. Never staff chasing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

HALF_A_YEAR = timedelta(days=182)
ALONG = timedelta(days=120)
REMIND_AFTER = timedelta(days=14)
ASK_STAFF_AFTER = timedelta(days=28)
EXPIRE_AFTER = timedelta(days=42)


class Step(StrEnum):
    """What is due for one activity."""

    NOTHING = "nothing"
    ASK = "ask"
    REMIND = "remind"
    ASK_STAFF = "ask_staff"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One activity. `heard_at`: when it was last confirmed or changed by its owner."""

    heard_at: datetime
    asked_at: datetime | None = None
    reminded_at: datetime | None = None
    is_with_staff: bool = False


def step(standing: Standing, *, now: datetime) -> Step:
    """The next thing to do, as late as it may be."""
    asked = standing.asked_at
    if asked is None or asked < standing.heard_at:
        return Step.ASK if now - standing.heard_at >= HALF_A_YEAR else Step.NOTHING
    waited = now - asked
    if waited >= EXPIRE_AFTER:
        return Step.EXPIRE
    if waited >= ASK_STAFF_AFTER and not standing.is_with_staff:
        return Step.ASK_STAFF
    if waited >= REMIND_AFTER and standing.reminded_at is None and not standing.is_with_staff:
        return Step.REMIND
    return Step.NOTHING


def goes_along(standing: Standing, *, now: datetime) -> bool:
    """Whether it is put in a letter that goes out anyway, to spare the owner another."""
    return standing.asked_at is None and now - standing.heard_at >= ALONG
