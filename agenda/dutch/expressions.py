"""Fixed expressions: words that say what the days and times around them are."""

from agenda.dutch import words
from agenda.dutch.lexicon import HOLIDAYS, LEADS, SENSES
from agenda.dutch.phrases import Lead, Mark, Sense, Tokens
from agenda.dutch.token import COUNT, NUMBER

_COUNTABLE = words.of(
    """bijeenkomsten lessen avonden middagen ochtenden sessies data dagen workshops keer maal x
bijeenkomst"""
)
# "wekelijks" and its like say the same as the weekday beside them.
WEEKLY = frozenset({"elke week", "iedere week", "per week", "wekelijks", "wekelijkse"})
MONTHLY = frozenset({"maandelijks", "maandelijkse", "elke maand", "iedere maand", "per maand"})


_CALL_OFF = words.of("afzeggen afgelasten annuleren cancelen cancellen schrappen verplaatsen")
FIRST_WORDS = (
    SENSES.keys()
    | _CALL_OFF
    | {
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
)


def mark_at(tokens: Tokens, i: int) -> Mark | None:
    """The fixed expression that begins at token `i`, or None."""
    for special in (_not_on, _must_call_off, _full, _open, _week, _count):
        if found := special(tokens, i):
            return found
    for expression, sense in SENSES.get(tokens.text(i), ()):
        last = i + len(expression)
        if tokens.texts[i:last] == expression:
            if tokens.text(i) == "door" and _GOES & set(tokens.texts[max(0, i - 6) : i]):
                return None  # "gaat door:" is no author
            is_aside = sense is Sense.REGISTER and _is_needless(tokens, i, last)
            if is_aside or (sense is Sense.START and tokens.text(i - 1) == "voor"):
                sense = Sense.ALSO
            holiday = HOLIDAYS.get(tokens.text(i))
            return Mark(first=i, last=last, sense=sense, holiday=holiday)
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
    i = _past_aside(tokens, i)
    j = tokens.skip(i, words.of("is er zijn wij we dan dus helaas : - ( het dit"), 4)
    if tokens.text(j) == "geen" and tokens.is_word(j + 1) and tokens.text(j + 1) not in _COSTS:
        return Mark(first=i, last=j + 2, sense=Sense.NOT)
    if tokens.text(j) in {"gesloten", "dicht", "niet"} and tokens.is_border(j + 1):
        return Mark(first=i, last=j + 1, sense=Sense.NOT)
    return None


def _past_aside(tokens: Tokens, i: int) -> int:
    """Past a short aside about the day: "(2e paasdag)"."""
    inside = tokens.texts[i + 1 : i + 6]
    return i + inside.index(")") + 2 if tokens.text(i) == "(" and ")" in inside else i


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


_MUST = words.of("moeten moesten moest genoodzaakt")
_WE = words.of("wij we ik helaas")


def _must_call_off(tokens: Tokens, i: int) -> Mark | None:
    """`helaas moeten wij … afzeggen`: who organises it does; not "u moet … afzeggen"."""
    before = set(tokens.texts[max(0, i - 15) : i])
    if tokens.text(i) not in _CALL_OFF or not (_MUST & before and _WE & before):
        return None
    is_move = tokens.text(i) == "verplaatsen"
    sense = Sense.MOVED if is_move else Sense.CANCELLED
    return Mark(first=i, last=i + 1, sense=sense)


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


def lead_at(tokens: Tokens, i: int) -> tuple[Lead, int] | None:
    """What the words at `i` say of a day after them, and the place after those words."""
    if tokens.text(i + 1) == "jongstleden" and tokens.text(i) in words.WEEKDAY_OF:
        return Lead.PAST, i
    for expression, lead in LEADS.get(tokens.text(i), ()):
        if tokens.are(i, *expression):
            return lead, i + len(expression)
    return None
