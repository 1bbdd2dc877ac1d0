"""Contact data of persons stops here.

What residents may see is an organisation's contact data, never a person's. `mask` takes
free text and gives it back without:

- mail addresses, except functional ones (info@, balie@, aanmelden@ …) on a domain of an
  organisation; at a free mail provider even "info.devlier@" is somebody's;
- telephone numbers, mobile or not: a number in a remark is as a rule that of whoever takes
  the bookings. Kept are numbers nobody has at home (0800, 0900, 088, 14 + area code) and
  those the caller knows as the organisation's (`own`);
- given names of who does what ("Ans regelt de koffie", "Bingo (Riet)");
- names of persons given as contact: after "opgeven bij", "aanmelden via", "contact:",
  "vragen?", "bel", a role such as "beheerder" or "webmaster", a desk ("redactie:"), "dhr.", "mw.",
  "mevrouw", beside a masked number or address, initials like "AvdB", and every name the
  caller knows from a contact column (`persons`).

A name that is the content stays: "Lezing door Jan Terlouw", "in gesprek met Anna Enquist".
What goes is replaced by "de organisatie" or "via de organisatie". When in doubt it goes:
a name too few costs a reader little, a name too many costs a person something.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from ingest.personal import given_names, is_functional_mail, is_organisation

_MAIL = re.compile(
    r"(?:mailto:)?(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\]|\(a\))\s?[\w-]{1,63}"
    r"(?:\s?(?:\.|\(punt\)|\(dot\)|\[dot\])\s?[\w-]{1,63}){0,5}"
    r"(?:\.|\(punt\)|\(dot\)|\[dot\])[A-Za-z]{2,12}\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w€])(?<![\d][.,:/-])(?<![A-Z]{4}\s)(?<!\d{4}\s)(?:\+\s?\d{2}|00\s?31|\(?0\d{1,3}\)?|"
    r"[1-9]\d{8}(?!\d))"
    r"(?:(?:[^\S\n]|[./\-–()]){0,3}(?!\d{1,2}[.:][0-5]\d\s*(?:uur|u\b))\d)*(?!\d)"
)
_LOCAL_NUMBER = re.compile(
    r"(?i)\b(?:tel(?:efoon(?:nummer|nr)?)?|telnr|mob(?:iel)?|bel(?:len)?(?: naar| met)?|gsm|"
    r"t|app(?:en)?|whatsapp)\b\s?[.:]?\s?(\d(?:[\s.-]?\d){5,9})(?![\d.:]\d)"
)
_NOT_PERSONAL = re.compile(r"^(?:0800|0900|088|\+31800|\+31900|\+3188|140)")
_DATE_INSIDE = re.compile(
    r"^\(?(?:0?[1-9]|[12]\d|3[01])\s?[-/.]\s?(?:0?[1-9]|1[0-2])\s?[-/.]\s?(?:20)\d{2}(?!\d)"
    r"|^(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.]\d{2}\s"
    r"|^\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2}(?!\d)"
)

_PARTICLE = (
    r"(?:van|de|der|den|het|’t|'t|ten|ter|te|op|in|la|le|el|al|ben|bin|von|du|da|dos|v\.?d\.?|v\.)"
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĞİŞŁŠŽ][\w’'\-]*[\w]"
_INITIALS = r"(?:[A-Z]\.\s?(?:[A-Z]{1,2}\.\s?)*)"
_NAME = (
    rf"(?:{_INITIALS}(?:{_PARTICLE}\s){{0,3}}{_CAPITAL}"
    rf"|{_CAPITAL}(?:\s(?:{_PARTICLE}\s){{0,3}}{_CAPITAL}){{0,3}}(?:\s[A-Z]\.)?)"
)
_SIGN_UP = (
    r"(?:(?:aan|af)?meld(?:en|ing(?:en)?)?|aanmelding|(?:op)?geven|opgave|opgeven|"
    r"inschrijv\w+|reserver\w+|inlichtingen|informatie|info|vragen|contact(?:persoon|personen)?|"
    r"bellen|bel|mailen|mail|appen|app|kaarten|kaartverkoop|verkrijgbaar|meer weten|"
    r"boeken|sleutel|afmelden|melden|meld je|geef je op)"
)
_LINK = r"(?:bij|via|met|naar|aan|door|van|op)"
_ROLE = (
    r"(?:beheer(?:der|ster|ders)?|co[oö]rdinat(?:or|rice|oren)|contactpersoon|contact|"
    r"gastvrouw|gastheer|gastvrouwen|docent(?:e)?|instruct(?:eur|rice)|trainer|leid(?:er|ster|"
    r"ing)|buurtwerk(?:er|ster)|opbouwwerk(?:er|ster)|"
    r"jongerenwerk(?:er|ster)|welzijnswerk(?:er|ster)|sociaal werk(?:er|ster)|consulent(?:e)?|"
    r"begeleid(?:er|ster|ing)|vrijwillig(?:er|ster|ers)|secretaris|penningmeester|voorzitter|"
    r"aanspreekpunt|gids(?=\s?[:=])|sleutel(?:houder|beheer)?|organisatie|inlichtingen|info(?:rmatie)?|"
    r"opgave|aanmelden|telefonisch|bellen met|bel met|ingevoerd door|bijgewerkt door|"
    r"web(?:master|beheerder|redact\w+)|redact(?:eur|rice)|scriba|ledenadministrat\w+|"
    r"\w+(?:beheerders?|beheerster|secretaris|penningmeester|co[oö]rdinat(?:or|rice)))"
)
_DESK = (
    r"(?:\w*(?:redactie|administratie|secretariaat)|(?:web|zaal|gebouw|sleutel|kantine)beheer|"
    r"website|vormgeving|bestuur|koster|kantine|bar)"
)
_TITLED = re.compile(
    rf"(?<!door )(?<!Door )\b(?:[Dd]hr|[Mm]w|[Mm]evr|[Mm]evrouw|[Mm]eneer|de heer|De heer|[Ff]am|"
    rf"[Ff]amilie)\b\.?\s(?:(?:{_PARTICLE}\s){{0,3}}{_NAME})"
)
_AFTER_CUE = re.compile(
    rf"(?P<cue>\b(?i:{_SIGN_UP})\b[^.!?\n;]{{0,60}}?\b(?i:{_LINK})\s)(?P<name>{_NAME})"
)
_AFTER_LABEL = re.compile(rf"(?P<cue>\b(?i:{_ROLE})\s?(?:[:=–-]\s?|\s|\?\s))(?P<name>{_NAME})")
_AFTER_DESK = re.compile(rf"(?P<cue>\b(?i:{_DESK})\s?[:=–-]\s?)(?P<name>{_NAME})")
_AFTER_LINK = re.compile(
    rf"(?P<cue>(?:^|[\s(,;])(?i:bij|via|contact|cp|c\.p\.|vraag(?: naar)?)\s?:?\s)(?P<name>{_NAME})"
)
_SHORTHAND = re.compile(
    r"\b(?!(?:PvdA|PvdD|KvK|RvT|RvC|RvB|MvT|PvA|PvE|AvA)\b)[A-Z](?:v|vd|vdr|d|de|vt)[A-Z]\b"
)
_AFTER_CUE_SMALL = re.compile(
    rf"(?P<cue>\b(?i:{_SIGN_UP})\b[^.!?\n;]{{0,60}}?\b(?:bij|via)\s)(?P<name>[a-zà-ÿ]{{3,}})\b"
)
_BUSY = re.compile(
    rf"(?<!door )(?<!Door )(?<![\w-])(?P<name>{_CAPITAL}(?:\s(?:en|of|&)\s{_CAPITAL})?)"
    r"(?=\s(?:regelt|regelen|zorgt|zorgen|doet|doen|neemt|nemen|heeft|hebben|opent|sluit|kookt|"
    r"koken|bakt|"
    r"bakken|haalt|halen|brengt|brengen|belt|bellen|begeleidt|begeleiden|is (?:er|aanwezig|"
    r"afwezig|ziek|vrij)|"
    r"kan niet|kan wel|past op)\b)"
)
_IN_BRACKETS = re.compile(rf"(?<=\()(?P<name>{_CAPITAL}(?:\s?(?:en|of|&|/|,)\s?{_CAPITAL})?)(?=\))")
_MORE_NAMES = re.compile(rf"^(\s?(?:,|/|&|\+|\ben\b|\bof\b)\s?)({_NAME})")

_MARK = "\ue000"
_WORDS = re.compile(r"\w+")
_SIGN_UP_WITH = re.compile(rf"\b(?i:{_SIGN_UP})\b[^.!?\n;]{{0,60}}?{_MARK}")
_WEB = re.compile(r"(?i)https?://\w|\bwww\.\w")
_GLUE = re.compile(
    rf"{_MARK}(?:[\s,;:/|()\-–]|\b(?:en|of|op|via|tel|telefoon|telefoonnummer|nr|nummer|mobiel|mob|"
    rf"mail|e-mail|email|mailadres|bel|bellen|app|appen|whatsapp|bereikbaar|onder|naar|t|m|"
    rf"e)\b\.?)*{_MARK}",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?i)\b(?:tel(?:efoon)?(?:nummer|nr)?|mob(?:iel)?|e-?mail(?:adres)?|t|m|"
    rf"e)\b\.?\s?:?\s?{_MARK}"
)
_LEAD = re.compile(
    rf"(?i)\b(?:bij|via|met|naar|aan|door|van|op|of|en|voor|bel|bellen|mail|mailen|app|appen|"
    rf"contact|contactpersoon|opgave|informatie|info|beheer|inlichtingen)\s?:?\s?{_MARK}"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` may be shown; `found` is what went, as it stood (never to be shown or logged).

    `is_contact`: among it is how to reach somebody, or whom to sign up with.
    """

    text: str
    found: tuple[str, ...] = ()
    is_contact: bool = False


def mask(text: str, *, own: Collection[str] = (), persons: Collection[str] = ()) -> Masked:
    """The text without contact data of persons, by the rules above.

    `own`: mail addresses and telephone numbers known to be the organisation's, kept.
    `persons`: names known from elsewhere in the source (a contact column), masked wherever
    they stand. Text without anything personal comes back unchanged.
    """
    found: list[str] = []
    masked = _mask_numbers(_mask_mail(text, own, found), own, found)
    is_contact = bool(found)
    if found:
        masked = _mask_beside(masked, found)
    masked = _mask_known(masked, persons, found)
    masked = _mask_named(masked, found)
    if not found:
        return Masked(text)
    is_contact = is_contact or bool(_SIGN_UP_WITH.search(masked))
    return Masked(_neutral(masked), tuple(found), is_contact)


def holds_contact(text: str) -> bool:
    """Is there a mail address, telephone number or web address in this text?"""
    numbers = (m[0].rstrip(" .-–/(") for m in _NUMBER.finditer(text))
    has_number = any(_is_number(stated, _digits(stated)) for stated in numbers)
    return has_number or bool(_MAIL.search(text) or _WEB.search(text))


def looks_like_person(text: str) -> bool:
    """Is this, on its own, the name of a person ("Wilma Voorbeeld", "A. de Vries", "Fatma")?

    Meant for cells of a column: a known given name, initials with a surname, or a title.
    """
    text = " ".join(text.split())
    if _TITLED.match(text) or _SHORTHAND.fullmatch(text):
        return True
    if not re.fullmatch(_NAME, text) or is_organisation(text):
        return False
    return bool(re.match(_INITIALS, text)) or text.split()[0].split("-")[0] in given_names()


def is_of_a_person(contact: str) -> bool:
    """Does a way to reach an organisation name a person: "bel Ria 06-…", a mail of one's own?"""
    words = re.findall(r"[^\W\d_][\w'-]+", contact)
    names = (word for word in words if word[0].isupper())
    mails = re.findall(r"\S+@\S+", contact)
    return any(map(looks_like_person, names)) or not all(map(is_functional_mail, mails))


def _mask_mail(text: str, own: Collection[str], found: list[str]) -> str:
    kept = {address.casefold() for address in own}

    def decide(match: re.Match[str]) -> str:
        stated = match[0].removeprefix("mailto:")
        plain = re.sub(r"(?i)\s?(?:\(at\)|\[at\]|\(a\))\s?", "@", stated)
        plain = re.sub(r"(?i)\s?(?:\(punt\)|\(dot\)|\[dot\])\s?", ".", plain).replace(" ", "")
        if plain.casefold() in kept or is_functional_mail(plain):
            return match[0]
        found.append(stated)
        return _MARK

    return _MAIL.sub(decide, text)


def _mask_numbers(text: str, own: Collection[str], found: list[str]) -> str:
    kept = {_digits(number) for number in own}

    def decide(match: re.Match[str]) -> str:
        stated = match[0].rstrip(" .-–/(")
        rest = match[0][len(stated) :]
        opening = "(" if stated.startswith("(") and ")" not in stated else ""
        stated = stated.removeprefix(opening)
        digits = _digits(stated)
        if not _is_number(stated, digits) or digits in kept or _NOT_PERSONAL.match(digits):
            return match[0]
        found.append(stated)
        return opening + _MARK + rest

    def decide_local(match: re.Match[str]) -> str:
        digits = _digits(match[1])
        if digits in kept or _NOT_PERSONAL.match(digits):
            return match[0]
        found.append(match[1])
        return match[0].replace(match[1], _MARK)

    return _LOCAL_NUMBER.sub(decide_local, _NUMBER.sub(decide, text))


def _digits(number: str) -> str:
    digits = re.sub(r"[^\d+]", "", number.replace("(0)", ""))
    return re.sub(r"^(?:\+31|0031)0?", "0", digits)


def _is_number(stated: str, digits: str) -> bool:
    if _DATE_INSIDE.match(stated):
        return False
    if digits.startswith("+"):
        return 9 <= len(digits) <= 16
    if digits.startswith("0"):
        return len(digits) == 10 and digits[1] != "0"
    return len(digits) == 9 and stated.isdigit()


def _mask_known(text: str, persons: Collection[str], found: list[str]) -> str:
    """Longest first, so that "Jan de Vries" goes before "Jan"."""
    if not persons:
        return text
    by_word = _by_first_word(frozenset(persons))
    here = {name for word in {"", *_WORDS.findall(text)} for name in by_word.get(word, ())}
    for name in sorted(here, key=lambda name: (-len(name), name)):
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        if pattern.search(text):
            found.append(name)
            text = pattern.sub(_MARK, text)
    return text


@lru_cache(maxsize=8)
def _by_first_word(persons: frozenset[str]) -> dict[str, list[str]]:
    """The names by their first word, so that a text is held against few of them."""
    found: dict[str, list[str]] = {}
    for name in persons:
        first = _WORDS.search(name)
        found.setdefault(first[0] if first else "", []).append(name)
    return found


def _mask_beside(text: str, found: list[str]) -> str:
    """Names before or after something already masked: "Joke Voorbeeld, 0570-…"."""
    before = re.compile(
        rf"(?P<name>(?<![\w.]){_NAME})(?P<link>[\s,:;(/|–-]*(?:(?i:op|tel|telefoon|mail|via|mob|"
        rf"nr|t|m|"
        rf"of|onder|e-mail|bereikbaar|bellen|mailen|appen|bel)\b[.:]?\s?)*[\s,:;(/|–-]*){_MARK}"
    )
    after = re.compile(rf"{_MARK}(?P<link>\s?[,(/|–-]?\s?\(?)(?P<name>{_NAME})")

    def decide(match: re.Match[str]) -> str:
        name = _person_at_end(match["name"])
        if name is None:
            return match[0]
        found.append(name)
        head = match["name"][: len(match["name"]) - len(name)]
        return head + _MARK + match["link"] + _MARK

    def decide_after(match: re.Match[str]) -> str:
        if not looks_like_person(match["name"]):
            return match[0]
        found.append(match["name"])
        return _MARK + match["link"] + _MARK

    return after.sub(decide_after, before.sub(decide, text))


def _person_at_end(name: str) -> str | None:
    """The person in the last words of a run of capitals, without a role before it."""
    if re.match(_INITIALS, name):
        return name
    words = name.split()
    for start in range(len(words)):
        rest = " ".join(words[start:])
        if words[start].split("-")[0] in given_names():
            return rest
    if re.fullmatch(rf"(?i){_ROLE}|{_SIGN_UP}", words[0]):
        words = words[1:]
    rest = " ".join(words)
    return None if len(words) < 2 or is_organisation(rest) else rest


def _mask_named(text: str, found: list[str]) -> str:
    """Names with a title, after a sign-up word or a role, and initials like AvdB."""

    def take(match: re.Match[str]) -> str:
        found.append(match[0])
        return _MARK

    text = _TITLED.sub(take, text)
    text = _replace_names(_AFTER_CUE, text, found, needs_given_name=False)
    text = _replace_small(text, found)
    text = _replace_names(_AFTER_LABEL, text, found, needs_given_name=False)
    text = _replace_names(_AFTER_DESK, text, found, needs_given_name=True)
    text = _replace_names(_AFTER_LINK, text, found, needs_given_name=True)
    text = _BUSY.sub(lambda m: _if_given(m, found), text)
    text = _IN_BRACKETS.sub(lambda m: _if_given(m, found), text)
    return _SHORTHAND.sub(take, text)


def _if_given(match: re.Match[str], found: list[str]) -> str:
    """ "Ans regelt de koffie", "Bingo (Riet)": only when each is a given name by itself."""
    names = re.split(r"\s?(?:\ben\b|\bof\b|[&/,])\s?", match["name"])
    if not all(name in given_names() for name in names):
        return match[0]
    found.append(match["name"])
    return _MARK


def _replace_names(
    pattern: re.Pattern[str], text: str, found: list[str], *, needs_given_name: bool
) -> str:
    at = 0
    while match := pattern.search(text, at):
        name = match["name"]
        is_person = looks_like_person(name) if needs_given_name else not is_organisation(name)
        if not is_person:
            at = match.start("name")
            continue
        found.append(name)
        rest = text[match.end() :]
        put = _MARK
        while more := _MORE_NAMES.match(rest):
            if not looks_like_person(more[2]):
                break
            found.append(more[2])
            put, rest = put + more[1] + _MARK, rest[more.end() :]
        text = text[: match.start("name")] + put + rest
        at = match.start("name") + len(put)
    return text


def _replace_small(text: str, found: list[str]) -> str:
    """ "opgeven bij wilma": a given name without its capital."""

    def take(match: re.Match[str]) -> str:
        if match["name"].title() not in given_names() or match["name"] == "door":
            return match[0]
        found.append(match["name"])
        return match["cue"] + _MARK

    return _AFTER_CUE_SMALL.sub(take, text)


def _neutral(text: str) -> str:
    """Marks become the organisation, once per run of marks."""
    previous = None
    while previous != text:
        previous, text = text, _GLUE.sub(_MARK, text)
        text = _LABELLED.sub(_MARK, text)
    if text.count(")") > text.count("("):
        text = re.sub(rf"{_MARK}\s?\)", _MARK, text, count=1)
    text = _LEAD.sub(lambda m: m[0].replace(_MARK, "de organisatie"), text)
    text = re.sub(rf"^\W*{_MARK}\W*$", "via de organisatie", text)
    text = re.sub(rf"\(\s?{_MARK}\s?\)", "(via de organisatie)", text)
    return text.replace(_MARK, "via de organisatie")
