"""The process that reads untrusted files: started once, forks one child per file.

Run as `python -m ingest.zygote` with a Unix socket as standard input. Each message on it
carries one end of a socket pair; a fork of this process, with every reader imported and one
thread only, serves that job and ends. So a reading costs a fork (a few milliseconds), not an
interpreter, and whatever a file does to the child ends with the child.

On the job's socket: a request (`Request` and the body, each behind its length), the answer
(`Answer` behind its length), and from this process the child's exit status (four bytes; the
signal that killed it as a negative number).
"""

import gc
import os
import resource
import select
import signal
import socket
import struct
import sys
import traceback
from dataclasses import dataclass, replace
from typing import NoReturn

import msgspec

from agenda.draft import Context, Parsed
from agenda.status import SourceKind
from base.errors import SourceError
from ingest import readers
from ingest.keeping import keep

SIZE = struct.Struct("!Q")
STATUS = struct.Struct("!i")
OUT_OF_MEMORY = 3
_FILE_SIZE = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One job. `memory` in bytes above what the process has at its start."""

    kind: SourceKind
    context: Context
    memory: int
    cpu_seconds: int
    wall_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Either `parsed`, or why there is none: `refused` is for people, `crash` a traceback."""

    parsed: Parsed | None = None
    refused: str = ""
    permanent: bool = False
    crash: str = ""


def main() -> None:
    """Serve jobs until the other side of standard input is closed."""
    control = socket.socket(fileno=os.dup(0))
    readers.preload()
    gc.collect()
    gc.freeze()
    wake, waker = socket.socketpair()
    waker.setblocking(False)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    jobs: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([control, wake], [], [])
        if wake in ready:
            wake.recv(4096)
            _reap(jobs)
        if control in ready:
            message, fds, _, _ = socket.recv_fds(control, 1, 1)
            if not message:
                break
            job = socket.socket(fileno=fds[0])
            child = os.fork()
            if child == 0:
                for other in (control, wake, waker, *jobs.values()):
                    other.close()
                _serve(job)
            jobs[child] = job
    for child in jobs:
        os.kill(child, signal.SIGKILL)


def _reap(jobs: dict[int, socket.socket]) -> None:
    """Tell how each ended child ended, and close its job."""
    for child in list(jobs):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            with jobs.pop(child) as job:
                try:
                    job.sendall(STATUS.pack(os.waitstatus_to_exitcode(status)))
                except OSError:
                    continue  # who asked has gone


def _serve(job: socket.socket) -> NoReturn:
    """Read one file in this forked child, answer, and end without any clean-up."""
    gc.disable()  # it ends soon, and memory is bounded
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, also inside C code
    code = 1
    try:
        with job.makefile("rb") as incoming:
            facts = incoming.read(SIZE.unpack(incoming.read(SIZE.size))[0])
            request = msgspec.msgpack.decode(facts, type=Request)
            del facts
            _limit(request)
            body = incoming.read(SIZE.unpack(incoming.read(SIZE.size))[0])
        answer = msgspec.msgpack.encode(_answer(request, body))
        job.sendall(SIZE.pack(len(answer)))
        job.sendall(answer)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except BaseException:
        traceback.print_exc(file=sys.stderr)
    finally:
        os._exit(code)


def _limit(request: Request) -> None:
    """Memory, processor and wall time; where the system has no such limit it is left out."""
    held = _address_space()
    for kind, amount in (
        (resource.RLIMIT_AS, held + request.memory if held else None),
        (resource.RLIMIT_CPU, request.cpu_seconds),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
        (resource.RLIMIT_CORE, 0),
    ):
        if amount is not None:
            # A second between the two, or the kernel kills where it should signal.
            resource.setrlimit(kind, (amount, amount + 1))
    signal.setitimer(signal.ITIMER_REAL, request.wall_seconds)


def _address_space() -> int | None:
    """Bytes mapped now, or None where that cannot be told (macOS, which has no such limit)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (before limits)
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None


def _answer(request: Request, body: bytes) -> Answer:
    try:
        parsed = readers.read(request.kind, body, request.context)
        return Answer(parsed=replace(parsed, kept=keep(request.kind, body)))
    except SourceError as error:
        return Answer(refused=error.message, permanent=error.permanent)
    except MemoryError:
        raise
    except Exception:  # the whole point of this process: a bug costs one source
        return Answer(crash=traceback.format_exc(limit=-12))


if __name__ == "__main__":
    main()
