"""Dates in English, as sites in two languages have them, as the Dutch words of the same meaning.

One table of words and two habits of English: the month before the day, and clocks of twelve
hours. The grammar is the Dutch one. A line is English when it states an English date and no
Dutch one; "Sunday Sessions, zo 8 maart" stays Dutch.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from agenda.dutch import words
from agenda.dutch.token import BLANK_LINE, CLOCK, HOUR, NUMBER, ORDINAL, WORD, Token
from base.text import DAYS, MONTHS

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = {
    "january": "januari",
    "february": "februari",
    "march": "maart",
    "may": "mei",
    "june": "juni",
    "july": "juli",
    "august": "augustus",
    "october": "oktober",
}
_SHORT = {
    "mon": "maandag",
    "tue": "dinsdag",
    "tues": "dinsdag",
    "wed": "woensdag",
    "thu": "donderdag",
    "thur": "donderdag",
    "thurs": "donderdag",
    "fri": "vrijdag",
    "sat": "zaterdag",
    "sun": "zondag",
}
_NAMES = dict(zip(_WEEKDAYS, DAYS, strict=True)) | _MONTHS
_PLURALS = {f"{name}s": f"{dutch}en" for name, dutch in _NAMES.items() if name in _WEEKDAYS}
_WORDS = {
    "every": "elke",
    "each": "elke",
    "and": "en",
    "at": "om",
    "on": "op",
    "the": "de",
    "until": "tot",
    "till": "tot",
    "to": "tot",
    "through": "tm",
    "of": "van",
    "except": "behalve",
    "first": "eerste",
    "second": "tweede",
    "third": "derde",
    "fourth": "vierde",
    "last": "laatste",
    "month": "maand",
    "daily": "dagelijks",
    "fortnightly": "tweewekelijks",
    "morning": "ochtend",
    "afternoon": "middag",
    "evening": "avond",
    "doors": "deuren",
}
_SAME_MONTHS = frozenset({"april", "september", "november", "december", *words.MONTH_SHORT})
_DUTCH = (
    frozenset(DAYS)
    | (frozenset(MONTHS) - {"april", "september", "november", "december"})
    | {"uur", "elke", "iedere"}
)
_ANY = _NAMES.keys() | _PLURALS.keys() | _SHORT.keys()
_RANGE = frozenset({"-", "to", "until", "till"})
_NOON = 12


def as_dutch(tokens: list[Token]) -> list[Token]:
    """The same tokens, with those of English lines in Dutch words and in Dutch order."""
    if not any(token.text in _ANY for token in tokens):
        return tokens
    return [token for line in _lines(tokens) for token in _line(line)]


def _lines(tokens: list[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        line.append(token)
        if token.text in {"\n", BLANK_LINE}:
            yield line
            line = []
    yield line


def _line(line: list[Token]) -> list[Token]:
    if not _is_english(line):
        return line
    return list(_translated(_day_first(_whole_clocks(line))))


def _is_english(line: list[Token]) -> bool:
    texts = [token.text for token in line]
    if any(text in _DUTCH for text in texts):
        return False
    is_named = any(text in _ANY for text in texts)
    has_day = any(
        (text in _MONTHS or text in _SAME_MONTHS)
        and (_is_day(line, i - 1) or _is_day(line, i + 1) or texts[i - 1 : i] == ["of"])
        for i, text in enumerate(texts)
    )
    has_rule = any(
        before in {"every", "each"} and after in _NAMES for before, after in pairwise(texts)
    )
    return is_named and (has_day or has_rule or any(_is_half(token) for token in line))


def _is_day(line: list[Token], i: int) -> bool:
    if not 0 <= i < len(line):
        return False
    return line[i].kind in {NUMBER, ORDINAL} and 1 <= line[i].value <= 31


def _is_half(token: Token) -> bool:
    """ "7.30 pm", "10 am"."""
    return token.kind == CLOCK and token.text.rstrip(".").endswith("m")


def _whole_clocks(line: list[Token]) -> list[Token]:
    """ "7 - 9.30 pm" begins in the half of the day in which it ends, if it can."""
    made = list(line)
    for i in range(len(made) - 2):
        first, join, last = made[i : i + 3]
        if join.text not in _RANGE or not _is_half(last) or _is_half(first):
            continue
        if first.kind not in {NUMBER, CLOCK}:
            continue
        hour, minute = (first.value, 0) if first.kind == NUMBER else first.value[:2]
        later = hour + _NOON if hour < _NOON else hour
        if not 1 <= hour <= _NOON:
            continue
        hour = later if (later, minute) < last.value[:2] else hour
        made[i] = replace(first, kind=CLOCK, value=(hour, minute, True))
    return made


def _day_first(line: list[Token]) -> list[Token]:
    """ "March 5, 2026", "5th of March": as 5 March 2026."""
    made = list(line)
    i = 0
    while i < len(made) - 1:
        is_month = made[i].text in _MONTHS or made[i].text in _SAME_MONTHS
        if made[i].text == "of" and _is_day(made, i - 1) and made[i + 1].kind == WORD:
            del made[i]
            continue
        if is_month and not _is_day(made, i - 1) and _is_day(made, i + 1):
            month, day = made[i], made[i + 1]
            made[i] = replace(day, start=month.start, end=month.end)
            made[i + 1] = replace(month, start=day.start, end=day.end)
            has_year = i + 3 < len(made) and made[i + 3].kind == NUMBER and made[i + 3].value > 1900
            if has_year and made[i + 2].text == ",":
                del made[i + 2]
            i += 1
        i += 1
    return made


def _translated(line: list[Token]) -> Iterator[Token]:
    for i, token in enumerate(line):
        if token.kind not in {WORD, HOUR}:
            yield token
            continue
        text = _NAMES.get(token.text) or _PLURALS.get(token.text) or _SHORT.get(token.text)
        if token.text == "from":
            is_range = any(after.text in _RANGE for after in line[i + 1 : i + 5])
            text = "van" if is_range else "vanaf"
        yield replace(token, text=text or _WORDS.get(token.text, token.text))
