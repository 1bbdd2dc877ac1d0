"""What the cells of a row say about when, and what a row may know from around it."""

from dataclasses import dataclass
from datetime import date

from agenda.status import Exclusion
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.months import Days
from ingest.spreadsheet.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a row may know from around it.

    `seen_on`: the anchor for dates without a year. `period`: of the sheet. `day`, `weekday`:
    from a section line above the row. `is_month_first`: 3/25/2026 stands in this column.
    `exclusions`: "niet in de schoolvakanties" said for the whole sheet.
    """

    seen_on: date
    zone: str
    period: Period | None = None
    day: date | None = None
    weekday: int | None = None
    is_month_first: bool = False
    exclusions: frozenset[Exclusion] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The cells of one row that say when; several columns may say the same kind of thing.

    `span`: from when to when a rule holds. `week`: which week or weeks; `weeks`: what all rows
    of the table say of it. A number of a week only if `is_week` (a heading or the word says so).
    `is_from`: `first` stands under "vanaf": not the day itself, but from when a rule holds.
    `across`: what the row says under months at the head of columns.
    """

    date: Cell | None = None
    weekday: str = ""
    week: str = ""
    weeks: tuple[str, ...] = ()
    is_week: bool = True
    first: Cell | None = None
    last: Cell | None = None
    is_from: bool = False
    repeat: str = ""
    span: str = ""
    times: tuple[Cell, ...] = ()
    start: Cell | None = None
    end: Cell | None = None
    doors: Cell | None = None
    remarks: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    is_all_day: bool = False
    across: Days | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row has no usable day or time: a short code and the end of a Dutch sentence."""

    code: str
    text: str


def day_texts(stated: Stated) -> tuple[str, ...]:
    """The texts that say on which days; clock times do not count."""
    cells = [c.text for c in (stated.date, stated.first, stated.last) if c is not None]
    return (stated.weekday, stated.week, stated.repeat, stated.span, *cells, *stated.exceptions)
