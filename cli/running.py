"""`wijzer run`: the demo's partners, a round of every source, the site and the clock, in one
process."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from types import TracebackType
from urllib.parse import urlsplit

from base import clock
from base.config import Settings
from base.db import Database
from cli import demonstration
from cli.round import Say, one_round, summary
from cli.serving import DESK, Server, until_interrupted
from demo import partners
from tasks import process, work

DEMO_PORT = 8100
PORT = 8000


@contextmanager
def prepared(
    settings: Settings, *, is_demo: bool, now: datetime, demo_port: int = DEMO_PORT
) -> Iterator[tuple[Settings, work.Works]]:
    """A migrated database, and with the demo its partners and providers; closed at the end."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    database.migrate()
    try:
        if not is_demo:
            yield settings, work.works(settings, database)
            return
        clock.run_from(now)
        visits = settings.data_dir / "demo-visits.json"
        with partners.serving(_today, demo_port, visits) as base:
            allowed = settings.allowed_loopback | {urlsplit(base).netloc}
            held = replace(settings, allowed_loopback=allowed, is_demo=True)
            demonstration.load(database, held, base, now=now)
            yield held, work.works(held, database)
    finally:
        database.dispose()


def run_site(
    settings: Settings, *, is_demo: bool, port: int, demo_port: int, now: datetime, say: Say
) -> None:
    """Serve the site and let the clock run, until Ctrl-C; then everything stops."""
    with (
        until_interrupted(),
        prepared(settings, is_demo=is_demo, now=now, demo_port=demo_port) as (known, held),
    ):
        server = Server(known, held.database, port=port)
        with _Behind(known, held, say):
            say(f"De site komt op {known.base_url}")
            server.run()
        say("Gestopt.")


class _Behind:
    """The first round, and then worker and clock, in a thread while the block runs."""

    def __init__(self, settings: Settings, held: work.Works, say: Say) -> None:
        self._settings, self._held, self._say = settings, held, say
        self._stop = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="behind")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._say("Stoppen … wat bezig is, wordt afgemaakt.")
        self._stop.set()
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:
            self._error = error
            signal.raise_signal(signal.SIGINT)

    def _work(self) -> None:
        # Imported late: the app reads the environment when it is imported.
        from tasks import embedded
        from tasks.app import app, configure

        done = one_round(self._held, now=clock.now(), say=self._say, stop=self._stop)
        if done is None:
            return
        self._say(f"{summary(done.facts)}\n{_addresses(self._settings)}")
        configure(app, replace(self._settings, broker_url="memory://"))
        process.use(self._held)
        with embedded.running(app):
            self._stop.wait()


def _addresses(settings: Settings) -> str:
    base = settings.base_url
    lines = [
        f"  de site    {base}/",
        f"  beheer     {base}{DESK}/",
        f"  feed       {base}/feeds/wijk/binnenstad.ics",
    ]
    if settings.is_demo:
        lines += ["Inloggen bij beheer (demonstratie):", *demonstration.log_ins()]
    lines.append("Stoppen: Ctrl-C.")
    return "\n".join(lines)


def _today() -> date:
    return clock.now().astimezone(clock.AMSTERDAM).date()
