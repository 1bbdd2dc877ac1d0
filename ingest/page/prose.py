"""Activities told of in running Dutch text: proposals for a person, never more.

Each passage with a date becomes a proposal with the sentence it stands in. Left out: what
speaks of an earlier year, of deadlines, and of the page itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from agenda.dutch import Reading, Times, read_times, read_when
from agenda.moment import Moment
from agenda.status import EventStatus
from base.text import fold, one_line, shorten
from ingest.page.clues import (
    beside_time,
    date_passage,
    has_clock,
    has_date,
    has_rule,
    is_general,
    is_note,
    is_old,
    sentences,
    since_then,
    without_long_ago,
)
from ingest.page.content import is_agenda_heading
from ingest.page.flow import Line
from ingest.page.near import Near
from ingest.page.subjects import named_in
from ingest.page.wording import cancelled_in

FirstSeen = Callable[[str], date]
LIMIT = 60
_PAST_LIMIT = timedelta(days=31)
WHY = "Dit staat in een lopende tekst; kijk of titel, datum en tijd kloppen."
_HOURS = (
    *("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf"),
    "twaalf",
)
_HOUR = re.compile(rf"(?i)\b(?:aanvang|om|vanaf|start)\s+({'|'.join(_HOURS[:-1])})\s+uur\b")
_DEADLINE = re.compile(r"(?i)\b(?:tot|v[oó][oó]r|uiterlijk|opgeven|aanmelden)\b")
_PAST = re.compile(
    r"(?i)\b(?:was|waren|stond(?:en)?|werd(?:en)?|hebben\s+we(?=.*\bge\w{2,}(?:d|t|en)\b)|hadden|kwamen|vond)\b"
)
_SHIFTED = re.compile(
    r"(?i)\b(?:verplaatst|verzet|verschoven|verschuift|(?:een|twee|\d)\s+(?:dag|dagen|week|weken)\s+"
    r"(?:later|eerder))\b"
)
_NOUN = re.compile(
    r"(?i)\b((?:[\wà-ÿ'’-]*)(?:markt|feest|avond(?!s)|middag(?!s)|ochtend(?!s)|morgen(?=\b)|concert|"
    r"wandeling|bingo|caf[ée]|borrel|diner|lunch|brunch|ontbijt|viering|cursus|workshop|"
    r"voorstelling|film|lezing|disco|kermis|toernooi|tocht|loop|ruil|beurs|papier|maaltijd|"
    r"tafel|spreekuur|inloop|dienst|quiz|rit|vierdaagse|optocht|expositie|tentoonstelling|"
    r"bijeenkomst|vergadering|uitje|reis|excursie|spel(?:len)?|training|les|koor|repetitie|"
    r"dansen|zingen|trappen|klaverjassen|kaarten|schaken|dammen|biljart\w*|jeu de boules|"
    r"clinic|proeverij|show|musical|festival|wake|wakes|dag))(?:s|en|pje|je)?\b"
)
_NOT_A_NOUN = re.compile(
    r"(?i)^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|vandaag|dag|avond|middag|ochtend|"
    r"morgen|(?:hemelvaarts?|konings|bevrijdings|paas|pinkster|kerst|ver)\w*dag|les|feestdag|"
    r"namiddag|voormiddag|overdag|film|loop|spel|reis|terrein\w*|opgave\w*|zondags\w*|s)$"
)
_VERB = re.compile(
    r"(?i)\s+(?:is|zijn|was|waren|wordt|worden|zou|zal|staa[nt]|staat|kom[ent]*|gaa[nt]|begint|"
    r"start|vindt|hou[dt]\w*|die|dat|op|van|om|in|bij|met|waar|en)\b.*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reading with the words it stands in, and what it may be called."""

    title: str
    reading: Reading
    passage: str
    line: Line


@dataclass(frozen=True, slots=True)
class _Name:
    """A heading, and whether dates of several activities stand under it."""

    text: str
    is_several: bool


def told(lines: Sequence[Line], near: Near, first_seen: FirstSeen) -> list[Told]:
    """Every date in these lines that may be of an activity to come when they were first seen.

    `first_seen` says when for a passage; days without a year lie around that.
    """
    found: list[Told] = []
    under = list(_under(lines))
    several = _several(under)
    for heading, line in under:
        name = _Name(_fuller(heading, line.strong), is_several=heading in several)
        found += _in_line(line, name, near, first_seen)
        if len(found) >= LIMIT:
            break
    return found[:LIMIT]


def _fuller(heading: str, strong: str) -> str:
    """Below "Orgel" a bold "orgelconcert" is the whole name."""
    is_name = 0 < len(strong.split()) <= 4 and not has_date(strong)
    is_fuller = heading and is_name and fold(heading) in fold(strong) != fold(heading)
    return strong[:1].upper() + strong[1:] if is_fuller else heading


def _under(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Each line with the heading it stands under; without what is about the page itself."""
    heading = ""
    for line in lines:
        if line.level and not has_date(line.text):
            heading = line.text
        if not is_note(line.text):
            yield heading, line


def _several(under: Iterable[tuple[str, Line]]) -> set[str]:
    """The headings under which dates of several activities are told: they name none of them."""
    names: dict[str, set[str]] = {}
    for heading, line in under:
        for sentence in map(since_then, sentences(line.text)):
            is_about = has_date(sentence) and not is_old(sentence)
            if is_about and (noun := _noun(sentence) or named_in(sentence)):
                names.setdefault(heading, set()).add(fold(noun).split()[0])
    return {heading for heading, nouns in names.items() if len(nouns) > 1}


def _in_line(line: Line, heading: _Name, near: Near, first_seen: FirstSeen) -> list[Told]:
    parts = [since_then(one) for one in sentences(line.text)]
    found: list[Told] = []
    for number, sentence in enumerate(parts):
        before = parts[number - 1] if number else ""
        is_rule = has_rule(sentence) and has_clock(sentence)
        if not (has_date(sentence) or is_rule) or is_old(sentence):
            continue
        days: set[date] = set()
        readings = _readings(_without_asides(sentence), near.day)
        for reading in readings:
            about = _part(sentence, reading, readings)
            title = _title(about, before if about == sentence else "", heading)
            seen_on = first_seen(near.passage(one_line(f"{title} {reading.words}")))
            reading, anchor = _since(reading, sentence, near, seen_on)
            day = reading.start.day if reading.start else None
            if day is None or day in days or day < anchor - _PAST_LIMIT:
                continue
            if _is_former(sentence, reading, readings):
                continue
            if _is_left_out(reading):
                found = _leave_out(found, day)
                continue
            if not _counts(reading, sentence) or len(beside_time(sentence)) <= 2:
                continue
            days.add(day)
            rest = " ".join([sentence[reading.span[1] :], *parts[number + 1 : number + 2]])
            reading = _with_time(reading, rest)
            passage = one_line(f"{before} {sentence}")[:400]
            found.append(Told(title=title, reading=reading, passage=passage, line=line))
    return found


def _since(reading: Reading, sentence: str, near: Near, seen_on: date) -> tuple[Reading, date]:
    """The reading around when its passage was first seen, and that day."""
    anchor = near.since(seen_on)
    if anchor == near.day:
        return reading, anchor
    again = _readings(_without_asides(sentence), anchor)
    return next((r for r in again if r.span == reading.span), reading), anchor


def _is_former(sentence: str, reading: Reading, readings: Sequence[Reading]) -> bool:
    """The day it was moved from: "de avond van 3 maart gaat een dag later door: 4 maart"."""
    later = [other.span[0] for other in readings if other.span[0] > reading.span[0]]
    led = re.search(r"(?i)\bvan\s+(?:\w+dag\s+)?$", sentence[: reading.span[0]])
    between = sentence[reading.span[1] : min(later, default=0)]
    return bool(led and later and _SHIFTED.search(between))


def _is_left_out(reading: Reading) -> bool:
    """A day without a time on which there is none: "op 14 oktober is er geen inloop"."""
    return reading.status is EventStatus.CANCELLED and not reading.has_clock


def _leave_out(found: list[Told], day: date) -> list[Told]:
    """The day is an exception to the rule told of just before, if there is one."""
    rule = found[-1].reading.recurrence if found else None
    if rule is None or not rule.rrules:
        return found
    start = found[-1].reading.start
    zone = start.zone if start else "Europe/Amsterdam"
    without = replace(rule, exdates=(*rule.exdates, Moment(day, None, zone)))
    return [*found[:-1], replace(found[-1], reading=replace(found[-1].reading, recurrence=without))]


def _readings(sentence: str, anchor: date) -> tuple[Reading, ...]:
    """What the sentence says; when that is nothing, what its date alone says."""
    found = read_when(sentence, anchor=anchor)
    passage = "" if _DEADLINE.search(sentence) else date_passage(sentence)
    return found or (read_when(passage, anchor=anchor) if passage else ())


def _part(sentence: str, reading: Reading, readings: Sequence[Reading]) -> str:
    """The part of a sentence that one of its several dates is about: what follows it."""
    later = [r.span[0] for r in readings if r.span[0] > reading.span[0]]
    if len({r.span for r in readings}) < 2:
        return sentence
    part = sentence[reading.span[1] : min(later, default=len(sentence))]
    return part if len(beside_time(part)) > 8 else sentence


def _with_time(reading: Reading, rest: str) -> Reading:
    """The time when it stands a little further on, in this sentence or the next."""
    if reading.has_clock or has_date(rest):
        return reading
    times = read_times(rest) or _hour_in_words(rest)
    return reading.at(times) if times else reading


def _hour_in_words(text: str) -> Times | None:
    """ "aanvang acht uur": which half of the day is a guess, and this is a proposal anyway."""
    found = _HOUR.search(text)
    if found is None:
        return None
    hour = _HOURS.index(found[1].casefold()) + 1
    return Times(start=time(hour + 12 if hour <= 8 else hour))


def _counts(reading: Reading, sentence: str) -> bool:
    """A date to go to: it has a start, and is no date in the past tense or a bare deadline."""
    if reading.start is None:
        return False
    if cancelled_in(sentence) and not has_clock(sentence):
        return False
    before = sentence[: reading.span[1]]
    after_but = re.split(r"(?i)\b(?:maar|nu|dit jaar|weer)\b", before)
    return not _PAST.search(after_but[-1])


def _without_asides(sentence: str) -> str:
    """Without what stands between brackets: prices, deadlines, earlier names; and history."""
    left = re.sub(r"\([^()]*\)", lambda found: " " * len(found[0]), sentence)
    return without_long_ago(left)


def _title(sentence: str, before: str, heading: _Name) -> str:
    """The heading above; else the activity that the sentence, or the one before, names."""
    is_of_page = is_general(heading.text) or is_agenda_heading(heading.text)
    is_name = heading.text and len(heading.text) <= 80 and not is_of_page
    if is_name and not heading.is_several:
        return heading.text
    noun = _noun(sentence) or named_in(sentence) or _noun(before)
    return noun or (heading.text if is_name and not heading.is_several else shorten(sentence, 90))


def _noun(text: str) -> str:
    """The activity that a sentence names, or an empty text."""
    nouns = [m for m in _NOUN.finditer(text) if not _NOT_A_NOUN.match(m[1])]
    if not nouns:
        return ""
    rest = text[nouns[0].end() :]
    more = re.match(r"\s+(?:voor|met|over|op z'n)\s+(?:\w+\s?){1,3}", rest)
    phrase = text[nouns[0].start() : nouns[0].end()] + (more[0] if more else "")
    return _VERB.sub("", phrase).strip(" ,.:;").capitalize()
