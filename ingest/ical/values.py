"""Values of RFC 5545 properties as moments, durations and rules, read leniently."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from agenda.moment import Moment
from ingest.ical.lines import Line
from ingest.ical.zones import Zones

_STAMP = re.compile(r"^(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?)?\s*(Z)?$")
_DURATION = re.compile(
    r"^([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$", re.IGNORECASE
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class Reader:
    """Reads moments of one calendar into the zone residents live in."""

    def __init__(self, zones: Zones, zone: str) -> None:
        self._zones = zones
        self._home = zone
        self.unknown: set[str] = set()

    def moment(self, line: Line) -> Moment:
        """One date or time, as the clock of the home zone shows it. Raises ValueError."""
        text = line.value.strip()
        if line.parameters.get("VALUE", "").upper() == "DATE":
            text = text.partition("T")[0]
        return self._moment(text, self._zone(line), is_zoned=_is_zoned(line))

    def moments(self, line: Line) -> Iterator[tuple[Moment, Moment | None]]:
        """Every date of an RDATE or EXDATE, with the end of a period; empty ones are skipped."""
        zone = self._zone(line)
        for text in line.value.split(","):
            first, _, last = text.strip().partition("/")
            if not first:
                continue
            start = self._moment(first, zone, is_zoned=_is_zoned(line))
            if not last:
                yield start, None
            elif last.upper().lstrip("+-").startswith("P"):
                yield start, start.plus(duration(last))
            else:
                yield start, self._moment(last, zone, is_zoned=_is_zoned(line))

    def rule_zone(self, line: Line) -> str | None:
        """The zone a rule runs in, where its clock is not that of the home zone."""
        text = line.value.strip().upper()
        if text.endswith("Z") and not _is_zoned(line):
            zone: str | tzinfo | None = "UTC"
        else:
            zone = self._zone(line)
        if not isinstance(zone, str) or zone == self._home or "T" not in text:
            return None
        return zone

    def is_floating(self, line: Line) -> bool:
        """A time that names no zone anywhere."""
        text = line.value.strip().upper()
        return "T" in text and not text.endswith("Z") and not line.parameters.get("TZID")

    def _zone(self, line: Line) -> str | tzinfo:
        tzid = line.parameters.get("TZID", "").strip()
        if not tzid:
            return self._zones.floating
        found = self._zones.find(tzid)
        if found is None:
            self.unknown.add(tzid)
            return self._zones.floating
        return found

    def _moment(self, text: str, zone: str | tzinfo, *, is_zoned: bool = False) -> Moment:
        """`is_zoned`: the property names its zone, which then outranks a stray Z."""
        found = _STAMP.match(text.upper())
        if found is None:
            raise ValueError(f"“{text[:40]}” is geen datum")
        year, month, day_, hour, minute, second, is_utc = found.groups()
        given = date(int(year), int(month), int(day_))
        if not _FIRST_YEAR <= given.year <= _LAST_YEAR:
            raise ValueError(f"het jaar {given.year} kan niet kloppen")
        if hour is None:
            return Moment(given, None, self._home)
        local = datetime(
            *(given.year, given.month, given.day),
            *(int(hour) % 24, int(minute), min(int(second or 0), 59)),
        ) + timedelta(days=int(hour) // 24)
        if zone == "UTC" or (is_utc and not is_zoned):
            return Moment.of_instant(local.replace(tzinfo=UTC), self._home)
        if zone == self._home:
            return Moment.at(local, self._home)
        aware = local.replace(tzinfo=ZoneInfo(zone) if isinstance(zone, str) else zone)
        return Moment.of_instant(aware, self._home)


def _is_zoned(line: Line) -> bool:
    return bool(line.parameters.get("TZID", "").strip())


def duration(text: str) -> timedelta:
    """`P1DT2H`. Raises ValueError (Dutch) when it is none, or negative."""
    found = _DURATION.match(text.strip())
    if found is None or found[1] == "-":
        raise ValueError(f"“{text[:40]}” is geen duur")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
