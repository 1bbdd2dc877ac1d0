"""One box over everything. In danger the numbers to call come before any result.

What is asked here is in no log and no referrer; it is counted only as
`snapshot.search.counting` allows, never in danger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from snapshot.listing import (
    ActivityListing,
    OccurrenceListing,
    ProviderListing,
    ServiceListing,
    TopicListing,
)
from snapshot.reader import Snapshot
from snapshot.search.counting import strike, to_note
from snapshot.search.searcher import Filters, Hit, Results
from snapshot.spool import Searched, append
from web.public.choices import DAYS_AHEAD, page_number
from web.public.security import keep_private
from web.public.shortlist import MAX_ITEMS, parse_items
from web.public.site import now, site, snapshot, today, topic_labels
from web.public.wording import audience_label

pages = Blueprint("search", __name__)
MOST_WORDS = 250
PER_PAGE, MAX_QUERY, MAX_PAGES, MOST_OPTIONS, MOST_AFTERWARDS = 20, 2000, 20, 8, 5
KINDS = {
    "dienst": ("service", "Hulp"),
    "activiteit": ("activity", "Agenda"),
    "aanbieder": ("provider", "Organisaties"),
    "onderwerp": ("topic", "Onderwerpen"),
    "wijk": ("place", "Wijken"),
}
ACCESSES = {
    "vrij": ("free", "Zonder indicatie"),
    "toegang": ("access_point", "Aanvragen"),
    "indicatie": ("contracted", "Met indicatie"),
}
EXIT_ADDRESS = "https://www.knmi.nl/nederland-nu/weer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as its address says it: only known values."""

    text: str
    soort: str = ""
    wijk: str = ""
    thema: str = ""
    doelgroep: str = ""
    toegang: str = ""
    page: int = 1
    items: tuple[str, ...] = ()

    def address(self, **changes: str | int) -> str:
        """This search with something else; an empty value takes a choice away."""
        facts: dict[str, str | int] = {
            "q": self.text,
            "soort": self.soort,
            "wijk": self.wijk,
            "thema": self.thema,
            "doelgroep": self.doelgroep,
            "toegang": self.toegang,
            "lijst": ",".join(self.items),
            "pagina": "",
        }
        kept = {k: str(v) for k, v in (facts | changes).items() if v not in ("", 1)}
        return f"/zoeken?{urlencode(kept)}" if kept else "/zoeken"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.soort or self.wijk or self.thema or self.doelgroep or self.toegang)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow, with what it leaves and where it leads."""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with what it leads to. `address` notes that it was used, then goes there."""

    hit: Hit
    address: str
    add: str
    service: ServiceListing | None = None
    activity: ActivityListing | None = None
    next_date: OccurrenceListing | None = None
    provider: ProviderListing | None = None
    topic: TopicListing | None = None
    name: str = ""


@pages.get("/zoeken")
def search() -> str:
    """The results; without a question a box and where to begin."""
    keep_private()
    asked = _asked(request.args)
    if not asked.text.strip():
        topics = [t for t in snapshot().topics() if not t.parent]
        words = words_to_start(snapshot())
        return render_template("search_start.html", asked=asked, topics=topics, suggestions=words)
    results = _results(asked)
    if results.danger:
        return _in_danger(results)
    if asked.page == 1 and not asked.is_narrowed:
        _note(asked.text, results)
    return render_template(
        "search.html",
        asked=asked,
        results=results,
        shown=_shown(results, asked),
        choices=_choices(results, asked),
        has_more=results.total > PER_PAGE * asked.page and asked.page < MAX_PAGES,
        suggestions=_suggestions(asked.text),
        labels=topic_labels(),
    )


@pages.get("/gebruikt")
def used() -> Redirect:
    """Note which result was used for which words, then go there."""
    keep_private()
    kind, wanted = request.args.get("soort", ""), request.args.get("wat", "")
    if not _exists(kind, wanted):
        abort(404)
    target = _page_of(kind, wanted)
    text = request.args.get("q", "")[:MAX_QUERY]
    blocks = site().searcher(snapshot()).search(text, limit=1).danger if text else ()
    asked = to_note(text, blocks, day=today(), is_found=True, used_id=wanted[:80])
    if asked is not None:
        append(
            site().settings.spool_dir,
            Searched(text=asked.text, day=asked.day, is_found=True, used_id=asked.used_id),
        )
    return redirect(target)


@pages.get("/verlaat")
def leave() -> Redirect:
    """Quickly to a page about the weather."""
    keep_private()
    answer = redirect(str(site().town.extra.get("exit_url", EXIT_ADDRESS)), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _asked(args: Mapping[str, str]) -> Asked:
    def among(name: str, values: Mapping[str, object]) -> str:
        value = args.get(name, "")
        return value if value in values else ""

    return Asked(
        text=" ".join(args.get("q", "")[:MAX_QUERY].split()),
        soort=among("soort", KINDS),
        wijk=among("wijk", site().wijken),
        thema=among("thema", topic_labels()),
        doelgroep=args.get("doelgroep", "")[:60],
        toegang=among("toegang", ACCESSES),
        page=min(page_number(args.get("pagina", "")), MAX_PAGES),
        items=parse_items(args.get("lijst", "")),
    )


def _results(asked: Asked) -> Results:
    code = site().wijken[asked.wijk].code if asked.wijk else ""
    return site().searcher(snapshot()).search(
        asked.text,
        near=code or None,
        filters=Filters(
            kinds=frozenset({KINDS[asked.soort][0]} if asked.soort else ()),
            topic=asked.thema,
            audience=asked.doelgroep,
            access=ACCESSES[asked.toegang][0] if asked.toegang else "",
            code=code,
        ),
        limit=PER_PAGE,
        offset=PER_PAGE * (asked.page - 1),
    )  # fmt: skip


def _in_danger(results: Results) -> str:
    """Who to call now; below it only help for that, free first. Nothing is noted."""
    topics = dict.fromkeys(topic for block in results.danger for topic in block.topics)
    found = [s for access in ("free", "access_point") for topic in topics
             for s in snapshot().services(topic=topic, access=access)]  # fmt: skip
    afterwards = list({service.id: service for service in found}.values())[:MOST_AFTERWARDS]
    return render_template("danger.html", blocks=results.danger, afterwards=afterwards)


def _note(text: str, results: Results) -> None:
    is_found = bool(results.hits) and not results.is_uncertain
    asked = to_note(text, results.danger, day=today(), is_found=is_found)
    if asked is not None:
        append(
            site().settings.spool_dir,
            Searched(text=asked.text, day=asked.day, is_found=asked.is_found),
        )


def _shown(results: Results, asked: Asked) -> list[Shown]:
    """The listings behind the hits: two queries, however many hits."""
    held = snapshot()
    wanted = [hit.id for hit in results.hits if hit.kind == "activity"]
    activities = held.activities_of(wanted)
    last = today() + timedelta(days=DAYS_AHEAD)
    dates = held.next_dates(wanted, today(), last, after=now())
    topics = {topic.slug: topic for topic in held.topics()}
    words = strike(asked.text)
    kinds = {known: name for name, (known, _) in KINDS.items()}
    found = []
    for hit in results.hits:
        kind = kinds[hit.kind]
        query = urlencode({"q": words, "soort": kind, "wat": hit.id})
        wijk = site().wijk_by_code.get(hit.id)
        shown = Shown(
            hit,
            f"/gebruikt?{query}" if words else _page_of(kind, hit.id),
            _add(asked, kind, hit.id),
            service=held.service(hit.id) if kind == "dienst" else None,
            activity=activities.get(hit.id) if kind == "activiteit" else None,
            next_date=dates.get(hit.id) if kind == "activiteit" else None,
            provider=held.provider(hit.id) if kind == "aanbieder" else None,
            topic=topics.get(hit.id) if kind == "onderwerp" else None,
            name=wijk.name if wijk and kind == "wijk" else "",
        )
        if shown.service or shown.activity or shown.provider or shown.topic or shown.name:
            found.append(shown)
    return found


def _add(asked: Asked, kind: str, found_id: str) -> str:
    item = f"{kind[0]}.{found_id}"
    if kind not in ("dienst", "activiteit", "aanbieder") or len(asked.items) >= MAX_ITEMS:
        return ""
    if kind == "aanbieder":
        item = f"o.{found_id}"
    items = ",".join(dict.fromkeys((*asked.items, item)))
    return f"/lijstje?{urlencode({'met': items})}" if asked.items else ""


def _exists(kind: str, found_id: str) -> bool:
    held = snapshot()
    match kind:
        case "dienst":
            return held.service(found_id) is not None
        case "activiteit":
            return bool(held.activities_of([found_id]))
        case "aanbieder":
            return held.provider(found_id) is not None
        case "onderwerp":
            return found_id in topic_labels()
        case "wijk":
            return found_id in site().wijk_by_code
    return False


def _page_of(kind: str, found_id: str) -> str:
    """The page of a result that exists."""
    if kind == "wijk":
        return f"/wijk/{site().wijk_by_code[found_id].slug}"
    return f"/{kind}/{found_id}"


def _choices(results: Results, asked: Asked) -> dict[str, list[Choice]]:
    """Ways to narrow that leave something, by heading, the fullest first."""
    counts = results.counts
    wijken = {wijk.code: wijk.slug for wijk in site().town.wijken}
    by_code = {wijken[c]: n for c, n in counts.get("code", {}).items() if c in wijken}
    kinds = {known: name for name, (known, _) in KINDS.items()}
    accesses = {known: name for name, (known, _) in ACCESSES.items()}
    groups: dict[str, tuple[str, Mapping[str, int], Mapping[str, str]]] = {
        "Wat": (
            "soort",
            {kinds[k]: n for k, n in counts.get("kind", {}).items()},
            {name: label for name, (_, label) in KINDS.items()},
        ),
        "Waar": ("wijk", by_code, {slug: w.name for slug, w in site().wijken.items()}),
        "Voor wie": (
            "doelgroep",
            counts.get("audience", {}),
            {a: audience_label(a) for a in counts.get("audience", {})},
        ),
        "Indicatie": (
            "toegang",
            {accesses[a]: n for a, n in counts.get("access", {}).items()},
            {name: label for name, (_, label) in ACCESSES.items()},
        ),
    }
    return {
        heading: found
        for heading, (name, values, labels) in groups.items()
        if (found := _group(asked, name, values, labels))
    }


def _group(
    asked: Asked, name: str, values: Mapping[str, int], labels: Mapping[str, str]
) -> list[Choice]:
    chosen = getattr(asked, name)
    ranked = sorted(values.items(), key=lambda v: (-v[1], labels.get(v[0], v[0])))[:MOST_OPTIONS]
    if chosen and chosen not in dict(ranked):
        ranked.insert(0, (chosen, values.get(chosen, 0)))
    if len(ranked) < 2 and not chosen:
        return []
    return [
        Choice(
            labels.get(value, value),
            count,
            asked.address(**{name: "" if value == chosen else value}),
            value == chosen,
        )
        for value, count in ranked
    ]


def words_to_start(held: Snapshot) -> list[str]:
    """What a browser offers while someone types, without a script: subjects, organisations."""
    labels = [topic.label for topic in held.topics()]
    names = [provider.name for provider in held.providers()]
    return sorted(dict.fromkeys([*labels, *names]), key=str.casefold)[:MOST_WORDS]


def _suggestions(text: str) -> list[str]:
    """Other words to try, for when the first ones did not do it."""
    found = site().searcher(snapshot()).suggest(text, limit=6)
    return [suggestion for suggestion in found if suggestion.casefold() != text.casefold()]
