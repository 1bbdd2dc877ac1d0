"""What a place text turned out to mean."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """Outside the municipality, online and unknown are answers of their own."""

    NEIGHBOURHOOD = "neighbourhood"
    OUTSIDE = "outside"
    ONLINE = "online"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is. `code` and `name` are of the wijk, and empty for other kinds.

    `venue` is the known venue's own name, empty when none was recognised. `is_sure`: may be
    published without a person looking. `reason` is a Dutch line for that person.
    `hide_address`: a private or secret address, so only the neighbourhood may be shown.
    """

    kind: PlaceKind
    code: str = ""
    name: str = ""
    venue: str = ""
    is_sure: bool = False
    reason: str = ""
    hide_address: bool = False

    @property
    def answer(self) -> str:
        """The wijk code, or the kind where there is none."""
        return self.code or self.kind.value
