"""Reading an untrusted file where it can do no harm: in a child with limits.

A `Confined` holds one `ingest.zygote` process, started at the first reading and again when it
was killed. Any thread may read; several files are read at the same time. What dies is a
SourceError with a Dutch sentence, never this program.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from dataclasses import dataclass

import msgspec
import structlog

from agenda.draft import Context, Parsed
from agenda.status import SourceKind
from base.errors import FormatError
from ingest.zygote import OUT_OF_MEMORY, SIZE, STATUS, Answer, Request

log = structlog.get_logger()
_GRACE = 15.0
_CUT_OFF = "Het lezen van dit bestand is afgebroken; we proberen het opnieuw."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """Of one reading: bytes of memory, seconds of processor, seconds by the clock."""

    memory: int = 700_000_000
    cpu_seconds: int = 60
    wall_seconds: float = 90.0


class CrashError(FormatError):
    """A reader fell over a file: a bug of ours, kept away from the program."""


class Confined:
    """Readers in a process apart. Make one per process; `close` ends it, and so does exit."""

    def __init__(self, limits: ReadLimits | None = None) -> None:
        self._limits = limits or ReadLimits()
        self._lock = threading.Lock()
        self._zygote: _Zygote | None = None

    def read(self, kind: SourceKind, body: bytes, context: Context) -> Parsed:
        """Drafts of `body`. Raises SourceError when it is refused, or when the child died."""
        request = Request(
            kind=kind,
            context=context,
            memory=self._limits.memory,
            cpu_seconds=self._limits.cpu_seconds,
            wall_seconds=self._limits.wall_seconds,
        )
        asked = msgspec.msgpack.encode(request)
        try:
            answer = self._ask(asked, body)
        except _Vanished:  # the starter was killed, not this reading; reading changes nothing
            answer = self._ask(asked, body)
        if answer.parsed is not None:
            return answer.parsed
        if answer.refused:
            raise FormatError(answer.refused, permanent=answer.permanent)
        log.error("a reader crashed", address=context.address, traceback=answer.crash)
        raise CrashError("Ons leesprogramma kan dit bestand niet aan. Dat ligt aan ons.")

    @property
    def process_id(self) -> int | None:
        """Of the process that reads, None while there is none."""
        return self._zygote.process_id if self._zygote else None

    def close(self) -> None:
        """End the process. A later reading starts another."""
        with self._lock:
            if self._zygote is not None:
                self._zygote.close()
                self._zygote = None

    def _ask(self, request: bytes, body: bytes) -> Answer:
        with self._job() as job:
            job.settimeout(self._limits.wall_seconds + _GRACE)
            try:
                for part in (request, body):
                    job.sendall(SIZE.pack(len(part)))
                    job.sendall(part)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the child is dead; its status follows
            except TimeoutError as error:
                raise _too_slow(self._limits) from error
            return self._received(job)

    def _received(self, job: socket.socket) -> Answer:
        try:
            with job.makefile("rb") as incoming:
                head = incoming.read(SIZE.size)
                if len(head) == SIZE.size:
                    size = SIZE.unpack(head)[0]
                    data = incoming.read(size)
                    if len(data) == size:
                        return msgspec.msgpack.decode(data, type=Answer)
                    head = data[-STATUS.size :]
        except TimeoutError as error:
            raise _too_slow(self._limits) from error
        except ConnectionResetError:
            head = b""
        raise self._death(head)

    def _death(self, end: bytes) -> FormatError:
        """The error for a child that gave no answer; `end` holds its exit status."""
        if len(end) != STATUS.size:
            return _Vanished(_CUT_OFF)
        status = STATUS.unpack(end)[0]
        if status in (-signal.SIGALRM, -signal.SIGXCPU):
            return _too_slow(self._limits)
        if status == OUT_OF_MEMORY:
            size = self._limits.memory // 1_000_000
            message = f"Dit bestand vraagt meer dan {size} MB geheugen en is niet gelezen."
            return FormatError(message, permanent=True)
        if status == -signal.SIGKILL:
            return FormatError(_CUT_OFF)
        log.error("a reader died", status=status)
        message = "Dit bestand liet het leesprogramma vastlopen en is niet gelezen."
        return CrashError(message, permanent=True)

    def _job(self) -> socket.socket:
        """Our end of a new job's socket; the other end is with the zygote."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            for _ in range(2):
                if self._zygote is None or self._zygote.made_by != os.getpid():
                    self._zygote = _Zygote()
                try:
                    socket.send_fds(self._zygote.control, [b"j"], [theirs.fileno()])
                    return ours
                except OSError:
                    self._zygote.close()
                    self._zygote = None
        ours.close()
        raise FormatError("Het leesprogramma start niet.")


class _Vanished(FormatError):
    """The process that starts readings went away, and this reading with it."""


class _Zygote:
    """The running process, and the socket it takes jobs from. Ends when the socket closes."""

    def __init__(self) -> None:
        self.made_by = os.getpid()
        self.control, theirs = socket.socketpair()
        path = os.pathsep.join(entry for entry in sys.path if entry)
        with theirs:
            # No settings of ours reach it: a reader has no business with passwords.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ingest.zygote"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env={"PYTHONPATH": path, "PYTHONUTF8": "1"},
                start_new_session=True,
            )
        self.process_id = self._process.pid
        self._end = weakref.finalize(self, _end, self.control, self._process, self.made_by)

    def close(self) -> None:
        self._end()


def _end(control: socket.socket, process: "subprocess.Popen[bytes]", made_by: int) -> None:
    control.close()
    if made_by != os.getpid():
        return  # a fork of ours; the process belongs to the parent
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _too_slow(limits: ReadLimits) -> FormatError:
    seconds = f"{limits.wall_seconds:.0f}"
    message = f"Het lezen van dit bestand duurde langer dan {seconds} seconden en is gestopt."
    return FormatError(message, permanent=True)
