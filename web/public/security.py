"""Headers on every answer, and who may send a form. No cookies anywhere."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request

from web.public.site import site

_PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
_HSTS = "max-age=31536000; includeSubDomains"


def install(app: Flask) -> None:
    """Every answer of `app` gets the headers; every POST is checked before its view runs."""
    app.after_request(_headers)
    app.before_request(_own_forms_only)


def allow_images(origin: str) -> None:
    """Let this answer show pictures of one other origin: the visitor asked for them."""
    g.image_origins = origin


def keep_private() -> None:
    """This answer is kept nowhere, and where its links lead learns nothing of it."""
    g.is_private = True


def _headers(response: Response) -> Response:
    images = " ".join(("'self'", "data:", g.get("image_origins", ""))).strip()
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src {images}; font-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    headers = response.headers
    headers["Content-Security-Policy"] = policy
    headers["X-Content-Type-Options"] = "nosniff"
    # With no-referrer a browser sends "Origin: null" with forms; same-origin tells others nothing.
    headers["Referrer-Policy"] = "no-referrer" if g.get("is_private") else "same-origin"
    headers["Permissions-Policy"] = _PERMISSIONS
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if g.get("is_private"):
        headers["Cache-Control"] = "no-store"
    if site().settings.base_url.startswith("https://"):
        headers["Strict-Transport-Security"] = _HSTS
    return response


def _own_forms_only() -> None:
    if request.method not in ("GET", "HEAD", "OPTIONS") and not _is_from_here():
        abort(403)


def _is_from_here() -> bool:
    """What a browser says of where a form was: its own word first, else the origin's host."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    return origin in (request.host, urlsplit(site().settings.base_url).netloc)
