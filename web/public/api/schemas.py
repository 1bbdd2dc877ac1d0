"""The schemas of the OpenAPI document, each property with its licence.

HSDS objects hold the part of HSDS 3.0 that we fill; the HSDS schemas describe them in full.
"""

from typing import Any

from web.public.api.licences import SCHEMAS as LICENCES

Json = dict[str, Any]

STRING: Json = {"type": "string"}
UUID: Json = {"type": "string", "format": "uuid"}
_STRINGS: Json = {"type": "array", "items": STRING}
_DAY: Json = {"type": "string", "format": "date"}
_INSTANT: Json = {"type": "string", "format": "date-time"}
_WHOLE: Json = {"type": "integer", "minimum": 0}
_FLAG: Json = {"type": "boolean"}
_NUMBER: Json = {"type": "number"}


def _one(schema: str) -> Json:
    return {"$ref": f"#/components/schemas/{schema}"}


def _list(schema: str) -> Json:
    return {"type": "array", "items": _one(schema)}


# Per schema: what is always there, and every property. What is not told is a text.
_PROPERTIES: dict[str, tuple[str, Json]] = {
    "Base": ("version profile openapi_url", {}),
    "Problem": ("type title status", {"status": {"type": "integer"}}),
    "Service": (
        "id name status",
        {
            "id": UUID,
            "organization_id": UUID,
            "status": {"const": "active"},
            "assured_date": _DAY,
            "last_modified": _INSTANT,
            "organization": _one("Organization"),
            "phones": _list("Phone"),
            "schedules": _list("Schedule"),
            "service_areas": _list("ServiceArea"),
            "service_at_locations": _list("ServiceAtLocation"),
            "languages": _list("Language"),
            "cost_options": _list("CostOption"),
            "attributes": _list("Attribute"),
        },
    ),
    "Organization": (
        "id name description",
        {"id": UUID, "phones": _list("Phone"), "services": _list("Service")},
    ),
    "ServiceAtLocation": (
        "id",
        {
            "id": UUID,
            "service_id": UUID,
            "location_id": UUID,
            "location": _one("Location"),
            "service": _one("Service"),
        },
    ),
    "Location": (
        "id location_type",
        {
            "id": UUID,
            "latitude": _NUMBER,
            "longitude": _NUMBER,
            "addresses": _list("Address"),
            "accessibility": _list("Accessibility"),
        },
    ),
    "Address": ("id address_1", {"id": UUID, "location_id": UUID}),
    "Phone": ("id number", {"id": UUID}),
    "Schedule": ("id", {"id": UUID}),
    "ServiceArea": ("id", {"id": UUID}),
    "Language": ("id", {"id": UUID}),
    "Accessibility": ("id", {"id": UUID}),
    "CostOption": ("id", {"id": UUID, "amount": _NUMBER}),
    "Attribute": (
        "id",
        {
            "id": UUID,
            "link_id": UUID,
            "taxonomy_term_id": UUID,
            "taxonomy_term": _one("TaxonomyTerm"),
        },
    ),
    "Taxonomy": ("id name description", {"id": UUID}),
    "TaxonomyTerm": (
        "id name description",
        {"id": UUID, "parent_id": UUID, "taxonomy_detail": _one("Taxonomy")},
    ),
    "Occurrence": (
        "uid activity_id url title start status",
        {
            "status": {"enum": ["scheduled", "moved", "cancelled"]},
            "changed_at": _INSTANT,
            "place": _one("Place"),
        },
    ),
    "Place": ("kind", {"lat": _NUMBER, "lon": _NUMBER}),
    "Activity": (
        "id url title state occurrences",
        {
            "state": {"enum": ["public", "cancelled", "withdrawn", "expired"]},
            "place": _one("Place"),
            "is_free": _FLAG,
            "topics": _STRINGS,
            "audience": _STRINGS,
            "sources": _list("Source"),
            "changed_at": _INSTANT,
            "occurrences": _list("Occurrence"),
        },
    ),
    "Source": ("name", {}),
}


def schemas(site_name: str) -> dict[str, Json]:
    """Every schema by its name. `site_name`: who is named as the source."""
    return {
        name: described(name, required, properties, site_name)
        for name, (required, properties) in _PROPERTIES.items()
    }


def page_of(item: Json, site_name: str) -> Json:
    """One page of a list: the envelope of HSDS 3.0."""
    properties: Json = {
        **dict.fromkeys(("total_items", "total_pages", "page_number", "size"), _WHOLE),
        **dict.fromkeys(("first_page", "last_page", "empty"), _FLAG),
        "contents": {"type": "array", "items": item},
    }
    return described("Page", " ".join(properties), properties, site_name)


def described(name: str, required: str, properties: Json, site_name: str) -> Json:
    """An object of the table: a property without a type of its own is a text."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": {
            field: {**properties.get(field, STRING), "x-licence": licence.stated(site_name)}
            for field, licence in LICENCES[name].items()
        },
    }
