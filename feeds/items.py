"""What RSS and JSON Feed show: an item per activity, newest change first.

One item per activity, not one per weekly date: news is that something is new or changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from base.text import DAYS, MONTHS
from feeds.catalogue import Site
from feeds.icalendar import location_of
from snapshot.listing import ActivityListing, OccurrenceListing, When

ITEM_LIMIT = 200
DATES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Item:
    """An activity with its coming dates, in order."""

    activity: ActivityListing
    dates: tuple[OccurrenceListing, ...]

    @property
    def guid(self) -> str:
        """The same for ever, on every site address."""
        return f"activiteit:{self.activity.id}"

    @property
    def is_cancelled(self) -> bool:
        return self.activity.state == "cancelled" or (
            bool(self.dates) and all(d.status == "cancelled" for d in self.dates)
        )

    @property
    def title(self) -> str:
        return f"Afgelast: {self.activity.title}" if self.is_cancelled else self.activity.title


def newest(items: Sequence[Item]) -> list[Item]:
    """The last changed items, newest first, at most `ITEM_LIMIT`."""
    ordered = sorted(items, key=lambda i: i.activity.id)
    return sorted(ordered, key=lambda i: i.activity.changed_at, reverse=True)[:ITEM_LIMIT]


def paragraphs(item: Item, *, site: Site) -> list[str]:
    """What it is, when, where, what it costs and who says so, as Dutch paragraphs."""
    activity = item.activity
    found = [
        activity.warning,
        *activity.description.split("\n\n"),
        _when(item),
        f"Waar: {location}" if (location := location_of(activity.place)) else "",
        f"Kosten: {activity.price}" if activity.price else "",
        f"Door: {activity.organiser}" if activity.organiser else "",
        *(f"Bron: {source.name} {source.url}".rstrip() for source in activity.sources),
        f"Kijk voor het laatste nieuws op {site.activity_url(activity.id)}",
    ]
    return [paragraph for paragraph in found if paragraph]


def in_words(when: When) -> str:
    """ "dinsdag 3 maart 2026, 10.00 uur", with the end when it is known."""
    if when.clock is not None:
        end = f" tot {when.end_clock:%H.%M}" if when.end_clock else ""
        return f"{_day(when.day)}, {when.clock:%H.%M}{end} uur"
    if when.end_day is not None and when.end_day > when.day:
        return f"{_day(when.day)} tot en met {_day(when.end_day)}"
    return _day(when.day)


def _day(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _when(item: Item) -> str:
    shown = [
        in_words(d.when) + (" (afgelast)" if d.status == "cancelled" else "")
        for d in item.dates[:DATES_SHOWN]
    ]
    more = " en verder" if len(item.dates) > DATES_SHOWN else ""
    rhythm = f" ({item.activity.rhythm})" if item.activity.rhythm else ""
    return f"Wanneer{rhythm}: {'; '.join(shown)}{more}" if shown else ""
