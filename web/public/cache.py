"""Pages made once per snapshot and hour: (version, local date and hour, address) → bytes.

The hour is in the key because "today" and "past" move on while the snapshot stays.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from flask import Flask, Response, g, request

from base.errors import NotFound
from web.public.site import now, site, snapshot

MAX_PAGES, MAX_BYTES, MAX_ADDRESS = 2000, 48_000_000, 300
SECONDS = 60
_KEPT = frozenset({"text/html", "application/json", "application/xml", "application/geo+json"})


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that went out with 200."""

    body: bytes
    content_type: str
    etag: str


class Pages:
    """The least recently asked goes first. Safe to share between threads."""

    def __init__(self, max_pages: int = MAX_PAGES, max_bytes: int = MAX_BYTES) -> None:
        self._max_pages, self._max_bytes = max_pages, max_bytes
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: str) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def put(self, key: str, page: Page) -> None:
        with self._lock:
            if key in self._pages:
                return
            self._pages[key] = page
            self._bytes += len(page.body)
            while len(self._pages) > self._max_pages or self._bytes > self._max_bytes:
                _, old = self._pages.popitem(last=False)
                self._bytes -= len(old.body)


def install(app: Flask) -> None:
    """Answer from the cache where an answer is there; keep what may be kept."""
    pages = Pages()
    app.extensions["pages"] = pages

    @app.before_request
    def _answer() -> Response | None:
        key = _key()
        page = pages.get(key) if key else None
        if page is None:
            return None
        g.is_cached = True
        return Response(page.body, content_type=page.content_type)

    @app.after_request
    def _keep(response: Response) -> Response:
        if response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response
        if g.get("is_private") or response.is_streamed or "ETag" in response.headers:
            return response
        response.add_etag()
        response.headers.setdefault("Cache-Control", f"public, max-age={SECONDS}")
        key = _key()
        is_fresh = key and not g.get("is_cached") and request.method == "GET"
        if key and is_fresh and response.mimetype in _KEPT and "image_origins" not in g:
            page = Page(response.get_data(), response.content_type, response.headers["ETag"])
            pages.put(key, page)
        response.make_conditional(request)
        return response


def _key() -> str:
    """Empty when nothing is kept of this address."""
    asked = request.full_path
    if request.method not in ("GET", "HEAD") or len(asked) > MAX_ADDRESS:
        return ""
    try:
        version = snapshot().version
    except NotFound:
        return ""
    local = now().astimezone(site().zone)
    return f"{version} {local:%Y-%m-%dT%H} {asked}"
