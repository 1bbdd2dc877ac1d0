"""The site in this process: public pages at `/`, the desk at `/beheer`, until Ctrl-C."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from waitress.server import create_server
from werkzeug.middleware.dispatcher import DispatcherMiddleware

import web.desk.app
import web.public.app
from base.config import Settings
from base.db import Database
from base.errors import ConfigError

HOST = "127.0.0.1"
THREADS = 8
DESK = "/beheer"


def application(settings: Settings, database: Database) -> DispatcherMiddleware:
    """Both apps as one."""
    public = web.public.app.create_app(settings)
    desk = web.desk.app.create_app(settings, database)
    return DispatcherMiddleware(public.wsgi_app, {DESK: desk.wsgi_app})


class Server:
    """A bound server; `run` serves until a KeyboardInterrupt in the main thread.

    Raises ConfigError when the port is taken.
    """

    def __init__(self, settings: Settings, database: Database, *, port: int) -> None:
        app = application(settings, database)
        try:
            self._server = create_server(app, host=HOST, port=port, threads=THREADS, ident=None)
        except OSError as error:
            reason = f"poort {port} is bezet; kies een andere met --port"
            raise ConfigError(reason) from error

    def run(self) -> None:
        try:
            self._server.run()
        finally:
            self._server.close()


@contextmanager
def until_interrupted() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the block without a traceback; once is enough."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {n: signal.signal(n, interrupt) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
