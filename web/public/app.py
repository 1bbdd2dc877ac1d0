"""The public site: an app over the snapshot. It needs no database, broker or network."""

from flask import Blueprint, Flask

from base.clock import now
from base.config import Settings
from web.public import (
    about,
    activity,
    agenda,
    cache,
    colours,
    discovery,
    errors,
    feeds,
    frame,
    home,
    mapping,
    messages,
    providers,
    search,
    security,
    short,
    shortlist,
    subjects,
    subscribe,
    wijken,
)
from web.public.api import agenda_views, downloads, map_views
from web.public.site import Clock, Site

MAX_FORM = 32_000
STATIC_SECONDS = 31_536_000
BLUEPRINTS: tuple[Blueprint, ...] = (
    home.pages,
    agenda.pages,
    activity.pages,
    wijken.pages,
    subjects.pages,
    providers.pages,
    search.pages,
    shortlist.pages,
    subscribe.pages,
    mapping.pages,
    messages.pages,
    about.pages,
    discovery.pages,
    feeds.pages,
    colours.pages,
    map_views.pages,
    map_views.described,
    agenda_views.pages,
    downloads.pages,
)


def create_app(settings: Settings, *, clock: Clock = now) -> Flask:
    """The site of these settings. `clock` gives the present instant (aware).

    Raises ConfigError when the municipality's folder cannot be used.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_FORM
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_SECONDS
    app.url_map.strict_slashes = False
    app.extensions["site"] = Site(settings, clock)
    frame.install(app)
    short.install(app)
    errors.install(app)
    # After-request runs in reverse: the cache keeps answers before the headers are added.
    security.install(app)
    cache.install(app)
    for pages in BLUEPRINTS:
        app.register_blueprint(pages)
    return app
