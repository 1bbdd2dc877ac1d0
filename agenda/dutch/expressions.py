"""Fixed expressions: words that say what the days and times around them are."""

from collections.abc import Iterator

from agenda.dutch import words
from agenda.dutch.phrases import Lead, Mark, Sense, Tokens
from agenda.dutch.tokens import COUNT, NUMBER

_EXPRESSIONS: dict[Sense, tuple[str, ...]] = {
    Sense.CANCELLED: (
        "vervalt",
        "vervallen",
        "geannuleerd",
        "afgelast",
        "afgezegd",
        "gecanceld",
        "gecancelled",
        "cancelled",
        "geschrapt",
        "annulering",
        "vindt niet plaats",
        "vinden niet plaats",
    ),
    Sense.POSTPONED: ("uitgesteld", "uitstel"),
    Sense.MOVED: ("verplaatst", "verzet", "verschoven"),
    Sense.FULL: (
        "uitverkocht",
        "volgeboekt",
        "volzet",
        "wachtlijst",
        "geen plaats meer",
        "geen plek meer",
        "geen plaatsen meer",
        "geen kaarten meer",
    ),
    Sense.REGISTER: (
        "aanmelden",
        "aanmelding",
        "aanmeldingen",
        "aan te melden",
        "meld je",
        "meld u",
        "opgave",
        "opgeven",
        "op te geven",
        "geef je",
        "geef u",
        "geeft u",
        "inschrijven",
        "inschrijving",
        "inschrijvingen",
        "inschrijftermijn",
        "schrijf je",
        "schrijf u",
        "schrijft u",
        "reserveren",
        "reservering",
        "reserveringen",
        "reserveer",
        "afmelden",
        "kaartverkoop",
        "kaarten kopen",
        "kaarten bestellen",
        "voorverkoop",
        "ticketverkoop",
        "deadline",
        "sluitingsdatum",
        "inzenden",
        "insturen",
        "inleveren",
        "aanleveren",
        "bel",
        "bellen",
        "telefonisch",
        "bereikbaar",
        "informatie bij",
        "betalen",
    ),
    Sense.PUBLISHED: (
        "geplaatst",
        "gepubliceerd",
        "bijgewerkt",
        "gewijzigd",
        "aangepast",
        "gepost",
        "geplaatst door",
        "geupdatet",
        "laatste update",
        "laatste wijziging",
        "update",
        "publicatiedatum",
        "geboren",
        "overleden",
        "opgericht",
        "copyright",
        "©",
        "verschenen",
        "terugblik",
        "verslag",
        "nieuwsbrief",
        "door :",
        "redactie",
        "auteur",
        "gemaakt op",
        "afdrukdatum",
        "printdatum",
        "versie",
        "bericht van",
        "ingevoerd",
        "aangemaakt",
        "gedownload",
    ),
    Sense.DOORS: (
        "inloop",
        "inlooptijd",
        "inlopen",
        "ontvangst",
        "zaal open",
        "zaal is open",
        "zaal gaat open",
        "zaal opent",
        "deur open",
        "deur is open",
        "deur gaat open",
        "deuren",
        "deuren open",
        "deuren gaan open",
        "deuren openen",
        "deuren zijn open",
        "kerk open",
        "kerk is open",
        "kassa open",
        "foyer open",
        "gebouw open",
        "welkom",
        "binnenkomst",
        "u bent welkom",
        "koffie staat klaar",
    ),
    Sense.START: (
        "aanvang",
        "aanvangstijd",
        "start",
        "starttijd",
        "starten",
        "gestart",
        "begin",
        "begint",
        "beginnen",
        "begintijd",
        "start programma",
        "aanvang programma",
        "start om",
    ),
    Sense.END: ("einde", "eind", "eindtijd", "sluiting", "afgelopen", "eindigt", "einde programma"),
    Sense.SCHOOL: (
        "schoolvakantie",
        "schoolvakanties",
        "schoolvakantieperiode",
        "schoolvakantieperiodes",
        "vakantie",
        "vakanties",
        "vakantieperiode",
        "vakantieperiodes",
        "vakantieperioden",
        "vakantieweken",
        "basisschoolvakanties",
    ),
    Sense.SOME_HOLIDAY: (
        "zomervakantie",
        "kerstvakantie",
        "herfstvakantie",
        "meivakantie",
        "voorjaarsvakantie",
        "krokusvakantie",
        "bouwvak",
        "bouwvakantie",
        "ramadan",
        "carnaval",
        "pasen",
        "pinksteren",
        "kerst",
    ),
    Sense.FEASTS: ("feestdag", "feestdagen", "officiele feestdagen", "nationale feestdagen"),
    Sense.STOP: ("zomerstop", "zomerreces", "zomersluiting", "zomerpauze", "winterstop"),
    Sense.VAGUE: (
        "maandelijks",
        "maandelijkse",
        "elke maand",
        "iedere maand",
        "per maand",
        "elke week",
        "iedere week",
        "per week",
        "wekelijks",
        "wekelijkse",
        "per jaar",
        "jaarlijks",
        "per kwartaal",
        "elk kwartaal",
        "om de maand",
        "tweemaandelijks",
        "halfjaarlijks",
        "regelmatig",
        "enkele keren",
    ),
    Sense.OPEN: (
        "in overleg",
        "op afspraak",
        "volgens afspraak",
        "na afspraak",
        "data volgen",
        "datum volgt",
        "datums volgen",
        "data volgt",
        "nog niet bekend",
        "nader te bepalen",
        "nader bepalen",
        "nader order",
        "ntb",
        "hele week",
        "hele maand",
        "rond de kerst",
        "rond pasen",
    ),
    Sense.TENTATIVE: (
        "onder voorbehoud",
        "voorlopige datum",
        "nog onzeker",
        "misschien",
        "waarschijnlijk",
        "vermoedelijk",
        "streefdatum",
        "richtdatum",
        "utc",
    ),
}
_COUNTABLE = words.of(
    """bijeenkomsten lessen avonden middagen ochtenden sessies data dagen workshops keer maal x
bijeenkomst"""
)
# "wekelijks" and its like say the same as the weekday beside them.
WEEKLY = frozenset({"elke week", "iedere week", "per week", "wekelijks", "wekelijkse"})
MONTHLY = frozenset({"maandelijks", "maandelijkse", "elke maand", "iedere maand", "per maand"})


def _lexicon() -> Iterator[tuple[str, tuple[tuple[str, ...], Sense]]]:
    for sense, expressions in _EXPRESSIONS.items():
        for expression in expressions:
            first, *rest = expression.split(" ")
            yield first, (tuple(rest), sense)


_BY_FIRST: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
for _first, _entry in _lexicon():
    _BY_FIRST.setdefault(_first, []).append(_entry)
for _entries in _BY_FIRST.values():
    _entries.sort(key=lambda entry: -len(entry[0]))

FIRST_WORDS = frozenset(_BY_FIRST) | {
    "vol",
    "gaat",
    "gaan",
    "ging",
    "kan",
    "kunnen",
    "week",
    "weken",
    "open",
}


def mark_at(tokens: Tokens, i: int) -> Mark | None:
    """The fixed expression that begins at token `i`, or None."""
    for special in (_not_on, _full, _open, _week, _count):
        if found := special(tokens, i):
            return found
    for rest, sense in _BY_FIRST.get(tokens.text(i), ()):
        if tokens.texts[i + 1 : i + 1 + len(rest)] == list(rest):
            if tokens.text(i) == "door" and _GOES & set(tokens.texts[max(0, i - 6) : i]):
                return None  # "gaat door:" is no author
            last = i + 1 + len(rest)
            is_aside = sense is Sense.REGISTER and _is_needless(tokens, i, last)
            if is_aside or (sense is Sense.START and tokens.text(i - 1) == "voor"):
                sense = Sense.ALSO
            return Mark(first=i, last=last, sense=sense)
    return None


def _is_needless(tokens: Tokens, first: int, last: int) -> bool:
    """`aanmelden is niet nodig`, `zonder reservering`."""
    if tokens.text(first - 1) in {"zonder", "geen", "niet"}:
        return True
    after = tokens.texts[last : last + 5]
    return "niet" in after and bool({"nodig", "verplicht", "noodzakelijk"} & set(after))


# After "geen" these are about the visit, not about whether it takes place.
_COSTS = words.of(
    "kosten entree toegang toegangsprijs aanmelding aanmelden opgave reservering bijdrage"
)


def off_after(tokens: Tokens, i: int) -> Mark | None:
    """`is er geen inloop`, `gesloten`, directly after a day that ended before `i`."""
    j = tokens.skip(i, words.of("is er zijn wij we dan dus helaas : - ( het dit"), 4)
    if tokens.text(j) == "geen" and tokens.is_word(j + 1) and tokens.text(j + 1) not in _COSTS:
        return Mark(first=i, last=j + 2, sense=Sense.NOT)
    if tokens.text(j) in {"gesloten", "dicht", "niet"} and tokens.is_border(j + 1):
        return Mark(first=i, last=j + 1, sense=Sense.NOT)
    return None


_GOES = words.of("gaat gaan ging gingen kan kunnen kon konden laten")


def _not_on(tokens: Tokens, i: int) -> Mark | None:
    """`gaat (dus) niet (meer) door`, `kan niet doorgaan`: read at "niet", what stands between
    may be the date."""
    if tokens.text(i) != "niet":
        return None
    j = i + 2 if tokens.text(i + 1) == "meer" else i + 1
    if tokens.text(j) not in {"door", "doorgaan"}:
        return None
    if not _GOES & set(tokens.texts[max(0, i - 15) : i] + tokens.texts[j + 1 : j + 4]):
        return None
    return Mark(first=i, last=j + 1, sense=Sense.CANCELLED)


def _open(tokens: Tokens, i: int) -> Mark | None:
    """`(open 20.00 u.)`: when the doors open; elsewhere "open" says that it takes place."""
    if tokens.text(i) != "open" or tokens.text(i - 1) != "(":
        return None
    return Mark(first=i, last=i + 1, sense=Sense.DOORS)


def _full(tokens: Tokens, i: int) -> Mark | None:
    """`VOL`, `(vol)`, `is vol`; not "vol muziek"."""
    if tokens.text(i) != "vol" or not tokens.is_border(i + 1):
        return None
    return Mark(first=i, last=i + 1, sense=Sense.FULL)


def _week(tokens: Tokens, i: int) -> Mark | None:
    if tokens.text(i) not in {"week", "weken"} or tokens.kind(i + 1) != NUMBER:
        return None
    number = tokens.all[i + 1].value
    return Mark(first=i, last=i + 2, sense=Sense.WEEK, number=number) if number <= 53 else None


def _count(tokens: Tokens, i: int) -> Mark | None:
    """`4 bijeenkomsten`; a number with "per maand" is vague."""
    if tokens.kind(i) != COUNT:
        return None
    last = i + 2 if tokens.text(i + 1) in _COUNTABLE else i + 1
    k = tokens.skip(last, frozenset({"per", "in", "de", "om"}), 2)
    if tokens.are(k, "week") and tokens.are(i, "7", "dagen"):
        return None
    if k > last and tokens.text(k) in {"maand", "jaar", "week", "kwartaal"}:
        number = tokens.all[i].value if tokens.text(k) == "week" else 0
        return Mark(first=i, last=k + 1, sense=Sense.VAGUE, number=number)
    if tokens.text(i + 1) in {"weken", "maanden", "dagen", "week"}:
        return None
    return Mark(first=i, last=last, sense=Sense.COUNT, number=tokens.all[i].value)


# Words before a day, longest first → what they say of it.
_LEADS: tuple[tuple[tuple[str, ...], Lead], ...] = (
    (("met", "ingang", "van"), Lead.FROM),
    (("te", "beginnen", "op"), Lead.FROM),
    (("tot", "en", "met"), Lead.UNTIL),
    (("in", "plaats", "van"), Lead.PREVIOUS),
    (("eerste", "keer"), Lead.FROM),
    (("1e", "keer"), Lead.FROM),
    (("eerste", "bijeenkomst"), Lead.FROM),
    (("eerste", "les"), Lead.FROM),
    (("eerste", "repetitie"), Lead.FROM),
    (("eerste", "training"), Lead.FROM),
    (("eerste", "avond"), Lead.FROM),
    (("eerste", "ochtend"), Lead.FROM),
    (("eerste", "middag"), Lead.FROM),
    (("laatste", "keer"), Lead.UNTIL),
    (("laatste", "bijeenkomst"), Lead.UNTIL),
    (("laatste", "les"), Lead.UNTIL),
    (("nieuwe", "datum"), Lead.MOVED),
    (("nieuwe", "data"), Lead.MOVED),
    (("beginnend", "op"), Lead.FROM),
    (("startend", "op"), Lead.FROM),
    (("vanaf",), Lead.FROM),
    (("miv",), Lead.FROM),
    (("sinds",), Lead.FROM),
    (("ingaande",), Lead.FROM),
    (("startdatum",), Lead.FROM),
    (("tm",), Lead.UNTIL),
    (("einddatum",), Lead.UNTIL),
    (("tot",), Lead.BEFORE),
    (("uiterlijk",), Lead.DEADLINE),
    (("voor",), Lead.FOR),
    (("ipv",), Lead.PREVIOUS),
    (("was",), Lead.PREVIOUS),
    (("eerder",), Lead.PREVIOUS),
    (("oorspronkelijk",), Lead.PREVIOUS),
    (("afgelopen",), Lead.PAST),
    (("vorige", "week"), Lead.PAST),
    (("vorige",), Lead.PAST),
)
LEAD_WORDS = frozenset(expression[0] for expression, _ in _LEADS)


def lead_at(tokens: Tokens, i: int) -> tuple[Lead, int] | None:
    """What the words at `i` say of a day after them, and the place after those words."""
    if tokens.text(i + 1) == "jongstleden" and tokens.text(i) in words.WEEKDAY_OF:
        return Lead.PAST, i
    if tokens.text(i) not in LEAD_WORDS:
        return None
    for expression, lead in _LEADS:
        if tokens.are(i, *expression):
            return lead, i + len(expression)
    return None
