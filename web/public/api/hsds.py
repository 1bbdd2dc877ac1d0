"""Listings as Open Referral HSDS 3.0 objects (specification 3.0, compiled schemas).

Values in, JSON-ready dicts out: what HSDS makes an object has exactly the keys of its schema,
and what we do not know is left out. Identifiers are UUIDs derived from our own lasting ids,
so they are the same in every snapshot.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from base.municipality import Municipality
from snapshot.listing import PlaceListing, ProviderListing, ServiceListing, TopicListing

Json = dict[str, Any]
TOPICS, AUDIENCES, ACCESS = "onderwerpen", "doelgroepen", "toegang"
TAXONOMIES = {
    TOPICS: ("Onderwerpen", "Waar het over gaat, in twee lagen."),
    AUDIENCES: ("Doelgroepen", "Voor wie het is."),
    ACCESS: ("Toegang", "Of je er zo naartoe kunt of eerst een indicatie nodig hebt."),
}
ACCESS_TERMS = {
    "free": ("Vrij toegankelijk", "Je hebt geen indicatie nodig."),
    "contracted": ("Gecontracteerd", "Hiervoor heb je een indicatie van de gemeente nodig (Wmo)."),
    "access_point": ("Toegang", "Hier regel je een indicatie."),
}


@dataclass(frozen=True, slots=True)
class Identities:
    """UUIDs (version 5, RFC 9562) of one municipality's things: the same in, the same out."""

    cbs_code: str

    def of(self, kind: str, *parts: str) -> str:
        name = "/".join(("urn:wijzer", self.cbs_code, kind, *parts))
        return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


@dataclass(frozen=True, slots=True)
class Mapper:
    """Makes HSDS objects of one municipality. `province` is the Dutch province's name."""

    municipality: Municipality
    base_url: str

    @property
    def ids(self) -> Identities:
        return Identities(self.municipality.cbs_code)

    def taxonomy(self, code: str) -> Json:
        name, description = TAXONOMIES[code]
        return {
            "id": self.ids.of("taxonomy", code),
            "name": name,
            "description": description,
            "version": "1",
        }

    def topic_term(self, topic: TopicListing) -> Json:
        term = self._term(TOPICS, topic.slug, topic.label, topic.explanation or topic.label)
        if topic.parent:
            term["parent_id"] = self.ids.of("term", TOPICS, topic.parent)
        term["term_uri"] = f"{self.base_url}/onderwerp/{topic.slug}"
        return term

    def audience_term(self, audience: str) -> Json:
        return self._term(AUDIENCES, audience, audience.capitalize(), audience.capitalize())

    def access_term(self, access: str) -> Json:
        return self._term(ACCESS, access, *ACCESS_TERMS[access])

    def _term(self, taxonomy: str, code: str, name: str, description: str) -> Json:
        return {
            "id": self.ids.of("term", taxonomy, code),
            "code": code,
            "name": name,
            "description": description,
            "taxonomy": TAXONOMIES[taxonomy][0],
            "taxonomy_detail": self.taxonomy(taxonomy),
            "language": "nl",
        }

    def organization(self, provider: ProviderListing) -> Json:
        """The one-to-one fields of an organisation."""
        count = len(provider.services)
        offers = ", ".join(s.name for s in provider.services[:3])
        return _known(
            {
                "id": self.ids.of("organization", provider.id),
                "name": provider.name,
                "description": f"{count} {'dienst' if count == 1 else 'diensten'}: {offers}",
                "email": provider.email,
                "website": provider.website,
                "uri": f"{self.base_url}/aanbieder/{provider.id}",
            }
        )

    def full_organization(self, provider: ProviderListing, topics: dict[str, Json]) -> Json:
        """An organisation with its phones and services."""
        found = self.organization(provider)
        if provider.phone:
            found["phones"] = [self._phone("organization", provider.id, provider.phone)]
        services = [self.full_service(s, topics) for s in provider.services]
        return found | {"services": services}

    def service(self, service: ServiceListing) -> Json:
        """The one-to-one fields of a service, without its organisation."""
        text = "\n\n".join(filter(None, (service.summary, service.explanation)))
        return _known(
            {
                "id": self.ids.of("service", service.id),
                "organization_id": self.ids.of("organization", service.provider_id),
                "name": service.name,
                "description": text,
                "url": service.website,
                "email": service.email,
                "status": "active",
                "application_process": service.condition,
                "fees_description": _stated(service.costs),
                "eligibility_description": ", ".join(a.capitalize() for a in service.audience),
                "alert": ACCESS_TERMS["contracted"][1] if service.access == "contracted" else "",
                "assured_date": service.last_checked.isoformat() if service.last_checked else "",
                "last_modified": service.changed_at.isoformat() if service.changed_at else "",
            }
        )

    def full_service(self, service: ServiceListing, topics: dict[str, Json]) -> Json:
        """A service with everything below it. `topics`: slug → HSDS term."""
        found = self.service(service)
        at_location = self.service_at_location(service)
        lists = {
            "phones": [self._phone("service", service.id, service.phone)] if service.phone else [],
            "schedules": list(self._schedules(service)),
            "service_areas": list(self._areas(service)),
            "service_at_locations": [at_location] if at_location else [],
            "languages": [
                {"id": self.ids.of("language", service.id, name), "name": name}
                for name in service.languages
            ],
            "cost_options": list(self._costs(service)),
            "attributes": list(self._attributes(service, topics)),
        }
        return found | {name: values for name, values in lists.items() if values}

    def service_at_location(self, service: ServiceListing) -> Json | None:
        """Where a service is given; None when it has no place of its own."""
        location = self.location(service.place)
        if location is None:
            return None
        if service.accessibility:
            mine = self.ids.of("accessibility", service.id)
            location["accessibility"] = [{"id": mine, "description": service.accessibility}]
        return {
            "id": self.ids.of("service_at_location", service.id),
            "service_id": self.ids.of("service", service.id),
            "location_id": location["id"],
            "location": location,
        }

    def location(self, place: PlaceListing) -> Json | None:
        """A venue or address; a bare neighbourhood is a service area, not a location."""
        if not (place.venue or place.address):
            return None
        mine = self.ids.of("location", place.venue, place.address, place.postcode)
        found = _known(
            {
                "id": mine,
                "location_type": "virtual" if place.kind == "online" else "physical",
                "name": place.venue or place.address,
                "latitude": place.lat,
                "longitude": place.lon,
                "external_identifier": place.code,
                "external_identifier_type": "CBS-wijkcode" if place.code else "",
            }
        )
        if place.address:
            found["addresses"] = [self._address(place, mine)]
        return found

    def _address(self, place: PlaceListing, location_id: str) -> Json:
        # HSDS demands city, province and postcode; a postcode we do not know stays empty.
        return {
            "id": self.ids.of("address", place.address, place.postcode),
            "location_id": location_id,
            "address_1": place.address,
            "city": self.municipality.name,
            "state_province": str(self.municipality.extra.get("province", "")),
            "postal_code": place.postcode,
            "country": "NL",
            "address_type": "physical",
        }

    def _phone(self, kind: str, key: str, number: str) -> Json:
        return {"id": self.ids.of("phone", kind, key), "number": number, "type": "voice"}

    def _schedules(self, service: ServiceListing) -> Iterator[Json]:
        if service.opening_hours:
            mine = self.ids.of("schedule", service.id)
            yield {"id": mine, "description": service.opening_hours}

    def _areas(self, service: ServiceListing) -> Iterator[Json]:
        for code in service.serves:
            area = self.municipality.neighbourhood(code)
            if area is not None:
                mine = self.ids.of("service_area", service.id, code)
                yield {"id": mine, "name": area.name, "extent": code, "extent_type": "CBS-code"}
        if not service.serves:
            mine = self.ids.of("service_area", service.id)
            yield {"id": mine, "name": self.municipality.name}

    def _costs(self, service: ServiceListing) -> Iterator[Json]:
        if not _stated(service.costs):
            return
        cost: Json = {"id": self.ids.of("cost", service.id), "option": service.costs}
        if service.costs.casefold() == "gratis":
            cost |= {"amount": 0, "currency": "EUR"}
        yield cost

    def _attributes(self, service: ServiceListing, topics: dict[str, Json]) -> Iterator[Json]:
        terms = [topics[slug] for slug in service.topics if slug in topics]
        terms += [self.audience_term(audience) for audience in service.audience]
        terms.append(self.access_term(service.access))
        for term in terms:
            yield {
                "id": self.ids.of("attribute", service.id, term["id"]),
                "link_id": self.ids.of("service", service.id),
                "link_entity": "service",
                "taxonomy_term_id": term["id"],
                "taxonomy_term": term,
            }


def _stated(costs: str) -> str:
    """What people write when they do not know is not a price."""
    return "" if costs.casefold() == "onbekend" else costs


def _known(facts: Json) -> Json:
    """Without what is not known: empty texts and None."""
    return {key: value for key, value in facts.items() if value not in ("", None)}
