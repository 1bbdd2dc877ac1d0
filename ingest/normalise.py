"""Drafts made uniform, whatever reader they came from: text, price, place, lengths.

Pure. Nothing is invented: what a source does not say stays empty, except what a person set
for the whole source (its usual venue, organiser, wijk and contact).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from agenda.draft import Doubt, Draft, Parsed
from agenda.status import EventStatus
from base.text import one_line, plain, shorten
from ingest.off import OFF
from ingest.prices import price_text
from ingest.privacy import holds_contact

_NOBODY = Doubt(
    about="contact",
    reason="Er stond een persoon bij om zich aan te melden. Die tonen wij niet, en wij kennen "
    "geen telefoonnummer, mailadres of website van de organisatie.",
)
TITLE, LINE, TEXT, LINK, KEY = 200, 300, 4_000, 1_000, 400
_CANCELLED_TITLE = re.compile(
    rf"^\W*(?:{OFF})\s*(?:[:!\-–—|*)\]]+)\s*|\s*[(\[*!\-–—|:]+\s*(?:{OFF})\W*$|"
    r"\s+gaat niet door\W*$",
    re.IGNORECASE,
)


def normalise(parsed: Parsed, settings: Mapping[str, Any], *, contact: str = "") -> Parsed:
    """Every draft of `parsed` made uniform; see `draft`."""
    made = tuple(draft(d, settings, contact=contact) for d in parsed.drafts)
    return replace(parsed, drafts=made)


def draft(given: Draft, settings: Mapping[str, Any], *, contact: str = "") -> Draft:
    """One draft made uniform. `settings` are the source's; `contact` is the organisation's.

    Where a person was left out as the one to sign up with, the organisation's contact stands
    in; where nothing says how to reach the organisation, somebody must look.
    """
    title, is_cancelled = _title(given.title)
    has_place = given.venue or given.address or given.postcode or given.online_url
    own = _line(given.contact) or _line(settings.get("contact"))
    doubts = given.doubts
    if given.lost_contact and not (own or given.url or holds_contact(given.description)):
        own = _line(contact)
        doubts = doubts if own else (*doubts, _NOBODY)
    return replace(
        given,
        key=_key(given.key),
        title=title,
        status=EventStatus.CANCELLED if is_cancelled else given.status,
        description=_text(given.description),
        image_url=_link(given.image_url),
        venue=_line(given.venue) or (None if has_place else _line(settings.get("venue"))),
        address=_line(given.address),
        postcode=_line(given.postcode),
        neighbourhood=_line(given.neighbourhood)
        or (None if has_place else _line(settings.get("wijk"))),
        organiser=_line(given.organiser) or _line(settings.get("organiser")),
        online_url=_link(given.online_url),
        url=_link(given.url),
        price=price_text(given.price or ""),
        audience=_line(given.audience),
        contact=own,
        lost_contact=False,
        categories=tuple(shorten(c, 100) for c in given.categories[:20]),
        doubts=doubts,
    )


def _title(text: str) -> tuple[str, bool]:
    """The title without a stamp such as "AFGELAST:", and whether there was one."""
    text = one_line(plain(text))
    bare = _CANCELLED_TITLE.sub("", text).strip()
    if bare and bare != text:
        return shorten(bare, TITLE), True
    return shorten(text, TITLE) or "(zonder titel)", False


def _text(text: str) -> str:
    text = plain(text)
    return text if len(text) <= TEXT else text[: TEXT - 1].rsplit(" ", 1)[0] + "…"


def _line(text: str | None) -> str | None:
    return shorten(plain(text), LINE) or None if text else None


def _link(text: str | None) -> str | None:
    text = one_line(text or "")
    if not text.lower().startswith(("http://", "https://")) or len(text) > LINK:
        return None
    try:
        return text if urlsplit(text).hostname else None
    except ValueError:  # "http://[…": later readers of the link would stop at it
        return None


def _key(key: str) -> str:
    """Bounded, and stable: a long key ends in its hash."""
    if len(key) <= KEY:
        return key
    return f"{key[: KEY - 20]}#{blake2b(key.encode(), digest_size=8).hexdigest()}"
