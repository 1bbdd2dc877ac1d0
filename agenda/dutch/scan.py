"""Tokens into phrases, from left to right, each token in at most one phrase."""

from dataclasses import replace

from agenda.dutch import words
from agenda.dutch.clocks import LEADS as CLOCK_LEADS
from agenda.dutch.clocks import span_at
from agenda.dutch.days import days_at
from agenda.dutch.expressions import FIRST_WORDS, lead_at, mark_at, off_after
from agenda.dutch.lexicon import LEADS
from agenda.dutch.names import month_at, weekday_at
from agenda.dutch.periods import interval_at, months_at, parity_at
from agenda.dutch.phrases import (
    Days,
    Except,
    Lead,
    Mark,
    Months,
    Part,
    Phrase,
    Rule,
    Sense,
    Span,
    Tokens,
)
from agenda.dutch.rules import rule_at
from agenda.dutch.token import CLOCK, COUNT, DATE, HOUR, JUNK, NUMBER, ORDINAL, PHONE, WORD

_NUMERIC = frozenset({NUMBER, ORDINAL, DATE, CLOCK, HOUR, COUNT})
_AFTER_LEAD = words.of("""op de : uiterlijk is wordt het en""")
_NOT = words.of("""niet geen behalve muv uitgezonderd gesloten dicht exclusief""")
_NOT_FILLERS = words.of(
    """in op de het tijdens gedurende met van onze alle officiele nationale christelijke
erkende landelijke algemene wettelijke uitzondering , : tussen reguliere en of ook
basisschool zijn we wij bij ( is er"""
)
_DEADLINES = frozenset({Lead.FOR, Lead.DEADLINE, Lead.BEFORE})
_SCHOOL_WEEKS = words.of("schoolweken lesweken schoolperiode schoolperiodes")
_ITEM_JOINS = words.of(""", en of & / + noch""")
_PREPOSITIONS = frozenset({"op", "in", "tijdens", "gedurende", "met"})
_OFF = words.of(
    """niet geen gesloten dicht vervalt vervallen vrij uitgezonderd uitgesloten behalve"""
)
_ON = frozenset({"ook", "wel", "gewoon", "alleen", "open"})
_LIST_LIMIT = 30
_NAMES = (
    words.WEEKDAY_OF.keys()
    | words.MONTH_OF.keys()
    | words.MISSPELT.keys()
    | words.EVERY
    | words.GENITIVE_PARTS.keys()
    | words.ORDINAL_OF.keys()
    | words.NUMBER_OF.keys()
)
_HEADS = frozenset(
    _NAMES
    | FIRST_WORDS
    | LEADS.keys()
    | CLOCK_LEADS
    | _NOT
    | words.WORKDAYS
    | words.of(
        """de op dagelijks werkdagen werkdag doordeweeks door weekenden weekend half kwart in even
oneven om eens veertiendaags veertiendaagse tweewekelijks driewekelijks vierwekelijks
tweewekelijkse vandaag morgen overmorgen vanavond vanmiddag vanochtend vanmorgen
buiten schoolweken lesweken schoolperiode schoolperiodes
morgenavond morgenmiddag morgenochtend aanstaande komende eerstkomende eerstvolgende
stille paaszaterdag pinksterzondag allerheiligen allerzielen oudjaarsdag oudjaarsavond
deze volgende goede witte paasmaandag paaszondag hemelvaart hemelvaartsdag
pinkstermaandag aswoensdag palmzondag nieuwjaarsdag koningsdag dodenherdenking
bevrijdingsdag dierendag sinterklaasavond pakjesavond kerstavond oudejaarsdag
oudejaarsavond oud met naar middernacht maand maanden vanaf alleen"""
    )
)


def scan(tokens: Tokens) -> list[Phrase]:
    """Every phrase in the tokens, in order. Linear: each recogniser looks a bounded way ahead."""
    found: list[Phrase] = []
    i = 0
    while i < len(tokens):
        phrase = _phrase(tokens, i, found) if _may_begin(tokens, i) else None
        if phrase is None:
            i += 1
            continue
        found.append(phrase)
        i = max(phrase.last, i + 1)
        if isinstance(phrase, Days) and (off := off_after(tokens, i)) is not None:
            found.append(off)
            i = off.last
    return found


def _may_begin(tokens: Tokens, i: int) -> bool:
    kind = tokens.kind(i)
    if kind == WORD:
        return tokens.text(i) in _HEADS
    return kind in _NUMERIC or tokens.all[i].value == PHONE or tokens.text(i) == "©"


def _phrase(tokens: Tokens, i: int, before: list[Phrase]) -> Phrase | None:
    if tokens.kind(i) == JUNK:
        return Mark(first=i, last=i + 1, sense=Sense.REGISTER, number=1)
    if tokens.kind(i) in _NUMERIC:
        return (
            (_led(tokens, i, before) if tokens.text(i) == "1e" else None)
            or days_at(tokens, i)
            or interval_at(tokens, i)
            or mark_at(tokens, i)
            or rule_at(tokens, i)
            or span_at(tokens, i)
        )
    return (
        _led(tokens, i, before)
        or _outside_holidays(tokens, i)
        or _exception(tokens, i)
        or parity_at(tokens, i)
        or interval_at(tokens, i)
        or days_at(tokens, i)
        or rule_at(tokens, i)
        or span_at(tokens, i)
        or _stop(tokens, i)
        or _named_exception(tokens, i)
        or mark_at(tokens, i)
        or _part(tokens, i)
        or _months(tokens, i)
    )


def _led(tokens: Tokens, i: int, before: list[Phrase]) -> Phrase | None:
    """Days or months with words before them that say what they are."""
    found = lead_at(tokens, i)
    if found is None:
        lead_of_move = {"naar": Lead.MOVED, "van": Lead.PREVIOUS}.get(tokens.text(i))
        if lead_of_move and _is_after_move(i, before):
            return _days(tokens, i, i + 1, lead_of_move)
        return None
    lead, j = found
    if lead is Lead.PAST and j == i:
        return Days(first=i, last=i + 2, days=(), lead=lead)
    j = tokens.skip(j, _AFTER_LEAD, 2)
    if lead is Lead.BEFORE and _is_after_move(i, before):
        lead = Lead.MOVED  # "uitgesteld tot 5 mei"
    if (days := _days(tokens, i, j, lead)) is not None:
        return days
    if lead in {Lead.FROM, Lead.UNTIL, Lead.BEFORE} and (months := months_at(tokens, j, lead)):
        return replace(months, first=i)
    if lead is Lead.PAST and weekday_at(tokens, j):
        return Days(first=i, last=j + 1, days=(), lead=lead)
    return None


def _is_after_move(i: int, before: list[Phrase]) -> bool:
    last = before[-1] if before else None
    is_move = isinstance(last, Mark) and last.sense in {Sense.MOVED, Sense.POSTPONED}
    return is_move and last is not None and i - last.last <= 6


def _days(tokens: Tokens, i: int, j: int, lead: Lead) -> Days | None:
    j = tokens.skip(j, frozenset({"op", "de", ":"}), 2)
    days = days_at(tokens, j)
    if days and lead in _DEADLINES and len(days.days) > 1 and days.days[1].weekday is not None:
        days = days_at(tokens, j, at_most=1)  # "aanmelden vóór 22 april, vr 24 april …"
    return replace(days, first=i, lead=lead) if days else None


def _exception(tokens: Tokens, i: int) -> Except | None:
    """`niet op 5 mei`, `geen les in de schoolvakanties`, `m.u.v. feestdagen`."""
    text = tokens.text(i)
    if text == "met" and not tokens.are(i, "met", "uitzondering", "van"):
        return None
    if text not in _NOT and text != "met":
        return None
    j = i + 1
    if text == "geen":
        while j < i + 4 and tokens.is_word(j) and tokens.text(j) not in _PREPOSITIONS:
            j += 1
        if tokens.text(j) not in _PREPOSITIONS:
            return None
    if tokens.text(j) == ",":
        return None  # "maandag gesloten, dinsdag …"
    items, last = _items(tokens, tokens.skip(j, _NOT_FILLERS, 6))
    return Except(first=i, last=last, items=tuple(items)) if items else None


def _outside_holidays(tokens: Tokens, i: int) -> Except | None:
    """`buiten de schoolvakanties`, `alleen in schoolweken`."""
    if tokens.text(i) in _SCHOOL_WEEKS:
        mark = Mark(first=i, last=i + 1, sense=Sense.SCHOOL)
        return Except(first=i, last=i + 1, items=(mark,))
    if tokens.text(i) != "buiten":
        return None
    items, last = _items(tokens, tokens.skip(i + 1, frozenset({"de", "alle"}), 2))
    is_holidays = bool(items) and all(isinstance(item, Mark) for item in items)
    return Except(first=i, last=last, items=tuple(items)) if is_holidays else None


def _items(tokens: Tokens, i: int) -> tuple[list[Phrase], int]:
    items: list[Phrase] = []
    last = j = i
    while len(items) < _LIST_LIMIT:
        item = _item(tokens, j)
        if item is None:
            break
        items.append(item)
        last = item.last
        if tokens.text(last) not in _ITEM_JOINS:
            break
        j = tokens.skip(last + 1, _NOT_FILLERS, 5)
        if "van" in tokens.texts[last + 1 : j] and tokens.text(last) == ",":
            break  # "m.u.v. feestdagen, van september t/m juni"
    return items, last


def _item(tokens: Tokens, i: int) -> Phrase | None:
    """One thing a rule can leave out."""
    mark = mark_at(tokens, i)
    if mark and mark.sense in {Sense.SCHOOL, Sense.SOME_HOLIDAY, Sense.FEASTS, Sense.STOP}:
        return mark
    days = days_at(tokens, i)
    if days is not None:
        return days
    rule = rule_at(tokens, i)
    return rule or months_at(tokens, i)


def _stop(tokens: Tokens, i: int) -> Except | None:
    """`zomerstop (in) juli en augustus`, `zomerstop van 1 juli t/m 31 augustus`."""
    mark = mark_at(tokens, i)
    if mark is None or mark.sense is not Sense.STOP:
        return None
    j = tokens.skip(mark.last, words.of(""": in van de ( maanden is ,"""), 4)
    item = months_at(tokens, j) or days_at(tokens, j)
    last = item.last if item else mark.last
    return Except(first=i, last=last, items=(item or mark,))


def _named_exception(tokens: Tokens, i: int) -> Except | Mark | None:
    """`in de schoolvakanties gesloten`, `feestdagen niet`, `in juli en augustus geen les`."""
    j = tokens.skip(i, frozenset({"in", "op", "tijdens", "de", "gedurende"}), 3)
    items, last = _items(tokens, j)
    if not items or any(isinstance(item, (Days, Rule)) for item in items):
        return None
    for k in range(last, min(last + 5, len(tokens))):
        text = tokens.text(k)
        if text in _ON or text in {".", ";", "\n", ")"}:
            return None
        if text in _OFF:
            return Except(first=i, last=k + 1, items=tuple(items))
    return None


def _part(tokens: Tokens, i: int) -> Part | None:
    if found := words.GENITIVE_PARTS.get(tokens.text(i)):
        return Part(first=i, last=i + 1, daypart=found)
    if tokens.are(i, "in", "de") and tokens.text(i + 2) in words.DAYPARTS:
        return Part(first=i, last=i + 3, daypart=words.DAYPARTS[tokens.text(i + 2)])
    return None


def _months(tokens: Tokens, i: int) -> Months | None:
    j = i + 1 if tokens.text(i) in {"in", "van"} else i
    if not month_at(tokens, j) and tokens.text(j) not in {"de", "maand", "maanden"}:
        return None
    found = months_at(tokens, j)
    return replace(found, first=i) if found else None


def spans(tokens: Tokens) -> list[Phrase]:
    """Only clock times and the words that say which they are, for a text of times alone."""
    found: list[Phrase] = []
    i = 0
    while i < len(tokens):
        phrase: Phrase | None = None
        if _may_begin(tokens, i):
            phrase = span_at(tokens, i) or mark_at(tokens, i) or _part(tokens, i)
        if phrase is not None and not isinstance(phrase, (Span, Mark, Part)):
            phrase = None
        if phrase is not None:
            found.append(phrase)
        i = max(phrase.last, i + 1) if phrase else i + 1
    return found
