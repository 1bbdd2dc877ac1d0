"""Pages about the guide itself: what is here, who makes it, privacy, accessibility."""

from flask import Blueprint, render_template

from web.public.api.datapackage import TITLES, columns
from web.public.site import snapshot

pages = Blueprint("about", __name__)


@pages.get("/over")
def about() -> str:
    """What this is and who runs it."""
    held = snapshot()
    sources = {s.name: s.url for a in held.activities() for s in a.sources if a.state == "public"}
    return render_template(
        "about.html", sources=sorted(sources.items()), provider_count=len(held.providers())
    )


@pages.get("/over/open-data")
def open_data() -> str:
    """What programs can have, and under which conditions."""
    tables = [(title, columns(file)) for file, title in TITLES.items()]
    return render_template("open_data.html", tables=tables)


@pages.get("/wat-staat-hier")
def scope() -> str:
    """What belongs in the guide and what does not, and what was decided about it."""
    return render_template("scope.html", decisions=snapshot().scope())


@pages.get("/privacy")
def privacy() -> str:
    """What we keep and how long."""
    return render_template("privacy.html")


@pages.get("/toegankelijkheid")
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("accessibility.html")
