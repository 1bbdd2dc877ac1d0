"""What a line of an activity is: its place, its price, its time, by a label or a class.

"Locatie: De Kajuit", a <dt> before its <dd>, or class="card-place".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from base.text import fold
from ingest.page.flow import Line
from ingest.page.headings import meaning_of

_LABEL = re.compile(r"^\s*([A-Za-zÀ-ÿ ]{2,28}?)\s*:\s*(.*)$")
_CLASSES = {
    "place": r"place|plaats|locat\w*|lokat\w*|venue|zaal",
    "price": r"price|prijs|kosten|cost|entree",
    "date": r"date|datum|dates|when|wanneer|dag",
    "time": r"time|tijd|tijden|hour|uur",
    "organiser": r"organi[sz]\w*",
    "title": r"title|titel|heading|kop|summary|naam",
    "category": r"tag|label|categor\w*|type",
}
_BY_CLASS = {
    meaning: re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])")
    for meaning, words in _CLASSES.items()
}
_MORE_LABELS = {
    "wanneer": "date", "waar": "place", "hoe laat": "time", "kosten": "price", "prijs": "price",
    "toegang": "price", "entree": "price", "inloop": "time", "zaal open": "time",
    "adres": "place", "organisator": "organiser", "organisatie": "organiser",
    "aanmelden": "other", "opgeven": "other", "opgave": "other", "contact": "other",
    "informatie": "other", "info": "other", "reserveren": "other", "inschrijven": "other",
    "telefoon": "other", "e mail": "other", "email": "other",
    "reserveringen": "other", "reservering": "other", "tickets": "other",
    "venue": "place", "where": "place", "when": "date", "date": "date", "time": "time",
    "admission": "price",
    "beheerder": "other", "voorzitter": "other", "secretaris": "other", "penningmeester": "other",
    "contactpersoon": "other", "coordinator": "other", "secretariaat": "other", "vragen": "other",
    "webmaster": "other", "website": "other", "redactie": "other", "scriba": "other",
    "koster": "other", "ledenadministratie": "other",
    "meer informatie": "other", "contributie": "other", "bankrekening": "other",
    "categorie": "category", "soort": "category", "type": "category",
}  # fmt: skip
_HEADING_LABELS = {
    *("wanneer", "waar", "hoe laat", "datum", "datum en tijd", "tijd", "tijden", "locatie"),
    *("plaats", "adres", "kosten", "prijs", "entree", "toegang", "aanmelden", "opgeven", "opgave"),
    *("contact", "reserveren", "reserveringen", "reservering", "inschrijven", "tickets"),
    *("organisator", "organisatie", "venue", "where", "when", "date", "time", "admission"),
}
_TITLE_LABELS = {"activiteit", "titel", "wat", "naam", "evenement"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with what it is; `meaning` None: not said. `text` without the label.

    `is_labelled`: a label said so, not a class.
    """

    line: Line
    meaning: str | None
    text: str
    is_labelled: bool = False


def labelled(lines: Sequence[Line]) -> list[Labelled]:
    """Each line with its meaning; a label on a line of its own gives it to the next line."""
    found: list[Labelled] = []
    waiting: str | None = None
    for line in lines:
        own = label_of(line.text.rstrip(" :?")) if len(line.text) <= 30 else None
        is_apart = line.strong or line.text.endswith(":") or line.element.tag in ("td", "th")
        is_heading = line.level in (0, 6) or fold(line.text.rstrip(" :?")) in _HEADING_LABELS
        if own and (is_apart or line.level) and is_heading:
            waiting = own
            continue
        named = _LABEL.match(line.text)
        meaning = label_of(named[1]) if named else None
        if named and meaning and named[2]:
            found.append(Labelled(line, meaning, named[2], is_labelled=True))
        else:
            known = waiting or _by_class(line)
            found.append(Labelled(line, known, line.text, is_labelled=waiting is not None))
        waiting = None
    return found


def label_of(text: str) -> str | None:
    """The meaning of a label, or None. "Film: De Buurman" is a title, not a labelled one."""
    known = _MORE_LABELS.get(fold(text)) or meaning_of(text)
    return None if known == "title" and fold(text) not in _TITLE_LABELS else known


def _by_class(line: Line) -> str | None:
    for meaning, pattern in _BY_CLASS.items():
        if pattern.search(line.marks):
            return meaning
    return None
