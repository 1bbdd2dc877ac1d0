"""What a column heading or a label of a Dutch agenda page means.

Pages use the words of spreadsheets (`ingest.spreadsheet.meanings`), in fewer kinds. Some words
mean something else on a page that is there to be read: above its "naam" no person stands, and
its "start" is an hour.
"""

from base.text import fold
from ingest.page.wording import cancelled_in
from ingest.spreadsheet.meanings import Meaning, of_heading, of_whole_heading

_OF_SHEETS = {
    Meaning.DATE: "date",
    Meaning.WEEKDAY: "date",
    Meaning.FIRST_DATE: "date",
    Meaning.TIME: "time",
    Meaning.START_TIME: "time",
    Meaning.END_TIME: "end",
    Meaning.TITLE: "title",
    Meaning.VENUE: "place",
    Meaning.ROOM: "place",
    Meaning.ADDRESS: "place",
    Meaning.TOWN: "place",
    Meaning.POSTCODE: "postcode",
    Meaning.PRICE: "price",
    Meaning.AUDIENCE: "audience",
    Meaning.ORGANISER: "organiser",
    Meaning.LESSONS: "lessons",
    Meaning.STATUS: "status",
    Meaning.REMARK: "status",
    Meaning.DESCRIPTION: "description",
}
_ON_PAGES: dict[str, tuple[str, ...]] = {
    "time": ("uren", "start", "vanaf"),
    "end": ("t m", "tot en met", "einddatum"),
    "title": (
        *("naam", "omschrijving activiteit", "concert", "optreden", "bijeenkomst", "agenda"),
        *("dienst", "viering", "artiest", "soort"),
    ),
    "place": ("podium", "kerk", "startplaats"),
    "price": ("deelname", "kaartje", "kaarten"),
    "lessons": ("lessen", "bijeenkomsten"),
}
_BY_WORD = {word: meaning for meaning, words in _ON_PAGES.items() for word in words}


def meaning_of(label: str) -> str | None:
    """The meaning of a label before what it names, or None: a label not known is text.

    >>> meaning_of("Datum:"), meaning_of("Contactpersoon")
    ('date', None)
    """
    known = _BY_WORD.get(fold(label)) or _on_a_page(of_whole_heading(label))
    return None if cancelled_in(label) else known  # "Afgelast" heads a column, and is a badge


def meaning_of_column(heading: str) -> str | None:
    """The meaning of a heading, also of a longer one; None: a column not known is not used.

    >>> meaning_of_column("Zaal in de Kulturhus"), meaning_of_column("Naam docent")
    ('place', None)
    """
    return _BY_WORD.get(fold(heading)) or _on_a_page(of_heading(heading))


def _on_a_page(meaning: Meaning | None) -> str | None:
    return None if meaning is None else _OF_SHEETS.get(meaning)
