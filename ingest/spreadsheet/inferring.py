"""Columns that no heading explains, known by what they hold: dates, times, words.

What may be something else is a guess, and sends all of the table to a person: the column of
activities always, a day or time under a heading that we do not know, the one of two columns of
dates. A person may say of each column what it is, by its letter.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from base.text import fold
from ingest.spreadsheet import words
from ingest.spreadsheet.columns import (
    Use,
    days_and_dates,
    holds_persons,
    is_date,
    is_personal,
    is_time,
    share,
)
from ingest.spreadsheet.grid import Cell, letter
from ingest.spreadsheet.meanings import Meaning

_PRICE = re.compile(r"(?i)€|^gratis$|^\d+,\d{2}$|^eur\b|vrije gift")
_WHEN = frozenset({Meaning.DATE, Meaning.WEEKDAY, Meaning.FIRST_DATE, Meaning.REPEAT})
_CLOCK = frozenset({Meaning.TIME, Meaning.START_TIME})
_Values = Mapping[int, Sequence[Cell]]


def inferred(stated: Sequence[Use], values: _Values) -> tuple[Use, ...]:
    """The uses, filled in where nothing is stated; () when it is no agenda.

    A column that says when is needed and one of texts; a column that is not recognised is not
    used. Where the rows begin with persons they are about persons, and there is no agenda
    either, unless a person said which column is the activity.
    """
    known = {u.column: u.meaning for u in stated if u.meaning is not None}
    shown = [u.column for u in stated if not u.is_hidden and values.get(u.column)]
    left = [c for c in shown if c not in known]
    found: dict[int, Meaning] = {}
    for column in left:
        meaning = _of_values(values[column], {*known.values(), *found.values()})
        if meaning is not None:
            found[column] = meaning
    if not _WHEN & {*known.values(), *found.values()}:
        return ()
    texts = [c for c in left if c not in found and share(values[c], _is_words) > 0.6]
    title = next((c for c, meaning in known.items() if meaning is Meaning.TITLE), None)
    if title is None:
        title = _title_among(texts, {**known, **found}, values)
        if title is None:
            return ()
        found[title] = Meaning.TITLE
    if Meaning.VENUE not in known.values():
        found |= _place_among([c for c in texts if c > title], values)
    made = [
        replace(
            u, meaning=found[u.column], is_guess=_may_be_else(u, found[u.column], shown, values)
        )
        if u.column in found
        else u
        for u in stated
    ]
    return tuple(days_and_dates(made))


def _of_values(cells: Sequence[Cell], used: set[Meaning]) -> Meaning | None:
    """What is plain from the cells: days, times, weekdays, persons, prices."""
    if share(cells, is_day) > 0.6 and not used & {Meaning.DATE, Meaning.FIRST_DATE}:
        return Meaning.DATE
    if share(cells, is_time) > 0.6:
        if not used & _CLOCK:
            return Meaning.START_TIME
        return None if Meaning.END_TIME in used else Meaning.END_TIME
    if share(cells, lambda c: words.is_only_weekdays(c.text)) > 0.6:
        return Meaning.WEEKDAY
    if share(cells, is_personal) > 0.5:
        return Meaning.PERSON
    return Meaning.PRICE if share(cells, lambda c: bool(_PRICE.search(c.text))) > 0.5 else None


def _title_among(texts: Sequence[int], found: Mapping[int, Meaning], values: _Values) -> int | None:
    """The column of activities: the more varied of the first two, unless it may hold persons."""
    if not texts or any(m is Meaning.PERSON and c < texts[0] for c, m in found.items()):
        return None
    title = max(texts[:2], key=lambda c: (_variety(values[c]), -c))
    return None if any(holds_persons(values[c]) for c in texts if c <= title) else title


def _place_among(texts: Sequence[int], values: _Values) -> dict[int, Meaning]:
    """The first column of words that come again, or of houses."""
    for column in texts:
        if _variety(values[column]) < 0.75 or share(values[column], _is_house) > 0.3:
            return {column: Meaning.VENUE}
    return {}


def _may_be_else(use: Use, meaning: Meaning, shown: Sequence[int], values: _Values) -> bool:
    """May this column hold something else than its cells look like?"""
    if meaning is Meaning.PERSON:
        return False
    if use.heading != letter(use.column):
        return True
    if meaning is Meaning.VENUE:
        return share(values[use.column], _is_house) <= 0.3
    if meaning in (Meaning.DATE, Meaning.WEEKDAY):
        return sum(share(values[c], is_day) > 0.6 for c in shown) > 1
    if meaning in _CLOCK:
        return sum(share(values[c], is_time) > 0.6 for c in shown) > 1
    return True


def is_day(cell: Cell) -> bool:
    """A date, or "wo 1" as a title with the month makes it one."""
    return is_date(cell) or bool(words.DAY_NUMBER.fullmatch(cell.text))


def _is_words(cell: Cell) -> bool:
    return isinstance(cell.value, str) and sum(c.isalpha() for c in cell.text) > 2


def _is_house(cell: Cell) -> bool:
    return bool(words.HOUSES.search(cell.text))


def _variety(cells: Sequence[Cell]) -> float:
    texts = [fold(c.text) for c in cells if c.text]
    return len(set(texts)) / len(texts) if texts else 0.0
