"""A real browser, and a server for any app: for the tests that look with a visitor's eyes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from base.config import ROOT
from tests import browser as machine

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Serve = Callable[[Any], str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    with sync_playwright() as playwright:
        held = playwright.chromium.launch(
            executable_path=machine.find(playwright.chromium.executable_path),
            args=["--no-sandbox"],
        )
        yield held
        held.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves WSGI apps on ports of their own until the test ends; gives the address."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(_serving(app))


@pytest.fixture(scope="session")
def violations() -> Callable[[Page], list[tuple[str, list[str]]]]:
    """What axe-core has against the page as it stands: (rule, elements)."""
    source = AXE.read_text("utf-8")

    def found(page: Page) -> list[tuple[str, list[str]]]:
        page.evaluate(source)
        result = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
        return [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in result["violations"]]

    return found


class _Quiet(WSGIRequestHandler):
    """No line per request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


def _whole(app: Any) -> Any:
    """Every answer whole before it is sent: a browser that goes away leaves no file open."""

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        body = app(environ, start_response)
        try:
            return list(body)
        finally:
            if hasattr(body, "close"):
                body.close()

    return answer


@contextmanager
def _serving(app: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, _whole(app), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
