"""Text files of columns (.csv, .tsv, .txt) into one sheet, whatever wrote them.

A row is a record, numbered as Excel shows it when it opens the file as text; an empty line
and a "sep=;" line count. `Sheet.lines` holds the line of the text each record starts on.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from base.errors import FormatError
from ingest.spreadsheet.grid import Book, Cell, Sheet
from ingest.spreadsheet.values import LENGTH, shown

ROW_LIMIT = 50_000
CELL_LIMIT = 400_000
_SEPARATORS = (";", "\t", ",", "|")
_SEP = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)


def load(body: bytes) -> Book:
    """The file as one sheet without a name. Raises FormatError when it is no text at all."""
    text = decode(body)
    rows: dict[int, dict[int, Cell]] = {}
    lines: dict[int, int] = {}
    count = 0
    for number, (line, record) in enumerate(_records(text), 1):
        cells = {
            column: Cell(text=made, value=made)
            for column, given in enumerate(record, 1)
            if (made := shown(given))
        }
        if cells:
            rows[number], lines[number] = cells, line
        count += len(cells)
        if number > ROW_LIMIT or count > CELL_LIMIT:
            raise FormatError(f"Het bestand heeft meer dan {ROW_LIMIT} regels.", permanent=True)
    return Book(kind="csv", sheets=(Sheet(name="", rows=rows, lines=lines),))


def decode(body: bytes) -> str:
    """UTF-8, UTF-16 (with or without a byte order mark) or a Western code page."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", errors="replace")
    if body[:2000].count(b"\0") > len(body[:2000]) // 4:
        is_little = body[1:2] == b"\0"
        return body.decode("utf-16-le" if is_little else "utf-16-be", errors="replace")
    if b"\0" in body[:4000]:
        raise FormatError("Dit is geen tekstbestand en ook geen bekend rekenblad.", permanent=True)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Excel in Dutch writes cp1252 on Windows, mac-roman on an old Mac, cp850 from old programs:
    # the one in which the bytes above ASCII are letters that Dutch uses, the first on a tie.
    odd = bytes(b for b in body[:200_000] if b >= 0x80)
    encoding = max(_ENCODINGS, key=lambda name: _plausible(odd, name))
    return body.decode(encoding, errors="replace")


_ENCODINGS = ("cp1252", "mac_roman", "cp850")
_COMMON = frozenset("éëèêïíöóôüúçáàâäñ€’‘“”–—°½²…•")
_RARE = frozenset("ÉËÈÏÖÜÇÁ·´«»ø®©™§³")


def _plausible(odd: bytes, encoding: str) -> int:
    text = odd.decode(encoding, errors="replace")
    return sum(2 if c in _COMMON else 1 if c in _RARE else -2 for c in text)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line they start on. A quote that never closes is taken literally."""
    first = text.split("\n", 1)[0]
    named = _SEP.match(first.strip("\r"))
    delimiter = named[1] if named else _delimiter(text)
    if named:
        yield 1, []
        text = text.split("\n", 1)[1] if "\n" in text else ""
    offset = 1 if named else 0
    quoting: Literal[0, 3] = 3 if _is_broken(text, delimiter) else 0  # QUOTE_NONE, QUOTE_MINIMAL
    csv.field_size_limit(max(LENGTH * 1_000, 131_072))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    start = 1
    try:
        for record in reader:
            yield start + offset, record
            start = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(
            f"Het bestand is bij regel {start} niet te lezen.", permanent=True
        ) from error


def _delimiter(text: str) -> str:
    """The separator that gives the same number of columns on most lines, more than one."""
    lines = _outside_quotes(text[:40_000]).split("\n")[:200]
    lines = [line for line in lines if line.strip()]
    best, score = ";", 0.0
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        counts.pop(0, None)
        if not counts:
            continue
        width, lines_count = counts.most_common(1)[0]
        share = lines_count / max(len(lines), 1)
        made = share * min(width, 8) ** 0.5
        if made > score * 1.05:
            best, score = separator, made
    return best


def _outside_quotes(text: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', '""', text)


def _is_broken(text: str, delimiter: str) -> bool:
    """One quote too many would swallow the rest of the file into one cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return any(
            len(field) > LENGTH and field.count("\n") > 30 for record in reader for field in record
        )
    except csv.Error:
        return True
