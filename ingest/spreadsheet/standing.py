"""Whether an activity goes on: what words, a strike-through and colours say together.

Cancelled only on an unambiguous word in the title, the status or a remark, a strike-through,
or a colour that the legend explains; never on a word somewhere in a running text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agenda.draft import Doubt
from agenda.status import EventStatus
from ingest.spreadsheet import words
from ingest.spreadsheet.notes import Sign, SignKind

REMARK_LENGTH = 120
_PRIVATE_TITLE = re.compile(
    r"(?i)[(\[][^()]*\b(?:besloten|concept|intern|optie|privé)\b|"
    r"^\W*(?:besloten|concept|intern|privé|optie)\b(?:\s*[:–-]|\s*$)"
)
_FULL = re.compile(
    r"\bVOL\b|(?i:^\W*vol\W*$|\bvolgeboekt\b|\bvolzet\b|\buitverkocht\b|\bwachtlijst\b|\(vol\)|"
    r"^vol[,!;]|"
    r"[-–:] vol\W*$|\bgeen plaats(?:en)? meer\b|\bzit vol\b|\bis vol\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`is_partly_off`: cancelled on a date that a text names. `until`: a legend's sign that
    says it is off up to a day."""

    status: EventStatus = EventStatus.SCHEDULED
    is_full: bool = False
    is_public: bool = True
    is_partly_off: bool = False
    doubts: tuple[Doubt, ...] = ()
    until: Sign | None = None


def standing(
    title: str, remarks: Sequence[str], *, signs: Sequence[Sign] = (), is_struck: bool = False
) -> Standing:
    """`remarks`: the status column, remarks and notes; long texts among them are not read."""
    short = [t for t in remarks if t and len(t) <= REMARK_LENGTH]
    kinds = {s.kind for s in signs}
    said = [title, *short]
    until = next((s for s in signs if s.kind is SignKind.CANCELLED and s.until), None)
    is_off = is_struck or any(words.is_cancelled(t) for t in said)
    is_off = is_off or any(s.kind is SignKind.CANCELLED and not s.until for s in signs)
    return Standing(
        status=EventStatus.CANCELLED if is_off else EventStatus.SCHEDULED,
        is_full=SignKind.FULL in kinds or any(_FULL.search(t) for t in said),
        is_public=_is_public(title, short, kinds),
        is_partly_off=any(words.is_partly_off(t) for t in said),
        doubts=() if is_off else tuple(_doubts(said, kinds)),
        until=until,
    )


def _is_public(title: str, remarks: Sequence[str], kinds: set[SignKind]) -> bool:
    if SignKind.NOT_PUBLIC in kinds or _PRIVATE_TITLE.search(title):
        return False
    return not any(words.NOT_PUBLIC.search(t) for t in remarks)


def _doubts(said: Sequence[str], kinds: set[SignKind]) -> list[Doubt]:
    found = []
    if any(words.MOVED.search(t) for t in said):
        reason = "Er staat dat het verplaatst is; controleer de datum en de plaats."
        found.append(Doubt(about="status", reason=reason))
    if SignKind.TENTATIVE in kinds or any(words.TENTATIVE.search(t) for t in said):
        found.append(Doubt(about="status", reason="Er staat dat het nog niet zeker is."))
    return found
