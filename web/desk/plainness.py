"""Hints for plain words while somebody types. Keeps nothing; the forms' button gives the same."""

from flask import Blueprint, abort, render_template, request

from web.desk.entry_form import LABELS, remarks

pages = Blueprint("plainness", __name__)
MOST_BYTES = 32 * 1024


@pages.post("/eenvoudig")
def look() -> str:
    """The hints for the texts of one entry, as the piece of page the forms hold too.

    413 when what was sent is far beyond what an entry may hold."""
    if (request.content_length or 0) > MOST_BYTES:
        abort(413)
    found = remarks({name: request.form.get(name, "") for name in LABELS})
    return render_template("desk/entry_hints.html", remarks=found)
