"""Reading `providers.csv`: a spreadsheet of services, saved by people, into listings.

A bad row costs only itself; what is wrong is said per row in Dutch. Nothing is written here.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from charset_normalizer import from_bytes

from base.errors import FormatError
from base.text import one_line, slug
from snapshot.listing import PlaceListing, ServiceListing
from snapshot.table import BASIC_COLUMNS, FORMULA, SERVICE_COLUMNS

REQUIRED: Final = ("id", "organisation", "service_name", "topics", "access")
ACCESS: Final = {
    "vrij": "free", "gecontracteerd": "contracted", "toegang": "access_point",
    "free": "free", "contracted": "contracted", "access_point": "access_point",
}  # fmt: skip
MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 100_000
MAX_PROBLEMS = 1_000
MAX_NAME, MAX_SUMMARY, MAX_OTHER = 120, 240, 500
_LATITUDES, _LONGITUDES = (50.7, 53.7), (3.2, 7.3)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_POSTCODE = re.compile(r"[1-9]\d{3} ?[A-Z]{2}")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row. `is_dropped`: the row is not used; else it is noted.

    `row` is the row's number in the file as a spreadsheet shows it; `message` is Dutch.
    """

    row: int
    column: str
    message: str
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class ProviderSheet:
    """What a file says. `is_complete`: no rows were left out, so what is missing is missing.

    `columns`: which of the known columns it has.
    """

    services: tuple[ServiceListing, ...]
    problems: tuple[RowProblem, ...]
    is_complete: bool
    columns: frozenset[str] = frozenset()


def read_providers(
    body: bytes, *, topics: frozenset[str], wijken: Mapping[str, str], is_demo: bool = False
) -> ProviderSheet:
    """The services in `body`. `topics`: known slugs; `wijken`: CBS code → name.

    Raises FormatError (Dutch) when it is no such file at all: too large, no text, columns
    missing.
    """
    if len(body) > MAX_BYTES:
        raise FormatError("Het bestand is te groot: hooguit 64 MB.", permanent=True)
    reader = _reader(_decoded(body))
    row_reader = _RowReader(topics, wijken, is_demo)
    services: dict[str, ServiceListing] = {}
    problems: list[RowProblem] = []
    is_complete = True
    try:
        for count, row in enumerate(reader):
            if count >= MAX_ROWS:
                problems.append(RowProblem(reader.line_num, "", "Meer dan 100.000 rijen; de rest is niet gelezen.", is_dropped=True))  # fmt: skip # noqa: E501
                is_complete = False
                break
            service, found = row_reader.read(row, reader.line_num)
            if service is not None and service.id in services:
                found = (*found, _dropped(reader.line_num, "id", f"Het id “{service.id}” staat al op een eerdere rij; deze rij is niet gebruikt."))  # fmt: skip # noqa: E501
                service = None
            if service is not None:
                services[service.id] = service
            is_complete = is_complete and not any(p.is_dropped for p in found)
            problems.extend(found[: max(0, MAX_PROBLEMS - len(problems))])
    except csv.Error as error:
        problems.append(_dropped(reader.line_num, "", f"Vanaf hier is het bestand niet te lezen: {error}."))  # fmt: skip # noqa: E501
        is_complete = False
    columns = frozenset(reader.fieldnames or ()) & set(SERVICE_COLUMNS)
    return ProviderSheet(tuple(services.values()), tuple(problems), is_complete, columns)


def _decoded(body: bytes) -> str:
    if body.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FormatError("Dit is een Excel-bestand. Bewaar het als CSV (UTF-8).", permanent=True)
    for encoding in ("utf-8-sig", "utf-16") if body[:2] in _MARKS else ("utf-8-sig",):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    guess = from_bytes(body[:200_000], cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
    return body.decode(guess.encoding if guess else "cp1252", errors="replace")


_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _reader(text: str) -> "csv.DictReader[str]":
    text = text.replace("\x00", "").lstrip("\n\r")
    header = text[:10_000].split("\n", 1)[0]
    delimiter = max(",;\t|", key=header.count)
    csv.field_size_limit(1_000_000)
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval=""
    )
    try:
        names = [
            re.sub(r"\W+", "_", (name or "").strip().lower()) for name in reader.fieldnames or ()
        ]
    except csv.Error as error:
        raise FormatError("Dit is geen CSV-bestand.", permanent=True) from error
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise FormatError(
            f"Deze kolommen ontbreken: {', '.join(missing)}. De eerste rij hoort de kolomnamen "
            f"te hebben: {', '.join(BASIC_COLUMNS)}.",
            permanent=True,
        )
    reader.fieldnames = names
    return reader


class _RowReader:
    """One row to a service and what is wrong with it."""

    def __init__(self, topics: frozenset[str], wijken: Mapping[str, str], is_demo: bool) -> None:
        self._topics = topics
        self._wijken = wijken
        self._is_demo = is_demo

    def read(
        self, row: Mapping[str, str | list[str]], number: int
    ) -> tuple[ServiceListing | None, tuple[RowProblem, ...]]:
        problems: list[RowProblem] = []
        if row.get("") and any(map(str.strip, row[""])):
            return None, (_dropped(number, "", "Deze rij heeft meer cellen dan er kolommen zijn; staat een tekst met komma's tussen aanhalingstekens?"),)  # fmt: skip # noqa: E501
        cells = {name: self._cell(row, name, number, problems) for name in SERVICE_COLUMNS}
        problems.extend(
            _dropped(number, name, f"De kolom {name} is leeg.")
            for name in REQUIRED
            if not cells[name]
        )
        if cells["id"] and not _ID.fullmatch(cells["id"]):
            problems.append(_dropped(number, "id", "Een id bestaat uit letters, cijfers en streepjes."))  # fmt: skip # noqa: E501
        access = ACCESS.get(cells["access"].lower(), "")
        if cells["access"] and not access:
            problems.append(_dropped(number, "access", f"“{cells['access'][:40]}” is geen toegang: kies vrij, gecontracteerd of toegang."))  # fmt: skip # noqa: E501
        topics = self._known_topics(cells["topics"], number, problems)
        place = self._place(cells, number, problems)
        if any(p.is_dropped for p in problems):
            return None, tuple(problems)
        return self._service(cells, access, topics, place, number, problems), tuple(problems)

    def _cell(
        self, row: Mapping[str, str | list[str]], name: str, number: int, problems: list[RowProblem]
    ) -> str:
        raw = row.get(name, "")
        text = one_line(raw if isinstance(raw, str) else "")
        if isinstance(raw, str) and FORMULA.match(raw):
            problems.append(_noted(number, name, "Deze cel is een formule en is leeg gelaten."))
            return ""
        limit = {"service_name": MAX_NAME, "organisation": MAX_NAME, "summary": MAX_SUMMARY}.get(name, MAX_OTHER)  # fmt: skip # noqa: E501
        if len(text) > limit:
            problems.append(_noted(number, name, f"Deze tekst is langer dan {limit} tekens en is ingekort."))  # fmt: skip # noqa: E501
            text = text[: limit - 1].rstrip() + "…"
        return text

    def _known_topics(self, text: str, number: int, problems: list[RowProblem]) -> tuple[str, ...]:
        given = _several(text)
        problems.extend(
            _noted(number, "topics", f"Het onderwerp “{unknown[:40]}” kennen we niet.")
            for unknown in given
            if unknown not in self._topics
        )
        known = tuple(t for t in given if t in self._topics)
        if given and not known:
            problems.append(_dropped(number, "topics", "Geen van de onderwerpen kennen we."))
        return known

    def _known_wijken(self, text: str, number: int, problems: list[RowProblem]) -> tuple[str, ...]:
        codes = tuple(code.upper() for code in _several(text))
        problems.extend(
            _noted(number, "serves", f"De wijk “{code[:20]}” bestaat niet.")
            for code in codes
            if code not in self._wijken
        )
        return tuple(code for code in codes if code in self._wijken)

    def _place(
        self, cells: Mapping[str, str], number: int, problems: list[RowProblem]
    ) -> PlaceListing:
        code, postcode = cells["wijk_code"].upper(), cells["postcode"].upper()
        if code and code not in self._wijken:
            problems.append(_noted(number, "wijk_code", f"De wijk “{code[:20]}” bestaat niet."))
            code = ""
        if postcode and not _POSTCODE.fullmatch(postcode):
            problems.append(_noted(number, "postcode", f"“{postcode[:20]}” is geen postcode."))
            postcode = ""
        address = f"{cells['street']} {cells['house_number']}".strip()
        lat, lon = _spot(cells, number, problems)
        return PlaceListing(
            kind="neighbourhood" if code else "unknown",
            code=code,
            neighbourhood=self._wijken.get(code, ""),
            venue=cells["venue"],
            address=address,
            postcode=postcode,
            lat=lat,
            lon=lon,
        )

    def _service(
        self,
        cells: Mapping[str, str],
        access: str,
        topics: tuple[str, ...],
        place: PlaceListing,
        number: int,
        problems: list[RowProblem],
    ) -> ServiceListing:
        return ServiceListing(
            id=cells["id"],
            provider_id=slug(cells["organisation"]),
            provider=cells["organisation"],
            name=cells["service_name"],
            summary=cells["summary"],
            topics=topics,
            access=access,
            audience=_several(cells["audience"]),
            place=place,
            phone=cells["phone"],
            email=_checked(cells["email"], MAIL, number, "email", "mailadres", problems),
            website=_checked(cells["website"], _WEB, number, "website", "webadres", problems),
            costs=cells["costs"],
            opening_hours=cells["opening_hours"],
            condition=cells["condition"],
            last_checked=_day(cells["last_checked"], number, problems),
            explanation=cells["explanation"],
            languages=_several(cells["languages"]),
            accessibility=cells["accessibility"],
            serves=self._known_wijken(cells["serves"], number, problems),
            is_demo=self._is_demo,
        )


def _spot(
    cells: Mapping[str, str], number: int, problems: list[RowProblem]
) -> tuple[float, float] | tuple[None, None]:
    """WGS84 degrees, a comma or a point in them; both or neither, and in the Netherlands."""
    if not (cells["lat"] or cells["lon"]):
        return None, None
    try:
        lat, lon = (float(cells[name].replace(",", ".")) for name in ("lat", "lon"))
    except ValueError:
        lat, lon = 0.0, 0.0
    if _LATITUDES[0] <= lat <= _LATITUDES[1] and _LONGITUDES[0] <= lon <= _LONGITUDES[1]:
        return lat, lon
    problems.append(_noted(number, "lat", "Dit is geen plek in Nederland; lat is een getal als 52.25 en lon als 6.16."))  # fmt: skip # noqa: E501
    return None, None


def _several(text: str) -> tuple[str, ...]:
    parts: Iterator[str] = (part.strip().lower() for part in text.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _checked(
    text: str,
    form: re.Pattern[str],
    number: int,
    column: str,
    what: str,
    problems: list[RowProblem],
) -> str:
    if not text or form.fullmatch(text):
        return text
    problems.append(_noted(number, column, f"“{text[:60]}” is geen {what} en is leeg gelaten."))
    return ""


def _day(text: str, number: int, problems: list[RowProblem]) -> date | None:
    if not text:
        return None
    if found := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text):
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(_noted(number, "last_checked", f"“{text[:20]}” is geen datum."))
        return None


def _noted(row: int, column: str, message: str) -> RowProblem:
    return RowProblem(row, column, message)


def _dropped(row: int, column: str, message: str) -> RowProblem:
    return RowProblem(row, column, message, is_dropped=True)
