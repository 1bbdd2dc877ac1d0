"""Text into tokens. What can never be part of a date (money, numbers of phones) is junk here."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agenda.dutch import words
from agenda.dutch.english import as_dutch
from agenda.dutch.token import (
    BLANK_LINE,
    CLOCK,
    COUNT,
    DATE,
    HOUR,
    JUNK,
    NUMBER,
    ORDINAL,
    PHONE,
    SIGN,
    WORD,
    YEAR,
    Token,
)
from base.text import DAYS

# Same length as what it replaces, so that places in the folded text are places in the text.
_FOLD = str.maketrans(
    "éèëêóòöôïíîáàâäúùüçÉÈËÓÖÏÁ’‘`´–—−‑‐\u00a0\u2009\u202f\t\u2028\r",
    "eeeeooooiiiaaaauuucEEEOOIA''''-----    \n ",
)

_ABBREVIATIONS = {
    "tm": r"t\s?/\s?m\.?|t\.e\.m\.?|tem",
    "muv": r"m\.\s?u\.\s?v\.?|muv",
    "miv": r"m\.\s?i\.\s?v\.?|miv",
    "aanstaande": r"a\.\s?s\.?",
    "jongstleden": r"j\.?l\.",
    "vd": r"v\.\s?d\.?|v/d|vd",
    "ipv": r"i\.\s?p\.\s?v\.?|ipv",
    "ntb": r"n\.\s?t\.\s?b\.?|ntb|tba",
    "vanaf": r"v\.\s?a\.?|v/a",
    "maand": r"mnd",
    "week": r"wk",
    "utc": r"z(?<=\d\dz)",
}
_SPOKEN = (
    "|".join(p[2:] for p in words.GENITIVE_PARTS) + "|" + "|".join(f"{name}s" for name in DAYS)
)
_DIGITS = r"""
      (?P<iso>(?:19|20)\d\d-\d{1,2}-\d{1,2}(?!\d))t?
    | (?P<dmy>\d{1,2}\s?(?P<sep>[-/.])\s?\d{1,2}\s?(?P=sep)\s?
        (?:'?(?:19|20)\d\d|'?\d\d)(?![\d:]|\.\d|\s?uur))
    | (?P<phone>0(?:[\s()/-]{0,3}\d){9}(?!\d)|0031(?:[\s()/-]{0,3}\d){9})
    | (?P<money>\d{1,6}(?:[.,]\d\d)?\s?(?:€|(?:euro|eur)\b)|\d{1,6},-)
    | (?P<postcode>[1-9]\d{3}\s?(?!OM|EN|OF|IN|OP|TM|VR|DI|WO|DO|ZA|ZO|MA)(?-i:[A-Z]{2})\b)
    | (?P<length>\d{1,2},\d\s?(?:uur|u)\b)
    | (?P<decimal>\d+[.,]\d+\s?(?:%|(?:km|kilometer|m2|meter|kg|p\.?p)\b))
    | (?P<zoned>(?:\d\d:\d\d:\d\d(?:\.\d+)?|(?<=t)\d\d:\d\d)[+-]\d\d:?00\b)
    | (?P<half>(?:0?\d|1[0-2])(?:[:.][0-5]\d)?\s?(?:am|pm|a\.m\.?|p\.m\.?)(?![a-z]))
    | (?P<clock>\d{1,2}[:.]\d\d(?!\d|[.:]\d)(?:\s?(?:uur|u|h|hr)\b\.?)?|\d\d:\d\d:\d\d)
    | (?P<clocku>\d{1,2}[uh]\d\d\b(?:\s?uur\b)?)
    | (?P<clockc>\d{1,2},\d\d(?=\s?(?:-|tot)\s?\d{1,2}[,.:]\d\d\s?(?:uur|u)\b))
    | (?P<clockr>[012]\d[0-5]\d(?=\s?-\s?[012]\d[0-5]\d\s?(?:uur|u)\b))
    | (?P<clockx>\d{1,2},\d\d\s?(?:uur|u)\b\.?|[012]\d[0-5]\d\s?(?:uur|u)\b\.?)
    | (?P<hour>\d{1,2}\s?(?:uur|u|h)\b\.?)
    | (?P<plus>\d{2,3}\+(?!\s?\d)|\d+-?(?:plus|min|jarig)\w*)
    | (?P<times>\d{1,3}\s?(?:x|keer|maal)\b)
    | (?P<ordinal>\d{1,2}(?:e|de|ste|st|nd|rd|th)\b)
    | (?P<compound>\d+-(?!uur|mei|maa|mrt|jan|feb|apr|jun|jul|aug|sep|okt|nov|dec|week|wekel|daag)
        [a-z]{3,}\w*)
    | (?P<number>\d+)
"""
_LETTERS = (
    r"(?P<genitive>s[ -]?(?:" + _SPOKEN + r")\b)"
    r" | (?P<mail>[\w.+-]{1,64}@[\w.-]{1,200}|https?://\S+|www\.\S+)"
    + "".join(f" | (?P<{n}>(?:{form})(?![a-z]))" for n, form in _ABBREVIATIONS.items())
    + r" | (?P<word>[^\W\d_]+)"
)
_SIGNS = (
    r"""
      (?P<blank>\n[ \r]*\n\s*)
    | (?P<price>€\s?\d{1,6}(?:[.,]\d{1,3}){0,3}(?:[.,]?-)?)
    | (?P<abroad>\+31(?:[\s()/-]{0,3}\d){9,10})
    | (?P<year>'\d\d\b)
    | (?P<apostrophe>'s?[ -]?(?P<part>(?:"""
    + _SPOKEN
    + r""")\b))
    | (?P<sign>[^\w\s]|\n|_)
"""
)
# One branch is chosen by the first character; numbers and words begin at their own border.
_TOKEN = re.compile(
    rf"(?=\d)(?:{_DIGITS})|(?=[^\W\d_])(?:{_LETTERS})|(?:{_SIGNS})", re.VERBOSE | re.IGNORECASE
)


def fold(text: str) -> str:
    """Without accents and typographic marks, one character for one."""
    return text.translate(_FOLD)


def tokenise(text: str) -> list[Token]:
    """The tokens of `text`, in order, numbers that are no part of a date taken out as junk."""
    found = [_token(match) for match in _TOKEN.finditer(fold(text))]
    return _without_named_numbers(_with_dotted_days(as_dutch(found)))


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or SIGN
    content, (start, end) = match[0].lower(), match.span()
    if kind in _READERS:
        kind, value = _READERS[kind](content)
        return Token(kind, content, start, end, value)
    if kind in _ABBREVIATIONS:
        return Token(WORD, kind, start, end)
    if kind == "genitive":
        return Token(WORD, "s " + content[1:].lstrip(" -"), start, end)
    if kind == "apostrophe":
        return Token(WORD, "s " + match["part"].lower(), start, end)
    if kind == "blank":
        return Token(SIGN, BLANK_LINE, start, end)
    value = PHONE if kind in {"phone", "abroad"} else None
    return Token(kind if kind in {WORD, SIGN} else JUNK, content, start, end, value)


def _clock(content: str) -> tuple[str, Any]:
    """`10.00 uur`, `19u30`, `1930 uur`: (hour, minute, is it surely a clock)."""
    digits = re.findall(r"\d+", content)
    if len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hour, minute = int(digits[0]), int(digits[1])
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return JUNK, None
    return CLOCK, (hour, minute, not content[-1].isdigit() or ":" in content or "u" in content)


def _half(content: str) -> tuple[str, Any]:
    """ "7.30 pm": a clock of twelve hours."""
    hour, *minutes = (int(digits) for digits in re.findall(r"\d+", content))
    return CLOCK, (hour % 12 + (12 if "p" in content else 0), *(minutes or (0,)), True)


def _hour(content: str) -> tuple[str, Any]:
    hour = int(re.findall(r"\d+", content)[0])
    return (HOUR, hour) if hour <= 24 else (JUNK, None)


def _iso(content: str) -> tuple[str, Any]:
    year, month, day = (int(d) for d in re.findall(r"\d+", content))
    return DATE, (year, month, day)


def _dmy(content: str) -> tuple[str, Any]:
    day, month, year = (int(d) for d in re.findall(r"\d+", content))
    if "." in content and not (1 <= day <= 31 and 1 <= month <= 12):
        return JUNK, None
    return DATE, (year if year > 99 else 2000 + year, month, day)


def _number(content: str) -> tuple[str, Any]:
    return (NUMBER, int(content)) if len(content) <= 4 else (JUNK, None)


def _leading(kind: str) -> Callable[[str], tuple[str, Any]]:
    return lambda content: (kind, int(re.findall(r"\d+", content)[0]))


_READERS: dict[str, Callable[[str], tuple[str, Any]]] = {
    "iso": _iso,
    "dmy": _dmy,
    "clock": _clock,
    "clocku": _clock,
    "clockx": _clock,
    "zoned": _clock,
    "half": _half,
    "clockc": _clock,
    "clockr": _clock,
    "hour": _hour,
    "times": _leading(COUNT),
    "ordinal": _leading(ORDINAL),
    "number": _number,
    "year": lambda content: (YEAR, 2000 + int(content[1:])),
}
_DOTTED = re.compile(r"(\d{1,2})\.(\d\d)")
_RANGE = words.of("""- / tm tot en a of + &""")
_COUNTED = words.of(
    """weken week maanden dagen keer lessen bijeenkomsten sessies avonden middagen ochtenden
data workshops"""
) | {f"{day}{part}en" for day in DAYS for part in ("", "ochtend", "middag", "avond")}


def _with_dotted_days(tokens: list[Token]) -> list[Token]:
    """ "18.02. 19.00 uur": a day and month with a full stop behind each, before a time.

    "19.10. 20.00 uur" may as well be two times; there only a weekday before it decides.
    """
    for i in range(len(tokens) - 2):
        day, stop, after = tokens[i : i + 3]
        found = _DOTTED.fullmatch(day.text)
        if found is None or (stop.text, stop.start) != (".", day.end):
            continue
        number, month = int(found[1]), int(found[2])
        may_be_clock = number < 24 and month % 5 == 0
        is_named = i > 0 and tokens[i - 1].text in words.WEEKDAY_OF
        is_date = 1 <= number <= 31 and 1 <= month <= 12
        if is_date and after.kind in {CLOCK, HOUR} and (is_named or not may_be_clock):
            tokens[i] = replace(day, kind=DATE, value=(None, month, number), end=stop.end)
            tokens[i + 1] = replace(stop, text=",")
    return tokens


def _without_named_numbers(tokens: list[Token]) -> list[Token]:
    """Ages, rooms, house numbers, prices without a sign, and numbers that count something."""
    for i, token in enumerate(tokens):
        if token.kind not in {NUMBER, CLOCK, ORDINAL, HOUR}:
            continue
        after = tokens[i + 1].text if i + 1 < len(tokens) else ""
        if token.kind == NUMBER and after in _COUNTED:
            tokens[i] = replace(token, kind=COUNT)
        elif token.kind in {NUMBER, CLOCK} and after in words.UNITS:
            _junk_range(tokens, i, step=-1)
        elif _is_named(tokens, i):
            _junk_range(tokens, i, step=1)
    return tokens


def _is_named(tokens: list[Token], i: int) -> bool:
    before = i - 1
    while before > i - 3 and before >= 0 and tokens[before].text in {":", ".", "-", "is", "van"}:
        before -= 1
    if before < 0 or tokens[before].kind != WORD:
        return False
    name, token = tokens[before].text, tokens[i]
    if name in words.NAMING:
        return token.kind in {NUMBER, ORDINAL} or (token.kind == CLOCK and token.text[-1].isdigit())
    is_street = token.kind == NUMBER and before == i - 1 and name.endswith(words.STREET_ENDINGS)
    return is_street and not _leads_to_date(tokens, i + 1)


def _leads_to_date(tokens: list[Token], i: int) -> bool:
    """Within a few numbers and dashes from here stands a month or an hour."""
    for token in tokens[i : i + 6]:
        if token.kind in {HOUR, CLOCK} or token.text in words.MONTH_OF:
            return True
        if token.kind not in {NUMBER, ORDINAL} and token.text not in _RANGE | {",", "."}:
            return False
    return False


def _junk_range(tokens: list[Token], i: int, *, step: int) -> None:
    """Number `i`, and the other end of its range on the side of `step`, become junk."""
    tokens[i] = replace(tokens[i], kind=JUNK)
    other = i + 2 * step
    if not 0 <= other < len(tokens) or tokens[i + step].text not in _RANGE:
        return
    if tokens[other].kind in {NUMBER, CLOCK} and not _leads_to_date(tokens, max(other, i) + 1):
        tokens[other] = replace(tokens[other], kind=JUNK)
