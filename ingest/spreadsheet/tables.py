"""Where the tables on a sheet are: header rows, blocks beside each other, week grids.

What stands outside them (titles, notes, a legend) is handed on as lines.
"""

from collections.abc import Iterable, Mapping, Sequence

from base.text import fold
from ingest.spreadsheet import columns, heads, inferring, months, persons, publicity, words
from ingest.spreadsheet.columns import Use
from ingest.spreadsheet.grid import EMPTY, Cell, Sheet, visible
from ingest.spreadsheet.layout import DayRows, Layout, Table, WeekGrid
from ingest.spreadsheet.meanings import Meaning, of_heading
from ingest.spreadsheet.months import Month

_HEADING_LENGTH = 45
_KEY_MEANINGS = frozenset(
    {
        *(Meaning.TITLE, Meaning.DATE, Meaning.WEEKDAY, Meaning.FIRST_DATE, Meaning.TIME),
        *(Meaning.START_TIME, Meaning.DESCRIPTION, Meaning.CATEGORY),
    }
)

_DATES = frozenset({Meaning.DATE, Meaning.FIRST_DATE, Meaning.LAST_DATE, Meaning.EXCEPT})
_SAYS_WHEN = frozenset({Meaning.DATE, Meaning.WEEKDAY, Meaning.FIRST_DATE, Meaning.REPEAT})


def find(sheet: Sheet, corrections: Mapping[str, str]) -> Layout:
    """The tables of one sheet."""
    rows = [r for r in sorted(sheet.rows) if r not in sheet.hidden_rows]
    starts = [(row, kind) for row in rows if (kind := _kind(sheet, row))]
    starts = _without_repeats(sheet, starts)
    if not starts:
        return _days_down(sheet, rows) or _headerless(sheet, rows, corrections)
    tables: list[Table] = []
    grids: list[WeekGrid] = []
    taken: set[int] = set()
    for at, (row, kind) in enumerate(starts):
        if row in taken:
            continue
        end = starts[at + 1][0] if at + 1 < len(starts) else max(sheet.rows) + 1
        body = tuple(r for r in sorted(sheet.rows) if row < r < end)
        if kind == "grid":
            grids.append(_grid(sheet, row, body, corrections))
            taken.update({row, *body})
            continue
        header = _header_rows(sheet, row, body)
        body = tuple(r for r in body if r not in header)
        tables += _blocks(sheet, header, body, corrections)
        taken.update({*header, *body})
    lines = {r: visible(sheet, r) for r in rows if r not in taken}
    return Layout(tables=tuple(tables), grids=tuple(grids), lines=lines)


def _kind(sheet: Sheet, row: int) -> str | None:
    """ "list" for a header row, "grid" for a row of weekdays, None for anything else."""
    cells, by_month = visible(sheet, row), {}
    if len(across := _months(sheet, (row,))) >= 2:
        by_month = {c: cells.pop(c) for c in across if c in cells}
    texts = [c for c in cells.values() if isinstance(c.value, str)]
    days = {d for c in cells.values() if (d := heads.day_heading(c)) is not None}
    if len(days) >= 3 or heads.is_dates_across(cells):
        return "grid"
    if (
        len(texts) < 2 - bool(by_month)
        or len(texts) < len(cells) * 0.8
        or any(heads.is_typed(c) for c in cells.values())
    ):
        return None
    short = [c for c in texts if len(c.text) <= _HEADING_LENGTH]
    known = {m for c in short if (m := of_heading(c.text))}
    count = sum(1 for c in short if of_heading(c.text))
    if len(known) < 2 - bool(by_month) or not known & _KEY_MEANINGS or count < len(cells) * 0.5:
        return None
    is_filled = any(words.TIME_RANGE.search(c.text) or columns.is_date(c) for c in texts)
    if is_filled or any(words.UNSETTLED.match(c.text) for c in texts):
        return None
    return "list"


def _without_repeats(sheet: Sheet, starts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A header that comes again on a next page is no new table, nor is a row full of dates."""
    kept: list[tuple[int, str]] = []
    previous: list[str] = []
    for row, kind in starts:
        texts = _folded(sheet, row)
        if kept and kind == "list" and texts == previous:
            continue
        if kept and kept[-1][1] == "list" and _is_dated_row(sheet, row, kept[-1][0]):
            continue
        kept.append((row, kind))
        previous = texts
    return kept


def _is_dated_row(sheet: Sheet, row: int, header: int) -> bool:
    """A row of a list whose dates all stand below headings that say so: from, to, not on."""
    dated = [c for c, cell in visible(sheet, row).items() if columns.is_date(cell)]
    return bool(dated) and all(of_heading(sheet.cell(header, c).text) in _DATES for c in dated)


def _folded(sheet: Sheet, row: int) -> list[str]:
    return [fold(c.text) for _, c in sorted(visible(sheet, row).items())]


def is_header_again(sheet: Sheet, row: int, table: Table) -> bool:
    """The header, repeated among the rows."""
    texts = _folded(sheet, row)
    return any(texts == _folded(sheet, header) for header in table.header_rows)


def _header_rows(sheet: Sheet, row: int, body: Sequence[int]) -> tuple[int, ...]:
    """One or two rows: a second one below, or a wider one ("Wanneer | Waar") above."""
    following = body[0] if body and body[0] == row + 1 else None
    if following is not None and following not in sheet.hidden_rows:
        cells = visible(sheet, following)
        texts = [c for c in cells.values() if isinstance(c.value, str)]
        known = sum(1 for c in texts if of_heading(c.text) and len(c.text) <= 25)
        if texts and len(texts) == len(cells) and known >= max(2, len(cells) * 0.6):
            return (row, following)
    above = visible(sheet, row - 1) if row - 1 not in sheet.hidden_rows else {}
    spread = [c for c in above.values() if isinstance(c.value, str) and of_heading(c.text)]
    if len(above) >= 2 and len(spread) == len(above):
        return (row - 1, row)
    return (row,)


def _blocks(
    sheet: Sheet, header: tuple[int, ...], body: tuple[int, ...], corrections: Mapping[str, str]
) -> list[Table]:
    """The table, or its parts when the same headings come twice beside each other."""
    headings = _headings(sheet, header)
    tables = []
    for part in _split(headings):
        lines = {c: headings[c] for c in part}
        values = {c: _values(sheet, body, c) for c in part}
        uses = columns.from_headings(lines, sheet.hidden_columns, corrections)
        uses = columns.settled(_answered(sheet, body, uses), values)
        across = {c: m for c, m in _months(sheet, header).items() if c in part}
        tables.append(Table(uses=uses, header_rows=header, rows=body, months=across))
    return tables


def _answered(sheet: Sheet, body: Iterable[int], uses: Sequence[Use]) -> tuple[Use, ...]:
    """The uses, with those settled that say of each row whether it may be shown."""
    shown = [r for r in body if r not in sheet.hidden_rows]
    asked = [u.column for u in uses if publicity.may_answer(u)]
    values = {c: [cell for r in shown if (cell := sheet.cell(r, c)).text] for c in asked}
    return publicity.settled(uses, values)


def _months(sheet: Sheet, header: Iterable[int]) -> dict[int, Month]:
    """Columns with a month at their head: two at least, or it is no row of months."""
    found = {
        column: month
        for row in header
        for column, cell in visible(sheet, row).items()
        if (month := months.of_heading(cell)) is not None
    }
    return found if len(found) > 1 else {}


def _headings(sheet: Sheet, header: tuple[int, ...]) -> dict[int, list[str]]:
    """Per column the texts of its header rows; hidden columns too, so that they stay hidden."""
    found: dict[int, list[str]] = {}
    for row in header:
        for column, cell in sheet.rows.get(row, {}).items():
            if not cell.text:
                continue
            area = next((a for a in sheet.merged if a.holds(row, column)), None)
            right = area.right if area and len(header) > 1 else column
            for at in range(column, min(right, column + 50) + 1):
                found.setdefault(at, []).append(cell.text)
    return dict(sorted(found.items()))


def _split(headings: Mapping[int, Sequence[str]]) -> list[list[int]]:
    ordered = sorted(headings)
    first = fold(" ".join(headings[ordered[0]]))
    again = [c for c in ordered[1:] if fold(" ".join(headings[c])) == first]
    parts: list[list[int]] = [[]]
    for column in ordered:
        if column in again:
            parts.append([])
        parts[-1].append(column)
    meanings = [{of_heading(" ".join(headings[c])) for c in part} for part in parts]
    if len(parts) > 1 and all(len(m & _KEY_MEANINGS) >= 2 for m in meanings):
        return parts
    return [ordered]


def _values(sheet: Sheet, rows: Iterable[int], column: int) -> list[Cell]:
    """The filled cells of a column among data rows (a sample of 300)."""
    found = []
    for row in rows:
        if row in sheet.hidden_rows:
            continue
        cell = sheet.cell(row, column)
        if cell.text and not words.is_empty(cell.text) and len(sheet.rows.get(row, {})) > 1:
            found.append(cell)
            if len(found) == 300:
                break
    return found


def _days_down(sheet: Sheet, rows: Sequence[int]) -> Layout | None:
    """A week with its days down and activities with their times in the other columns."""
    shown = {r: visible(sheet, r) for r in rows}
    for column in sorted({c for cells in shown.values() for c in cells})[:3]:
        days = {
            r: cells[column]
            for r, cells in shown.items()
            if column in cells and heads.heads_a_day(cells[column])
        }
        if len({c.text for c in days.values()}) < 3:
            continue
        bodies = {at: c for r in days for at, c in shown[r].items() if at > column}
        first = min(days)
        head = {at: c for at, c in shown.get(first - 1, {}).items() if at > column}
        times = bool(bodies) and all(map(heads.heads_a_time, head.values()))
        is_slotted = times and bodies.keys() <= head.keys()
        cells = [c for r in days for at, c in shown[r].items() if at > column]
        if not is_slotted and columns.share(cells, heads.is_timed_activity) < 0.4:
            continue
        labels = {at: c.text for at, c in head.items()}
        taken = {*days, *([first - 1] if labels else [])}
        return Layout(
            day_rows=DayRows(days=days, day_column=column, labels=labels, first_row=min(taken)),
            lines={r: cells for r, cells in shown.items() if r not in taken},
        )
    return None


def _headerless(sheet: Sheet, rows: Sequence[int], corrections: Mapping[str, str]) -> Layout:
    """A list without headings: rows of at least two cells, columns known by their values.

    Headings of which we know only a few count all the same: of what they do not name nothing
    is made.
    """
    wide = [r for r in rows if len(visible(sheet, r)) >= 2]
    if wide and _is_scant_heading(sheet, wide[0]):
        body = tuple(r for r in sorted(sheet.rows) if r > wide[0])
        tables = _blocks(sheet, (wide[0],), body, corrections)
        return Layout(
            tables=tuple(tables), lines={r: visible(sheet, r) for r in rows if r < wide[0]}
        )
    head = wide[:1] if _is_unknown_heading(sheet, wide) else []
    data = wide[len(head) :]
    across = sorted({c for r in wide for c in sheet.rows.get(r, {})})
    values = {c: _values(sheet, data, c) for c in across}
    headings = {c: [sheet.cell(r, c).text for r in head] for c in across}
    stated = columns.from_headings(headings, sheet.hidden_columns, corrections)
    stated = tuple(columns.by_values(_answered(sheet, data, stated), values))
    uses = inferring.inferred(stated, values) if len(data) > 1 or _is_said(stated) else ()
    if not uses:
        return Layout(lines={r: visible(sheet, r) for r in rows})
    first = next((r for r in data if _has_date(sheet, r, uses)), data[0])
    body = tuple(r for r in sorted(sheet.rows) if r >= first)
    table = Table(uses=uses, header_rows=tuple(head), rows=body, is_inferred=not head)
    above = [r for r in rows if r < first and r not in head]
    return Layout(tables=(table,), lines={r: visible(sheet, r) for r in above})


def _is_said(uses: Iterable[Use]) -> bool:
    """Did a person say which column is the activity?"""
    return any(u.is_by_hand and u.meaning is Meaning.TITLE for u in uses)


def _is_unknown_heading(sheet: Sheet, wide: Sequence[int]) -> bool:
    """Short words above columns of days or times, though we know none or one of them."""
    if len(wide) < 2 or not _are_short_words(sheet, wide[0]):
        return False
    below = (_values(sheet, wide[1:], c) for c in visible(sheet, wide[0]))
    tests = (inferring.is_day, columns.is_time, lambda c: words.is_only_weekdays(c.text))
    return any(columns.share(cells, test) > 0.6 for cells in below for test in tests)


def _are_short_words(sheet: Sheet, row: int) -> bool:
    """No days or times, nothing long, nothing typed: it may be a row of headings."""
    return not any(
        len(c.text) > _HEADING_LENGTH
        or not isinstance(c.value, str)
        or heads.day_heading(c) is not None
        or inferring.is_day(c)
        or columns.is_time(c)
        for c in visible(sheet, row).values()
    )


def _is_scant_heading(sheet: Sheet, row: int) -> bool:
    """Short words and no days or times, of which at least two are headings that we know."""
    cells = visible(sheet, row).values()
    known = [c for c in cells if of_heading(c.text) or persons.is_about_one(c.text)]
    return _are_short_words(sheet, row) and len({fold(c.text) for c in known}) >= 2


def _has_date(sheet: Sheet, row: int, uses: Iterable[Use]) -> bool:
    return any(u.meaning in _SAYS_WHEN and sheet.cell(row, u.column) is not EMPTY for u in uses)


def _grid(
    sheet: Sheet, row: int, body: tuple[int, ...], corrections: Mapping[str, str]
) -> WeekGrid:
    cells = visible(sheet, row)
    days = {c: cell for c, cell in cells.items() if heads.day_heading(cell) is not None}
    if len(days) < 3:
        days = {c: cell for c, cell in cells.items() if columns.is_date(cell)}
    others = {c: [cell.text] for c, cell in cells.items() if c not in days}
    first = min(days)
    uses = columns.from_headings(others, sheet.hidden_columns, corrections)
    uses = _answered(sheet, body, uses)
    titles = [u.column for u in uses if u.meaning is Meaning.TITLE]
    labels = tuple(
        c
        for c in sorted({c for r in body for c in visible(sheet, r)})
        if c < first and c not in sheet.hidden_columns
    )
    return WeekGrid(
        days=days,
        header_row=row,
        rows=body,
        label_columns=labels,
        title_column=titles[0] if titles else None,
        uses=uses,
    )
