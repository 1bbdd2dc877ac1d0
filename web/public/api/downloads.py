"""Everything of the map and the agenda in one file each, as csv and as JSON."""

from datetime import timedelta

from flask import Blueprint, Response, request

from snapshot.listing import OccurrenceListing
from snapshot.table import occurrences_csv, services_csv
from web.public.api.activities import Writer
from web.public.api.answers import answer
from web.public.api.datapackage import describe
from web.public.api.map_views import directory
from web.public.site import address, site, snapshot, today

pages = Blueprint("downloads", __name__, url_prefix="/open-data")
DESCRIPTION = "/datapackage.json"
DAYS = timedelta(days=395)
MOST_DATES = 200_000


@pages.get("/aanbod.csv")
def services_table() -> Response:
    services = [service for provider in snapshot().providers() for service in provider.services]
    return _table(services_csv(services), "aanbod")


@pages.get("/aanbod.json")
def services() -> Response:
    """Every service as a whole HSDS object."""
    held = directory()
    return answer({"services": [held.full_service(s) for s in held.by_service_id.values()]})


@pages.get("/agenda.csv")
def dates_table() -> Response:
    return _table(occurrences_csv(_dates()), "agenda")


@pages.get("/agenda.json")
def dates() -> Response:
    write = Writer(site().settings.base_url).occurrence
    return answer({"occurrences": [write(shown) for shown in _dates()]})


@pages.get(DESCRIPTION)
def description() -> Response:
    """What the files hold, and the licence of every column."""
    return answer(describe(site().town.site_name, site().settings.base_url))


@pages.after_request
def described(response: Response) -> Response:
    """Every file says where it is described, and any site may fetch it."""
    where = address(f"{pages.url_prefix}{DESCRIPTION}")
    response.headers.add("Link", f'<{where}>; rel="describedby"; type="application/json"')
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _dates() -> tuple[OccurrenceListing, ...]:
    return snapshot().occurrences(today(), today() + DAYS, limit=MOST_DATES)


def _table(body: bytes, name: str) -> Response:
    response = Response(body, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.add_etag()
    response.make_conditional(request)
    return response
