"""What every row of a sheet may know of the sheet, and where results are gathered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from agenda.draft import Context, Draft, Origin, Problem, passage_key
from agenda.status import Severity
from ingest.privacy import Masked
from ingest.spreadsheet.grid import Sheet
from ingest.spreadsheet.notes import Notes
from ingest.spreadsheet.period import Period
from ingest.spreadsheet.stated import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """`masked` takes contact data of persons out of a text. `lost`: what the format hides.

    `period`: of the sheet, as its titles are read around a day; `titles` are those that name one.
    """

    context: Context
    sheet: Sheet
    scope: Scope
    notes: Notes
    masked: Callable[[str], Masked]
    neighbourhood: str | None = None
    lost: str = ""
    junk: tuple[str, ...] = ()
    file_venue: str | None = None
    period: Callable[[date], Period | None]
    titles: tuple[str, ...] = ()

    def since(self, found: "Found", *texts: str) -> "Around":
        """What holds for a passage: dates without a year lie around when it was first seen.

        `texts`: all of the row that its date depends on, and what it is about.
        """
        passage = self.mask(" | ".join(filter(None, (*self.titles, *texts))))
        found.passages.add(passage_key(passage))
        seen_on = self.context.anchor(passage)
        if seen_on == self.scope.seen_on:
            return self
        scope = replace(self.scope, seen_on=seen_on, period=self.period(seen_on))
        return replace(self, scope=scope)

    def mask(self, text: str) -> str:
        """The text as it may be shown."""
        return self.masked(text).text

    def origin(self, row: int, text: str | None = None) -> Origin:
        """Where a row stands, with the passage read, masked."""
        return Origin(
            sheet=self.sheet.name or None,
            row=row,
            line=self.sheet.lines.get(row),
            text=self.mask(text)[:300] if text else None,
        )

    def place(self, row: int) -> str:
        """ "Rij 7 van blad Maart": how a message begins."""
        return f"Rij {row} van blad {self.sheet.name}" if self.sheet.name else f"Rij {row}"


@dataclass(slots=True)
class Found:
    """What reading has given so far; the readers of tables and grids add to it."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost_keys: list[str] = field(default_factory=list)
    row_count: int = 0
    inside_count: int = 0
    passages: set[str] = field(default_factory=set)

    def note(
        self,
        around: Around,
        row: int,
        code: str,
        text: str,
        severity: Severity = Severity.NOTE,
    ) -> None:
        """One problem with one row, as a Dutch sentence that names the row."""
        self.problems.append(
            Problem(
                code=code,
                message=around.mask(f"{around.place(row)}: {text}"),
                severity=severity,
                origin=around.origin(row),
            )
        )


Texts = Mapping[str, str]
