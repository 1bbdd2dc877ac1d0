"""Dates, times, places and numbers as residents read them. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from base.text import DAYS, MONTHS
from snapshot.listing import PlaceListing, ServiceListing, When

MARCH = 3
ACCESS_NOTES = {
    "free": "Je hebt geen indicatie nodig",
    "contracted": "Hiervoor heb je een indicatie nodig",
    "access_point": "Hier vraag je het aan",
}


def full_day(day: date, today: date) -> str:
    """ "dinsdag 24 november", with the year when it is another one."""
    text = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year}"


def near_day(day: date, today: date) -> str:
    """ "Vandaag", "Morgen" or the name of the day, with its date."""
    distance = (day - today).days
    text = full_day(day, today)
    if distance == 0:
        return f"Vandaag, {text}"
    if distance == 1:
        return f"Morgen, {text}"
    return text[0].upper() + text[1:]


def on_day(when: When, today: date) -> str:
    """As `near_day`; "Nu bezig" for what began earlier and still lasts."""
    is_under_way = when.end_day is not None and when.day < today <= when.end_day
    return "Nu bezig" if is_under_way else near_day(when.day, today)


def short_day(day: date, today: date) -> str:
    """ "di 24 nov"."""
    month = "mrt" if day.month == MARCH else MONTHS[day.month - 1][:3]
    text = f"{DAYS[day.weekday()][:2]} {day.day} {month}"
    return text if day.year == today.year else f"{text} {day.year}"


def clock(value: time) -> str:
    """ "9.30"."""
    return f"{value.hour}.{value.minute:02}"


def times(when: When) -> str:
    """ "10.00 – 12.00 uur", "vanaf 10.00 uur", "hele dag": what is known, nothing more."""
    if when.clock is None:
        return "hele dag"
    if when.end_clock is not None and when.end_day in (None, when.day):
        return f"{clock(when.clock)} – {clock(when.end_clock)} uur"
    return f"vanaf {clock(when.clock)} uur"


def until(when: When, today: date) -> str:
    """ "tot en met zaterdag 28 november" for what lasts more days; else empty."""
    if when.end_day is None or when.end_day <= when.day:
        return ""
    if when.end_clock is not None:
        return f"tot {full_day(when.end_day, today)}, {clock(when.end_clock)} uur"
    return f"tot en met {full_day(when.end_day, today)}"


def doors(when: When) -> str:
    """ "inloop vanaf 9.30 uur" when the doors open earlier; else empty."""
    if when.doors is None or when.doors == when.clock:
        return ""
    return f"inloop vanaf {clock(when.doors)} uur"


def place_line(place: PlaceListing) -> str:
    """ "De Vlier, Zandweerd"; never empty. Some sources put the address behind the venue."""
    if place.kind == "online":
        return "Online"
    venue = place.venue.partition(",")[0]
    parts = [part for part in (venue, place.neighbourhood) if part]
    return ", ".join(dict.fromkeys(parts)) or "Plaats onbekend"


def address_line(place: PlaceListing) -> str:
    """Street, postcode; empty when unknown or private."""
    behind = place.venue.partition(",")[2].strip()
    if behind and place.address and place.address in behind:
        return behind
    return ", ".join(part for part in (behind, place.address, place.postcode) if part)


def audience_label(value: str) -> str:
    """ "mensen-met-beperking" as "mensen met beperking"."""
    return value.replace("-", " ")


def capital(text: str) -> str:
    """With its first letter as a capital."""
    return text[:1].upper() + text[1:]


def joined(parts: Iterable[str]) -> str:
    """ "a, b en c"."""
    found = list(parts)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} en {found[-1]}"


def counted(number: int, one: str, more: str) -> str:
    """ "1 activiteit", "12 activiteiten"."""
    return f"{number} {one if number == 1 else more}"


def tel(number: str) -> str:
    """A telephone number as a link."""
    kept = "".join(c for c in number if c.isdigit() or c == "+")
    return f"tel:{kept}"


def moment(instant: datetime, zone: ZoneInfo, today: date) -> str:
    """ "dinsdag 24 november, 21.05 uur"."""
    local = instant.astimezone(zone)
    return f"{full_day(local.date(), today)}, {clock(local.time())} uur"


def has_contact(service: ServiceListing) -> bool:
    """Whether a visitor can reach it without us."""
    return bool(service.phone or service.email or service.website)
