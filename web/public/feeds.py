"""Feeds as they stand in the snapshot: bytes from a file, with honest times."""

from flask import Blueprint, Response, abort, request

from web.public.site import snapshot

pages = Blueprint("feeds", __name__)
SECONDS = 900


@pages.get("/feeds/<path:name>")
def feed(name: str) -> Response:
    """One feed; compressed when the reader accepts that. 404 when there is none."""
    found = snapshot().feed_file(f"feeds/{name}")
    if found is None:
        abort(404)
    is_gzip = request.accept_encodings["gzip"] > 0
    path = found.gzip_path if is_gzip else found.path
    response = Response(path.read_bytes(), content_type=found.content_type)
    response.set_etag(found.etag.strip('"') + ("-gzip" if is_gzip else ""))
    response.last_modified = found.last_modified
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept-Encoding")
    if is_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.make_conditional(request)
    return response
