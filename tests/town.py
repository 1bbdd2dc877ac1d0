"""A published town for tests of pages: every state an activity can be in, real providers' form.

Everything is relative to NOW, a Tuesday afternoon in March.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from base.config import ROOT, Settings, from_env
from feeds.catalogue import Site
from feeds.publishing import publish
from providers.csv_in import read_providers
from providers.directory import by_provider
from snapshot.listing import (
    ActivityListing,
    OccurrenceListing,
    PlaceListing,
    ProviderListing,
    SourceCredit,
    When,
)
from snapshot.search import synonyms
from snapshot.store import Contents
from tests.listings import activity, occurrence
from tests.searches import DEVENTER, TOPICS

NOW = datetime(2026, 3, 10, 13, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
BASE_URL = "https://wijzer.example"
SEEN = datetime(2026, 3, 10, 5, 12, tzinfo=UTC)
CREDIT = SourceCredit(
    name="Buurthuis De Proef", url="https://buurthuis.example/agenda", seen_at=SEEN
)


def place(
    code: str, venue: str, address: str = "", postcode: str = "", **more: object
) -> PlaceListing:
    """A venue in the wijk with this CBS code."""
    area = DEVENTER.neighbourhood(code)
    shown = PlaceListing(
        kind="neighbourhood",
        code=code,
        neighbourhood=area.name if area else "",
        venue=venue,
        address=address,
        postcode=postcode,
    )
    return replace(shown, **more)  # type: ignore[arg-type]


PROEF = place("WK015003", "Buurthuis De Proef", "Proefweg 12", "7413 AC", lat=52.2609, lon=6.1391)
KULTURHUS = place("WK015011", "Kulturhus De Toets", "Dorpsplein 1", "7431 AB")
LIBRARY = place("WK015001", "Bibliotheek Voorbeeld", "Voorbeeldplein 1", "7411 AA")
CHOIR = "Zangkoor De Proefnoten"
FESTIVAL = "Buurtfestival met een heel lange naam over muziek, eten en spelen"
ONLINE = PlaceListing(kind="online")
OUTSIDE = PlaceListing(kind="outside", neighbourhood="Gorssel", venue="Dorpshuis Gorssel")


def dates(
    activity_id: str, title: str, where: PlaceListing, hours: str, *in_days: int, **more: object
) -> tuple[OccurrenceListing, ...]:
    """One date per number of days from TODAY; `hours` as in "10:00-12:00", "10:00" or ""."""
    start, _, end = hours.partition("-")
    found = []
    for days in in_days:
        day = TODAY + timedelta(days=days)
        when = When(
            day=day,
            clock=time.fromisoformat(start) if start else None,
            end_day=day if end else None,
            end_clock=time.fromisoformat(end) if end else None,
            zone="Europe/Amsterdam",
        )
        shown = occurrence(activity_id, day, title=title, place=where, when=when)
        found.append(replace(shown, **more))  # type: ignore[arg-type]
    return tuple(found)


def one(
    activity_id: str, title: str, where: PlaceListing, hours: str, *in_days: int, **more: object
) -> ActivityListing:
    """A free activity with these dates (see `dates`), from one source."""
    facts: dict[str, object] = {
        "title": title,
        "place": where,
        "occurrences": dates(activity_id, title, where, hours, *in_days),
        "organiser": where.venue or "Demobibliotheek",
        "sources": (CREDIT,),
    }
    return activity(activity_id, **(facts | more))


def activities() -> tuple[ActivityListing, ...]:
    """One of every kind."""
    weekly = tuple(range(0, 91, 7))
    return (
        one(
            "koffie", "Koffieochtend", PROEF, "09:30-11:30", *weekly,
            rhythm="elke dinsdag",
            description="Voor iedereen uit de buurt.\n\nDe koffie staat klaar.",
            audience=("iedereen",), topics=("ontmoeten", "eenzaamheid"),
        ),
        one(
            "taalcafe", "Taalcafé", LIBRARY, "19:00-20:30", *weekly, rhythm="elke dinsdag",
            description="Oefen Nederlands praten met andere mensen. Kom gewoon langs.",
            audience=("nieuwkomers",), topics=("taal",),
            provider_id="bibliotheek",
        ),
        one(
            "repair", "Repaircafé", PROEF, "13:00-16:00", 4, 32, price="€ 2,50", is_free=False,
            description="Samen repareren wat stuk is.", topics=("klussen",), audience=(),
        ),
        one(
            "afgelast", CHOIR, KULTURHUS, "20:00-22:00", 1, state="cancelled",
            is_free=False, price="€ 4 per keer", topics=("creatief",), audience=("ouderen",),
            occurrences=dates("afgelast", CHOIR, KULTURHUS, "20:00-22:00", 1, status="cancelled"),
        ),
        one(
            "verplaatst", "Wandelen met elkaar", KULTURHUS, "10:00", 2, 9,
            topics=("bewegen",), audience=("ouderen",), price="",
            is_free=False,
            occurrences=(
                *dates("verplaatst", "Wandelen met elkaar", KULTURHUS, "10:00", 2, status="moved"),
                *dates("verplaatst", "Wandelen met elkaar", KULTURHUS, "10:00", 9),
            ),
        ),
        one(
            "twijfel", "Samen eten", PROEF, "17:30-19:30", 3, price="€ 7", is_free=False,
            topics=("ontmoeten",), audience=("iedereen",),
            warning="Een bron noemt een andere tijd: 18.00 uur. Bel voordat je gaat.",
            occurrences=dates(
                "twijfel", "Samen eten", PROEF, "17:30-19:30", 3,
                warning="Een bron noemt een andere tijd: 18.00 uur. Bel voordat je gaat.",
            ),
            contact="0570-001234",
        ),
        one("weg", "Schilderclub", LIBRARY, "14:00-16:00", 5, state="withdrawn"),
        one("voorbij", "Lezing over de Hanze", LIBRARY, "20:00", -5, state="expired"),
        one(
            "online", "Meedoen met het digitaal spreekuur", ONLINE, "10:00-11:00", 1, 8,
            online_url="https://vergadering.example/spreekuur", topics=("digitaal",),
            audience=("volwassenen",),
        ),
        one(
            "dagenlang", FESTIVAL, PROEF, "", 0, occurrences=tuple(
                replace(o, when=replace(o.when, end_day=TODAY + timedelta(days=2)))
                for o in dates("dagenlang", FESTIVAL, PROEF, "", -1)
            ),
        ),
        one("gorssel", "Kaarten in Gorssel", OUTSIDE, "14:00-16:30", 6),
        one("vroeg", "Ontbijt in de wijk", PROEF, "08:00-09:30", 0, 7),
    )  # fmt: skip


def providers() -> tuple[ProviderListing, ...]:
    """The demonstration's organisations, free and contracted and access points."""
    topics = frozenset(topic.slug for topic in TOPICS)
    body = (ROOT / "demo" / "data" / "providers.csv").read_bytes()
    wijken = {wijk.code: wijk.name for wijk in DEVENTER.wijken}
    return tuple(by_provider(read_providers(body, topics=topics, wijken=wijken).services))


def contents(**changes: object) -> Contents:
    """The whole town."""
    shown = Contents(
        activities=activities(),
        providers=providers(),
        topics=TOPICS,
        aliases={"oudkoffie": "koffie"},
    )
    return replace(shown, **changes)  # type: ignore[arg-type]


def settings(folder: Path, **environ: str) -> Settings:
    """Settings without a database: its address leads nowhere."""
    return from_env(
        {
            "WIJZER_DATA_DIR": str(folder),
            "WIJZER_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none",
            "WIJZER_BASE_URL": BASE_URL,
            **environ,
        }
    )


def publish_town(folder: Path, shown: Contents | None = None, *, now: datetime = SEEN) -> None:
    """Put a snapshot of `shown` (the whole town) in the data directory `folder`."""
    held = settings(folder)
    shown = shown or contents()
    publish(
        held.snapshot_dir,
        shown,
        municipality=DEVENTER,
        site=Site(
            name=DEVENTER.site_name,
            base_url=BASE_URL,
            topic_labels={t.slug: t.label for t in shown.topics},
        ),
        synonyms=synonyms.read(DEVENTER.folder),
        now=now,
    )
