"""The query of a request as checked values; what is not allowed is named, all at once."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from base.errors import InvalidInput

MAX_SIZE = 100
USUAL_SIZE = 25
MAX_TEXT = 200
MAX_PAGE = 100_000


@dataclass(slots=True)
class Query:
    """Reads parameters by name and kind, and collects what is wrong (Dutch, per parameter)."""

    given: Mapping[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def whole(self, name: str, *, default: int, largest: int) -> int:
        text = self._text(name)
        if text is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= largest:
            self.problems[name] = f"is geen geheel getal van 1 tot en met {largest}"
            return default
        return int(text)

    def flag(self, name: str) -> bool:
        text = self._text(name)
        if text not in (None, "true", "false"):
            self.problems[name] = "is geen true of false"
        return text == "true"

    def identity(self, name: str) -> str:
        text = self._text(name)
        if text is None:
            return ""
        found = as_uuid(text)
        if found is None:
            self.problems[name] = "is geen UUID"
        return found or ""

    def words(self, name: str) -> str:
        text = self._text(name)
        if text is not None and len(text) > MAX_TEXT:
            self.problems[name] = f"is langer dan {MAX_TEXT} tekens"
        return (text or "")[:MAX_TEXT]

    def choice(self, name: str, allowed: frozenset[str]) -> str:
        text = self._text(name)
        if text is not None and text not in allowed:
            self.problems[name] = f"is geen van: {', '.join(sorted(allowed))}"
            return ""
        return text or ""

    def pattern(self, name: str, expression: str, meaning: str) -> str:
        text = self._text(name)
        if text is not None and not re.fullmatch(expression, text):
            self.problems[name] = f"is geen {meaning}"
            return ""
        return text or ""

    def day(self, name: str) -> date | None:
        text = self._text(name)
        try:
            if text is not None and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problems[name] = "is geen datum als 2026-03-14"
            return None

    def instant(self, name: str) -> datetime | None:
        """RFC 3339, with its offset; a "+" that was not escaped has become a space."""
        text = self._text(name)
        if text is None:
            return None
        try:
            found = datetime.fromisoformat(text.replace(" ", "+", 1))
            if found.tzinfo is None or "T" not in text:
                raise ValueError
            return found.astimezone(UTC)
        except (ValueError, OverflowError):
            self.problems[name] = "is geen tijdstip als 2026-03-14T10:00:00Z"
            return None

    def check(self) -> None:
        """Raises InvalidInput when anything was wrong, or when a parameter does not exist."""
        for name in self.given:
            if name not in self._known:
                self.problems[name[:40]] = "deze parameter bestaat niet"
        if self.problems:
            raise InvalidInput(self.problems)

    def _text(self, name: str) -> str | None:
        self._known.add(name)
        return self.given.get(name)


def as_uuid(text: str) -> str | None:
    """The canonical form of a UUID (RFC 9562), or None when it is none."""
    if not re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        return None
    return str(uuid.UUID(text))
