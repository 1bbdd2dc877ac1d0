"""The bytes of a claimed source: by its address, from an uploaded file, or by a crawl.

A source that says "not modified" though it must be read anew (a better reader, another
setting) is read from the body that was kept; where none is, it is asked without conditions.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from agenda.reading.claims import Claim
from agenda.status import Basis, SourceKind
from base.errors import FetchError
from ingest.fetch import Fetched, NotModified, Validators, fetch
from ingest.licence import refusal
from ingest.links import recognise
from ingest.page.reservation import RULES, in_rules, rules

READER_VERSION = "3"
UPLOAD = "upload:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtained:
    """`body` None: nothing to read, all is as it was. `seen_on`: since when it says this."""

    body: bytes | None
    url: str
    seen_on: date
    validators: Validators
    content_type: str | None = None
    ttl: timedelta | None = None
    byte_count: int = 0
    body_hash: str | None = None
    read_with: str
    is_kept: bool = False


def obtain(
    claim: Claim,
    *,
    kept: Callable[[], bytes | None],
    get: Callable[[Claim, Validators], Fetched | NotModified],
    now: datetime,
) -> Obtained:
    """Ask for what is new. Raises FetchError. `kept` gives the masked body of last time."""
    salt = salted(claim.kind, claim.zone, claim.settings)
    is_same_reader = claim.read_with == salt
    old = None if is_same_reader or not claim.body_hash else kept()
    may_ask = is_same_reader or old is not None
    validators = Validators(claim.etag, claim.last_modified) if may_ask else Validators()
    got = get(claim, validators)
    seen_on = claim.text_seen_on or now.date()
    if isinstance(got, NotModified):
        return Obtained(
            body=None if is_same_reader else old,
            url=claim.address,
            seen_on=seen_on,
            validators=validators,
            ttl=got.ttl,
            body_hash=claim.body_hash,
            read_with=salt,
            is_kept=not is_same_reader,
        )
    body_hash = hashlib.sha256(got.body).hexdigest()
    is_same_text = body_hash == claim.body_hash
    return Obtained(
        body=None if is_same_text and is_same_reader else got.body,
        url=got.url,
        seen_on=seen_on if is_same_text else now.date(),
        validators=got.validators,
        content_type=got.content_type,
        ttl=got.ttl,
        byte_count=len(got.body),
        body_hash=body_hash,
        read_with=salt,
    )


def salted(kind: SourceKind, zone: str, settings: Mapping[str, Any]) -> str:
    """What a reading depends on besides the bytes: the reader's version, the settings."""
    salt = f"{READER_VERSION}\n{kind}\n{zone}\n".encode()
    return hashlib.sha256(salt + msgspec.json.encode(settings, order="deterministic")).hexdigest()


def uploaded(address: str, uploads_dir: Path) -> Fetched:
    """A file somebody sent in. Raises FetchError when it is no longer there."""
    path = uploads_dir / Path(address.removeprefix(UPLOAD)).name
    try:
        return Fetched(body=path.read_bytes(), url=path.name)
    except OSError as error:
        raise FetchError("Het ingestuurde bestand is er niet meer.", permanent=True) from error


def asked(
    claim: Claim,
    validators: Validators,
    *,
    user_agent: str,
    allowed_loopback: frozenset[str],
) -> Fetched | NotModified:
    """A conditional request for the address of a source, or for the file behind a shared link.

    Raises FetchError for an address that is known not to be readable, with what to do instead,
    and for a file on an open page that reserves text and data mining.
    """
    link = recognise(claim.address)
    if link.refusal is not None:
        raise FetchError(link.refusal, permanent=True)
    get = partial(fetch, user_agent=user_agent, allowed_loopback=allowed_loopback)
    got = get(link.address, validators=validators)
    if claim.basis == Basis.OPEN_PAGE and isinstance(got, Fetched) and _is_reserved(got, get):
        raise refusal()
    return got


def _is_reserved(got: Fetched, get: Callable[[str], Fetched | NotModified]) -> bool:
    """By its own headers, or by the rules of its site when that states any."""
    if got.reservation:
        return True
    parts = urlsplit(got.url)
    try:
        stated = get(f"{parts.scheme}://{parts.netloc}{RULES}")
    except FetchError:
        return False
    return isinstance(stated, Fetched) and bool(in_rules(rules(stated.body), parts.path))
