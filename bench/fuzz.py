"""`python -m bench fuzz [--seconds N] [--seed N] [FOLDER …]`: every reader on broken files.

Takes calendars, sheets, documents and pages (the demonstration partners' own, and the files
of the folders given), breaks them in ways that a seed decides, and reads each in the process
apart. A reader may refuse; it may not crash, hang or take more than its memory. What did is
written to `var/fuzz`. The last line is one JSON object; the exit code is 1 when anything fell.
"""

import argparse
import io
import random
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx

from agenda.draft import Context
from agenda.status import SourceKind
from base.config import ROOT
from base.errors import SourceError
from bench.scoring import report
from demo import partners
from ingest.confined import Confined, CrashError, ReadLimits
from ingest.fetch import Fetched, fetch
from ingest.sniffing import kind_of

TODAY = date(2026, 3, 1)
_LARGEST = 400_000
_TOKENS = (
    *(b"\r\n", b"\n ", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"BEGIN:VEVENT", b"END:VEVENT"),
    *(b"BEGIN:VCALENDAR", b"RRULE:FREQ=SECONDLY", b"RRULE:FREQ=YEARLY;INTERVAL=0", b"DTSTART:"),
    *(b"99999999T999999Z", b"-1", b"1e308", b"2147483648", b"00000000", b";", b":", b'"', b"\\"),
    *(b"<table>", b"</td>", b"<script type='application/ld+json'>{", b"&#x110000;", b"<!--"),
    *(b"31 februari 25.61 uur", b"elke 5e 31e van de week", b"29-2-2027"),
    *(b"t/m", b"oneven weken", b"<![CDATA[", b"<row r='1048576'>", b"9" * 400, b"A" * 5000),
)


def main(arguments: list[str]) -> int:
    """Break and read until the time is over; the same seed breaks in the same way."""
    parser = argparse.ArgumentParser(prog="bench fuzz", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    samples: dict[SourceKind, list[bytes]] = defaultdict(list)
    for kind, body in _samples(options.folders):
        samples[kind].append(body)
    chance, counts = random.Random(options.seed), Counter[str]()
    confined = Confined(ReadLimits(memory=700_000_000, cpu_seconds=20, wall_seconds=60.0))
    ends = time.monotonic() + options.seconds
    try:
        while time.monotonic() < ends:
            kind = chance.choice(sorted(samples))
            _try(confined, kind, _broken(chance.choice(samples[kind]), chance), counts)
    finally:
        confined.close()
    fell = counts["crashed"] + counts["too_slow"] + counts["too_big"]
    figures = {"seed": options.seed, "samples": sum(map(len, samples.values())), **counts}
    report({**figures, **{name: counts[name] for name in ("crashed", "too_slow", "too_big")}})
    return 1 if fell else 0


def _try(confined: Confined, kind: SourceKind, body: bytes, counts: Counter[str]) -> None:
    counts["read"] += 1
    counts[kind.value] += 1
    try:
        context = Context(address="https://partner.example/agenda", seen_on=TODAY)
        counts["drafts"] += len(confined.read(kind, body, context).drafts)
    except CrashError:
        _fell("crashed", kind, body, counts)
    except SourceError as error:
        if "langer dan" in error.message:
            _fell("too_slow", kind, body, counts)
        elif "geheugen" in error.message:
            _fell("too_big", kind, body, counts)
        else:
            counts["refused"] += 1


def _fell(how: str, kind: SourceKind, body: bytes, counts: Counter[str]) -> None:
    counts[how] += 1
    folder = ROOT / "var" / "fuzz"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{how}-{kind.value}-{counts['read']}"
    path.write_bytes(body)
    print(f"{how}: {kind.value}, kept as {path}", flush=True)


def _samples(folders: list[Path]) -> Iterator[tuple[SourceKind, bytes]]:
    """Whole files with their kind: the demonstration's, and those of the folders."""
    with partners.serving(lambda: TODAY) as base:
        for source in partners.sources(base):
            try:
                host = base.removeprefix("http://")
                got = fetch(source.address, user_agent="fuzz", allowed_loopback=frozenset({host}))
            except SourceError:
                continue  # one of them is broken on purpose
            if isinstance(got, Fetched):
                yield source.kind, got.body
    yield SourceKind.DOCUMENT, _document()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".json" and path.stat().st_size < _LARGEST:
                body = path.read_bytes()
                try:
                    yield kind_of(body, name=path.name), body
                except SourceError:
                    continue


def _document() -> bytes:
    """A programme as Word makes it: headings, a table, a list."""
    made, out = docx.Document(), io.BytesIO()
    made.add_heading("Programma maart 2026", 1)
    made.add_paragraph("Dinsdag 3 maart, 10.00 - 11.30 uur: koffie in De Nieuwe Flora")
    made.add_paragraph("Elke 1e woensdag soep, niet in de schoolvakantie", style="List Bullet")
    table = made.add_table(rows=2, cols=3)
    texts = ("datum", "tijd", "activiteit", "5 maart", "14.00", "Schilderen")
    for cell, text in zip((c for row in table.rows for c in row.cells), texts, strict=True):
        cell.text = text
    made.save(out)
    return out.getvalue()


def _broken(body: bytes, chance: random.Random) -> bytes:
    """The body with a few things wrong; of a packed file as often in what is packed."""
    if body.startswith(b"PK") and chance.random() < 0.7:
        return _repacked(body, chance)
    for _ in range(chance.randint(1, 6)):
        body = _damaged(body, chance)
    return body


def _repacked(body: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(out, "w") as target:
            names = source.namelist()
            hurt = chance.choice(names)
            for name in names:
                held = source.read(name)
                if name == hurt:
                    for _ in range(chance.randint(1, 6)):
                        held = _damaged(held, chance)
                target.writestr(name, held, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, OSError):
        return _damaged(body, chance)
    return out.getvalue()


def _damaged(body: bytes, chance: random.Random) -> bytes:
    """One thing wrong: cut, flipped, doubled, moved, or something put in."""
    at, to = sorted((chance.randint(0, len(body)), chance.randint(0, len(body))))
    part = body[at : min(to, at + 2_000)]
    how = chance.randint(0, 6)
    if how == 0:
        return body[:at]
    if how == 1:
        return body[:at] + body[at + len(part) :]
    if how == 2:
        return body[:at] + part * chance.randint(2, 20) + body[at:]
    if how == 3:
        flipped = bytes(byte ^ (1 << chance.randint(0, 7)) for byte in part[:4])
        return body[:at] + flipped + body[at + len(flipped) :]
    if how == 4:
        lines = body.split(b"\n")
        chance.shuffle(lines)
        return b"\n".join(lines)
    if how == 5:
        return body.replace(chance.choice(_TOKENS[:14]), chance.choice(_TOKENS))
    return body[:at] + chance.choice(_TOKENS) + body[at:]
