"""Two readings of one activity side by side: which fields differ, word by word. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from agenda.draft import Draft
from agenda.words import STATUS, moment_words, rule_words

_WORD = re.compile(r"\S+|\s+")


class Part(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. `pieces` read in order give both texts."""

    label: str
    pieces: tuple[Piece, ...]


def lines(draft: Draft) -> tuple[tuple[str, str], ...]:
    """(label, text) of everything a draft says, in the order of the page; empty ones too."""
    return (
        ("Titel", draft.title),
        ("Begin", moment_words(draft.start)),
        ("Einde", moment_words(draft.end)),
        ("Inloop", moment_words(draft.doors)),
        ("Herhaling", rule_words(draft.recurrence)),
        ("Stand", STATUS[draft.status]),
        ("Plaats", draft.venue or ""),
        ("Adres", " ".join(part for part in (draft.address, draft.postcode) if part)),
        ("Wijk volgens de bron", draft.neighbourhood or ""),
        ("Online", draft.online_url or ""),
        ("Organisatie", draft.organiser or ""),
        ("Kosten", draft.price or ""),
        ("Voor wie", draft.audience or ""),
        ("Contact", draft.contact or ""),
        ("Website", draft.url or ""),
        ("Plaatje", draft.image_url or ""),
        ("Onderwerpen", ", ".join(draft.categories)),
        ("Omschrijving", draft.description),
    )


def changes(before: Draft, after: Draft) -> tuple[FieldChange, ...]:
    """The fields that differ, in the order of the page."""
    return tuple(
        FieldChange(label, words(old, new))
        for (label, old), (_, new) in zip(lines(before), lines(after), strict=True)
        if old != new
    )


def words(before: str, after: str) -> tuple[Piece, ...]:
    """The words that went and came, with those that stayed between them."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Part.SAME, "".join(old[old_from:old_to])))
            continue
        if old_from != old_to:
            pieces.append(Piece(Part.GONE, "".join(old[old_from:old_to])))
        if new_from != new_to:
            pieces.append(Piece(Part.NEW, "".join(new[new_from:new_to])))
    return tuple(pieces)
