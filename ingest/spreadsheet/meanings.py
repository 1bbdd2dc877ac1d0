"""What the heading of a column says the column holds, in everyday Dutch.

A heading nobody knows is not used: what is not understood is not published. Columns about
persons (contact, telephone, who leads it) and about running the house (numbers, budget,
keys) are known by name so that they stay inside, and so that their names can be masked
wherever else they stand.
"""

import re
import tomllib
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

from base.text import fold


class Meaning(StrEnum):
    """The values are what people see and choose when they correct a column."""

    DATE = "datum"
    WEEKDAY = "dag"
    WEEK = "week"
    MONTH = "maand"
    FIRST_DATE = "begindatum"
    LAST_DATE = "einddatum"
    TIME = "tijd"
    START_TIME = "begintijd"
    END_TIME = "eindtijd"
    DOORS = "inloop vanaf"
    REPEAT = "herhaling"
    SPAN = "periode"
    EXCEPT = "niet op"
    TITLE = "activiteit"
    DESCRIPTION = "omschrijving"
    REMARK = "opmerking"
    VENUE = "locatie"
    ROOM = "zaal"
    ADDRESS = "adres"
    POSTCODE = "postcode"
    TOWN = "plaats"
    NEIGHBOURHOOD = "wijk"
    PRICE = "kosten"
    AUDIENCE = "doelgroep"
    ORGANISER = "organisatie"
    URL = "website"
    STATUS = "status"
    CATEGORY = "soort"
    SIGN_UP = "aanmelden"
    LESSONS = "aantal lessen"
    ALL_DAY = "hele dag"
    ID = "nummer"
    PUBLIC = "openbaar"
    PRIVATE = "besloten"
    PERSON = "contactpersoon"
    INTERNAL = "niet openbaar"


NEVER_SHOWN = frozenset({Meaning.PERSON, Meaning.INTERNAL})
# Columns that say of each row whether it may be shown: "op website?", "privé".
FLAGS = frozenset({Meaning.PUBLIC, Meaning.PRIVATE})

_IN_PUBLIC = (
    r"(?:op|in) (?:de |het |onze |je |uw )?(?:web ?site|site|web|internet|facebook|agenda|"
    r"uit ?agenda|kalender|krant|folder|programmaboekje|nieuwsbrief|social media)"
)
_ASKED = r"(?: ja nee| j n)?$"
# Parts of longer headings, tried in this order; what is for inside comes first.
_PARTS: tuple[tuple[Meaning, str], ...] = (
    (
        Meaning.PRIVATE,
        rf"^(?:is (?:dit |het )?)?(?:besloten|prive|vertrouwelijk|geheim)"
        rf"(?: activiteit| bijeenkomst)?{_ASKED}|"
        rf"^(?:alleen|enkel|uitsluitend) (?:voor )?(?:leden|intern|genodigden|eigen)\b|"
        rf"^niet (?:{_IN_PUBLIC}|publiceren|openbaar|voor publiek)\b",
    ),
    (
        Meaning.PUBLIC,
        rf"^(?:mag |moet |kan )?(?:dit |het |activiteit )?(?:ook )?(?:te |plaatsen? |plaats |"
        rf"zetten? |zet |vermelden? |vermeld |tonen |toon |zichtbaar |publiceren |gepubliceerd )?"
        rf"{_IN_PUBLIC}"
        rf"(?: (?:plaatsen|zetten|vermelden|tonen|gezet|geplaatst))?{_ASKED}|"
        rf"^(?:mag |is |wordt )?(?:dit |het )?(?:ge)?(?:publiceren|publiceerd|openbaar|publicatie)"
        rf"(?: {_IN_PUBLIC})?{_ASKED}",
    ),
    (
        Meaning.EXCEPT,
        r"^(?:geen \w+|niet|vervalt|valt uit|uitgevallen|uitgezonderd|gesloten) (?:op|in)$|"
        r"^(?:geen (?:les(?:sen)?|bijeenkomst(?:en)?|cursus|training(?:en)?|repetitie)|"
        r"lesvrij|lesvrije (?:dagen|weken|data|datums))$",
    ),
    (Meaning.ALL_DAY, r"\b(?:ge)?hele dag\b|\ball day\b"),
    (Meaning.LESSONS, r"^aantal (?:lessen|bijeenkomsten|keer|keren|weken|avonden)$"),
    (
        Meaning.INTERNAL,
        r"tijdstempel|timestamp|ingediend|aangemaakt|gewijzigd|bijgewerkt|invoerdatum|"
        r"datum (?:aanmelding|invoer|"
        r"inschrijving|betaling|evaluatie|contact|gebeld|akkoord)|"
        r"herinnering|reminder|weergeven als|show time as|prioriteit|priority|"
        r"\bintern\w*|niet openbaar|niet publiceren|\baantal\b|deelnemers|begroting|\bbudget|"
        r"subsidie|"
        r"factu|evaluatie|\bbhv\b|geboorte|betaald|\bmax\b|opkomst|kostenplaats|verwacht",
    ),
    (
        Meaning.PERSON,
        r"contact|telefoon|\btel\b|\bmobiel|e ?mail|mailadres|begeleid|vrijwillig|beheerder|"
        r"sleutel|"
        r"co+rdinator|gastvrouw|gastheer|docent|trainer|verantwoordelijk|ingevoerd|aanspreek|"
        r"chauffeur|"
        r"\bleiding\b|\bleid(?:er|ster)s?\b",
    ),
    (Meaning.SIGN_UP, r"aanmeld|opgeven|opgave|inschrijv|reserver"),
    (
        Meaning.FIRST_DATE,
        r"(?:begin|start|eerste|vanaf).*(?:datum|dag|les|keer)|datum.*(?:begin|start|vanaf)",
    ),
    (
        Meaning.LAST_DATE,
        r"(?:eind|laatste|tot).*(?:datum|dag|les|keer)|datum.*(?:eind|tot|laatste)",
    ),
    (
        Meaning.START_TIME,
        r"(?:begin|start|aanvang).*(?:tijd|uur)|tijd.*(?:begin|start|aanvang|van$)|\baanvang|"
        r"startzeit",
    ),
    (Meaning.END_TIME, r"(?:eind|sluit|tot).*(?:tijd|uur)|tijd.*(?:eind|tot$)|endzeit"),
    (Meaning.START_TIME, r"(?:hoe laat|uur|tijd).*\b(?:begin|start|aanvang|vanaf)"),
    (Meaning.END_TIME, r"(?:hoe laat|uur|tijd).*\b(?:eind|afgelopen|klaar|stop|tot\b)"),
    (Meaning.DATE, r"\bdatum|\bdata\b|\bwanneer\b|\bdate\b"),
    (Meaning.TIME, r"\btijd|hoe laat|\btijden"),
    (Meaning.DOORS, r"inloop|deur.* open"),
    (Meaning.NEIGHBOURHOOD, r"\bwijk\b|\bbuurt\b|\bstadsdeel"),
    (Meaning.POSTCODE, r"\bpostcode"),
    (Meaning.ADDRESS, r"\badres\b|\bstraat"),
    (Meaning.ROOM, r"\bzaal\b|\bruimte\b|\blokaal"),
    (Meaning.VENUE, r"\blocatie|\bwaar\b|\bplek\b|\bvenue\b|\bplaats\b"),
    (Meaning.PRICE, r"\bkosten|\bprijs|\bentree|bijdrage|\beuro\b|\btarief"),
    (Meaning.AUDIENCE, r"doelgroep|voor wie|leeftijd"),
    (Meaning.ORGANISER, r"organisat|aanbieder"),
    (Meaning.DESCRIPTION, r"omschrijving|beschrijving|toelichting|description|beschreibung"),
    (Meaning.REMARK, r"opmerking|bijzonderhe"),
    (Meaning.TITLE, r"\bactiviteit|\btitel\b|\bprogramma\b|\bevenement|\bnaam van"),
    (
        Meaning.TITLE,
        r"^\w{2,}(?:cursus(?:sen)?|les(?:sen)?|workshops?|voorstelling(?:en)?|lezing(?:en)?|"
        r"training(?:en)?|concert(?:en)?|bijeenkomst(?:en)?|activiteit(?:en)?|spreek(?:uur|uren))$",
    ),
    (Meaning.URL, r"\bwebsite|\blink\b|\burl\b"),
    (Meaning.CATEGORY, r"\bsoort\b|categor"),
)
_LEADS = re.compile(r"^(?:activiteit|wat|programma|titel|omschrijving activiteit)\b")
_COMPILED = tuple((meaning, re.compile(pattern)) for meaning, pattern in _PARTS)
_INTERNAL = next(pattern for meaning, pattern in _COMPILED if meaning is Meaning.INTERNAL)
_EITHER = re.compile(r"(?i)\s*(?:[/&+,]|\bof\b|\ben\b)\s*")
_LONGEST = 45


@lru_cache(maxsize=4096)
def of_heading(text: str) -> Meaning | None:
    """The meaning of a heading, or None when it says nothing we know.

    >>> of_heading("Datum:"), of_heading("Waar?"), of_heading("intern (begeleiding)")
    (<Meaning.DATE: 'datum'>, <Meaning.VENUE: 'locatie'>, <Meaning.INTERNAL: 'niet openbaar'>)
    """
    folded = fold(text)
    if not folded or len(folded) > _LONGEST:
        return None
    known = of_whole_heading(text)
    internal = _INTERNAL.search(folded)
    if known and (not internal or known in FLAGS):
        return known
    for meaning, pattern in _COMPILED:
        if pattern.search(folded):
            is_later = meaning not in (Meaning.INTERNAL, Meaning.PERSON, Meaning.PRICE)
            return Meaning.TITLE if is_later and _LEADS.match(folded) else meaning
    return known


def of_whole_heading(text: str) -> Meaning | None:
    """The meaning of a heading that is known whole, whatever stands behind it in brackets.

    Two headings that mean the same are one: "Cursus of workshop".
    """
    known = _whole()
    bare = re.sub(r"\(.*?\)", " ", text)
    if whole := known.get(fold(text)) or known.get(fold(bare)):
        return whole
    parts = {known.get(fold(part)) for part in _EITHER.split(bare)}
    return parts.pop() if len(parts) == 1 else None


@cache
def _whole() -> dict[str, Meaning]:
    """Whole headings, folded, with what they mean (`headings.toml`)."""
    text = resources.files("ingest.spreadsheet").joinpath("headings.toml").read_text("utf-8")
    stated = tomllib.loads(text)
    return {fold(word): Meaning(name) for name, words in stated.items() for word in words}


def corrected(heading: str, corrections: dict[str, str]) -> Meaning | None:
    """What a person said a column means, by its heading (or letter); None when nothing.

    A word that is no meaning ("niet gebruikt", a typing error) hides the column.
    """
    said = corrections.get(fold(heading))
    if said is None:
        return None
    try:
        return Meaning(said.strip().lower())
    except ValueError:
        return Meaning.INTERNAL
