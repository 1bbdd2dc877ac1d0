"""What the rows of one table do together: American dates, a date stated once a day."""

import re

from ingest.spreadsheet import facts
from ingest.spreadsheet.around import Around
from ingest.spreadsheet.facts import ByMeaning
from ingest.spreadsheet.grid import visible
from ingest.spreadsheet.layout import Table
from ingest.spreadsheet.meanings import Meaning


def is_month_first(table: Table, around: Around, by_meaning: ByMeaning) -> bool:
    """American dates: some second number is over 12 and no first one is."""
    pairs = []
    for meaning in (Meaning.DATE, Meaning.FIRST_DATE, Meaning.LAST_DATE):
        for use in by_meaning.get(meaning, ()):
            for row in table.rows[:500]:
                text = around.sheet.cell(row, use.column).text
                if found := re.match(r"^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b", text):
                    pairs.append((int(found[1]), int(found[2])))
    return any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs)


def fills_down(table: Table, around: Around, by_meaning: ByMeaning) -> bool:
    """Is the date stated once a day, with the next rows of that day left empty?

    Yes when at least two rows with a title and a time lack a date right below a dated row,
    and no two rows in a row state the same date.
    """
    blanks, previous, before = 0, "", 0
    for row in table.rows:
        if row in around.sheet.hidden_rows:
            continue
        cells = visible(around.sheet, row)
        day = facts.text(cells, by_meaning, Meaning.DATE)
        title = facts.text(cells, by_meaning, Meaning.TITLE)
        if not title:
            previous = ""
            continue
        if day and day == previous and before == row - 1:
            return False
        has_time = any(
            facts.first(cells, by_meaning, m) for m in (Meaning.TIME, Meaning.START_TIME)
        )
        if not day and has_time and before == row - 1:
            blanks += 1
        previous, before = day or previous, row
    return blanks >= 2
