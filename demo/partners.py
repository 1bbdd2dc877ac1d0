"""The loopback server that plays nine partners; each remembers how often it was visited."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from agenda.sources import Definition
from agenda.status import Basis, SourceKind, Trust
from demo import content, files

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a partner sends back."""

    body: bytes
    content_type: str
    status: int = 200


Make = Callable[[date, int, str], Answer]


def library(today: date, _visit: int, _base: str) -> Answer:
    moved = files.moved_date(content.LIBRARY_ITEMS[0], today, weeks=1, hours=2)
    return Answer(files.calendar(content.LIBRARY_ITEMS, today, extra=moved), "text/calendar")


def welfare(today: date, _visit: int, _base: str) -> Answer:
    return Answer(files.workbook(content.WELFARE_ITEMS, today), SHEET)


def house(today: date, visit: int, _base: str) -> Answer:
    """From the second visit on: the repair café starts later, the creative afternoon is gone."""
    items: tuple[content.Item, ...] = content.HOUSE_ITEMS
    if visit > 1:
        items = tuple(
            replace(i, start=time(13, 30)) if i.key == "h2" else i for i in items if i.key != "h4"
        )
    return Answer(files.calendar(items, today), "text/calendar")


def village(today: date, _visit: int, _base: str) -> Answer:
    return Answer(files.village_page(content.VILLAGE_ITEMS, today), "text/html")


def church(today: date, visit: int, _base: str) -> Answer:
    """Fails from the second visit on."""
    if visit > 1:
        return Answer(b"Storing", "text/plain", status=500)
    return Answer(files.dutch_csv(content.CHURCH_ITEMS, today), "text/csv")


def sport(today: date, _visit: int, base: str) -> Answer:
    items = content.SPORT_ITEMS[:3]
    page = files.json_ld_page(items, today, base=f"{base}/sport", next_page=f"{base}/sport/2")
    return Answer(page, "text/html")


def sport_two(today: date, _visit: int, base: str) -> Answer:
    page = files.json_ld_page(content.SPORT_ITEMS[3:], today, base=f"{base}/sport")
    return Answer(page, "text/html")


def vet(today: date, _visit: int, _base: str) -> Answer:
    return Answer(files.ods(content.VET_ITEMS, today), ODS)


def city(today: date, _visit: int, base: str) -> Answer:
    page = files.json_ld_page(content.CITY_ITEMS, today, base=f"{base}/stad")
    return Answer(page, "text/html")


def broken(_today: date, _visit: int, _base: str) -> Answer:
    return Answer(b"<html><body>Log in om verder te gaan</body></html>", "text/html")


PAGES: dict[str, Make] = {
    "/bibliotheek/agenda.ics": library,
    "/welzijn/programma.xlsx": welfare,
    "/buurthuis/?ical=1": house,
    "/dorp/agenda.html": village,
    "/kerk/agenda.csv": church,
    "/sport/": sport,
    "/sport/2": sport_two,
    "/vet/activiteiten.ods": vet,
    "/stad/": city,
    "/kapot/agenda.ics": broken,
}

ICAL, SHEETS, SITE = SourceKind.ICAL, SourceKind.SPREADSHEET, SourceKind.WEBSITE
_SOURCES = (
    ("bibliotheek", "Demobibliotheek", ICAL, "agenda.ics", Trust.REVIEW_NONE),
    ("welzijn", "Welzijn De Proeve", SHEETS, "programma.xlsx", Trust.REVIEW_NONE),
    ("buurthuis", "Buurthuis De Proeftuin", ICAL, "?ical=1", Trust.REVIEW_NONE),
    ("dorp", "Dorpsvereniging Voorbeeld", SITE, "agenda.html", Trust.REVIEW_NEW),
    ("kerk", "De Voorbeeldkerk", SHEETS, "agenda.csv", Trust.REVIEW_NONE),
    ("sport", "Sportbedrijf Demo", SITE, "", Trust.REVIEW_NONE),
    ("vet", "Voor Elkaar-team (demo)", SHEETS, "activiteiten.ods", Trust.REVIEW_NONE),
    ("stad", "Stadsagenda Demo", SITE, "", Trust.REVIEW_NONE),
    ("kapot", "Vereniging Kapot", ICAL, "agenda.ics", Trust.REVIEW_ALL),
)


def sources(base: str) -> tuple[Definition, ...]:
    """The nine partners as sources, at the address of a running server."""
    return tuple(
        Definition(
            name=name,
            title=title,
            kind=kind,
            address=f"{base}/{name}/{path}",
            homepage=f"{base}/{name}/",
            trust=trust,
            basis=Basis.GIVEN,
        )
        for name, title, kind, path, trust in _SOURCES
    )


@contextmanager
def serving(today: date, port: int = 0) -> Iterator[str]:
    """The base address of the running partners; stopped when the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(today))
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


def _handler(today: date) -> type[BaseHTTPRequestHandler]:
    visits: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            make = PAGES.get(self.path)
            visits[self.path] += 1
            base = f"http://{self.headers.get('Host')}"
            answer = Answer(b"Niet gevonden", "text/plain", status=404)
            if make is not None:
                answer = make(today, visits[self.path], base)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Silence: progress is shown by the run itself."""

    return Handler
