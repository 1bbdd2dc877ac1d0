"""Columns that say of each row whether it may be shown: "op website?", "openbaar", "privé".

"Nee" under "op website" keeps a row inside, and so does "ja" under "privé". What is left open
among answers, or says something else, goes to a person. Such a column counts when it is hidden
too: what it keeps inside stays inside.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from agenda.draft import Doubt
from base.text import fold
from ingest.spreadsheet import words
from ingest.spreadsheet.columns import Use, share
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.meanings import FLAGS, Meaning

_YES = re.compile(
    r"ja|j|yes|y|x|v|true|waar|1|ok|oke|akkoord|klaar|gedaan|geplaatst|gepubliceerd|online|"
    r"openbaar|publiek|public|extern|iedereen"
)
_NO = re.compile(r"(?:nee|neen|n|no|niet|nog niet|liever niet|geen|false|onwaar|0)\b.*")
_INSIDE = re.compile(
    r"(?:prive|private|persoonlijk|personal|vertrouwelijk|confidential|besloten|intern|concept|"
    r"geheim)\b.*"
)
_OPEN = re.compile(r"openbaar|publiek|public|extern")
_USUAL = re.compile(rf"normaal|normal|{_OPEN.pattern}")
_PLACED = re.compile(r"(?i)https?://|\bwww\.|^\W*\d{1,2}[-/. ]\d{1,2}\b")
_MARKS = re.compile(r"[✓✔☑●•√]+")
_ASKS = {
    Meaning.URL: re.compile(r"(?:onze )?(?:web ?)?site|web"),
    Meaning.AUDIENCE: re.compile("publiek"),
}
_MAY_BE_FLAGS = FLAGS | {*_ASKS, Meaning.INTERNAL, None}


@dataclass(frozen=True, slots=True)
class Publicity:
    """Whether a row is kept inside; or why a person must say."""

    is_inside: bool = False
    doubts: tuple[Doubt, ...] = ()


def settled(uses: Iterable[Use], values: Mapping[int, Sequence[Cell]]) -> tuple[Use, ...]:
    """The uses, where a column of answers is known by its cells (all of them, crosses too).

    Under such a heading running text is a remark for inside, and without any answer the column
    says nothing; "ja" and "nee" under "website" are answers and no addresses. "Openbaar" and
    "besloten" are answers under any heading that we know no other meaning of.
    """
    return tuple(_settled(use, values.get(use.column, ())) for use in uses)


def may_answer(use: Use) -> bool:
    """Could this column hold answers? Then `settled` wants its cells."""
    return use.meaning in _MAY_BE_FLAGS


def _settled(use: Use, cells: Sequence[Cell]) -> Use:
    if use.is_by_hand or not may_answer(use):
        return use
    are_answers = share(cells, _is_answer) > 0.5
    if use.meaning in (Meaning.INTERNAL, None):
        is_asked = share(cells, _names_publicity) > 0.5
        return replace(use, meaning=Meaning.PUBLIC) if is_asked else use
    if use.meaning in _ASKS:
        is_asked = are_answers and bool(_ASKS[use.meaning].fullmatch(fold(use.heading)))
        return replace(use, meaning=Meaning.PUBLIC) if is_asked else use
    if not cells:
        return replace(use, meaning=None)
    return use if are_answers else replace(use, meaning=Meaning.INTERNAL)


def _is_answer(cell: Cell) -> bool:
    said = _said(cell)
    known = (_YES, _NO, _INSIDE, _USUAL)
    return cell.text.strip() == "-" or any(pattern.fullmatch(said) for pattern in known)


def _names_publicity(cell: Cell) -> bool:
    """ "besloten", "openbaar", "intern": a word that says by itself for whom it is."""
    said = _said(cell)
    return len(said) < 30 and bool(_INSIDE.fullmatch(said) or _OPEN.fullmatch(said))


def of(cells: Mapping[int, Cell], columns: Mapping[Meaning, Sequence[Use]]) -> Publicity:
    """What the columns of answers say of one row."""
    doubts: list[Doubt] = []
    for meaning in (Meaning.PUBLIC, Meaning.PRIVATE):
        for use in columns.get(meaning, ()):
            is_inside = _is_inside(cells.get(use.column), meaning)
            if is_inside:
                return Publicity(is_inside=True)
            if is_inside is None:
                text = f"Mag dit worden getoond? De kolom “{use.heading}” zegt het niet duidelijk."
                doubts.append(Doubt(about="status", reason=text))
    return Publicity(doubts=tuple(doubts))


def _is_inside(cell: Cell | None, meaning: Meaning) -> bool | None:
    """Kept inside or not; None when the cell does not say."""
    said = _said(cell) if cell is not None else ""
    if cell is not None and (_INSIDE.fullmatch(said) or words.NOT_PUBLIC.search(cell.text)):
        return True
    is_yes, is_no = bool(_YES.fullmatch(said)), bool(_NO.fullmatch(said))
    if meaning is Meaning.PUBLIC:
        is_shown = is_yes or bool(cell and _PLACED.search(cell.text))
        return True if is_no else False if is_shown else None
    if not said or is_no or _USUAL.fullmatch(said):
        return False
    return True if is_yes else None


def _said(cell: Cell) -> str:
    return fold(_MARKS.sub("x", cell.text))
