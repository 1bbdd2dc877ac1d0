"""What the downloads hold, as a Data Package (datapackage.org, version 1) and as rows for a page.

Each column has its meaning here and its licence in `licences`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from snapshot.table import OCCURRENCE_COLUMNS, SERVICE_COLUMNS
from web.public.api import licences
from web.public.api.licences import Licence

Json = dict[str, Any]
TITLES = {"aanbod": "Hulp en organisaties", "agenda": "De agenda"}
_COLUMNS = {"aanbod": SERVICE_COLUMNS, "agenda": OCCURRENCE_COLUMNS}
_SCHEMAS = {"aanbod": ("services", "Service"), "agenda": ("occurrences", "Occurrence")}
_DAYS = ("last_checked",)
MEANING = {
    "aanbod": {
        "id": "vaste naam van de dienst",
        "organisation": "organisatie",
        "service_name": "naam van de dienst",
        "summary": "in het kort",
        "topics": "onderwerpen",
        "access": "vrij, gecontracteerd of toegang",
        "audience": "voor wie",
        "wijk_code": "wijk van de plek (CBS)",
        "venue": "gebouw",
        "street": "straat",
        "house_number": "huisnummer",
        "postcode": "postcode",
        "phone": "telefoon van de organisatie",
        "email": "e-mail van de organisatie",
        "website": "website",
        "costs": "kosten",
        "opening_hours": "wanneer open",
        "last_checked": "laatst nagekeken",
        "explanation": "uitleg",
        "condition": "voorwaarde",
        "languages": "talen",
        "accessibility": "toegankelijkheid van de plek",
        "serves": "voor welke wijken (CBS)",
        "lat": "breedtegraad (WGS84)",
        "lon": "lengtegraad (WGS84)",
    },
    "agenda": {
        "uid": "vaste naam van de datum",
        "activity_id": "vaste naam van de activiteit",
        "title": "naam van de activiteit",
        "start": "begin, met tijdzone",
        "end": "einde, met tijdzone",
        "status": "gaat door, verplaatst of afgelast",
        "neighbourhood": "wijk",
        "wijk_code": "wijk (CBS)",
        "venue": "gebouw",
        "address": "straat en nummer",
        "postcode": "postcode",
    },
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a download: its name, what it means (Dutch), who may use it and how."""

    name: str
    meaning: str
    licence: Licence


def columns(file: str) -> Iterator[Column]:
    """The columns of `aanbod` or `agenda`, as they stand in the file."""
    for name in _COLUMNS[file]:
        yield Column(name, MEANING[file][name], licences.COLUMNS[file][name])


def describe(site_name: str, base_url: str) -> Json:
    """The data package; addresses are whole."""
    return {
        "profile": "data-package",
        "name": "wijzer",
        "title": f"{site_name}: alles van de kaart en de agenda",
        "homepage": f"{base_url}/over/open-data",
        "licenses": [{"name": licences.FACT.spdx, "path": licences.URL}],
        "resources": [
            resource for file in TITLES for resource in _resources(file, base_url, site_name)
        ],
        "excluded": licences.EXCLUDED,
    }


def _resources(file: str, base_url: str, site_name: str) -> Iterator[Json]:
    path, (key, schema) = f"{base_url}/open-data/{file}", _SCHEMAS[file]
    yield {
        "profile": "tabular-data-resource",
        "name": file,
        "title": TITLES[file],
        "path": f"{path}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column, site_name) for column in columns(file)]},
    }
    yield {
        "name": f"{file}-json",
        "title": TITLES[file],
        "path": f"{path}.json",
        "format": "json",
        "mediatype": "application/json",
        "description": f"{key}: {base_url}/api/openapi.json#/components/schemas/{schema}",
    }


def _field(column: Column, site_name: str) -> Json:
    return {
        "name": column.name,
        "type": "date" if column.name in _DAYS else "string",
        "description": column.meaning,
        "x-licence": column.licence.stated(site_name),
    }
