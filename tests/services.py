"""The real PostgreSQL that the tests talk to: given, answering here, or started for them."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

LOCAL = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


class ServiceMissing(Exception):
    """A service the tests need is not there and could not be started."""


def postgres_url() -> str:
    """`WIJZER_TEST_DATABASE_URL`, else the local server, else one started from binaries.

    Raises ServiceMissing, saying what to install, when none of these is possible.
    """
    given = os.environ.get("WIJZER_TEST_DATABASE_URL")
    if given:
        return given
    if _answers(LOCAL):
        return LOCAL
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    folder = Path(found).parent if found else next(iter(binaries), None)
    if folder is None:
        raise ServiceMissing(
            "PostgreSQL is nodig voor de tests: installeer het pakket postgresql, "
            "of zet WIJZER_TEST_DATABASE_URL op een lege server."
        )
    return _start(folder)


def _answers(url: str) -> bool:
    engine = create_engine(url, connect_args={"connect_timeout": 2})
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


def _start(binaries: Path) -> str:
    """A throw-away server on a free port; as `nobody` when run as root, which it refuses."""
    home = Path(tempfile.mkdtemp(prefix="wijzer-pg-"))
    user = None
    if os.geteuid() == 0:
        user = "nobody"
        shutil.chown(home, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    init = [binaries / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust"]
    subprocess.run(init, check=True, user=user, stdout=subprocess.DEVNULL, cwd=home)
    command = [binaries / "postgres", "-D", home / "data", "-p", str(port), "-k", home]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    server = subprocess.Popen(command, user=user, stderr=subprocess.DEVNULL, cwd=home)
    atexit.register(_stop, server, home)
    url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    for _attempt in range(100):
        if _answers(url):
            return url
        time.sleep(0.1)
    raise ServiceMissing(f"PostgreSQL uit {binaries} kwam niet op gang.")


def _stop(server: "subprocess.Popen[bytes]", home: Path) -> None:
    server.terminate()
    server.wait(timeout=20)
    shutil.rmtree(home, ignore_errors=True)
