"""What machines look for: robots, site map, search box of the browser, where to report."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort

from web.public.frame import frame
from web.public.site import address, now, site, snapshot

pages = Blueprint("discovery", __name__)
PER_FILE = 5000
FIXED = (
    "/",
    "/agenda",
    "/hulp",
    "/wijken",
    "/aanbieders",
    "/abonneren",
    "/wat-staat-hier",
    "/over",
    "/over/open-data",
    "/contact",
    "/privacy",
    "/toegankelijkheid",
)
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
Entry = tuple[str, datetime | None]


@pages.get("/robots.txt")
def robots() -> Response:
    """A demonstration is not indexed; searches and lists never are."""
    if frame().is_demo:
        return _text("User-agent: *\nDisallow: /\n")
    closed = ("/zoeken", "/gebruikt", "/lijstje", "/bedankt", "/verlaat", "/week/")
    lines = "".join(f"Disallow: {path}\n" for path in closed)
    return _text(f"User-agent: *\n{lines}\nSitemap: {address('/sitemap.xml')}\n")


@pages.get("/sitemap.xml")
def sitemap_index() -> Response:
    """Which site maps there are."""
    found = "".join(
        f"<sitemap><loc>{escape(address(f'/sitemap/{number}.xml'))}</loc></sitemap>\n"
        for number in range(1, _file_count() + 1)
    )
    return _xml(f"<sitemapindex {_SITEMAP}>\n{found}</sitemapindex>\n")


@pages.get("/sitemap/<int:number>.xml")
def sitemap(number: int) -> Response:
    """At most `PER_FILE` pages, with when they changed where we know."""
    if not 1 <= number <= _file_count():
        abort(404)
    entries = list(_entries())[PER_FILE * (number - 1) : PER_FILE * number]
    found = "".join(
        f"<url><loc>{escape(address(path))}</loc>"
        + (f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else "")
        + "</url>\n"
        for path, changed in entries
    )
    return _xml(f"<urlset {_SITEMAP}>\n{found}</urlset>\n")


@pages.get("/opensearch.xml")
def opensearch() -> Response:
    """So that a browser can offer our search box."""
    town = site().town
    return _xml(
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(town.site_name[:16])}</ShortName>\n"
        f"<Description>{escape(town.intro)}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template="{escape(address("/zoeken"))}?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n",
        "application/opensearchdescription+xml",
    )


@pages.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Where to report a weakness (RFC 9116); it says itself until when it holds."""
    until = (now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    contact = site().town.extra.get("security_contact") or address("/contact")
    return _text(
        f"Contact: {contact}\n"
        f"Expires: {until.isoformat().replace('+00:00', 'Z')}\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {address('/.well-known/security.txt')}\n"
    )


def _entries() -> Iterator[Entry]:
    held = snapshot()
    yield from ((path, None) for path in FIXED)
    yield from ((f"/wijk/{wijk.slug}", None) for wijk in site().town.wijken)
    yield from ((f"/onderwerp/{topic.slug}", None) for topic in held.topics())
    for provider in held.providers():
        yield f"/aanbieder/{provider.id}", None
        yield from ((f"/dienst/{service.id}", None) for service in provider.services)
    for activity in held.activities():
        if activity.state in ("public", "cancelled"):
            yield f"/activiteit/{activity.id}", activity.changed_at


def _file_count() -> int:
    return max(1, -(-sum(1 for _ in _entries()) // PER_FILE))


def _xml(body: str, mimetype: str = "application/xml") -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', mimetype=mimetype)


def _text(body: str) -> Response:
    return Response(body, mimetype="text/plain")
