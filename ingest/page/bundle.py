"""The pages of one crawl as one body, so that a site is kept, hashed and read as a file is.

The bytes hold what the site said and nothing of when it was asked: a site that did not
change gives the same bytes again, and "unchanged" is decided by their hash.
"""

from dataclasses import dataclass

import msgspec

from base.errors import FormatError

MARK = b"wijzer-pages-1\n"
CONTENT_TYPE = "application/x-wijzer-pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as it came. `url` is after redirects.

    `failure`: the Dutch reason why this page could not be looked at; then there is no body.
    `reservation`: where the site reserves text and data mining for this page, if it does.
    """

    url: str
    body: bytes = b""
    content_type: str = ""
    failure: str = ""
    reservation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a crawl brought. `cut_short`: the Dutch reason why it stopped before its end."""

    start: str
    pages: tuple[Page, ...]
    cut_short: str = ""


def pack(bundle: Bundle) -> bytes:
    """One body; the start page first, the others by address."""
    ordered = sorted(bundle.pages, key=lambda page: (page.url != bundle.start, page.url))
    held = Bundle(start=bundle.start, pages=tuple(ordered), cut_short=bundle.cut_short)
    return MARK + msgspec.msgpack.encode(held)


def unpack(body: bytes) -> Bundle | None:
    """The bundle in `body`; None when it is something else (a page on its own).

    Raises FormatError when it says it is a bundle and is not.
    """
    if not body.startswith(MARK):
        return None
    try:
        return msgspec.msgpack.decode(body[len(MARK) :], type=Bundle)
    except msgspec.MsgspecError as error:
        raise FormatError("De bewaarde pagina's zijn beschadigd.", permanent=True) from error
