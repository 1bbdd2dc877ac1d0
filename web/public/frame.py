"""What every page has around it: the town, its channels, whether the snapshot is old."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, request, url_for

from base.errors import NotFound
from base.municipality import Channel, Municipality
from web.public import wording
from web.public.site import OLD_AFTER, now, site, snapshot, today, topic_labels

_WORDS = (
    *("times", "doors", "place_line", "address_line", "audience_label", "joined", "tel"),
    "capital",
)
STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`built_at` None: nothing was published yet."""

    town: Municipality
    is_demo: bool
    built_at: datetime | None
    is_old: bool
    address: str
    contact: str
    feedback_path: str


def install(app: Flask) -> None:
    """Give every template the frame and the words."""
    app.context_processor(_context)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    filters = app.jinja_env.filters
    filters["full_day"] = lambda day: wording.full_day(day, today())
    filters["near_day"] = lambda day: wording.near_day(day, today())
    filters["short_day"] = lambda day: wording.short_day(day, today())
    filters["on_day"] = lambda when: wording.on_day(when, today())
    filters["until"] = lambda when: wording.until(when, today())
    filters["moment"] = lambda instant: wording.moment(instant, site().zone, today())
    filters["topic"] = lambda slug: topic_labels().get(slug, slug)
    for name in _WORDS:
        filters[name] = getattr(wording, name)
    app.jinja_env.tests["reachable"] = wording.has_contact
    app.jinja_env.globals["counted"] = wording.counted
    app.jinja_env.globals["access_notes"] = wording.ACCESS_NOTES
    app.jinja_env.globals["static"] = static_address
    app.jinja_env.globals["query"] = lambda path, **values: with_query(path, values)


def channels(kind: str) -> tuple[Channel, ...]:
    """Other ways to a person, of one kind: phone, desk or team."""
    return tuple(c for c in site().town.channels if c.kind == kind)


def static_address(name: str) -> str:
    """The address of a file of ours; it changes when the file does, so it may be kept."""
    return url_for("static", filename=name, v=_fingerprint(name))


def with_query(path: str, values: dict[str, str | int | None]) -> str:
    """`path` with the values that are filled in, in the order given."""
    kept = {key: str(value) for key, value in values.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept)}" if kept else path


def _context() -> dict[str, object]:
    return {"frame": frame(), "channels": channels}


def frame() -> Frame:
    """The frame of this request."""
    here = site()
    try:
        held = snapshot()
    except NotFound:
        held = None
    is_demo = here.settings.is_demo or (held is not None and bool(held.facts.get("is_demo")))
    return Frame(
        town=here.town,
        is_demo=is_demo,
        built_at=held.built_at if held else None,
        is_old=held is not None and held.age(now()) > OLD_AFTER,
        address=here.settings.base_url + request.path,
        contact=(here.settings.base_url + "/contact").partition("://")[2],
        feedback_path=request.path,
    )


_fingerprints: dict[str, str] = {}


def _fingerprint(name: str) -> str:
    if name not in _fingerprints:
        _fingerprints[name] = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return _fingerprints[name]
