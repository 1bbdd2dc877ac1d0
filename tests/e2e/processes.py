"""Worker and clock as processes of their own, over a real broker, as in production."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from base.config import ROOT

APP = "tests.e2e.clockwork"


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The machine's environment with these settings only; `WIJZER_DATA_DIR` is `folder`."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("WIJZER_")}
    return {**own, **settings, "WIJZER_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}


@contextmanager
def worker(
    environ: Mapping[str, str], queues: str = "fetching,crawling,publishing", size: int = 2
) -> Iterator["subprocess.Popen[bytes]"]:
    """A running worker; what it was doing is finished when the block ends."""
    command = ["worker", "-Q", queues, "-c", str(size), "-n", f"{queues}@test"]
    with _celery(environ, command) as process:
        yield process


@contextmanager
def clock(environ: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A running beat."""
    with _celery(environ, ["beat"]) as process:
        yield process


def kill(process: "subprocess.Popen[bytes]") -> None:
    """kill -9, the worker and its children at once."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _celery(environ: Mapping[str, str], what: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "celery", "-A", APP, *what]
    folder = Path(environ["WIJZER_DATA_DIR"])
    with (folder / f"{what[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                kill(process)
                raise
