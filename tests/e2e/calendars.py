"""A loopback server with one calendar per path, that can hold its answers back."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Body = Callable[["BaseHTTPRequestHandler"], bytes]


@dataclass(slots=True)
class Calendars:
    """`bodies`: path → what is answered. `before` runs first, and may wait or send a part."""

    bodies: dict[str, bytes]
    before: Callable[[str, BaseHTTPRequestHandler], None] = lambda _path, _handler: None
    asked: Counter[str] = field(default_factory=Counter)
    host: str = ""


@contextmanager
def serving(calendars: Calendars) -> Iterator[Calendars]:
    """The same calendars, answering at `host`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.strip("/")
            calendars.asked[path] += 1
            body = calendars.bodies.get(path)
            if body is None:
                self.send_error(404)
                return
            try:
                calendars.before(path, self)
                self.send_response(200)
                self.send_header("Content-Type", "text/calendar")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the reader was killed

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    calendars.host = f"127.0.0.1:{server.server_address[1]}"
    try:
        yield calendars
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def calendar(events: dict[str, tuple[str, str, str]]) -> bytes:
    """UID → (local start as 20261201T1000, title, place)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//NL"]
    for uid, (start, title, place) in events.items():
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"DTSTART;TZID=Europe/Amsterdam:{start}00",
            f"SUMMARY:{title}",
            f"LOCATION:{place}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
