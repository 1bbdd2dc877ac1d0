"""Short addresses for posters, and the addresses of the old site: `redirects.csv`.

Columns `from` and `to`; both paths on this site. A line that is no such pair stops the start.
"""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from base.errors import ConfigError
from base.municipality import rows
from base.text import slug
from web.public.site import site

FILE_NAME = "redirects.csv"


def install(app: Flask) -> None:
    """Send on what is in the file, and what names a wijk or subject: `/zandweerd`."""
    known = read(site_folder(app) / FILE_NAME)

    @app.before_request
    def _send_on() -> Response | None:
        if request.method not in ("GET", "HEAD") or request.url_rule is not None:
            return None
        path = request.path.rstrip("/").lower() or "/"
        target = known.get(path) or _wijk(path)
        return redirect(target, 301) if target else None


def read(path: Path) -> Mapping[str, str]:
    """Old path → new path; none when there is no file. Raises ConfigError naming the line."""
    found = {}
    for number, row in enumerate(rows(path), 2):
        old, new = (row.get("from") or "").strip(), (row.get("to") or "").strip()
        if not (old.startswith("/") and new.startswith("/") and not new.startswith("//")):
            raise ConfigError(f"{path}: regel {number} is geen paar van paden die met / beginnen")
        found[old.rstrip("/").lower() or "/"] = new
    return found


def site_folder(app: Flask) -> Path:
    folder: Path = app.extensions["site"].town.folder
    return folder


def _wijk(path: str) -> str:
    """`/zandweerd` is short for its page; villages and buurten lead to their wijk."""
    name = path.removeprefix("/")
    for place in site().town.neighbourhoods:
        if name and slug(place.name) == name:
            return f"/wijk/{site().wijk_by_code[place.wijk].slug}"
    return ""
