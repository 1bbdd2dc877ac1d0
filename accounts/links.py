"""Links in mail that let a reader do one thing without logging in: signed, and good for a while.

The purpose is part of the signature, so a link for one thing opens no other.
"""

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from base.errors import NotFound

GOOD_FOR = timedelta(days=60)


def sign(key: str, purpose: str, value: str | int) -> str:
    """A token for an address; nothing in it is secret, and nothing in it can be changed."""
    return URLSafeTimedSerializer(key, salt=purpose).dumps(value)


def read(key: str, purpose: str, token: str, *, good_for: timedelta = GOOD_FOR) -> str | int:
    """What `sign` was given. Raises NotFound when it was not signed here, or too long ago."""
    seconds = int(good_for.total_seconds())
    try:
        found: str | int = URLSafeTimedSerializer(key, salt=purpose).loads(token, max_age=seconds)
    except BadSignature:
        raise NotFound("iets bij deze link", token[:12]) from None
    return found
