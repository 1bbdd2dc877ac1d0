"""The words of dates and times, with what they mean. Keys are folded: lower case, no accents."""

from collections.abc import Iterator

from base.text import DAYS, MONTHS


def of(text: str) -> frozenset[str]:
    """The words of `text` as a set."""
    return frozenset(text.split())


CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY_SHORT = {
    0: ("ma", "maa", "maand"),
    1: ("di", "din", "dins"),
    2: ("wo", "woe", "woens"),
    3: ("do", "don", "dond"),
    4: ("vr", "vri", "vrij"),
    5: ("za", "zat"),
    6: ("zo", "zon"),
}
MONTH_SHORT = {
    "jan": 1,
    "feb": 2,
    "febr": 2,
    "mrt": 3,
    "mar": 3,
    "maa": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}

MORNING, AFTERNOON, EVENING, NIGHT = "ochtend", "middag", "avond", "nacht"
DAYPARTS = {
    "ochtend": MORNING,
    "morgen": MORNING,
    "voormiddag": MORNING,
    "middag": AFTERNOON,
    "namiddag": AFTERNOON,
    "avond": EVENING,
    "nacht": NIGHT,
}
WORKDAYS = of("werkdag werkdagen doordeweeks") | {f"werkdag{part}" for part in DAYPARTS}
# "'s avonds", also with the apostrophe forgotten; the tokeniser joins the two words.
GENITIVE_PARTS = {"s ochtends": MORNING, "s morgens": MORNING, "s middags": AFTERNOON}
GENITIVE_PARTS |= {"s namiddags": AFTERNOON, "s avonds": EVENING, "s nachts": NIGHT}

# Weekday words that say by their form that it repeats: "dinsdagen", "'s dinsdags".
SHORT, FULL, REPEATING = "short", "full", "repeating"


def _weekday_words() -> Iterator[tuple[str, tuple[int, str | None, str]]]:
    for number, name in enumerate(DAYS):
        yield name, (number, None, FULL)
        yield f"{name}en", (number, None, REPEATING)
        yield f"{name}s", (number, None, REPEATING)
        yield f"s {name}s", (number, None, REPEATING)
        for part, meaning in DAYPARTS.items():
            yield name + part, (number, meaning, FULL)
            yield f"{name}{part}en", (number, meaning, REPEATING)
            yield f"{name}{part}s", (number, meaning, REPEATING)
        for short in _WEEKDAY_SHORT[number]:
            yield short, (number, None, SHORT)


# word → (weekday, part of the day, form)
WEEKDAY_OF = dict(_weekday_words())
MONTH_OF = {name: number for number, name in enumerate(MONTHS, start=1)} | MONTH_SHORT

_UNITS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
_TEENS = ("elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien")
NUMBER_OF = {
    word: number
    for number, word in enumerate((*_UNITS, *_TEENS, "achttien", "negentien", "twintig"), start=1)
}
_ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde")
ORDINAL_OF = {word: number for number, word in enumerate(_ORDINALS, start=1)}
ORDINAL_OF |= {"laatste": -1, "voorlaatste": -2}

EVERY = of("""elke iedere ieder elk alle wekelijks wekelijkse""")

# A number before one of these counts something; it is no hour and no day of the month.
UNITS = of(
    """jaar jr jarigen jarige personen persoon pers mensen deelnemers deelnemer kinderen
plaatsen plekken km kilometer m meter mtr cm m2 euro eur cent minuten minuut min
kwartier uren weken maanden maand dagen keer x maal lessen les bijeenkomsten bijeenkomst
sessies avonden middagen ochtenden stuks ronden rondes teams groepen procent liter gram
kg graden punten banen pagina verdieping etage"""
)
# A number after one of these names something: a room, an age, a price, a house.
NAMING = of(
    """zaal lokaal kamer ruimte nr nummer no lijn bus buslijn tel telefoon fax pagina blz art
artikel versie groep groepen klas klassen leeftijd leeftijden psalm gezang lied toestel
perron gate postbus afdeling deel module niveau max maximaal min minimaal entree toegang
kosten prijs bijdrage kost tarief hal veld baan kvk iban tafel unit nummers huisnummer
route afslag kmo apotheek toegangsprijs entreeprijs"""
)
STREET_ENDINGS = (
    "straat",
    "weg",
    "laan",
    "plein",
    "hof",
    "pad",
    "dijk",
    "kade",
    "singel",
    "brink",
    "steeg",
    "markt",
    "gracht",
    "kerkhof",
    "park",
    "dreef",
    "wal",
    "poort",
    "plantsoen",
    "enk",
    "kamp",
    "veld",
    "ring",
    "baan",
    "erf",
    "horst",
)

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Real words one letter away from a name; they are never a typing error for it.
_REAL_WORDS = of(
    """maar maat mart maarn haart baart vaart kaart taart staart zwaart waart maart maarten
smaart haard gaard paard waard naar daar vaar paar aard gaart raart april aprils juni
juli juno zandag zonnedag middag dagdag randag landdag maandat november decembers
octobers"""
)


def _misspelt() -> dict[str, str]:
    """Every string one typing error away from exactly one long weekday or month name."""
    found: dict[str, str | None] = {}
    names = [n for n in (*DAYS, *MONTHS) if len(n) > 4]
    for name in names:
        for wrong in _one_error(name):
            found[wrong] = None if found.get(wrong, name) != name else name
    known = WEEKDAY_OF.keys() | MONTH_OF.keys() | _REAL_WORDS
    return {wrong: name for wrong, name in found.items() if name and wrong not in known}


def _one_error(name: str) -> Iterator[str]:
    for i in range(len(name) + 1):
        head, tail = name[:i], name[i:]
        yield from (head + letter + tail for letter in _LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


MISSPELT = _misspelt() | {"feberuari": "februari", "agustus": "augustus", "sebtember": "september"}
