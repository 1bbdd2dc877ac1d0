"""The map over HTTP as Open Referral HSDS 3.0, at `/api/hsds/v3`."""

import threading
from collections.abc import Iterable, Mapping
from typing import TypeVar

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from base.errors import InvalidInput, NotFound
from snapshot.reader import Snapshot
from snapshot.search.document import Kind
from snapshot.search.searcher import Filters as SearchFilters
from web.public.api import answers
from web.public.api.answers import Paging, answer
from web.public.api.directory import Directory, Filters
from web.public.api.hsds import Json, Mapper
from web.public.api.openapi import HSDS, HSDS_VERSION, document
from web.public.api.parameters import MAX_SIZE, Query, as_uuid
from web.public.site import address, site, snapshot

pages = Blueprint("hsds", __name__, url_prefix=HSDS)
answers.install(pages)
T = TypeVar("T")


class Holder:
    """The directory of the snapshot of the moment; made anew when another takes its place."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: tuple[str, Directory] | None = None

    def of(self, shown: Snapshot) -> Directory:
        held = self._held
        if held is None or held[0] != shown.version:
            with self._lock:
                mapper = Mapper(site().town, site().settings.base_url)
                directory = Directory(shown.providers(), shown.topics(), mapper)
                self._held = held = (shown.version, directory)
        return held[1]


@pages.record_once
def _prepare(state: BlueprintSetupState) -> None:
    state.app.extensions["hsds"] = Holder()


@pages.get("/")
def base() -> Response:
    Query(request.args).check()
    return answer(
        {
            "version": HSDS_VERSION,
            "profile": address("/over/open-data"),
            "openapi_url": address("/api/openapi.json"),
        }
    )


@pages.get("/services")
def services() -> Response:
    query = Query(request.args)
    is_minimal, is_full = query.flag("minimal"), query.flag("full")
    chosen, paging = _filters(query), Paging.read(query)
    query.check()
    held = directory()
    found = held.services(chosen)
    if is_minimal:
        return paging.of(found, held.minimal)
    return paging.of(found, held.full_service if is_full else held.with_organization)


@pages.get("/services/<identity>")
def service(identity: str) -> Response:
    Query(request.args).check()
    held = directory()
    return answer(held.full_service(_one(held.by_service_id, "service", identity)))


@pages.get("/organizations")
def organizations() -> Response:
    query = Query(request.args)
    is_full = query.flag("full") | query.flag("full_service")
    text, paging = query.words("search"), Paging.read(query)
    query.check()
    held = directory()
    write = held.full_organization if is_full else held.organization
    return paging.of(held.organizations(_found_by(text, Kind.PROVIDER)), write)


@pages.get("/organizations/<identity>")
def organization(identity: str) -> Response:
    Query(request.args).check()
    held = directory()
    found = _one(held.by_organization_id, "organization", identity)
    return answer(held.full_organization(found))


@pages.get("/service_at_locations")
def service_at_locations() -> Response:
    query = Query(request.args)
    is_full = query.flag("full")
    chosen, paging = _filters(query), Paging.read(query)
    query.check()
    held = directory()
    return paging.of(
        held.service_at_locations(chosen), lambda s: held.at_location(s, is_full=is_full)
    )


@pages.get("/service_at_locations/<identity>")
def service_at_location(identity: str) -> Response:
    Query(request.args).check()
    held = directory()
    found = _one(held.by_service_at_location_id, "service_at_location", identity)
    return answer(held.at_location(found, is_full=True))


@pages.get("/taxonomies")
def taxonomies() -> Response:
    query = Query(request.args)
    text, paging = query.words("search"), Paging.read(query)
    query.check()
    return paging.of(_named(directory().taxonomies.values(), text), dict)


@pages.get("/taxonomies/<identity>")
def taxonomy(identity: str) -> Response:
    Query(request.args).check()
    return answer(_one(directory().taxonomies, "taxonomy", identity))


@pages.get("/taxonomy_terms")
def taxonomy_terms() -> Response:
    query = Query(request.args)
    text, taxonomy_id = query.words("search"), query.identity("taxonomy_id")
    parent_id, is_top = query.identity("parent_id"), query.flag("top_only")
    paging = Paging.read(query)
    query.check()
    terms = [
        term
        for term in _named(directory().terms.values(), text)
        if taxonomy_id in ("", term["taxonomy_detail"]["id"])
        and parent_id in ("", term.get("parent_id"))
        and not (is_top and "parent_id" in term)
    ]
    return paging.of(terms, dict)


@pages.get("/taxonomy_terms/<identity>")
def taxonomy_term(identity: str) -> Response:
    Query(request.args).check()
    return answer(_one(directory().terms, "taxonomy_term", identity))


described = Blueprint("openapi", __name__, url_prefix="/api")
answers.install(described)


@described.get("/openapi.json")
def openapi() -> Response:
    return answer(document(site().town.site_name, site().settings.base_url))


def directory() -> Directory:
    holder: Holder = current_app.extensions["hsds"]
    return holder.of(snapshot())


def _filters(query: Query) -> Filters:
    """What narrows services, read and checked; a postcode becomes the wijken it touches."""
    postcode = query.pattern("postcode", r"[1-9][0-9]{3}( ?[A-Za-z]{2})?", "postcode")
    wijken = {share.code for share in site().town.postcodes if share.pc4 == postcode[:4]}
    return Filters(
        term_id=query.identity("taxonomy_term_id"),
        taxonomy_id=query.identity("taxonomy_id"),
        organization_id=query.identity("organization_id"),
        modified_after=query.instant("modified_after"),
        # A postcode of elsewhere is none of our wijken: only what serves everybody is left.
        serves=frozenset(wijken or {"elsewhere"}) if postcode else frozenset(),
        own_ids=_found_by(query.words("search"), Kind.SERVICE),
    )


def _found_by(text: str, kind: Kind) -> tuple[str, ...] | None:
    """Our ids that a search finds, best first; None when nothing was searched for."""
    if not text:
        return None
    filters = SearchFilters(kinds=frozenset({kind}))
    searcher = site().searcher(snapshot())
    found: tuple[str, ...] = ()
    while True:
        part = searcher.search(text, filters=filters, limit=MAX_SIZE, offset=len(found))
        found = (*found, *(hit.id for hit in part.hits))
        if not part.hits or len(found) >= part.total:
            return found


def _one(known: Mapping[str, T], kind: str, identity: str) -> T:
    """Raises InvalidInput when `identity` is no UUID, NotFound when it is unknown."""
    key = as_uuid(identity)
    if key is None:
        raise InvalidInput({"id": "is geen UUID"})
    found = known.get(key)
    if found is None:
        raise NotFound(kind, key)
    return found


def _named(found: Iterable[Json], text: str) -> list[Json]:
    wanted = text.casefold()
    return [one for one in found if wanted in one["name"].casefold()]
