"""Small words of tables: weekdays, clock times, cancelled, full, not for the public, totals."""

import re

from base.text import MONTHS, fold
from ingest.off import OFF

WEEKDAYS = {
    "maandag": 0,
    "ma": 0,
    "maa": 0,
    "mon": 0,
    "monday": 0,
    "dinsdag": 1,
    "di": 1,
    "din": 1,
    "tue": 1,
    "tuesday": 1,
    "woensdag": 2,
    "wo": 2,
    "woe": 2,
    "wed": 2,
    "wednesday": 2,
    "donderdag": 3,
    "do": 3,
    "don": 3,
    "thu": 3,
    "thursday": 3,
    "vrijdag": 4,
    "vr": 4,
    "vrij": 4,
    "vri": 4,
    "fri": 4,
    "friday": 4,
    "zaterdag": 5,
    "za": 5,
    "zat": 5,
    "sat": 5,
    "saturday": 5,
    "zondag": 6,
    "zo": 6,
    "zon": 6,
    "sun": 6,
    "sunday": 6,
}
DAYPARTS = re.compile(
    r"(?i)^(?:['’]?s?\s?)?(?:ochtend|voormiddag|morgen|middag|namiddag|avond|nacht|hele dag|"
    r"ochtends|morgens|middags|avonds|lunch|vroege avond|late avond)\b\.?"
)
_DAY = (
    r"(?:ma(?:an)?|di(?:ns)?|wo(?:ens)?|do(?:nder)?|vr(?:ij)?|za(?:ter)?|zo(?:n)?)(?:dag(?:en)?|s)?"
)
_ONLY_DAYS = re.compile(
    rf"(?i)^(?:{_DAY}|t\s?/\s?m|tot en met|en|of|\+|&|/|,|-|–|\.|\s|ochtend(?:en)?|middag(?:en)?|"
    rf"avond(?:en)?)+$"
)
DAY_NUMBER = re.compile(rf"(?i){_DAY}\.?\s+(?:0?[1-9]|[12]\d|3[01])\.?")
_DAY_FIRST = re.compile(rf"(?i)^({_DAY})\b\.?")

_CLOCK = (
    r"(?:[01]?\d|2[0-4])\s?(?:[.:uh]\s?[0-5]\d|,[0-5]\d(?=\s?u))(?:\s?u(?:ur)?\b\.?)?|"
    r"(?:[01]?\d|2[0-4])\s?u(?:ur)?\b\.?"
)
_LOOSE = r"(?:[01]?\d|2[0-4])(?:\s?[.:u,h]\s?[0-5]\d)?(?:\s?u(?:ur)?\b\.?)?"
_TO = r"\s*(?:-|–|—|t\s?/\s?m|tot(?: en met| ongeveer| ca\.?| circa)?|>|→)\s*"
TIME_RANGE = re.compile(
    rf"(?i)(?<![\d€.,/])(?:(?:van|vanaf|v\.?a\.?|om|tijd:|inloop|aanvang|start)\s+)?"
    rf"(?:(?:{_CLOCK}){_TO}(?:{_LOOSE})|(?:{_LOOSE}){_TO}(?:{_CLOCK})|(?:{_CLOCK}))(?![\d/,]|\.\d)"
)
BARE_RANGE = re.compile(
    r"(?<![\d€.,/-])(?:[01]?\d|2[0-4])\s?(?:-|–|tot)\s?(?:[01]?\d|2[0-4])(?![\d/,%+-]|\.\d| jaar|"
    r" jr)"
)

SHORT_DATE = re.compile(r"(?<![\d./-])(\d{1,2})\s?[-/.]\s?(\d{1,2})(?![\d/-]|\.\d)\.?")
_BETWEEN_DATES = frozenset({"en", "op", "t", "m", "tm", "tot", "met"})

CANCELLED = re.compile(rf"(?i)\b(?:{OFF}|gaat helaas niet|annulering|cancelt)\b")
_ONLY_IF = re.compile(
    r"(?i)\b(?:bij (?:regen|slecht|storm|sneeuw|vorst|te weinig|onvoldoende|minder|hitte|grote)|"
    r"indien|"
    r"als (?:er|het|u|je|we|wij)|tenzij|alleen als|mogelijk|kan |eventueel|wanneer er|"
    r"niet vervallen)"
)
_ON_A_DAY = re.compile(
    CANCELLED.pattern
    + r"[^.;\n]{0,12}?\s(?:\d{1,2}\b|week\b|(?:in|tijdens|met) (?:de )?\w*(?:vakantie|dagen|zomer)|"
    rf"(?:in|t/m|tot) (?:{'|'.join(MONTHS)}))"
)
FULL = re.compile(
    r"(?i)\b(?:vol|volgeboekt|volzet|uitverkocht|wachtlijst|geen plaats(?:en)? meer|sold out)\b"
)
MOVED = re.compile(r"(?i)\b(?:verplaatst|verzet|verschoven)\b")
TENTATIVE = re.compile(
    r"(?i)\b(?:onder voorbehoud|o\.?v\.?b\.?|waarschijnlijk|misschien|nog te bevestigen)\b"
)
NOT_PUBLIC = re.compile(
    r"(?i)\bconcept\b|\bnog niet (?:akkoord|zeker|bevestigd|definitief|rond|openbaar|"
    r"bekend maken)\b|"
    r"\bniet (?:publiceren|openbaar|naar buiten|communiceren|vermelden|delen|plaatsen|"
    r"verspreiden)\b|"
    r"\bniet (?:in|op) (?:de |het )?(?:krant|agenda|folder|nieuwsbrief|site|website|facebook|"
    r"programma|web)\b|"
    r"\bbesloten\b|\bonder embargo\b|\b(?:uitsluitend|alleen|enkel) (?:voor )?(?:leden|"
    r"vrijwilligers|"
    r"medewerkers|personeel|genodigden|bestuur|intern(?:e)?|eigen bewoners)\b|\bop uitnodiging\b|"
    r"^intern\b|\(intern\)|\bintern gebruik\b|\bprivé ?(?:feest|gebruik|bijeenkomst|verhuur)?\b|"
    r"\boptie\b(?! om)|"
    r"\bgeheim\b"
)
# 20261001, as systems write a day.
COMPACT_DAY = re.compile(r"(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
NOTHING_ON = re.compile(
    r"(?i)^\W*(?:.*\bgesloten\b.*|dicht|"
    r"(?:.*\W)?geen (?:soos|activiteit\w*|programma|bijeenkomst\w*|les(?:sen)?|inloop|koffie\w*|"
    r"repetitie|"
    r"bingo|\w+middag|\w+avond|\w+ochtend|eetcafé|film|spreekuur|\w+club|yoga|gym\w*|\w+groep|"
    r"dienst)\b.*|"
    r"geen \w+(?: \w+)?\s*(?:\(.*\)|(?:i\.?v\.?m\.?|wegens|vanwege|tijdens|in verband met)\b.*)|"
    r"(?:voorjaars?|lente|mei|zomer|herfst|kerst|bouw|school)?vakantie(?:s|week|periode|"
    r"stop)?(?:\W.*)?|"
    r"(?:zomer|winter)(?:stop|reces)|reces|vrij(?:e dag)?|feestdag|pasen|pinksteren|kerst(?:mis)?|"
    r"(?:1e|2e|eerste|tweede) (?:paas|pinkster|kerst)dag|goede vrijdag|hemelvaart(?:sdag)?|"
    r"koningsdag|"
    r"bevrijdingsdag|nieuwjaarsdag|oudjaar(?:sdag)?)\W*$"
)
INSIDE_WORK = re.compile(
    r"(?i)^\W*(?:(?:bestuurs|team|werk|staf|vrijwilligers|commissie|beheer|rooster|project|intern|"
    r"activiteiten)"
    r"[- ]?(?:vergadering|overleg)|(?:bestuurs|team|werk|staf)[- ]?(?:vergadering|overleg)\b.*|"
    r"vergadering (?:bestuur|team|vrijwilligers|commissie)|"
    r"intern overleg|overleg (?:team|"
    r"bestuur|vrijwilligers)|teamdag|deadline\b.*|kopij\b.*|inleveren kopij.*|zaal (?:bezet|"
    r"verhuurd)|"
    r"verhuur\b.*|verhuurd\b.*|onderhoud\b.*|op-? ?en afbouw\w*|opbouw(?:en)?|afbouw(?:en)?|"
    r"inplannen|"
    r"nog (?:in te vullen|invullen|in te plannen|inplannen)|in te vullen|reserve(?:datum)?|"
    r"schoonmaak(?: \w+)?|"
    r"flyers? (?:bezorgen|rondbrengen)|boodschappen doen|sleutel .*|planning\b.*|"
    r"voorbereiding\b.*|evaluatie\b.*|(?:laatst )?(?:bijgewerkt|gewijzigd)\b.*|versie \d.*|"
    r"pr(?:-overleg)?|begroting\b.*)\W*$"
)
TOTALS = re.compile(
    r"(?i)^\W*(?:sub)?tota+l(?:en)?\b|^\W*(?:som|gemiddeld(?:e)?|aantal|opgeteld)\b\s*:?"
)
NOTE = re.compile(
    r"(?i)^\s*(?:\*|†|¹|²|\d\)|let op|nb\b|n\.b\.|legenda|toelichting|opmerking|vragen\b|"
    r"contact\b|beheer\b|info(?:rmatie)?\b|"
    r"aanmeld\w*|opgave|opgeven|wijzigingen|onder voorbehoud|versie|bijgewerkt|laatst bijgewerkt|"
    r"zaal huren|kosten\b|"
    r"voor meer|meer info|bron\b|deze lijst|dit overzicht|gemaakt door|afgedrukt)"
)
EMPTY_WORDS = re.compile(
    r"(?i)^[\s\-–—.?*x/]*$|^(?:n\.?v\.?t\.?|nvt|n\.?t\.?b\.?|n\.?n\.?b\.?|geen|onbekend|none|null|"
    r"n/a|-+)\.?$"
)
# A cell of a row that waits for its facts, not a heading: "datum volgt", "tijd nog onbekend".
UNSETTLED = re.compile(
    r"(?i)^\W*\w+\W+(?:nog\b.*|volg(?:t|en)(?: later| nog)?|(?:is |zijn )?(?:nog )?"
    r"(?:on|niet )bekend|n\.?[tn]\.?b\.?)\W*$"
)
FORMULA = re.compile(
    r"^\s*(?:=\s*[\w+\-@(\"']|[@+\-]\w+\(|[+\-]\d[\d.,]*\s*[-+*/|(]|[@+\-=][^\s|]*\|)"
)
HOUSES = re.compile(
    r"(?i)\b((?:buurt|wijk|dorps|ontmoetings|gemeenschaps|jongeren|activiteiten|cultuur|zorg|"
    r"woonzorg|sociaal|sport|mfc|"
    r"multifunctioneel |ouderen|inloop|buurtkamer|dag|kinder)?"
    r"-?(?:huis|centrum|kamer|gebouw|huiskamer|accommodatie|zaal|punt|plek)|kulturhus|kulturhuus|"
    r"bibliotheek|bieb|kerk(?:gebouw)?|"
    r"museum|theater|sporthal|sportzaal|zwembad|school|café|cafe|mfc|soos|speeltuin|"
    r"kinderboerderij|moskee|ontmoetingsplek)"
    r"\s+((?:['’]t |de |het |in de |den |op de )?\S+(?:\s[A-ZÀ-Ý][\w’'-]+){0,3})"
)


def weekday(text: str) -> int | None:
    """0 for Monday … 6 when a text is just a weekday ("Ma.", "dinsdagen"), else None."""
    folded = fold(text)
    found = WEEKDAYS.get(folded)
    if found is None and folded.endswith(("dagen", "dags")):
        found = WEEKDAYS.get(folded.removesuffix("en").removesuffix("s"))
    return found


def first_weekday(text: str) -> int | None:
    """The weekday a text begins with ("di 3 maart", "maandag t/m vrijdag")."""
    found = _DAY_FIRST.match(text.strip())
    if not found:
        return None
    word = fold(found[1]).removesuffix("s").removesuffix("en")
    return WEEKDAYS.get(word, WEEKDAYS.get(word[:2]))


def is_only_weekdays(text: str) -> bool:
    """ "wo + vr", "ma t/m do", "dinsdagmiddag": weekdays and nothing that dates them."""
    return bool(_ONLY_DAYS.match(text)) and _DAY_FIRST.match(text.strip()) is not None


def is_short_dates(text: str) -> bool:
    """Nothing but days and months in figures: "31-12", "do 8/9, 22/9 en 6/10"."""
    if len(text) > 200 or not SHORT_DATE.search(text):
        return False
    rest = re.findall(r"[^\W_]+|[^\w\s,;&+/-]", SHORT_DATE.sub(" ", text).casefold())
    return all(w in _BETWEEN_DATES or w == "." or weekday(w) is not None for w in rest)


def is_cancelled(text: str) -> bool:
    """Said to be off, flatly: not "vervalt bij regen" or "vervalt op 2 april"."""
    return bool(CANCELLED.search(text)) and not _ONLY_IF.search(text) and not is_partly_off(text)


def is_partly_off(text: str) -> bool:
    """Off on a day or in a time that the text names: "gaat niet door op 2 april"."""
    return bool(_ON_A_DAY.search(text)) and not _ONLY_IF.search(text)


def is_empty(text: str) -> bool:
    """Nothing, a dash, "n.v.t.": a cell somebody filled so that it is not empty."""
    return not text or bool(EMPTY_WORDS.match(text))


def has_time(text: str) -> bool:
    return bool(TIME_RANGE.search(text))
