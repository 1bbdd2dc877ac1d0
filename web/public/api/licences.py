"""Who may use which field, and how: the one table of field → licence.

The OpenAPI document, the description of the downloads and the page about open data are made of
it. A field that is not in it is not published (a test holds every schema and column against it).
What others wrote or photographed stands in `EXCLUDED` and never leaves by the open interface.
"""

from dataclasses import dataclass

URL = "https://creativecommons.org/licenses/by/4.0/deed.nl"


@dataclass(frozen=True, slots=True)
class Licence:
    """`spdx` as SPDX names it. `what`: Dutch, for people. `source`: to be named; "" is the site."""

    spdx: str
    what: str
    source: str = ""

    def stated(self, site_name: str) -> dict[str, str]:
        """As programs read it, in `x-licence`."""
        return {"name": self.spdx, "path": URL, "attribution": self.source or site_name}


FACT = Licence("CC-BY-4.0", "feit")
TEXT = Licence("CC-BY-4.0", "tekst van de gids")
AREA = Licence("CC-BY-4.0", "wijk", "CBS en Kadaster")


def _fields(*, fact: str = "", text: str = "", area: str = "") -> dict[str, Licence]:
    kinds = ((FACT, fact), (TEXT, text), (AREA, area))
    return {name: licence for licence, names in kinds for name in names.split()}


# Properties of the schemas of the OpenAPI document.
SCHEMAS: dict[str, dict[str, Licence]] = {
    "Base": _fields(fact="version profile openapi_url"),
    "Page": _fields(
        fact="total_items total_pages page_number size first_page last_page empty contents"
    ),
    "Problem": _fields(fact="type status", text="title detail"),
    "Service": _fields(
        fact="id organization_id name url email status fees_description eligibility_description"
        " assured_date last_modified organization phones schedules service_areas"
        " service_at_locations languages cost_options attributes",
        text="description application_process alert",
    ),
    "Organization": _fields(fact="id name email website uri phones services", text="description"),
    "ServiceAtLocation": _fields(fact="id service_id location_id location service"),
    "Location": _fields(
        fact="id location_type name latitude longitude addresses accessibility",
        area="external_identifier external_identifier_type",
    ),
    "Address": _fields(
        fact="id location_id address_1 city state_province postal_code country address_type"
    ),
    "Phone": _fields(fact="id number type"),
    "Schedule": _fields(fact="id description"),
    "ServiceArea": _fields(fact="id", area="name extent extent_type"),
    "Language": _fields(fact="id name"),
    "Accessibility": _fields(fact="id description"),
    "CostOption": _fields(fact="id option amount currency"),
    "Attribute": _fields(fact="id link_id link_entity taxonomy_term_id taxonomy_term"),
    "Taxonomy": _fields(fact="id version", text="name description"),
    "TaxonomyTerm": _fields(
        fact="id code language parent_id term_uri taxonomy_detail", text="name description taxonomy"
    ),
    "Occurrence": _fields(
        fact="uid activity_id url title start end doors status changed_at place", text="warning"
    ),
    "Place": _fields(fact="kind venue address postcode lat lon", area="code neighbourhood"),
    "Activity": _fields(
        fact="id url title state rrule organiser provider_id place online_url source_url price"
        " is_free audience topics language sources changed_at occurrences",
        text="rhythm warning",
    ),
    "Source": _fields(fact="name url"),
}

# Columns of the downloads.
COLUMNS: dict[str, dict[str, Licence]] = {
    "aanbod": _fields(
        fact="id organisation service_name topics access audience venue street house_number"
        " postcode phone email website costs opening_hours last_checked languages accessibility"
        " lat lon",
        text="summary explanation condition",
        area="wijk_code serves",
    ),
    "agenda": _fields(
        fact="uid activity_id title start end status venue address postcode",
        area="neighbourhood wijk_code",
    ),
}

# Fields of listings that are somebody else's: shown on the page with their source, never given on.
EXCLUDED = {
    "description": "de omschrijving van een activiteit is van wie haar schreef",
    "image": "een foto is van wie hem maakte",
}
