"""What can be found: one flat value per service, provider, topic, activity or place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from base.municipality import Municipality
from snapshot.listing import ActivityListing, ProviderListing, ServiceListing, TopicListing


class Kind(StrEnum):
    """What sort of page a hit leads to."""

    SERVICE = "service"
    PROVIDER = "provider"
    TOPIC = "topic"
    ACTIVITY = "activity"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing to find. `topics` are slugs, the first one being what it is most about.

    `codes` are the CBS wijken where it is or that it serves; empty: the whole town.
    `access` is free, contracted or access_point, empty for what is no service.
    """

    id: str
    kind: Kind
    name: str
    owner: str = ""
    topics: tuple[str, ...] = ()
    summary: str = ""
    details: str = ""
    venue: str = ""
    audience: tuple[str, ...] = ()
    access: str = ""
    codes: tuple[str, ...] = ()


def of_service(service: ServiceListing) -> Document:
    """What search knows of a service."""
    codes = (service.place.code, *service.serves) if service.place.code else service.serves
    return Document(
        id=service.id,
        kind=Kind.SERVICE,
        name=service.name,
        owner=service.provider,
        topics=service.topics,
        summary=service.summary,
        details=" ".join((service.explanation, service.condition, *service.languages)),
        venue=" ".join((service.place.venue, service.place.address)),
        audience=service.audience,
        access=service.access,
        codes=tuple(dict.fromkeys(codes)),
    )


def of_provider(provider: ProviderListing) -> Document:
    """What search knows of an organisation: its name and what it is about."""
    topics = dict.fromkeys(topic for s in provider.services for topic in s.topics)
    accesses = {s.access for s in provider.services}
    return Document(
        id=provider.id,
        kind=Kind.PROVIDER,
        name=provider.name,
        topics=tuple(topics),
        details=" ".join(s.name for s in provider.services),
        access=accesses.pop() if len(accesses) == 1 else "",
    )


def of_topic(topic: TopicListing) -> Document:
    """What search knows of a topic page."""
    return Document(
        id=topic.slug,
        kind=Kind.TOPIC,
        name=topic.label,
        topics=(topic.slug,),
        summary=topic.explanation,
    )


def of_activity(activity: ActivityListing) -> Document:
    """What search knows of an activity in the agenda."""
    return Document(
        id=activity.id,
        kind=Kind.ACTIVITY,
        name=activity.title,
        owner=activity.organiser,
        topics=activity.topics,
        summary=activity.description[:600],
        venue=" ".join((activity.place.venue, activity.place.address)),
        audience=activity.audience,
        codes=(activity.place.code,) if activity.place.code else (),
    )


def of_places(municipality: Municipality) -> Iterator[Document]:
    """The wijken, each with a page of its own."""
    for place in municipality.wijken:
        yield Document(id=place.code, kind=Kind.PLACE, name=place.name, codes=(place.code,))


def documents(
    municipality: Municipality,
    *,
    providers: Iterable[ProviderListing] = (),
    topics: Iterable[TopicListing] = (),
    activities: Iterable[ActivityListing] = (),
) -> Iterator[Document]:
    """Everything a snapshot shows, for `index.build`."""
    for provider in providers:
        yield of_provider(provider)
        yield from map(of_service, provider.services)
    yield from map(of_topic, topics)
    yield from (of_activity(a) for a in activities if a.state == "public")
    yield from of_places(municipality)
