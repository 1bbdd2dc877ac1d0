"""A searcher over a handful of services, for the tests beside it."""

import sqlite3
from collections.abc import Iterable

from base.config import ROOT
from base.municipality import Municipality, load, rows
from snapshot.listing import TopicListing
from snapshot.search import index, synonyms
from snapshot.search.document import Document, Kind
from snapshot.search.searcher import Searcher

DEVENTER: Municipality = load(ROOT / "municipalities" / "deventer")
TOPICS = tuple(TopicListing(**row) for row in rows(DEVENTER.folder / "topics.csv"))


def service(service_id: str, name: str, topics: str, **changes: object) -> Document:
    """A free service about `topics` (separated by spaces)."""
    facts: dict[str, object] = {"access": "free", "owner": f"Stichting {service_id.title()}"}
    return Document(
        id=service_id,
        kind=Kind.SERVICE,
        name=name,
        topics=tuple(topics.split()),
        **(facts | changes),  # type: ignore[arg-type]
    )


SERVICES = (
    service(
        "koffie",
        "Koffieochtend",
        "ontmoeten eenzaamheid",
        codes=("WK015015",),
        summary="Koffie in Bathmen.",
    ),
    service("inloop", "Open inloop", "ontmoeten eenzaamheid", codes=("WK015003",)),
    service("maatje", "Een maatje", "eenzaamheid", audience=("ouderen",)),
    service(
        "schuldhulp",
        "Schuldhulpverlening",
        "schulden",
        access="access_point",
        owner="Budget Adviesbureau (BAD)",
    ),
    service("budget", "Budgetadvies", "rondkomen"),
    service("voedsel", "Voedselpakket", "voedselhulp"),
    service("opvoed", "Spreekuur opvoeden", "opvoeden", audience=("ouders",)),
    service(
        "wmo",
        "Hulp bij het huishouden aanvragen",
        "hulp-thuis zorg-aanvragen",
        access="access_point",
        owner="Team Toegang Wmo",
    ),
    service(
        "glans",
        "Hulp in de huishouding",
        "hulp-thuis",
        access="contracted",
        owner="Schoonmaakhulp De Glansbloem",
    ),
    service("fiets", "Opgeknapte fietsen", "kleding-spullen", summary="Fietsen voor weinig geld."),
    service("bieb", "Bibliotheek Centrum", "ontmoeten lezen-schrijven", owner="De Bibliotheek"),
    service("bemiddeling", "Bemiddeling bij ruzie thuis", "buren scheiden"),
    service("meldpunt", "Advies bij geweld", "geweld"),
    service("wegwijs", "In gesprek met het team", "meedenken"),
)


def searcher(documents: Iterable[Document] = SERVICES) -> Searcher:
    """Over `documents`, with Deventer's own synonyms."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    table = synonyms.read(DEVENTER.folder)
    index.build(connection, documents, synonyms=table, topics=TOPICS)
    return Searcher(lambda: connection, DEVENTER)
