"""A real website on loopback: pages by path, with robots, validators, delays and failures."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True, kw_only=True)
class Answer:
    """What a path gives. `drip`: bytes are sent one by one with this pause, without end."""

    body: str = ""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    drip: float | None = None


@dataclass(slots=True)
class Website:
    """Its `pages` may change between visits; `asked` are the requests as they came."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    times: dict[str, float] = field(default_factory=dict)
    host: str = ""

    @property
    def paths(self) -> list[str]:
        """The pages asked for, without those every crawl asks for."""
        return [p for p in self.asked if p not in ("/robots.txt", "/.well-known/tdmrep.json")]


def event_page(*events: tuple[str, str], links: str = "", head: str = "") -> Answer:
    """A page with schema.org events, (name, startDate) pairs, all at one place."""
    blocks = ",".join(
        f'{{"@type":"Event","name":"{name}","startDate":"{start}",'
        '"location":{"@type":"Place","name":"Zaal"}}'
        for name, start in events
    )
    script = f'<script type="application/ld+json">[{blocks}]</script>'
    return Answer(body=f"<html><head>{head}{script}</head><body>{links}</body></html>")


@contextmanager
def serving(site: Website) -> Iterator[str]:
    """The site's "host:port" while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    site.host = f"127.0.0.1:{server.server_address[1]}"
    try:
        yield site.host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(site: Website) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.times[self.path] = time.monotonic()
            site.agents.add(self.headers.get("User-Agent") or "")
            answer = site.pages.get(self.path, Answer(body="weg", status=404))
            is_same = answer.etag and self.headers.get("If-None-Match") == answer.etag
            try:
                self._answer(answer, 304 if is_same else answer.status)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _answer(self, answer: Answer, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", answer.content_type)
            if answer.etag:
                self.send_header("ETag", answer.etag)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if answer.drip is not None:
                while True:
                    self.wfile.write(b"x" * 1000)
                    time.sleep(answer.drip)
            if status != 304:
                self.wfile.write(answer.body.encode())

        def log_message(self, *_: object) -> None:
            """Silence."""

    return Handler
