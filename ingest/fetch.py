"""Bytes of an address, or the news that nothing changed. Checked, sized and timed.

Every address and every redirect goes through `ingest.addresses.check`, and the connection
is made to the very address that was checked. One call holds no session and no transaction.
"""

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import certifi
import httpcore

from base.errors import FetchError
from ingest.addresses import Resolve, Target, check, resolve
from ingest.page.reservation import in_headers

REDIRECTS = {301, 302, 303, 307, 308}
_CONNECT = 4.0
PERMANENT = {400, 401, 403, 404, 405, 406, 410, 414, 451}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one fetch: bytes after decompression, seconds in all, redirects followed."""

    byte_count: int = 20_000_000
    seconds: float = 60.0
    idle_seconds: float = 15.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What the source gave to ask "has it changed?" with (RFC 9110 section 13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A whole body. `ttl` is how long the source says it stays good; `url` after redirects.

    `reservation`: where its headers reserve text and data mining; empty when they do not.
    """

    body: bytes
    url: str
    content_type: str | None = None
    validators: Validators = field(default_factory=Validators)
    ttl: timedelta | None = None
    reservation: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The source says that nothing changed since the validators."""

    ttl: timedelta | None = None


def fetch(
    address: str,
    *,
    user_agent: str,
    validators: Validators | None = None,
    limits: Limits | None = None,
    allowed_loopback: frozenset[str] = frozenset(),
    resolver: Resolve = resolve,
) -> Fetched | NotModified:
    """Get `address` with one conditional request, following redirects.

    Raises FetchError with a Dutch sentence: `permanent` when trying again will not help,
    `retry_after` in seconds when the source named a time.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    headers = _headers(user_agent, validators or Validators())
    url = address
    for _ in range(limits.redirects + 1):
        target = check(url, allowed_loopback=allowed_loopback, resolver=resolver)
        with _answer(target, headers, limits, deadline) as answer:
            facts = _facts(answer.headers)
            if answer.status in REDIRECTS and "location" in facts:
                url = _moved(target.url, facts["location"])
                continue
            if answer.status == 304:
                return NotModified(_ttl(facts))
            _raise_for(answer.status, facts)
            return Fetched(
                body=_body(answer.iter_stream(), facts, limits, deadline),
                url=target.url,
                content_type=facts.get("content-type"),
                validators=Validators(facts.get("etag"), facts.get("last-modified")),
                ttl=_ttl(facts),
                reservation=in_headers(facts),
            )
    raise FetchError("Het adres verwijst steeds door naar een ander adres.", permanent=True)


class _Pinned(httpcore.SyncBackend):
    """Connects to the checked address, whatever the name resolves to by now."""

    def __init__(self, target: Target) -> None:
        super().__init__()
        self._target = target

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        del host  # only a name by now
        *others, last = self._target.ips
        for ip in others:  # one that does not answer costs a part of the time, not the fetch
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                wait = min(timeout or _CONNECT, _CONNECT)
                return super().connect_tcp(ip, port, wait, local_address, socket_options)
        return super().connect_tcp(last, port, timeout, local_address, socket_options)


@contextmanager
def _answer(
    target: Target, headers: Mapping[str, str], limits: Limits, deadline: float
) -> Iterator[httpcore.Response]:
    context = ssl.create_default_context(cafile=certifi.where())
    wait = min(limits.idle_seconds, max(deadline - time.monotonic(), 0.1))
    timeout = {"connect": wait, "read": wait, "write": wait, "pool": wait}
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=context, network_backend=_Pinned(target), max_connections=1
            ) as pool,
            pool.stream(
                "GET", target.url, headers=list(headers.items()), extensions={"timeout": timeout}
            ) as answer,
        ):
            yield answer
    except httpcore.TimeoutException as error:
        raise FetchError(f"De website {target.host} antwoordt te langzaam.") from error
    except httpcore.RemoteProtocolError as error:
        raise FetchError(f"Het antwoord van {target.host} ging mis of was niet af.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError(f"De verbinding met {target.host} ging mis.") from error


def _body(
    chunks: Iterable[bytes], facts: Mapping[str, str], limits: Limits, deadline: float
) -> bytes:
    """The body, decompressed as it comes in, so that a bomb stops at the limit."""
    coding = facts.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "", "gzip", "deflate"):
        raise FetchError(f"Het antwoord is ingepakt op een onbekende manier ({coding}).")
    inflate = zlib.decompressobj(wbits=47) if coding in ("gzip", "deflate") else None
    held = bytearray()
    try:
        for chunk in chunks:
            room = limits.byte_count + 1 - len(held)
            held += inflate.decompress(chunk, room) if inflate else chunk
            if len(held) > limits.byte_count:
                size = limits.byte_count // 1_000_000
                raise FetchError(f"Het antwoord is groter dan {size} MB.", permanent=True)
            if time.monotonic() > deadline:
                raise FetchError(f"Het antwoord was na {limits.seconds:.0f} seconden niet binnen.")
    except zlib.error as error:
        raise FetchError("Het ingepakte antwoord is beschadigd.") from error
    if inflate is not None and held and not inflate.eof:
        raise FetchError("Het antwoord breekt halverwege af.")
    return bytes(held)


def _headers(user_agent: str, validators: Validators) -> dict[str, str]:
    headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _moved(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        message = "Het adres verwijst door naar iets dat geen adres is."
        raise FetchError(message, permanent=True) from error


def _facts(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}


def _raise_for(status: int, facts: Mapping[str, str]) -> None:
    if 200 <= status < 300:
        return
    message = {
        401: "De website vraagt om in te loggen (401).",
        403: "De website laat ons niet toe (403).",
        404: "De pagina bestaat niet (404).",
        410: "De pagina is weggehaald (410).",
        429: "De website vraagt ons minder vaak te komen (429).",
    }.get(status, f"De website geeft een fout ({status}).")
    raise FetchError(message, permanent=status in PERMANENT, retry_after=retry_after(facts))


def retry_after(facts: Mapping[str, str]) -> int | None:
    """Seconds (RFC 9110 section 10.2.3: a number, or a date, held against its own Date).

    `facts`: headers, names in lower case.
    """
    text = facts.get("retry-after", "").strip()
    if text.isdigit():
        return min(int(text[:9]), 86_400)
    try:
        wanted = parsedate_to_datetime(text)
        seconds = (wanted - parsedate_to_datetime(facts.get("date", ""))).total_seconds()
    except (ValueError, TypeError):
        return None
    return min(max(int(seconds), 0), 86_400)


def _ttl(facts: Mapping[str, str]) -> timedelta | None:
    for part in facts.get("cache-control", "").split(","):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and value.isdigit():
            return timedelta(seconds=min(int(value[:9]), 86_400))
    return None
