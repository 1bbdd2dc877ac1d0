"""Which reader reads which kind of source. Imported late: each brings heavy libraries."""

from collections.abc import Callable
from importlib import import_module

from agenda.draft import Context, Parsed
from agenda.status import SourceKind
from base.errors import FormatError

Reader = Callable[[bytes, Context], Parsed]

READERS: dict[SourceKind, str] = {
    SourceKind.ICAL: "ingest.ical.reader",
    SourceKind.WEBSITE: "ingest.page.reader",
    SourceKind.DOCUMENT: "ingest.document.reader",
    SourceKind.SPREADSHEET: "ingest.spreadsheet.reader",
}


def read(kind: SourceKind, body: bytes, context: Context) -> Parsed:
    """Drafts of `body`. Raises FormatError when it cannot be what `kind` says it is."""
    module = READERS.get(kind)
    if module is None:
        raise FormatError("Dit soort bron kan nog niet gelezen worden.", permanent=True)
    reader: Reader = import_module(module).read
    return reader(body, context)


def preload() -> None:
    """Import every reader, so that a fork of this process can start reading at once."""
    for module in READERS.values():
        import_module(module)
