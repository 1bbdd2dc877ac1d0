"""A list, row by row: which rows are activities, and what each says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time

from agenda.draft import Doubt
from agenda.dutch import Reading
from agenda.status import Severity
from base.text import slug
from ingest.spreadsheet import (
    activities,
    clocks,
    columns,
    ditto,
    facts,
    habits,
    making,
    months,
    persons,
    publicity,
    tables,
    when,
    words,
)
from ingest.spreadsheet.around import Around, Found
from ingest.spreadsheet.facts import ByMeaning
from ingest.spreadsheet.grid import Cell, all_of, letter, visible
from ingest.spreadsheet.layout import Table
from ingest.spreadsheet.meanings import Meaning
from ingest.spreadsheet.sections import Above, Walk, go_below, scoped, section_for, with_month
from ingest.spreadsheet.stated import Scope, Stated, Trouble, day_texts

_WHEN = (
    *(Meaning.DATE, Meaning.WEEKDAY, Meaning.FIRST_DATE, Meaning.LAST_DATE, Meaning.REPEAT),
    *(Meaning.TIME, Meaning.START_TIME, Meaning.END_TIME),
)
_GUESSED = Doubt(about="title", reason="Geen kop zegt dat dit de activiteit is.")
_UNEXPLAINED = Doubt(about="text", reason="Geen kop zegt wat er in deze kolommen staat.")
_LEGEND = re.compile(r"(?i)^\W*(?:legenda|verklaring|betekenis kleuren|toelichting kleuren)\b")


def read(table: Table, around: Around, found: Found) -> None:
    """Add the activities of one list to `found`, and a problem for each row that has one."""
    by_meaning = facts.by_meaning(table.uses)
    titles = [u.column for u in by_meaning.get(Meaning.TITLE, ())]
    days = [u.column for m in _WHEN for u in by_meaning.get(m, ())]
    written = ditto.write_out(around.sheet, table.rows, titles=titles, kept=days)
    around = replace(around, sheet=written.sheet)
    scope = replace(around.scope, is_month_first=habits.is_month_first(table, around, by_meaning))
    around = replace(around, scope=scope)
    has_habit = habits.fills_down(table, around, by_meaning)
    week = [u.column for u in by_meaning.get(Meaning.WEEK, ())]
    walk = Walk(
        weeks=tuple(around.sheet.cell(r, c).text for r in table.rows for c in week),
        like_above=written.like_above,
    )
    hidden, count = 0, found.row_count
    for row in table.rows:
        if row in around.sheet.hidden_rows:
            hidden += 1
            walk.dated = None
            continue
        own = {
            c: cell
            for c, cell in around.sheet.rows.get(row, {}).items()
            if cell.text and c not in around.sheet.hidden_columns
        }
        if not own or tables.is_header_again(around.sheet, row, table):
            continue
        first = next(iter(own.values())).text
        if _LEGEND.match(first):
            break
        if words.TOTALS.match(first) or _is_line(own, around, walk, by_meaning):
            continue
        _row(row, table, around, found, by_meaning, walk, has_habit=has_habit)
    if table.guesses and found.row_count > count:
        row = min((*table.header_rows, *table.rows))
        found.note(around, row, *_guessed(table), Severity.REVIEW)
    if hidden:
        text = "1 verborgen rij is" if hidden == 1 else f"{hidden} verborgen rijen zijn"
        row = min(r for r in table.rows if r in around.sheet.hidden_rows)
        found.note(around, row, "hidden_rows", f"{text} niet overgenomen.")


def _guessed(table: Table) -> tuple[str, str]:
    """Code and text for columns that nothing explains: first of all that of the activity."""
    tail = "alles ter controle."
    if table.guess is not None:
        where = letter(table.guess.column)
        text = f"niets zegt dat in kolom {where} de activiteit staat; {tail}"
        return "unclear_title", f"{text} Zet er “activiteit” boven."
    read = [f"{letter(u.column)} ({u.meaning})" for u in table.guesses]
    text = f"niets zegt wat er staat in de kolommen die wij zo lezen: {', '.join(read)}; {tail}"
    return "unclear_columns", f"{text} Zet erboven wat erin staat."


def is_agenda(table: Table) -> bool:
    """Has a title, and a column that can say when; is no list of persons."""
    if table.is_of_persons:
        return False
    meanings = {u.meaning for u in table.uses if not u.is_hidden}
    return Meaning.TITLE in meanings and bool(
        table.months
        or meanings
        & {
            Meaning.DATE,
            Meaning.WEEKDAY,
            Meaning.FIRST_DATE,
            Meaning.REPEAT,
            Meaning.TIME,
            Meaning.START_TIME,
        }
    )


def _is_line(own: Mapping[int, Cell], around: Around, walk: Walk, by_meaning: ByMeaning) -> bool:
    """A row that is a line of its own: a section, a footnote, a remark below the table."""
    if len(own) > 1:
        return False
    column, cell = next(iter(own.items()))
    titles = [u.column for u in by_meaning.get(Meaning.TITLE, ())]
    go_below(walk, Above(cell, may_be_house=column not in titles[:1]), around)
    return True


def _row(
    row: int,
    table: Table,
    around: Around,
    found: Found,
    by_meaning: ByMeaning,
    walk: Walk,
    *,
    has_habit: bool,
) -> None:
    cells: Mapping[int, Cell] = visible(around.sheet, row)
    month = facts.first(cells, by_meaning, Meaning.MONTH)
    is_said = month is not None and not words.is_empty(month.text)
    if month is not None and is_said and month.text != walk.section.period_text:
        go_below(walk, Above(month, is_month=True), around)
    days = by_meaning.get(Meaning.DATE) or by_meaning.get(Meaning.WEEKDAY) or ()
    cells = with_month(cells, next((u.column for u in days), None), walk, around)
    title = facts.text(cells, by_meaning, Meaning.TITLE)
    has_when = any(
        not words.is_empty(cells[u.column].text)
        for m in _WHEN
        for u in by_meaning.get(m, ())
        if u.column in cells
    )
    if words.is_empty(title):
        if has_when and _says_more(cells, by_meaning):
            found.note(
                around,
                row,
                "no_title",
                "er staat geen activiteit bij; niet overgenomen.",
                Severity.DROPPED,
            )
        return
    shown = publicity.of(all_of(around.sheet, row), by_meaning)
    walk.is_inside = shown.is_inside or (walk.is_inside and row in walk.like_above)
    if walk.is_inside:
        making.keep_inside(found, around, row)
        walk.last_date = facts.first(cells, by_meaning, Meaning.DATE) or walk.last_date
        walk.last_row = row
        return
    if persons.is_occasion(title):
        text = "gaat over een persoon, niet over een activiteit voor publiek; niet overgenomen."
        found.note(around, row, "no_activity", text)
        return
    if words.NOTHING_ON.match(title) or words.INSIDE_WORK.match(title):
        found.note(
            around,
            row,
            "no_activity",
            f"“{title}” is geen activiteit voor publiek; niet overgenomen.",
        )
        walk.last_date = facts.first(cells, by_meaning, Meaning.DATE) or walk.last_date
        return
    if words.FORMULA.match(title):
        found.note(
            around,
            row,
            "formula",
            "in plaats van een titel staat er een formule; niet overgenomen.",
            Severity.DROPPED,
        )
        return
    found.row_count += 1
    inside = found.inside_count
    entries = _entries(title, by_meaning, cells)
    for entry in entries:
        _entry(
            row,
            entry,
            cells,
            table,
            around,
            found,
            by_meaning,
            walk,
            has_habit=has_habit,
            doubts=shown.doubts,
        )
    walk.is_inside = found.inside_count > inside
    walk.last_date = facts.first(cells, by_meaning, Meaning.DATE) or walk.last_date
    walk.last_row = row


def _entries(
    title: str, by_meaning: ByMeaning, cells: Mapping[int, Cell]
) -> list[activities.Entry]:
    """As a rule one; several when the cell names several activities with their times."""
    has_time = any(
        u.column in cells and not words.is_empty(cells[u.column].text)
        for m in (Meaning.TIME, Meaning.START_TIME)
        for u in by_meaning.get(m, ())
    )
    if has_time or not words.has_time(title):
        return [activities.Entry(title=title)]
    parsed = activities.parse(title)
    return parsed if parsed and all(e.title for e in parsed) else [activities.Entry(title=title)]


def _entry(
    row: int,
    entry: activities.Entry,
    cells: Mapping[int, Cell],
    table: Table,
    around: Around,
    found: Found,
    by_meaning: ByMeaning,
    walk: Walk,
    *,
    has_habit: bool,
    doubts: tuple[Doubt, ...],
) -> None:
    stated = _stated(row, cells, by_meaning, walk, has_habit=has_habit)
    if table.guesses:
        doubts = (*doubts, _GUESSED if table.guess is not None else _UNEXPLAINED)
    if entry.times:
        stated = replace(stated, times=(Cell(text=entry.times, value=entry.times),))
    footnotes = facts.footnotes([c.text for c in cells.values()], around)
    stated = replace(stated, remarks=(*stated.remarks, *footnotes))
    broken = [
        c for c in (stated.date, stated.first, *stated.times, stated.start) if c and c.is_error
    ]
    said = facts.said(
        entry, cells, by_meaning, around, house=walk.section.venue, footnotes=footnotes
    )
    across = [f"{m.text} {cells[c].text}" for c, m in table.months.items() if c in cells]
    passage = (*across, walk.section.period_text, walk.section.day_text, *day_texts(stated))
    then = around.since(found, making.title_of(entry.title)[0], said.venue, *passage)
    scope = scoped(then.scope, section_for(walk, then, around))
    if table.months and stated.date is None and stated.first is None:
        stated = replace(stated, across=_across(table, cells, stated, scope))
    readings, troubles = when.read(stated, scope)
    if broken and not readings:
        troubles = (
            Trouble("formula_error", f"de formule voor de datum is stuk (“{broken[0].text}”)"),
        )
    if len(cells) > 1 and (extra := _beyond(row, table, around)):
        doubts = (
            *doubts,
            Doubt(about="text", reason="De rij heeft meer velden dan er kolommen zijn."),
        )
        found.note(
            around,
            row,
            "column_count",
            f"er staan meer velden dan kolommen (“{extra}”); controleer de regel.",
            Severity.REVIEW,
        )
    if any(u.column in cells and words.FORMULA.match(cells[u.column].text) for u in table.uses):
        found.note(around, row, "formula", "een veld met een formule is weggelaten.")
    for trouble in troubles:
        is_used = bool(readings)
        tail = "ter controle." if is_used else "niet overgenomen."
        name = making.title_of(entry.title)[0]
        found.note(
            around,
            row,
            trouble.code,
            f"“{name}”: {_sentence(trouble.text)}; {tail}",
            making.severity(is_used),
        )
    if not readings:
        found.lost_keys.append(f"{slug(making.title_of(entry.title)[0])}|")
        if said.id:
            found.lost_keys.append(f"id:{slug(said.id)}")
        return
    is_timeless = _has_no_time(readings) and not stated.is_all_day and not troubles
    if is_timeless and by_meaning.keys() & {Meaning.TIME, Meaning.START_TIME}:
        name = making.title_of(entry.title)[0]
        found.note(
            around, row, "no_time", f"“{name}”: er staat geen tijd bij; overgenomen als hele dag."
        )
    said = replace(said, doubts=(*said.doubts, *doubts))
    making.add(found, around, row, said, readings)


def _across(table: Table, cells: Mapping[int, Cell], stated: Stated, scope: Scope) -> months.Days:
    return months.read(
        table.months,
        cells,
        weekday=stated.weekday,
        seen_on=scope.seen_on,
        period=scope.period,
    )


def _sentence(text: str) -> str:
    return text.rstrip(".")


def _has_no_time(readings: Sequence[Reading]) -> bool:
    return all(r.start is not None and r.start.is_all_day for r in readings)


def _stated(
    row: int,
    cells: Mapping[int, Cell],
    by_meaning: ByMeaning,
    walk: Walk,
    *,
    has_habit: bool,
) -> Stated:
    """The cells that say when; the date of the row above where a list states it once a day."""
    day = facts.first(cells, by_meaning, Meaning.DATE)
    weekday = facts.text(cells, by_meaning, Meaning.WEEKDAY)
    is_blank = day is None and Meaning.DATE in by_meaning and not weekday
    if is_blank and has_habit and walk.last_row == row - 1 and walk.section.day is None:
        day = walk.last_date
    all_day = facts.text(cells, by_meaning, Meaning.ALL_DAY).casefold()
    remarks = facts.texts(cells, by_meaning, Meaning.REMARK, Meaning.DESCRIPTION, Meaning.SIGN_UP)
    return Stated(
        date=day,
        weekday=weekday,
        week=facts.text(cells, by_meaning, Meaning.WEEK),
        weeks=walk.weeks,
        first=facts.first(cells, by_meaning, Meaning.FIRST_DATE),
        last=facts.first(cells, by_meaning, Meaning.LAST_DATE),
        is_from=any(columns.says_from(u.heading) for u in by_meaning.get(Meaning.FIRST_DATE, ())),
        repeat=facts.text(cells, by_meaning, Meaning.REPEAT),
        span=facts.text(cells, by_meaning, Meaning.SPAN),
        times=tuple(cells[u.column] for u in by_meaning.get(Meaning.TIME, ()) if u.column in cells),
        start=facts.first(cells, by_meaning, Meaning.START_TIME),
        end=facts.first(cells, by_meaning, Meaning.END_TIME),
        doors=facts.first(cells, by_meaning, Meaning.DOORS),
        remarks=tuple(t for t in remarks if len(t) < 300),
        exceptions=tuple(facts.texts(cells, by_meaning, Meaning.EXCEPT)),
        is_all_day=all_day in ("ja", "j", "x", "true", "yes", "1", "waar", "hele dag")
        and _is_midnight(facts.first(cells, by_meaning, Meaning.START_TIME)),
    )


def _is_midnight(cell: Cell | None) -> bool:
    """No time, or the 0:00 that calendars write beside "hele dag"."""
    return cell is None or [t.start for t in clocks.times_of(cell)] == [time()]


def _beyond(row: int, table: Table, around: Around) -> str:
    """Text in fields beyond the last heading of a text file: a separator too many."""
    if around.sheet.name or not table.uses or table.is_inferred:
        return ""
    last = max(u.column for u in table.uses)
    texts = [c.text for at, c in around.sheet.rows.get(row, {}).items() if at > last]
    trivial = all(t.casefold() in ("true", "false", "0", "1", "") for t in texts)
    return "" if trivial else texts[0]


def _says_more(cells: Mapping[int, Cell], by_meaning: ByMeaning) -> bool:
    """More than a date that was filled in beforehand."""
    return any(
        not words.is_empty(facts.text(cells, by_meaning, m))
        for m in (Meaning.VENUE, Meaning.DESCRIPTION, Meaning.START_TIME, Meaning.TIME)
    )
