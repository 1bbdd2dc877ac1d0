"""The last body of a source as it may be kept: without contact data, compressed, not too big.

Only calendars are kept: their lines can be masked one by one and still be read the same. A
spreadsheet or page cannot, so those are fetched again without conditions when a reader or a
setting changes.
"""

import re
import zlib

from agenda.status import SourceKind
from ingest.ical.lines import decode, unfold
from ingest.privacy import mask

LARGEST = 500_000
# Of what a maker adds of his own only these are read; the rest may hold anybody's number.
_PERSONS = re.compile(
    r"(?i)^(?:ATTENDEE|ORGANIZER|CONTACT|"
    r"X-(?!WR-TIMEZONE|PUBLISHED-TTL|LIC-LOCATION|ALT-DESC)[\w-]+)[;:]"
)
_TEXTS = re.compile(r"(?i)^(?:SUMMARY|DESCRIPTION|LOCATION|COMMENT|X-ALT-DESC)[;:]")


def keep(kind: SourceKind, body: bytes) -> bytes | None:
    """The body to keep, zlib-compressed; None for what cannot be masked, or is too big."""
    if kind is not SourceKind.ICAL or len(body) > LARGEST:
        return None
    lines = (_masked(line) for line in unfold(decode(body)).split("\n"))
    return zlib.compress("\n".join(line for line in lines if line).encode(), level=1)


def unpack(kept: bytes) -> bytes:
    """What `keep` put away."""
    return zlib.decompress(kept)


def _masked(line: str) -> str:
    if _PERSONS.match(line):
        return ""
    if not _TEXTS.match(line):
        return line
    name, colon, value = line.partition(":")
    return f"{name}{colon}{mask(value).text}"
