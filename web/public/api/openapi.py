"""The OpenAPI 3.1 document of the open interface, made of one table of operations."""

from dataclasses import dataclass

from web.public.api import licences
from web.public.api.parameters import MAX_PAGE, MAX_SIZE, MAX_TEXT, USUAL_SIZE
from web.public.api.schemas import STRING, UUID, Json, page_of, schemas

VERSION = "1.0.0"
HSDS_VERSION = "3.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One GET. `answer` names a schema; `is_list`: pages of it. `has_id`: the path holds one."""

    path: str
    name: str
    summary: str
    answer: str
    parameters: tuple[str, ...] = ()
    is_list: bool = False

    @property
    def has_id(self) -> bool:
        return "{id}" in self.path


PAGING = ("page", "per_page")
HSDS = "/api/hsds/v3"
OPERATIONS = (
    Operation(path=f"{HSDS}/", name="hsds", summary="Wat deze interface is", answer="Base"),
    Operation(
        path=f"{HSDS}/services",
        name="services",
        summary="Diensten",
        answer="Service",
        is_list=True,
        parameters=(
            *("search", *PAGING, "taxonomy_term_id", "taxonomy_id", "organization_id"),
            *("modified_after", "postcode", "minimal", "full"),
        ),
    ),
    Operation(
        path=f"{HSDS}/services/{{id}}",
        name="service",
        summary="Eén dienst, met alles wat erbij hoort",
        answer="Service",
    ),
    Operation(
        path=f"{HSDS}/organizations",
        name="organizations",
        summary="Organisaties",
        answer="Organization",
        is_list=True,
        parameters=("search", *PAGING, "full", "full_service"),
    ),
    Operation(
        path=f"{HSDS}/organizations/{{id}}",
        name="organization",
        summary="Eén organisatie, met haar diensten",
        answer="Organization",
    ),
    Operation(
        path=f"{HSDS}/service_at_locations",
        name="service_at_locations",
        summary="Waar diensten te vinden zijn",
        answer="ServiceAtLocation",
        is_list=True,
        parameters=(
            *("search", *PAGING, "taxonomy_term_id", "taxonomy_id", "organization_id"),
            *("modified_after", "postcode", "full"),
        ),
    ),
    Operation(
        path=f"{HSDS}/service_at_locations/{{id}}",
        name="service_at_location",
        summary="Eén dienst op één plek",
        answer="ServiceAtLocation",
    ),
    Operation(
        path=f"{HSDS}/taxonomies",
        name="taxonomies",
        summary="Indelingen: onderwerpen, doelgroepen, toegang",
        answer="Taxonomy",
        is_list=True,
        parameters=("search", *PAGING),
    ),
    Operation(
        path=f"{HSDS}/taxonomies/{{id}}", name="taxonomy", summary="Eén indeling", answer="Taxonomy"
    ),
    Operation(
        path=f"{HSDS}/taxonomy_terms",
        name="taxonomy_terms",
        summary="Begrippen uit de indelingen",
        answer="TaxonomyTerm",
        is_list=True,
        parameters=("search", *PAGING, "taxonomy_id", "top_only", "parent_id"),
    ),
    Operation(
        path=f"{HSDS}/taxonomy_terms/{{id}}",
        name="taxonomy_term",
        summary="Eén begrip",
        answer="TaxonomyTerm",
    ),
    Operation(
        path="/api/v1/activities",
        name="activities",
        summary="Data van activiteiten, op volgorde van begin",
        answer="Occurrence",
        is_list=True,
        parameters=(
            *("from", "to", "neighbourhood", "topic", "audience", "provider", "part_of_day"),
            *("free", "online", *PAGING),
        ),
    ),
    Operation(
        path="/api/v1/activities/{id}",
        name="activity",
        summary="Eén activiteit met al haar data",
        answer="Activity",
    ),
)


def _text(description: str, **more: object) -> Json:
    return {"description": description, "schema": {"type": "string", **more}}


def _flag(description: str) -> Json:
    # "true" and "false" are the only spellings, so that a typing error is told.
    return {"description": description, "schema": {"type": "boolean"}}


def _number(description: str, default: int, largest: int) -> Json:
    schema = {"type": "integer", "minimum": 1, "maximum": largest, "default": default}
    return {"description": description, "schema": schema}


_PARAMETERS: dict[str, Json] = {
    "search": _text("Woorden om op te zoeken.", maxLength=MAX_TEXT),
    "page": _number("Welke bladzijde; de eerste is 1.", 1, MAX_PAGE),
    "per_page": _number("Hoeveel op een bladzijde.", USUAL_SIZE, MAX_SIZE),
    "taxonomy_term_id": _text("Alleen met dit begrip.", format="uuid"),
    "taxonomy_id": _text("Alleen met een begrip uit deze indeling.", format="uuid"),
    "organization_id": _text("Alleen van deze organisatie.", format="uuid"),
    "parent_id": _text("Alleen begrippen onder dit begrip.", format="uuid"),
    "modified_after": _text("Alleen wat sindsdien veranderde (RFC 3339).", format="date-time"),
    "postcode": _text(
        "Alleen diensten voor wie in deze postcode woont (vier cijfers, letters mogen).",
        pattern=r"^[1-9][0-9]{3}( ?[A-Za-z]{2})?$",
    ),
    "minimal": _flag("Alleen wat een dienst herkent, en wanneer die veranderde."),
    "full": _flag("Met alles wat erbij hoort."),
    "full_service": _flag("Met de hele diensten erin; hetzelfde als full."),
    "top_only": _flag("Alleen begrippen zonder bovenliggend begrip."),
    "from": _text("Vanaf deze dag; anders vandaag.", format="date"),
    "to": _text("Tot en met deze dag; anders 92 dagen na from.", format="date"),
    "neighbourhood": _text("CBS-code van een wijk.", pattern="^WK[0-9]{6}$"),
    "topic": _text("Een onderwerp, zoals in het adres van zijn pagina.", pattern="^[a-z0-9-]+$"),
    "audience": _text("Een doelgroep.", maxLength=MAX_TEXT),
    "provider": _text("Een aanbieder, zoals in het adres van zijn pagina.", maxLength=MAX_TEXT),
    "part_of_day": _text("Een dagdeel.", enum=["morning", "afternoon", "evening"]),
    "free": _flag("Alleen wat niets kost."),
    "online": _flag("true: online te volgen; false: te bezoeken."),
}


def document(site_name: str, base_url: str) -> Json:
    """The whole document. HSDS objects are described in full by the HSDS schemas it names."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name}: open gegevens",
            "version": VERSION,
            "description": _ABOUT,
            "license": {
                "name": "CC BY 4.0 voor feiten; teksten van anderen zitten er niet in",
                "url": licences.URL,
            },
        },
        "servers": [{"url": base_url}],
        "paths": {
            operation.path: {"get": _described(operation, site_name)} for operation in OPERATIONS
        },
        "components": {
            "schemas": schemas(site_name),
            "responses": {"Problem": _problem("Iets aan de vraag klopt niet, of het is er niet.")},
            "headers": {"API-Version": {"schema": STRING, "description": "Versie, volledig."}},
        },
    }


def _described(operation: Operation, site_name: str) -> Json:
    found = {"$ref": f"#/components/schemas/{operation.answer}"}
    schema = page_of(found, site_name) if operation.is_list else found
    parameters = [{"name": n, "in": "query", **_PARAMETERS[n]} for n in operation.parameters]
    if operation.has_id:
        is_ours = operation.path.startswith("/api/v1")
        key = {"type": "string", "pattern": "^[A-Za-z0-9-]+$"} if is_ours else UUID
        parameters.append({"name": "id", "in": "path", "required": True, "schema": key})
    answers: Json = {
        "200": {
            "description": operation.summary,
            "headers": {"API-Version": {"$ref": "#/components/headers/API-Version"}},
            "content": {"application/json": {"schema": schema}},
        },
        "400": {"$ref": "#/components/responses/Problem"},
    }
    if operation.has_id:
        answers["404"] = {"$ref": "#/components/responses/Problem"}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": parameters,
        "responses": answers,
    }


def _problem(description: str) -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


_ABOUT = """\
De sociale kaart als Open Referral HSDS 3.0 (`/api/hsds/v3`) en de agenda als JSON (`/api/v1`).

Waar HSDS 3.0 en de Nederlandse API Design Rules verschillen, gaat HSDS voor, zodat bestaande
HSDS-programma's werken: de namen zijn Engels met een liggend streepje, lijsten zitten in een
omslag met `contents`, en de versie van HSDS staat in het pad. De volledige versie van deze
interface staat in de header `API-Version`, en fouten komen als `application/problem+json`
(RFC 9457). Van HSDS ontbreken `proximity` en `format`: een postcode geeft hier een wijk, en er
is alleen JSON. De HSDS-schema's beschrijven elk object volledig:
https://github.com/openreferral/specification/tree/3.0/schema

Bij elk veld staat onder `x-licence` welke licentie het heeft en wie als bron te noemen is; dezelfde
tabel voor de bestanden staat in `/open-data/datapackage.json`. Omschrijvingen en beelden van
anderen zitten er niet in."""
