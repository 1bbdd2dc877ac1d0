"""A visitor's choices as a WHERE clause over occurrences. Only fixed texts reach the SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypedDict

Value = str | int


class Chosen(TypedDict, total=False):
    """What a visitor may narrow the agenda by; None is no choice.

    `neighbourhood` is a CBS wijk code, `topic` a slug (a first-level topic includes those below
    it), `online` True: can be followed online, False: can be visited; `part_of_day` is morning,
    afternoon or evening.
    """

    neighbourhood: str | None
    topic: str | None
    audience: str | None
    provider: str | None
    part_of_day: str | None
    free_only: bool
    online: bool | None


@dataclass(frozen=True, slots=True)
class _Condition:
    name: str
    text: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that all hold. `name` of a condition is the choice it came from."""

    conditions: tuple[_Condition, ...]

    @classmethod
    def of(
        cls,
        day_from: date,
        day_to: date,
        *,
        topics: Sequence[str],
        after: datetime | None,
        chosen: Chosen,
    ) -> "Selection":
        """What touches the days and has what was chosen.

        `topics`: the chosen topic with those below it. `after`: only what is not over at that
        instant.
        """
        days = (day_to.isoformat(), day_from.isoformat())
        found = [_Condition("days", "is_listed AND day <= ? AND last_day >= ?", days)]
        if after is not None:
            instant = after.astimezone(UTC).isoformat()
            found.append(_Condition("after", "over_at > ?", (instant,)))
        if topics:
            found.append(_Condition("topic", _among("activity_topic", len(topics)), tuple(topics)))
        if (audience := chosen.get("audience")) is not None:
            found.append(_Condition("audience", _among("activity_audience", 1), (audience,)))
        if (code := chosen.get("neighbourhood")) is not None:
            found.append(_Condition("neighbourhood", "code = ?", (code,)))
        if (provider := chosen.get("provider")) is not None:
            found.append(_Condition("provider", "provider_id = ?", (provider,)))
        if (part := chosen.get("part_of_day")) is not None:
            found.append(_Condition("part_of_day", "part_of_day = ?", (part,)))
        if chosen.get("free_only"):
            found.append(_Condition("free_only", "is_free"))
        if (online := chosen.get("online")) is not None:
            found.append(_Condition("online", "is_online" if online else "is_on_site"))
        return cls(tuple(found))

    def without(self, name: str) -> "Selection":
        """The same with one choice left open."""
        return Selection(tuple(c for c in self.conditions if c.name != name))

    def where(self) -> str:
        return " AND ".join(c.text for c in self.conditions)

    def values(self) -> tuple[Value, ...]:
        return tuple(value for c in self.conditions for value in c.values)


def _among(table: str, count: int) -> str:
    marks = ",".join("?" * count)
    return f"occurrence.activity_id IN (SELECT activity_id FROM {table} WHERE value IN ({marks}))"  # noqa: S608 (only fixed texts)
