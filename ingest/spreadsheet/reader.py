"""Spreadsheet bytes into drafts: xlsx, xls, ods and csv as Dutch welfare staff keep them.

Load (`formats`) → find tables and week grids (`tables`) → read what stands around them
(`notes`) → read rows (`rows`, `weekgrid`) → one draft per activity, with keys that last
(`keys`). Hidden rows, columns and sheets give nothing but names to mask.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from agenda.draft import Column, Context, Parsed, Problem
from agenda.status import Severity
from base.errors import FormatError
from base.text import fold
from ingest import courses
from ingest.privacy import Masked, looks_like_person, mask
from ingest.spreadsheet import formats, keys, notes, rows, tables, weekgrid, words
from ingest.spreadsheet import period as periods
from ingest.spreadsheet.around import Around, Found
from ingest.spreadsheet.grid import Book, Cell, Sheet, visible
from ingest.spreadsheet.layout import Layout, Table
from ingest.spreadsheet.meanings import FLAGS, Meaning, of_heading
from ingest.spreadsheet.notes import Notes
from ingest.spreadsheet.stated import Scope

DRAFT_LIMIT = 5_000
_INSIDE = (
    r"presentie(?:lijst)?|ledenlijst|adres(?:sen)?lijst|deelnemerslijst|begroting|kasboek|"
    r"bardiensten?|"
    r"bardienstrooster|dienstrooster|werkrooster|"
    r"vrijwilligersrooster|rooster vrijwilligers|takenlijst|"
    r"telefoonlijst|"
    r"contact(?:en|personen)?lijst|uren(?:staat|lijst|registratie)|inkooplijst|"
    r"boodschappen(?:lijst)?|"
    r"draaiboek|schoonmaakrooster|sleutellijst"
)
_INSIDE_TITLE = re.compile(rf"(?i)\b(?:{_INSIDE})\b")
_INSIDE_NAME = re.compile(
    rf"(?i)\b(?:{_INSIDE}|deelnemers|archief|oud(?! en)|tarieven|evaluatie|inkoop|contacten|"
    rf"adressen)\b"
)
_MONEY = re.compile(
    r"(?i)^(?:bedrag|saldo|debet|credit|btw|factuur\w*|rekening\w*|uitgaven?|inkomsten?|af/?bij|"
    r"bedrag .*|kasboek)$"
)
_PLAIN_NAME = re.compile(
    r"(?i)^(?:blad|sheet|tabel|tabelle|table|werkblad)\s?\d*$|agenda|programma|overzicht|"
    r"activiteit|planning|aanbod|lijst|"
    r"week|rooster|kalender|event|termin|export|voorjaar|najaar|zomer|winter|herfst|lente|seizoen|"
    r"ochtend|middag|avond|20\d\d|cursus|"
    r"totaal|alles|nieuw|kwartaal|jaar|maand|versie|definitief|import|data|invoer|formulier|"
    r"reacties|responses|antwoorden"
)


def read(body: bytes, context: Context) -> Parsed:
    """Every activity of the file as drafts, in the order of the file.

    Raises FormatError when it is no spreadsheet, or one without an agenda in it.
    """
    return read_book(formats.load(body), context)


def read_book(book: Book, context: Context) -> Parsed:
    """Every activity of an opened book; FormatError when there is no agenda in it."""
    corrections = dict(context.columns)
    shown = [s for s in book.sheets if not s.is_hidden]
    layouts = {s.name: tables.find(s, corrections) for s in shown}
    masked = _masker(book, layouts)
    elsewhere = _legend_sheets(shown, layouts, context)
    year = _year(shown, layouts, context)
    named = _names_places(shown, layouts)
    found = Found()
    is_agenda = False
    for sheet in shown:
        layout = layouts[sheet.name]
        if not _is_agenda(sheet, layout):
            if _has_agenda(sheet, layout):
                text = f"Blad {sheet.name} lijkt voor eigen gebruik; niet overgenomen."
                found.problems.append(Problem(code="inside_sheet", message=masked(text).text))
            continue
        is_agenda = True
        around = _around(sheet, layout, book, context, masked, elsewhere, year)
        around = replace(around, neighbourhood=sheet.name if sheet.name in named else None)
        for table in layout.tables:
            if rows.is_agenda(table) and not _is_ledger(table):
                rows.read(table, around, found)
        for grid in layout.grids:
            if not weekgrid.is_duty_list(grid, sheet):
                weekgrid.read(grid, around, found)
        if layout.day_rows is not None and not weekgrid.is_duty_list(layout.day_rows, sheet):
            weekgrid.read_rows(layout.day_rows, around, found)
        if len(found.drafts) > DRAFT_LIMIT:
            raise FormatError(
                f"Het bestand bevat meer dan {DRAFT_LIMIT} activiteiten.", permanent=True
            )
    if not is_agenda:
        is_of_persons = any(_lists_persons(s, layouts[s.name]) for s in shown)
        raise FormatError(_of_persons() if is_of_persons else _no_agenda(shown), permanent=True)
    drafts, doubles = keys.once(found.drafts)
    hidden = [s.name for s in book.sheets if s.is_hidden]
    unread = {k for k in context.raw_hashes for lost in found.lost_keys if k.startswith(lost)}
    return Parsed(
        drafts=courses.doubted(keys.distinct(drafts)),
        problems=(*found.problems, *doubles, *_hidden_sheets(hidden)),
        unread_keys=frozenset(unread),
        passages=frozenset(found.passages),
        columns=tuple(_columns(shown, layouts)),
    )


def _masker(book: Book, layouts: Mapping[str, Layout]) -> Callable[[str], Masked]:
    """Masks every text once, with the names of the book's contact columns."""
    persons = frozenset((*_persons(book), *_in_columns(book, layouts)))

    @cache
    def masked(text: str) -> Masked:
        return mask(text, persons=persons)

    return masked


def _persons(book: Book) -> Iterable[str]:
    """Names in columns about persons, hidden columns and hidden sheets too."""
    for sheet in book.sheets:
        about = {
            (column, row)
            for row, cells in sheet.rows.items()
            for column, cell in cells.items()
            if isinstance(cell.value, str) and _is_about_persons(cell.text)
        }
        for column, top in about:
            for row, cells in sheet.rows.items():
                cell = cells.get(column)
                if row > top and cell is not None and isinstance(cell.value, str):
                    yield from _names(cell.text)


def _in_columns(book: Book, layouts: Mapping[str, Layout]) -> Iterable[str]:
    """Names in columns that turned out to hold persons, whatever stands above them."""
    for sheet in book.sheets:
        for table in layouts[sheet.name].tables if sheet.name in layouts else ():
            for use in table.uses:
                if use.meaning is Meaning.PERSON or use.is_hidden:
                    for row in table.rows:
                        yield from _names(sheet.cell(row, use.column).text)


def _is_about_persons(text: str) -> bool:
    if len(text) > 40:
        return False
    meaning = of_heading(text)
    return meaning is Meaning.PERSON or (
        meaning in (Meaning.INTERNAL, *FLAGS)
        and bool(re.search(r"(?i)begeleid|vrijwillig|gastvrouw|intern", text))
    )


def _names(text: str) -> Iterable[str]:
    for piece in re.split(r"[,/&+;\n(]|\ben\b|\bof\b|\s[-–]\s", text):
        name = piece.strip(" .:)")
        if len(name) > 2 and len(name) < 50 and looks_like_person(name):
            yield name


def _is_agenda(sheet: Sheet, layout: Layout) -> bool:
    return not _is_inside(sheet, layout) and _has_agenda(sheet, layout)


def _is_inside(sheet: Sheet, layout: Layout) -> bool:
    """Named or titled as a list for the house itself: who pours, who pays, last year."""
    titles = _titles(layout)[:2]
    return bool(_INSIDE_NAME.search(sheet.name)) or any(_INSIDE_TITLE.search(t) for t in titles)


def _has_agenda(sheet: Sheet, layout: Layout) -> bool:
    return any(rows.is_agenda(t) and not _is_ledger(t) for t in layout.tables) or any(
        not weekgrid.is_duty_list(g, sheet) for g in layout.weeks
    )


def _lists_persons(sheet: Sheet, layout: Layout) -> bool:
    return any(t.is_of_persons for t in layout.tables) or any(
        weekgrid.is_duty_list(g, sheet) for g in layout.weeks
    )


def _is_ledger(table: Table) -> bool:
    """Money in and out, or who pays what: dates and descriptions, and no agenda."""
    return any(_MONEY.match(fold(u.heading)) for u in table.uses)


def _titles(layout: Layout) -> list[str]:
    """Texts above the first table."""
    starts = [t.header_rows[0] for t in layout.tables if t.header_rows]
    starts += [g.header_row for g in layout.grids]
    starts += [layout.day_rows.first_row] if layout.day_rows else []
    starts += [t.rows[0] for t in layout.tables if not t.header_rows and t.rows]
    first = min(starts, default=1 << 30)
    return [
        cell.text
        for row, cells in sorted(layout.lines.items())
        if row < first
        for _, cell in sorted(cells.items())
    ]


def _lines(sheet: Sheet, layout: Layout) -> dict[int, Mapping[int, Cell]]:
    """Rows that are no activities: outside tables, and lines of their own within them."""
    found: dict[int, Mapping[int, Cell]] = dict(layout.lines)
    for grid in layout.grids:
        shown = {r: visible(sheet, r) for r in grid.rows if r not in sheet.hidden_rows}
        found.update({r: shown[r] for r in weekgrid.note_rows(grid, shown)})
    for table in layout.tables:
        is_legend = False
        for row in table.rows:
            if row in sheet.hidden_rows:
                continue
            cells = visible(sheet, row)
            first = next(iter(cells.values())).text if cells else ""
            is_legend = is_legend or bool(re.match(r"(?i)^\W*(?:legenda|verklaring)\b", first))
            if is_legend or len(cells) == 1:
                found[row] = cells
    return found


def _legend_sheets(
    shown: Iterable[Sheet], layouts: Mapping[str, Layout], context: Context
) -> Notes | None:
    """A legend on a sheet of its own holds for the whole book."""
    for sheet in shown:
        layout = layouts[sheet.name]
        if not layout.tables and not layout.grids and layout.day_rows is None:
            read = notes.read(sheet, (), layout.lines, seen_on=context.seen_on, year=None)
            if read.colours or read.hues or read.struck_means or read.footnotes:
                return read
    return None


def _year(shown: Iterable[Sheet], layouts: Mapping[str, Layout], context: Context) -> int | None:
    """The year that the titles of the book, its sheet names or its file name agree on."""
    titles = [t for s in shown for t in (*_titles(layouts[s.name]), s.name)]
    name = context.address.rsplit("/", 1)[-1]
    return notes.year_in(titles) or notes.year_in([re.sub(r"[_\-.]+", " ", name)])


def _around(
    sheet: Sheet,
    layout: Layout,
    book: Book,
    context: Context,
    masked: Callable[[str], Masked],
    elsewhere: Notes | None,
    year: int | None,
) -> Around:
    titles, seen_on = _titles(layout), context.seen_on
    own_year = notes.year_in([*titles, sheet.name])
    read = notes.read(
        sheet,
        titles,
        _lines(sheet, layout),
        seen_on=seen_on,
        year=own_year or year,
        elsewhere=elsewhere,
    )
    named = [t for t in (*titles, sheet.name) if notes.period_of([t], seen_on=seen_on, year=year)]

    @cache
    def period(seen_on: date) -> periods.Period | None:
        found = notes.period_of(named, seen_on=seen_on, year=own_year or year)
        return found or (periods.find(str(year), seen_on=seen_on) if year is not None else None)

    scope = Scope(
        seen_on=seen_on,
        zone=context.zone,
        period=period(seen_on),
        weekday=words.weekday(sheet.name),
        exclusions=read.exclusions,
    )
    return Around(
        context=context,
        sheet=sheet,
        scope=scope,
        notes=read,
        masked=masked,
        junk=context.junk,
        lost=book.lost,
        file_venue=notes.house_in(re.sub(r"[_\-.]+", " ", context.address.rsplit("/", 1)[-1])),
        period=period,
        titles=tuple(named),
    )


def _names_places(shown: Iterable[Sheet], layouts: Mapping[str, Layout]) -> set[str]:
    """Sheet names that may be wijken: several agendas, names that are no month or plain word."""
    agendas = [s.name for s in shown if _is_agenda(s, layouts[s.name])]
    if len(agendas) < 2:
        return set()
    return {
        name
        for name in agendas
        if name
        and not _PLAIN_NAME.search(name)
        and periods.month_number(name) is None
        and words.weekday(name) is None
    }


def _hidden_sheets(names: list[str]) -> list[Problem]:
    if not names:
        return []
    text = "1 verborgen blad is" if len(names) == 1 else f"{len(names)} verborgen bladen zijn"
    return [Problem(code="hidden_sheets", message=f"{text} niet gelezen.", severity=Severity.NOTE)]


def _columns(shown: Iterable[Sheet], layouts: Mapping[str, Layout]) -> Iterable[Column]:
    seen = set()
    for sheet in shown:
        for table in layouts[sheet.name].tables:
            for use in table.uses:
                meaning = Meaning.INTERNAL if use.is_hidden else use.meaning
                column = Column(sheet=sheet.name, heading=use.heading, meaning=meaning)
                if column not in seen:
                    seen.add(column)
                    yield column


def _of_persons() -> str:
    return (
        "Dit lijkt een lijst van personen (leden, deelnemers, cliënten, ritten), geen agenda. "
        "Wij nemen er niets van over. Is er toch een agenda bij, stuur dan alleen die, met een "
        "kolom “activiteit” en zonder kolommen over personen."
    )


def _no_agenda(shown: list[Sheet]) -> str:
    if not any(s.rows for s in shown):
        return "Het rekenblad is leeg."
    return (
        "Wij vinden geen agenda in dit rekenblad. Zet boven de kolommen wat erin staat: "
        "datum, tijd, activiteit en locatie."
    )
