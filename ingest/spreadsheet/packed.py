"""Zipped spreadsheet files opened within bounds: sizes are checked before anything is read."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from base.errors import FormatError

# What zipfile raises for a damaged package; NotImplementedError: a compression it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError)
PART_LIMIT = 120_000_000
TOTAL_LIMIT = 250_000_000
PART_COUNT = 2_000
_CHUNK = 1 << 20
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parts(body: bytes) -> zipfile.ZipFile:
    """The opened package, after its table of contents was found reasonable.

    Raises FormatError for a damaged file, a bomb (declared sizes), too many parts or a
    part that is locked with a password.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(body))
        infos = package.infolist()
    except DAMAGED as error:
        raise FormatError(
            "Het bestand is beschadigd; sla het opnieuw op.", permanent=True
        ) from error
    if any(info.flag_bits & 0x1 for info in infos):
        raise FormatError(LOCKED, permanent=True)
    if len(infos) > PART_COUNT or sum(info.file_size for info in infos) > TOTAL_LIMIT:
        raise FormatError(TOO_BIG, permanent=True)
    return package


def part(package: zipfile.ZipFile, name: str, *, limit: int = PART_LIMIT) -> bytes:
    """One part, read piece by piece, so that a lie about its size stops at the limit.

    Raises FormatError when it is larger, damaged, or declares entities (no spreadsheet
    program writes those; they serve to blow a reader up).
    """
    held = bytearray()
    try:
        with package.open(name) as stream:
            while piece := stream.read(_CHUNK):
                held += piece
                if len(held) > limit:
                    raise FormatError(TOO_BIG, permanent=True)
    except DAMAGED as error:
        raise FormatError(
            "Het bestand is beschadigd; sla het opnieuw op.", permanent=True
        ) from error
    except KeyError as error:
        raise FormatError(
            "Het bestand mist een onderdeel; sla het opnieuw op.", permanent=True
        ) from error
    if _DOCTYPE.search(held[:4096]):
        raise FormatError(
            "Het bestand bevat iets wat wij niet vertrouwen (DOCTYPE).", permanent=True
        )
    return bytes(held)


def rewritten(members: Mapping[str, bytes]) -> io.BytesIO:
    """A new package of these parts, not compressed, for a library that wants a file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as package:
        for name, body in members.items():
            package.writestr(name, body)
    held.seek(0)
    return held


LOCKED = (
    "Het bestand zit op slot met een wachtwoord. Sla het op zonder wachtwoord "
    "(Bestand > Info > Werkmap beveiligen) en stuur het opnieuw."
)
TOO_BIG = (
    "Het bestand is uitgepakt veel te groot. Haal lege rijen, plaatjes en oude bladen weg "
    "en sla het opnieuw op."
)
