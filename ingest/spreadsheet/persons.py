"""Lists of persons: members, clients, rides, staff. A date in them is no activity.

A heading that holds facts about one person ("geboortedatum", "cliënt", "ophaaladres") makes
the whole table such a list, also in a hidden column. Without a heading that names the activity
any column about persons does, unless it says who runs it ("docent"). Nothing is taken from such
a table, for review neither: each of its rows is about somebody.
"""

import re
from collections.abc import Iterable

from base.text import fold
from ingest.personal import is_organisation
from ingest.privacy import looks_like_person
from ingest.spreadsheet.meanings import Meaning

_ONE = (
    r"(?:lid|client|klant|deelnemer|deelneemster|cursist|leerling|patient|bewoner|passagier|"
    r"reiziger|hulpvrager|zorgvrager|aanvrager|huurder|jarige|donateur|werknemer|personeelslid)"
)
_ABOUT_ONE = re.compile(
    rf"^(?:(?:naam|naw|adres|telefoon|nummer)(?: v d| van de| van het| van)? )?{_ONE}"
    rf"(?: ?(?:naam|nr|nummer|id|adres|code))?$|^{_ONE} (?:naam|adres|sinds|nr|nummer)\b|"
    r"\bgeb(?:oren|oorte\w*)?(?: ?dat(?:um)?)?(?: op)?$|\bgeboorte|\blid (?:sinds|vanaf)\b|"
    r"\bbsn\b|burgerservice|burgerlijke staat|nationaliteit|meisjesnaam|\b(?:in|uit) dienst\b|"
    r"\b(?:ophaal|afzet|huis|thuis|woon|prive) ?adres|\bdiagnose|\bmedicatie|\bmedicijnen|"
    r"\bhulpvraag|\bhuisarts\b|noodcontact|^(?:reden|aanleiding) (?:van )?(?:bezoek|contact|"
    r"aanmelding|hulp)|^(?:in|uit)schrijfdatum$|^lidmaatschap|^opzegdatum$|^contributie$"
)
_RUNS_IT = re.compile(
    r"contact|begeleid|vrijwillig|beheer|coordinat|gastvrouw|gastheer|docent|trainer|leiding|"
    r"leid(?:er|ster)|verantwoordelijk|aanspreek|organis|spreker|voorganger|presentatie|uitvoerder|"
    r"trekker|instruct|leraar|\bkok|werker\b"
)
_PUBLIC = frozenset(
    {
        *(Meaning.VENUE, Meaning.ROOM, Meaning.PRICE, Meaning.AUDIENCE, Meaning.DESCRIPTION),
        *(Meaning.ORGANISER, Meaning.NEIGHBOURHOOD, Meaning.SIGN_UP, Meaning.CATEGORY),
    }
)
_HOME = re.compile(
    r"(?i)^[^\d,]{3,40}(?:straat|str\.?|weg|laan|plein|singel|kade|dijk|pad|steeg|markt|hof|plantsoen|"
    r"gracht|park|ring)\s+\d{1,4}\s?[-/]?\s?\w{0,4}\b|^[1-9]\d{3}\s?[A-Z]{2}\b"
)
_CAPITALS = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w’'.-]*(?:\s(?:van|de|der|den|het|ten|ter|te|el|al|ben|bin|v\.?d\.?))*"
    r"(?:\s(?:en\s)?[A-ZÀ-ÖØ-Þ][\w’'.-]+)+"
)


def is_about_one(heading: str) -> bool:
    """Does a column with this heading say something about one person in each row?

    >>> is_about_one("Naam cliënt"), is_about_one("Geb. datum"), is_about_one("Deelnemers")
    (True, True, False)
    """
    folded = fold(heading)
    return len(folded) <= 45 and bool(_ABOUT_ONE.search(folded))


def names_who_runs_it(heading: str) -> bool:
    """Does the heading of a column about persons say that they run the activity?

    >>> names_who_runs_it("Docent(e)"), names_who_runs_it("Telefoon")
    (True, False)
    """
    return bool(_RUNS_IT.search(fold(heading)))


def are_listed(columns: Iterable[tuple[str, Meaning | None]], *, is_guess: bool) -> bool:
    """Is this table a list of persons? `columns`: each heading with what the column holds.

    `is_guess`: no heading says which column is the activity. Where one does, rows that begin
    with a person and say nothing of where, for whom or for what price are about that person.
    """
    stated = list(columns)
    if any(is_about_one(heading) for heading, _ in stated):
        return True
    named = [fold(h) for h, meaning in stated if meaning is Meaning.PERSON]
    if not named or any(names_who_runs_it(h) for h in named):
        return False
    meanings = [m for _, m in stated]
    before = meanings[: meanings.index(Meaning.TITLE)] if Meaning.TITLE in meanings else []
    return is_guess or (Meaning.PERSON in before and not _PUBLIC & set(meanings))


_OCCASION = re.compile(
    r"(?i)^\W*(?:verjaardag|jarig|jubileum|huwelijk|bruiloft|uitvaart|begrafenis|crematie|verlof|"
    r"vakantie|ziek|vrij|afspraak|oppas|vervoer|rit)\b\W*(?:(?:van|met|bij|aan|voor)\s)?"
)
_HOME_VISIT = re.compile(
    r"(?i)^\W*(?:huisbezoek|intake(?:gesprek)?|keukentafelgesprek|functioneringsgesprek|"
    r"sollicitatie(?:gesprek)?|zorgoverleg)\b"
)


def is_occasion(title: str) -> bool:
    """Something of one person: "Verjaardag Truus", "Huisbezoek mw. Proef", "Rit van dhr. Test"."""
    if _HOME_VISIT.match(title):
        return True
    found = _OCCASION.match(title)
    rest = title[found.end() :].split() if found else []
    return any(looks_like_person(" ".join(rest[:n]).strip(" ,.:-()")) for n in (1, 2, 3, 4) if rest)


def is_person_or_home(text: str) -> bool:
    """The name of a person, or a home address: street with number, or postcode."""
    return looks_like_person(text) or bool(_HOME.match(" ".join(text.split())))


def may_be_of_a_person(text: str) -> bool:
    """The same, or two words with capitals that may be a name we do not know."""
    text = " ".join(text.split())
    is_name = bool(_CAPITALS.fullmatch(text)) and not is_organisation(text)
    return is_name or is_person_or_home(text)


def are_names(text: str) -> bool:
    """Nothing but names of persons: "Truus", "A. de Vries en Karel"."""
    pieces = [p.strip(" .:") for p in re.split(r"[,/&+\n]|\ben\b", text)]
    pieces = [p for p in pieces if p]
    return bool(pieces) and all(looks_like_person(p) for p in pieces)
