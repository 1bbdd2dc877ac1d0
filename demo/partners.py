"""The loopback server that plays nine partners.

It answers conditional requests, so a round over unchanged partners costs nothing. From a
partner's third visit on (`CHANGES_AT`) something of it changes: a time, a date that is gone, a
cancellation, a failure. Visits are counted by the address the source has, and kept in a file
when one is given, so that rounds in processes of their own count on.
"""

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from agenda.reading.sources import Definition
from agenda.status import Basis, SourceKind, Trust
from base.text import slug
from demo import calendars, content, pages, sheets

CHANGES_AT = 3
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
HTML = "text/html; charset=utf-8"
ROBOTS = b"User-agent: *\nDisallow: /besloten/\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a partner sends back."""

    body: bytes
    content_type: str
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request: the day it is, how often the partner was visited, where it stands."""

    today: date
    has_changed: bool
    base: str
    path: str
    page: int

    def dates(self, partner: str) -> list[content.Dated]:
        return content.dated(partner, self.today)


Make = Callable[[Ask], Answer | None]


def library(ask: Ask) -> Answer:
    return Answer(calendars.of_series(content.items("bibliotheek"), ask.today), "text/calendar")


def welfare(ask: Ask) -> Answer:
    return Answer(sheets.workbook(ask.dates("welzijn")), SHEET)


def house(ask: Ask) -> Answer:
    """Later: the repair café starts half an hour later, the next creative afternoon is gone."""
    dates = ask.dates("buurthuis")
    if ask.has_changed:
        coming = [d for d in dates if d.day > ask.today]
        gone = next(d for d in coming if d.item.key == "creatief")
        dates = [_half_past(d) for d in dates if d is not gone]
    return Answer(calendars.of_dates(dates), "text/calendar")


def _half_past(held: content.Dated) -> content.Dated:
    if held.item.key != "repair":
        return held
    return replace(held, item=replace(held.item, start=time(13, 30)))


def village(ask: Ask) -> Answer | None:
    dates = ask.dates("dorp")
    number = int(ask.path.removeprefix("/dorp/agenda").strip("-.html") or "1")
    count = -(-len(dates) // pages.PAGE_SIZE)
    if not 1 <= number <= count:
        return None
    shown = dates[(number - 1) * pages.PAGE_SIZE : number * pages.PAGE_SIZE]
    return Answer(pages.village_page(shown, number=number, pages=count), HTML)


def church(ask: Ask) -> Answer:
    """Later: the server fails."""
    if ask.has_changed:
        return Answer(b"Storing", "text/plain", status=500)
    return Answer(sheets.dutch_csv(ask.dates("kerk")), "text/csv")


def sport(ask: Ask) -> Answer | None:
    """Later: the next jeu de boules is cancelled."""
    cancelled = frozenset[str]()
    if ask.has_changed:
        coming = (d for d in ask.dates("sport") if d.day > ask.today)
        cancelled = frozenset({next(d.key for d in coming if d.item.key == "boules")})
    return _agenda("sport", ask, cancelled)


def vet(ask: Ask) -> Answer:
    return Answer(sheets.ods(ask.dates("vet")), ODS)


def city(ask: Ask) -> Answer | None:
    return _agenda("stad", ask)


def _agenda(partner: str, ask: Ask, cancelled: frozenset[str] = frozenset()) -> Answer | None:
    base, dates = f"{ask.base}/{partner}", ask.dates(partner)
    wanted = ask.path.removeprefix(f"/{partner}/")
    if wanted:
        found = next((d for d in dates if d.key == wanted), None)
        return Answer(pages.detail_page(found, base=base), HTML) if found else None
    page = pages.json_ld_page(dates, base=base, number=ask.page, cancelled=cancelled)
    return Answer(page, HTML) if page else None


def broken(_ask: Ask) -> Answer:
    return Answer(b"<html><body>Log in om verder te gaan</body></html>", HTML)


ICAL, SHEETS, SITE = SourceKind.ICAL, SourceKind.SPREADSHEET, SourceKind.WEBSITE
ALL, NEW, NONE = Trust.REVIEW_ALL, Trust.REVIEW_NEW, Trust.REVIEW_NONE


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner: its source, and what it answers."""

    name: str
    title: str
    kind: SourceKind
    file: str
    trust: Trust
    make: Make

    @property
    def entry(self) -> str:
        return f"/{self.name}/{self.file}"


PARTNERS = (
    Partner("bibliotheek", "Demobibliotheek", ICAL, "agenda.ics", NONE, library),
    Partner("welzijn", "Welzijn De Proeve", SHEETS, "programma.xlsx", NONE, welfare),
    Partner("buurthuis", "Buurthuis De Proeftuin", ICAL, "?ical=1", NONE, house),
    Partner("dorp", "Dorpsvereniging Voorbeeld", SITE, "agenda.html", NEW, village),
    Partner("kerk", "De Voorbeeldkerk", SHEETS, "agenda.csv", NONE, church),
    Partner("sport", "Sportbedrijf Demo", SITE, "", NONE, sport),
    Partner("vet", "Voor Elkaar-team (demo)", SHEETS, "activiteiten.ods", NONE, vet),
    Partner("stad", "Stadsagenda Demo", SITE, "", NONE, city),
    Partner("kapot", "Vereniging Kapot", ICAL, "agenda.ics", ALL, broken),
)


def sources(base: str) -> tuple[Definition, ...]:
    """The nine partners as sources, at the address of a running server."""
    return tuple(
        Definition(
            name=partner.name,
            title=partner.title,
            kind=partner.kind,
            address=f"{base}{partner.entry}",
            homepage=f"{base}/{partner.name}/",
            trust=partner.trust,
            basis=Basis.GIVEN,
            provider_id=slug(partner.title),
        )
        for partner in PARTNERS
    )


class Visits:
    """How often each partner was visited; kept in `file` when there is one."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        if file is not None and file.is_file():
            self._counts.update(json.loads(file.read_text("utf-8")))

    def count(self, partner: Partner, path: str) -> int:
        """Which visit this is; another page of the same visit is no visit of its own."""
        with self._lock:
            if path == partner.entry:
                self._counts[partner.name] += 1
                if self._file is not None:
                    self._file.write_text(json.dumps(self._counts), "utf-8")
            return self._counts[partner.name]


@contextmanager
def serving(
    today: Callable[[], date], port: int = 0, visits_file: Path | None = None
) -> Iterator[str]:
    """The base address of the running partners; stopped when the block ends."""
    handler = _handler(today, Visits(visits_file))
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="partners"
    )
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(today: Callable[[], date], visits: Visits) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = _answer(self.path, f"http://{self.headers.get('Host')}", today(), visits)
            etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
            is_known = answer.status == 200 and self.headers.get("If-None-Match") == etag
            self.send_response(304 if is_known else answer.status)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", answer.content_type)
            if not is_known:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if not is_known:
                self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Silence: progress is shown by the run itself."""

    return Handler


def _answer(address: str, base: str, today: date, visits: Visits) -> Answer:
    parts = urlsplit(address)
    if parts.path == "/robots.txt":
        return Answer(ROBOTS, "text/plain")
    partner = next((p for p in PARTNERS if parts.path.startswith(f"/{p.name}/")), None)
    found = None
    if partner is not None:
        number = parse_qs(parts.query).get("pagina", ["1"])[0]
        ask = Ask(
            today=today,
            has_changed=visits.count(partner, address) >= CHANGES_AT,
            base=base,
            path=parts.path,
            page=int(number) if number.isdigit() else 0,
        )
        found = partner.make(ask)
    return found or Answer(b"Niet gevonden", "text/plain", status=404)
