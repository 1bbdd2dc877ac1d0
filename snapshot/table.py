"""The map and the agenda as tables, in the columns of `providers.csv`; what goes out can come in.

Cells are plain text. One that a spreadsheet would run as a formula gets an apostrophe in front,
as OWASP advises against CSV injection; a telephone number may begin with a plus.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from snapshot.listing import OccurrenceListing, ServiceListing

BASIC_COLUMNS = (
    "id", "organisation", "service_name", "summary", "topics", "access", "audience", "wijk_code",
    "venue", "street", "house_number", "postcode", "phone", "email", "website", "costs",
    "opening_hours", "last_checked",
)  # fmt: skip
MORE_COLUMNS = ("explanation", "condition", "languages", "accessibility", "serves", "lat", "lon")
SERVICE_COLUMNS = (*BASIC_COLUMNS, *MORE_COLUMNS)
ACCESS_WORDS = {"free": "vrij", "contracted": "gecontracteerd", "access_point": "toegang"}
OCCURRENCE_COLUMNS = (
    "uid", "activity_id", "title", "start", "end", "status", "neighbourhood", "wijk_code", "venue",
    "address", "postcode",
)  # fmt: skip
FORMULA = re.compile(r"\s*(?:[=@\t\r]|[+-](?![\d\s()+-]+$))")
_STREET = re.compile(r"(?P<street>.*\S)\s+(?P<number>\d\S*)")


def services_csv(services: Iterable[ServiceListing]) -> bytes:
    """Every service as a row of a UTF-8 csv with a mark for Excel, commas and CRLF (RFC 4180)."""
    return _csv(SERVICE_COLUMNS, map(_service, services))


def occurrences_csv(shown: Iterable[OccurrenceListing]) -> bytes:
    """Every date as a row; times are local with their offset."""
    return _csv(OCCURRENCE_COLUMNS, map(_occurrence, shown))


def _service(service: ServiceListing) -> list[str]:
    place = service.place
    street = _STREET.fullmatch(place.address)
    return [
        service.id,
        service.provider,
        service.name,
        service.summary,
        ";".join(service.topics),
        ACCESS_WORDS[service.access],
        ";".join(service.audience),
        place.code,
        place.venue,
        street["street"] if street else place.address,
        street["number"] if street else "",
        place.postcode,
        service.phone,
        service.email,
        service.website,
        service.costs,
        service.opening_hours,
        service.last_checked.isoformat() if service.last_checked else "",
        service.explanation,
        service.condition,
        ";".join(service.languages),
        service.accessibility,
        ";".join(service.serves),
        "" if place.lat is None else str(place.lat),
        "" if place.lon is None else str(place.lon),
    ]


def _occurrence(shown: OccurrenceListing) -> list[str]:
    when, place = shown.when, shown.place
    where = [place.neighbourhood, place.code, place.venue, place.address, place.postcode]
    what = [shown.uid, shown.activity_id, shown.title]
    return [*what, when.start_iso, when.end_iso, shown.status, *where]


def _csv(columns: Sequence[str], rows: Iterator[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell
