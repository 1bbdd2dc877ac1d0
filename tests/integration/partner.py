"""A real web server on loopback that answers as partners' servers do, well and badly."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


class Partner(BaseHTTPRequestHandler):
    """Each path is one kind of behaviour."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.path.strip("/").replace("-", "_").partition("?")[0]
        try:
            getattr(self, f"answer_{name}")()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Silence: the tests read answers, not logs."""

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_good(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self._send(304, Cache_Control="max-age=600")
        else:
            self._send(200, CALENDAR, ETag='"v1"', Content_Type="text/calendar")

    def answer_agent(self) -> None:
        self._send(200, (self.headers.get("User-Agent") or "").encode())

    def answer_gzipped(self) -> None:
        self._send(200, gzip.compress(CALENDAR), Content_Encoding="gzip")

    def answer_bomb(self) -> None:
        self._send(200, gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")

    def answer_half_gzip(self) -> None:
        self._send(200, gzip.compress(CALENDAR * 99)[:60], Content_Encoding="gzip")

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        for _ in range(500):
            self.wfile.write(b"x" * 100_000)

    def answer_dripping(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        for _ in range(100):
            self.wfile.write(b"x")
            time.sleep(0.05)

    def answer_cut_off(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.close_connection = True
        self.wfile.write(CALENDAR)

    def answer_broken(self) -> None:
        self._send(500)

    def answer_busy(self) -> None:
        self._send(429, Retry_After="120")

    def answer_later(self) -> None:
        self.send_response_only(503)
        self.send_header("Date", "Sun, 01 Mar 2026 12:00:00 GMT")
        self.send_header("Retry-After", "Sun, 01 Mar 2026 12:05:00 GMT")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer_gone(self) -> None:
        self._send(410)

    def answer_moved(self) -> None:
        self._send(302, Location="/good")

    def answer_circle(self) -> None:
        self._send(302, Location="/circle")

    def answer_inside(self) -> None:
        self._send(302, Location="http://169.254.169.254/latest/meta-data")

    def answer_nowhere(self) -> None:
        self._send(302, Location="http://[::1/")

    def answer_to_file(self) -> None:
        self._send(302, Location="file:///etc/passwd")


@contextmanager
def running() -> Iterator[str]:
    """The address ("host:port") of a running partner; stopped when the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Partner)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
