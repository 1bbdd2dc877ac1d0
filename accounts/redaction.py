"""Finding and striking one person's data in any text, also when only its hash is kept. Pure.

What is looked for is folded: case, accents and separators do not count, so "06-12 34 56 78"
finds "0612345678", and whole words only, so "Jan" never touches "januari". A hash can be looked
for because every run of whole words of the right length in a text is hashed likewise.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from accounts.keys import keyed_hash
from base.errors import InvalidInput

STRUCK = "[gewist]"
SHORTEST = 3
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_ENCODINGS = ("utf-8", "latin-1", "utf-16")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is kept of an erased text. `length` is of the folded text without separators."""

    salt: str
    digest: str
    length: int


@dataclass(frozen=True, slots=True)
class Redactor:
    """Strikes what it was made for. `lengths` are those worth looking at; `key` the secret that
    stand-ins are made with."""

    lengths: frozenset[int]
    is_hit: Callable[[str], bool]
    key: str = ""

    def strike(self, text: str) -> str:
        """The text with every occurrence replaced; the same object when there is none.

        A web address with it leads nowhere without it, so that becomes empty.
        """
        struck = self._strike(text)
        is_address = struck is not text and _ADDRESS.fullmatch(text)
        return "" if is_address else struck

    def stand_in(self, text: str) -> str:
        """For a text that names something and holds it: always the same other name, so that
        what it names is known again. A text without it is the same object."""
        if self._strike(text) is text:
            return text
        return f"gewist-{keyed_hash(self.key, 'stand-in', text)[:24]}"

    def _strike(self, text: str) -> str:
        words = list(_WORD.finditer(text))
        longest = max(self.lengths, default=0)
        pieces: list[str] = []
        done = at = 0
        while at < len(words):
            end = self._hit(words, at, longest)
            if end is None:
                at += 1
                continue
            pieces += [text[done : words[at].start()], STRUCK]
            done, at = words[end].end(), end + 1
        return "".join([*pieces, text[done:]]) if pieces else text

    def strike_all(self, value: Any) -> Any:
        """The same for everything in a JSON value, keys too."""
        if isinstance(value, str):
            return self.strike(value)
        if isinstance(value, list):
            return [self.strike_all(each) for each in value]
        if isinstance(value, dict):
            return {self.strike(str(k)): self.strike_all(v) for k, v in value.items()}
        return value

    def is_in(self, body: bytes) -> bool:
        """Whether it occurs in these bytes: as text, compressed, or inside a zip file."""
        return any(self._is_in_text(part) for part in _unpacked(body))

    def _is_in_text(self, body: bytes) -> bool:
        for encoding in _ENCODINGS:
            try:
                text = body.decode(encoding)
            except UnicodeDecodeError:
                continue
            if self._strike(text) is not text:
                return True
        return False

    def _hit(self, words: list[re.Match[str]], at: int, longest: int) -> int | None:
        """The index of the last word of a hit that begins at `at`; the longest one."""
        compact, found = "", None
        for index in range(at, len(words)):
            compact += _fold(words[index].group())
            if len(compact) > longest:
                break
            if len(compact) in self.lengths and self.is_hit(compact):
                found = index
        return found


def redactor_for(text: str, *, key: str = "") -> Redactor:
    """What strikes this text. Raises InvalidInput when it is too short to be anyone's."""
    forms = compact_forms(text)
    return Redactor(frozenset(len(form) for form in forms), forms.__contains__, key)


def redactor_of(key: str, marks: Iterable[Mark]) -> Redactor:
    """What strikes everything that was ever erased here, from its hashes."""
    held = list(marks)
    digests = {(mark.salt, mark.digest) for mark in held}
    salts = {mark.salt for mark in held}

    def is_hit(compact: str) -> bool:
        return any((salt, _digest(key, salt, compact)) in digests for salt in salts)

    return Redactor(frozenset(mark.length for mark in held), is_hit, key)


def marks_for(key: str, text: str, *, salt: str) -> tuple[Mark, ...]:
    """What to keep of an erased text."""
    return tuple(
        Mark(salt=salt, digest=_digest(key, salt, form), length=len(form))
        for form in sorted(compact_forms(text))
    )


def compact_forms(text: str) -> frozenset[str]:
    """The folded text without separators; of a Dutch number also as dialled from abroad."""
    compact = "".join(_fold(word) for word in _WORD.findall(text))
    if len(compact) < SHORTEST:
        raise InvalidInput({"tekst": f"geef minstens {SHORTEST} letters of cijfers"})
    if not compact.isdigit():
        return frozenset({compact})
    national = re.sub(r"^(?:0031|31|0)", "", compact) if len(compact) >= 10 else ""
    if len(national) != 9:
        return frozenset({compact})
    return frozenset({f"0{national}", f"31{national}", f"0031{national}", f"310{national}"})


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _digest(key: str, salt: str, compact: str) -> str:
    return keyed_hash(key, "redaction", salt, compact)


def _unpacked(body: bytes) -> Iterable[bytes]:
    yield body
    with suppress(zlib.error):
        yield zlib.decompress(body, wbits=47)  # zlib or gzip
    if body[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                for name in archive.namelist()[:500]:
                    yield archive.read(name)
        except (zipfile.BadZipFile, OSError, RuntimeError):
            return
