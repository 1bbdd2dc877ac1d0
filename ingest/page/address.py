"""Addresses of pages as keys: the same page under its several spellings is one."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"(?i)^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_ga|_gl|igshid|yclid|ref|"
    r"phpsessid|jsessionid|sid|sessionid|cache|nocache|_hs\w+)$"
)
_INDEX = re.compile(r"(?i)/(?:index|default)\.(?:html?|php|aspx?)$")


def absolute(base: str, link: object) -> str | None:
    """`link` on the page `base` as an http(s) address; None when it is none."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        found = urljoin(base, link.strip())
        parts = urlsplit(found)
        parts.port  # noqa: B018 (raises ValueError on a bad port)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return found[:1000]


def page_key(address: str, *, keep_fragment: bool = False) -> str:
    """The same for http and https, with and without www, slash at the end and tracking.

    >>> page_key("http://WWW.kerk.nl/agenda/?utm_source=x&id=3#top")
    'https://kerk.nl/agenda?id=3'
    """
    parts = urlsplit(address)
    query = [(k, v) for k, v in parse_qsl(parts.query, True) if not _TRACKING.match(k)]
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = _INDEX.sub("/", parts.path).rstrip("/")
    fragment = parts.fragment if keep_fragment else ""
    return urlunsplit(("https", site_of(address) + port, path, urlencode(query), fragment))


def titled_key(page: str, title: str, *, start: str, is_single: bool) -> str:
    """The key of an activity that names no page of its own.

    A page of one activity is its key (not the start of the site, nor another page of the
    same list, "?p=2"). On a list it is the start and the title, or an activity would get
    another key when the list shifts.
    """
    if is_single and urlsplit(page_key(page)).path != urlsplit(page_key(start)).path:
        return page_key(page)
    words = "-".join(re.findall(r"[^\W_]+", title.casefold()))
    return f"{page_key(start)}#{words[:80]}"


def site_of(address: str) -> str:
    """The host without "www."."""
    return (urlsplit(address).hostname or "").casefold().removeprefix("www.")


def is_same_site(one: str, other: str) -> bool:
    """The same host but for "www.", and the same port."""
    return (site_of(one), _port(one)) == (site_of(other), _port(other))


def _port(address: str) -> int | None:
    port = urlsplit(address).port
    return None if port in (80, 443) else port
