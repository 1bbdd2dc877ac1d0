"""Listings as iCalendar (RFC 5545, RFC 7986).

One VEVENT per date. `fragment` makes the bytes of one, `render` joins them, so that a
fragment is made once however many feeds show it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from base.text import shorten
from feeds.border import safe
from feeds.catalogue import Feed, FeedKind, Site
from snapshot.listing import ActivityListing, OccurrenceListing, PlaceListing, When

EXTENSION, CONTENT_TYPE = "ics", "text/calendar; charset=utf-8"
SIZE_LIMIT = 1_000_000
DESCRIPTION_LIMIT = 400
LINE_LIMIT = 75
ZONE = "Europe/Amsterdam"

# The rules in force since 1996; https://eur-lex.europa.eu/eli/dir/2000/84/oj keeps them.
_VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_END = b"END:VCALENDAR\r\n"


def render(feed: Feed, fragments: Iterable[bytes], *, site: Site) -> bytes:
    """A whole calendar of `fragments`, in the order given.

    Stops before the first fragment with which it would exceed `SIZE_LIMIT` bytes, so give
    what matters most first. Same input, same bytes.
    """
    parts = [_header(feed, site)]
    room = SIZE_LIMIT - len(parts[0]) - len(_END)
    for part in fragments:
        room -= len(part)
        if room < 0:
            break
        parts.append(part)
    return b"".join((*parts, _END))


def render_activity(activity: ActivityListing, *, site: Site) -> bytes:
    """The calendar of one activity, date by date."""
    feed = Feed(
        path=f"activiteit/{activity.id}",
        title=activity.title,
        description=activity.rhythm,
        kind=FeedKind.CITY,
    )
    return render(feed, (fragment(activity, o, site=site) for o in activity.occurrences), site=site)


def fragment(activity: ActivityListing, occurrence: OccurrenceListing, *, site: Site) -> bytes:
    """One date as a VEVENT: content lines with CRLF, folded, in UTF-8."""
    return _lines(_event(activity, occurrence, site))


def escape(text: str) -> str:
    """A TEXT value (RFC 5545 section 3.3.11)."""
    text = safe(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """A content line, folded so that no line has more than 75 octets, with CRLF.

    Never inside a character (RFC 5545 section 3.1 allows it, but readers break on it).
    """
    rest = line.encode()
    if len(rest) <= LINE_LIMIT:
        return rest + b"\r\n"
    pieces, room = [], LINE_LIMIT
    while len(rest) > room:
        cut = room
        while rest[cut] & 0b1100_0000 == 0b1000_0000:  # a continuation byte of UTF-8
            cut -= 1
        pieces.append(rest[:cut])
        rest, room = rest[cut:], LINE_LIMIT - 1
    return b"\r\n ".join((*pieces, rest)) + b"\r\n"


def _header(feed: Feed, site: Site) -> bytes:
    title, description = escape(feed.title), escape(feed.description)
    return _lines(
        (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:-//{escape(site.name)}//Agenda//NL",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            f"NAME:{title}",
            f"X-WR-CALNAME:{title}",
            f"DESCRIPTION:{description}",
            f"X-WR-CALDESC:{description}",
            f"X-WR-TIMEZONE:{ZONE}",
            f"SOURCE;VALUE=URI:{_uri(f'{site.base_url}/{feed.path}.{EXTENSION}')}",
            f"URL:{_uri(site.base_url)}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
            "X-PUBLISHED-TTL:PT4H",
            *_VTIMEZONE,
        )
    )


def _event(activity: ActivityListing, occurrence: OccurrenceListing, site: Site) -> Iterator[str]:
    is_cancelled = occurrence.status == "cancelled"
    title = f"Afgelast: {occurrence.title}" if is_cancelled else occurrence.title
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(occurrence.uid)}"
    yield f"DTSTAMP:{_instant(occurrence.changed_at)}"
    yield f"CREATED:{_instant(occurrence.published_at)}"
    yield f"LAST-MODIFIED:{_instant(occurrence.changed_at)}"
    yield f"SEQUENCE:{occurrence.sequence}"
    yield f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}"
    yield from _times(occurrence.when)
    yield f"SUMMARY:{escape(title)}"
    yield f"DESCRIPTION:{escape(_description(activity, occurrence, site))}"
    if location := location_of(occurrence.place):
        yield f"LOCATION:{escape(location)}"
    if occurrence.place.lat is not None and occurrence.place.lon is not None:
        yield f"GEO:{occurrence.place.lat:.6f};{occurrence.place.lon:.6f}"
    if activity.topics:
        yield f"CATEGORIES:{','.join(escape(label) for label in site.labels(activity.topics))}"
    yield f"URL:{_uri(site.activity_url(activity.id))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def location_of(place: PlaceListing) -> str:
    """A place on one line: "Wijkcentrum, Straat 1, 7413 AA, Zandweerd"; empty when unknown.

    What an earlier part says already ("Straat 1, 7413 AA Deventer") is not said again.
    """
    if place.kind == "online":
        return "Online"
    said: list[str] = []
    for part in (place.venue, place.address, place.postcode, place.neighbourhood):
        if part and not any(part in known for known in said):
            said.append(part)
    return ", ".join(said)


def _description(activity: ActivityListing, occurrence: OccurrenceListing, site: Site) -> str:
    paragraphs = (
        occurrence.warning or activity.warning,
        shorten(activity.description, DESCRIPTION_LIMIT),
        f"Kosten: {activity.price}" if activity.price else "",
        f"Meedoen online: {activity.online_url}" if activity.online_url else "",
        f"Door: {activity.organiser}" if activity.organiser else "",
        *(f"Bron: {source.name} {source.url}".rstrip() for source in activity.sources),
        f"Kijk voor het laatste nieuws op {site.activity_url(activity.id)}",
    )
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _times(when: When) -> Iterator[str]:
    if when.clock is None:
        yield f"DTSTART;VALUE=DATE:{when.day:%Y%m%d}"
        if when.end_day is not None and when.end_day >= when.day:
            yield f"DTEND;VALUE=DATE:{when.end_day + timedelta(days=1):%Y%m%d}"  # exclusive
        return
    start = _at(when.day, when.clock, when.zone)
    yield f"DTSTART{_date_time(start, when.zone)}"
    if when.end_clock is not None:
        end = _at(when.end_day or when.day, when.end_clock, when.zone)
        if end.astimezone(UTC) > start.astimezone(UTC):
            yield f"DTEND{_date_time(end, when.zone)}"


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone))


def _date_time(moment: datetime, zone: str) -> str:
    """With TZID when that says which instant it is; otherwise in UTC.

    A TZID time cannot mean the second of two (RFC 5545 section 3.3.5), and readers differ
    on a time that the spring change leaves out.
    """
    instant = moment.astimezone(UTC)
    exists = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == moment.replace(tzinfo=None)
    if zone == ZONE and exists and moment.fold == 0:
        return f";TZID={ZONE}:{moment:%Y%m%dT%H%M%S}"
    return f":{_instant(instant)}"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _uri(address: str) -> str:
    return "".join(safe(address).split())


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join(map(fold, lines))
