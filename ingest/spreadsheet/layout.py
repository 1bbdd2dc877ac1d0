"""What may stand on a sheet: lists, week grids, days down, and lines outside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.spreadsheet import persons
from ingest.spreadsheet.columns import Use
from ingest.spreadsheet.grid import Cell
from ingest.spreadsheet.meanings import Meaning
from ingest.spreadsheet.months import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list: one activity a row. `rows` are its data rows, in order, hidden ones too.

    `months`: columns with a month at their head.
    """

    uses: tuple[Use, ...]
    header_rows: tuple[int, ...]
    rows: tuple[int, ...]
    is_inferred: bool = False
    months: Mapping[int, Month] = field(default_factory=dict)

    @property
    def guess(self) -> Use | None:
        """The column that is taken for the activity without a heading that says so."""
        return next((u for u in self.uses if u.is_guess and u.meaning is Meaning.TITLE), None)

    @property
    def guesses(self) -> tuple[Use, ...]:
        """Columns that may be something else than they are taken for, the activity's too."""
        return tuple(u for u in self.uses if u.is_guess)

    @property
    def is_of_persons(self) -> bool:
        """Members, clients, rides: rows about persons, whatever dates they hold."""
        stated = [(u.heading, u.meaning) for u in self.uses if not u.is_by_hand]
        is_guess = self.guess is not None or not any(u.meaning is Meaning.TITLE for u in self.uses)
        return not self.is_inferred and persons.are_listed(stated, is_guess=is_guess)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekGrid:
    """Days across (`days`: column → heading) or down; `labels`: column of row labels, if any.

    `has_titles`: a column names the activity and the day columns hold its times or crosses.
    """

    days: Mapping[int, Cell]
    header_row: int
    rows: tuple[int, ...]
    label_columns: tuple[int, ...] = ()
    title_column: int | None = None
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRows:
    """Days down (`days`: row → its heading), with dayparts, times or rooms at the head of the
    columns (`labels`)."""

    days: Mapping[int, Cell]
    day_column: int
    labels: Mapping[int, str]
    first_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Everything found on a sheet. `lines`: row → its cells, for rows outside tables."""

    tables: tuple[Table, ...] = ()
    grids: tuple[WeekGrid, ...] = ()
    day_rows: DayRows | None = None
    lines: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict)

    @property
    def weeks(self) -> tuple[WeekGrid | DayRows, ...]:
        """The grids with days across, and the one with days down."""
        return (*self.grids, self.day_rows) if self.day_rows is not None else self.grids
