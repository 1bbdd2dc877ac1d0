"""Which IANA zone a calendar means by a TZID: a name, a Windows name, or its own rules.

An exact name outranks the VTIMEZONE that came with it, because programs send wrong or partial
tables. Another name is matched by its table, to the zone with the same offsets over years;
without a table by what the name resembles.
"""

import re
from datetime import datetime, timedelta, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from ingest.ical.blocks import Head
from ingest.ical.lines import own, split

_DUTCH_WINDOWS = {
    "west-europa (standaardtijd)": "Europe/Amsterdam",
    "west-europa (zomertijd)": "Europe/Amsterdam",
    "romance (standaardtijd)": "Europe/Brussels",
    "cet": "Europe/Amsterdam",
    "cest": "Europe/Amsterdam",
    "met": "Europe/Amsterdam",
    "mez": "Europe/Amsterdam",
    "mesz": "Europe/Amsterdam",
}
_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_WORDS = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ .'_-]+")
_SAMPLES = [datetime(2024, 1, 1, 12) + timedelta(days=13 * n) for n in range(85)]  # three years


class Zones:
    """The zones of one calendar. `floating` is the zone of times that name none."""

    def __init__(self, head: Head, *, default: str) -> None:
        self._tables = {_tzid(text): text for text in reversed(head.zones)}
        self._default = default
        self._known: dict[str, str | tzinfo | None] = {}
        stated = by_name(head.value("X-WR-TIMEZONE"))
        # "UTC" is what programs write that do not know; nobody's floating time is meant so.
        self.floating = stated if stated and stated != "UTC" else default

    def find(self, tzid: str) -> str | tzinfo | None:
        """An IANA name; offsets of the calendar's own that no zone has; or None: unknown."""
        if tzid not in self._known:
            self._known[tzid] = _exactly(tzid) or self._by_table(tzid) or by_name(tzid)
        return self._known[tzid]

    def _by_table(self, tzid: str) -> str | tzinfo | None:
        text = self._tables.get(tzid)
        if text is None:
            return None
        try:
            component: Any = icalendar.Timezone.from_ical(text)
            location = _exactly(str(component.get("X-LIC-LOCATION", "")))
            offsets = component.to_tz(lookup_tzid=False)
            return location or same_offsets(offsets, self._default) or offsets
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            return None


@cache
def by_name(text: str) -> str | None:
    """The IANA zone a text names, however it is dressed up; None when it names none."""
    name = text.strip().strip(":\"'").strip().casefold()
    if not name:
        return None
    found = _DUTCH_WINDOWS.get(name) or _iana().get(name) or _WINDOWS.get(name)
    if found:
        return found
    parts = name.split("/")
    for first in range(1, len(parts)):  # /mozilla.org/20070129_1/Europe/Amsterdam
        tail = "/".join(parts[first:])
        if "/" in tail and tail in _iana():
            return _iana()[tail]
    return next((z for city in _cities(name) if (z := _by_city().get(city))), None)


def same_offsets(offsets: tzinfo, preferred: str) -> str | None:
    """The IANA zone whose clock agrees over three years; `preferred` when that agrees."""
    wanted = [offsets.utcoffset(day) for day in _SAMPLES]
    names = (preferred, *sorted(z for z in available_timezones() if "/" in z and "Etc/" not in z))
    for name in names:
        zone = ZoneInfo(name)
        if all(zone.utcoffset(d) == w for d, w in zip(_SAMPLES, wanted, strict=True)):
            return name
    return None


def _exactly(tzid: str) -> str | None:
    """The zone of a name as the database or Windows writes it."""
    name = tzid.strip().strip(":\"'").strip()
    found = _iana().get(name.casefold())
    return found if found in (name, "UTC") else _WINDOWS.get(name.casefold())


@cache
def _iana() -> dict[str, str]:
    """Every zone of the database by its name in small letters; those at UTC are "UTC"."""
    names = {name.casefold(): name for name in available_timezones()}
    at_utc = ("utc", "z", "gmt", "uct", "zulu", "etc/utc", "etc/gmt", "etc/uct", "etc/zulu")
    return names | dict.fromkeys(at_utc, "UTC")


@cache
def _by_city() -> dict[str, str]:
    cities = {z.rpartition("/")[2].replace("_", " ").casefold(): z for z in available_timezones()}
    return {city: zone for city, zone in cities.items() if len(city) > 3}


def _cities(name: str) -> list[str]:
    """City names in "(UTC+01:00) Amsterdam, Berlijn, Rome"."""
    return [word.strip() for word in _WORDS.findall(name.replace(",", ";"))]


def _tzid(text: str) -> str:
    return next((line.value.strip() for line in own(split(text)) if line.name == "TZID"), "")
