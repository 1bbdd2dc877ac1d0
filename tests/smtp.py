"""A mail server on this machine, just enough to take letters; refuses "weiger" in a subject."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import cast


@dataclass
class Letters:
    """Where the server listens, and what it took."""

    url: str = ""
    letters: list[EmailMessage] = field(default_factory=list)


@contextmanager
def smtp() -> Iterator[Letters]:
    """A server on a free port until the block ends."""
    taken = Letters()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 hier")
            while line := self.rfile.readline():
                word = line.split()[0].upper() if line.split() else b""
                if word == b"DATA":
                    self.say("354 ga door")
                    self.take()
                elif word == b"QUIT":
                    self.say("221 dag")
                    return
                else:
                    self.say("250 goed")

        def take(self) -> None:
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line)
            letter = email.message_from_bytes(b"".join(lines), policy=default)
            if "weiger" in str(letter["Subject"]):
                self.say("554 nee")
                return
            taken.letters.append(cast(EmailMessage, letter))
            self.say("250 goed")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        taken.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield taken
        finally:
            server.shutdown()
            thread.join()
