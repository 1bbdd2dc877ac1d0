"""What the demonstration partners have to tell: invented activities on a calendar.

Every date follows from the calendar itself (a day of the week, every so many weeks, counted
from a Monday long ago), so that the same date says the same whenever it is asked: the day
only moves the window. Persons, organisations, venues and events are invented; the wijken
are real, so that the agenda of each of them can be seen alive.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
EPOCH = date(2024, 1, 1)  # a Monday
DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
BACK, AHEAD = 7, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """An invented venue in a real neighbourhood."""

    name: str
    address: str
    postcode: str
    place: str

    @property
    def line(self) -> str:
        parts = (self.name, self.address, f"{self.postcode} {self.place}".strip())
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One invented activity: on `weekday` (0 is Monday), every `every` weeks."""

    key: str
    title: str
    weekday: int
    every: int
    shift: int
    start: time
    end: time | None
    where: Where
    price: str
    text: str

    def dates(self, first: date, last: date) -> list[date]:
        """Its dates from `first` to `last`, both included."""
        day = EPOCH + timedelta(weeks=self.shift, days=self.weekday)
        step = timedelta(weeks=self.every)
        if day < first:
            day += step * -((day - first) // step)
        found = []
        while day <= last:
            found.append(day)
            day += step
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One date of an activity, as a sheet or a page lists it."""

    item: Item
    day: date

    @property
    def key(self) -> str:
        return f"{self.item.key}-{self.day:%Y%m%d}"


def items(partner: str) -> tuple[Item, ...]:
    """Everything this partner does."""
    return tuple(_item(row) for row in _rows("activities.csv") if row["partner"] == partner)


def dated(partner: str, today: date, *, ahead: int = AHEAD) -> list[Dated]:
    """Every date of this partner around `today`, in order."""
    first, last = today - timedelta(days=BACK), today + timedelta(days=ahead)
    found = (Dated(item=i, day=day) for i in items(partner) for day in i.dates(first, last))
    return sorted(found, key=lambda d: (d.day, d.item.start, d.item.key))


def _item(row: dict[str, str]) -> Item:
    start, _, end = row["hours"].partition("-")
    return Item(
        key=row["key"],
        title=row["title"],
        weekday=DAYS.index(row["day"]),
        every=int(row["every"]),
        shift=int(row["shift"]),
        start=time.fromisoformat(start),
        end=time.fromisoformat(end) if end else None,
        where=_venues()[row["venue"]],
        price=row["price"],
        text=row["text"],
    )


@cache
def _venues() -> dict[str, Where]:
    return {
        row["code"]: Where(
            name=row["name"],
            address=row["address"],
            postcode=row["postcode"],
            place=row["place"],
        )
        for row in _rows("venues.csv")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")
