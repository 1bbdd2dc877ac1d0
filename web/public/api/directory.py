"""Everything of one snapshot's map as HSDS objects, made once per version and looked up by id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from snapshot.listing import ProviderListing, ServiceListing, TopicListing
from web.public.api import hsds
from web.public.api.hsds import Json, Mapper


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a caller narrows services to; empty is everything. Ids are HSDS ids.

    `own_ids` are our ids in the order of a search, None when nothing was searched for.
    `serves`: codes of wijken of which a service must serve one.
    """

    term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""
    modified_after: datetime | None = None
    own_ids: tuple[str, ...] | None = None
    serves: frozenset[str] = frozenset()


class Directory:
    """Providers, services and terms of one snapshot. Share it between threads."""

    def __init__(
        self, providers: Iterable[ProviderListing], topics: Iterable[TopicListing], mapper: Mapper
    ) -> None:
        self._mapper = mapper
        self.providers = tuple(providers)
        self.topic_terms = {topic.slug: mapper.topic_term(topic) for topic in topics}
        self.by_service_id: Mapping[str, ServiceListing] = {
            mapper.ids.of("service", service.id): service
            for provider in self.providers
            for service in provider.services
        }
        self.by_organization_id: Mapping[str, ProviderListing] = {
            mapper.ids.of("organization", provider.id): provider for provider in self.providers
        }

    @cached_property
    def taxonomies(self) -> Mapping[str, Json]:
        found = (self._mapper.taxonomy(code) for code in hsds.TAXONOMIES)
        return {taxonomy["id"]: taxonomy for taxonomy in found}

    @cached_property
    def terms(self) -> Mapping[str, Json]:
        """Every term: subjects, then audiences, then kinds of access."""
        audiences = sorted({a for s in self.by_service_id.values() for a in s.audience})
        found = (
            *self.topic_terms.values(),
            *(self._mapper.audience_term(audience) for audience in audiences),
            *(self._mapper.access_term(access) for access in hsds.ACCESS_TERMS),
        )
        return {term["id"]: term for term in found}

    def services(self, filters: Filters) -> list[ServiceListing]:
        """The services that fit, in the order of the map, or of the search there was."""
        ids = self._mapper.ids
        tests: list[Callable[[ServiceListing], bool]] = []
        if filters.term_id:
            tests.append(lambda s: filters.term_id in self._term_ids(s))
        if filters.taxonomy_id:
            tests.append(lambda s: filters.taxonomy_id in self._taxonomy_ids(s))
        if filters.organization_id:
            tests.append(lambda s: ids.of("organization", s.provider_id) == filters.organization_id)
        if filters.serves:
            tests.append(lambda s: _serves(s, filters.serves))
        if after := filters.modified_after:
            tests.append(lambda s: s.changed_at is not None and s.changed_at >= after)
        found = [s for s in self.by_service_id.values() if all(test(s) for test in tests)]
        if filters.own_ids is None:
            return found
        rank = {own_id: place for place, own_id in enumerate(filters.own_ids)}
        return sorted((s for s in found if s.id in rank), key=lambda s: rank[s.id])

    def with_organization(self, service: ServiceListing) -> Json:
        """The one-to-one fields of a service, its organisation among them."""
        return self._mapper.service(service) | {"organization": self._organization_of(service)}

    def full_service(self, service: ServiceListing) -> Json:
        whole = self._mapper.full_service(service, self.topic_terms)
        return whole | {"organization": self._organization_of(service)}

    def organization(self, provider: ProviderListing) -> Json:
        return self._mapper.organization(provider)

    def full_organization(self, provider: ProviderListing) -> Json:
        return self._mapper.full_organization(provider, self.topic_terms)

    def minimal(self, service: ServiceListing) -> Json:
        """What recognises a service; the schema of HSDS demands its name and status as well."""
        whole = self._mapper.service(service)
        return {k: whole[k] for k in ("id", "name", "status", "last_modified") if k in whole}

    def at_location(self, service: ServiceListing, *, is_full: bool) -> Json:
        """Where a service with a place of its own is given, with the service in it."""
        found = self._mapper.service_at_location(service) or {}
        whole = self.full_service(service) if is_full else self.with_organization(service)
        return found | {"service": whole}

    def service_at_locations(self, filters: Filters) -> list[ServiceListing]:
        """The services that have a place of their own and fit."""
        return [s for s in self.services(filters) if s.place.venue or s.place.address]

    def organizations(self, own_ids: tuple[str, ...] | None) -> list[ProviderListing]:
        if own_ids is None:
            return list(self.providers)
        rank = {own_id: place for place, own_id in enumerate(own_ids)}
        return sorted((p for p in self.providers if p.id in rank), key=lambda p: rank[p.id])

    @cached_property
    def by_service_at_location_id(self) -> Mapping[str, ServiceListing]:
        ids = self._mapper.ids
        services = self.service_at_locations(Filters())
        return {ids.of("service_at_location", service.id): service for service in services}

    def _organization_of(self, service: ServiceListing) -> Json:
        key = self._mapper.ids.of("organization", service.provider_id)
        return self._mapper.organization(self.by_organization_id[key])

    def _term_ids(self, service: ServiceListing) -> Iterator[str]:
        """A subject counts for those above it too, as on the pages."""
        ids = self._mapper.ids
        for slug in service.topics:
            term = self.topic_terms.get(slug)
            if term is not None:
                yield from filter(None, (term["id"], term.get("parent_id")))
        for audience in service.audience:
            yield ids.of("term", hsds.AUDIENCES, audience)
        yield ids.of("term", hsds.ACCESS, service.access)

    def _taxonomy_ids(self, service: ServiceListing) -> set[str]:
        held = {hsds.ACCESS}
        held |= {hsds.TOPICS} if service.topics else set()
        held |= {hsds.AUDIENCES} if service.audience else set()
        return {self._mapper.ids.of("taxonomy", code) for code in held}


def _serves(service: ServiceListing, codes: frozenset[str]) -> bool:
    """A service without a place or area of its own is there for everybody."""
    own = {service.place.code, *service.serves} - {""}
    return not own or bool(own & codes)
