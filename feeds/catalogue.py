"""Which feeds there are: the whole city, and each neighbourhood, topic, audience, provider.

A feed's path is an address people have put in their phones: it never changes meaning.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from base.municipality import Municipality
from base.text import slug
from snapshot.listing import ActivityListing, ProviderListing, TopicListing


class FeedKind(StrEnum):
    """What a feed is a selection by."""

    CITY = "city"
    NEIGHBOURHOOD = "neighbourhood"
    TOPIC = "topic"
    AUDIENCE = "audience"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A published selection. `path` has no extension; each format adds its own.

    `values`: a date is in the feed when it has one of them (CBS codes, topic slugs,
    audiences, provider ids); not used for the whole city.
    """

    path: str
    title: str
    description: str
    kind: FeedKind
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the feeds stand: `base_url` without a final slash, `zone` an IANA name.

    `topic_labels`: slug → what people read. `activity_path`: address of the page of `{id}`.
    """

    name: str
    base_url: str
    zone: str = "Europe/Amsterdam"
    language: str = "nl"
    activity_path: str = "/activiteit/{id}"
    topic_labels: Mapping[str, str] = field(default_factory=dict)

    def activity_url(self, activity_id: str) -> str:
        return self.base_url + self.activity_path.format(id=activity_id)

    def labels(self, topics: Iterable[str]) -> list[str]:
        return [self.topic_labels.get(topic, topic) for topic in topics]


def catalogue(
    municipality: Municipality,
    *,
    topics: Sequence[TopicListing],
    audiences: Iterable[str],
    providers: Iterable[ProviderListing],
) -> tuple[Feed, ...]:
    """Every feed, in a fixed order; a path is used once (the first keeps it)."""
    town = municipality.name
    feeds = [
        _feed("alles", f"Agenda {town}", f"Alle activiteiten in {town}", FeedKind.CITY),
        *_neighbourhoods(municipality),
        *_topics(town, topics),
        *_audiences(town, audiences),
        *_providers(town, providers),
    ]
    unique: dict[str, Feed] = {}
    for feed in feeds:
        unique.setdefault(feed.path, feed)
    return tuple(unique.values())


def audiences_of(activities: Iterable[ActivityListing]) -> list[str]:
    """Every audience that occurs, in order."""
    return sorted({audience for a in activities for audience in a.audience})


def _neighbourhoods(municipality: Municipality) -> Iterator[Feed]:
    for wijk in municipality.wijken:
        title, text = f"Agenda {wijk.name}", f"Activiteiten in {wijk.name}, {municipality.name}"
        yield _feed(f"wijk/{wijk.slug}", title, text, FeedKind.NEIGHBOURHOOD, wijk.code)


def _topics(town: str, topics: Sequence[TopicListing]) -> Iterator[Feed]:
    for topic in topics:
        below = [t.slug for t in topics if t.parent == topic.slug]
        title = f"Agenda {town}: {topic.label}"
        text = f"Activiteiten in {town} over {topic.label}"
        yield _feed(f"thema/{topic.slug}", title, text, FeedKind.TOPIC, topic.slug, *below)


def _audiences(town: str, audiences: Iterable[str]) -> Iterator[Feed]:
    for audience in audiences:
        title, text = f"Agenda {town} voor {audience}", f"Activiteiten voor {audience} in {town}"
        yield _feed(f"doelgroep/{slug(audience)}", title, text, FeedKind.AUDIENCE, audience)


def _providers(town: str, providers: Iterable[ProviderListing]) -> Iterator[Feed]:
    for provider in providers:
        title, text = f"Agenda {provider.name}", f"Activiteiten van {provider.name} in {town}"
        yield _feed(f"aanbieder/{slug(provider.id)}", title, text, FeedKind.PROVIDER, provider.id)


def _feed(path: str, title: str, description: str, kind: FeedKind, *values: str) -> Feed:
    return Feed(
        path=f"feeds/{path}", title=title, description=description, kind=kind, values=values
    )
