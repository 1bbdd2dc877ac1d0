"""What can go wrong, as types. Messages name the thing, then what is wrong with it."""

from dataclasses import dataclass


class AgendaError(Exception):
    """Everything this project raises on purpose."""


@dataclass
class SourceError(AgendaError):
    """A whole source could not be used; the run is recorded with this sentence.

    `message` is Dutch, for staff and partners. `permanent`: trying again will not help
    (a login page, a wrong file), as opposed to an outage. `retry_after`: seconds the
    source asked us to wait, if it did.
    """

    message: str
    permanent: bool = False
    retry_after: int | None = None

    def __str__(self) -> str:
        return self.message


class FetchError(SourceError):
    """The bytes could not be had: address, network, size, time."""


class FormatError(SourceError):
    """The bytes are there and are not what they should be."""


@dataclass
class NotFound(AgendaError):
    """No `kind` with this `key`."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key} bestaat niet"


class NotAllowed(AgendaError):
    """This person may not do this."""


class Conflict(AgendaError):
    """Somebody else changed it in the meantime; nothing was done."""


@dataclass
class InvalidInput(AgendaError):
    """What a person filled in cannot be used: one sentence per field (Dutch)."""

    problems: dict[str, str]

    def __str__(self) -> str:
        return "; ".join(f"{field}: {text}" for field, text in self.problems.items())


class ConfigError(AgendaError):
    """A setting is missing or makes no sense; the program does not start."""
