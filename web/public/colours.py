"""The municipality's colours as a style sheet of their own."""

import re

from flask import Blueprint, Response

from web.public.site import site

pages = Blueprint("colours", __name__)
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")


@pages.get("/kleuren.css")
def colours() -> Response:
    """Custom properties; what is no hexadecimal colour is left out."""
    lines = "".join(
        f"  --{name.replace('_', '-')}: {value};\n"
        for name, value in sorted(site().town.colours.items())
        if name.replace("_", "").isalnum() and _COLOUR.fullmatch(value)
    )
    response = Response(f":root {{\n{lines}}}\n", mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
