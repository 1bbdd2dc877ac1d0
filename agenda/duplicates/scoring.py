"""Two candidates weighed: place and time first, then title, then what else they share."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from agenda.duplicates import markers, places, times, titles
from agenda.duplicates.candidate import Candidate, Level, Verdict
from agenda.duplicates.places import Nearness
from agenda.duplicates.times import Timing
from base.text import fold, plain

LINK_AT = 6.0
ASK_AT = 3.0
# Title likeness from which two titles have something in common.
_SOME = 0.15
_TOO_LITTLE = "te weinig overeenkomst"
_TWO_NAMES = "dezelfde bron noemt ze verschillend"

_PLACE = {Nearness.SAME: 3.0, Nearness.LIKELY: 1.5, Nearness.UNKNOWN: 0.0, Nearness.OTHER: -9.0}
_PLACE_REASON = {
    Nearness.SAME: "dezelfde plek",
    Nearness.LIKELY: "waarschijnlijk dezelfde plek",
    Nearness.UNKNOWN: "van één is de plek niet bekend",
    Nearness.OTHER: "een andere plek",
}
_TIMING = {
    Timing.EXACT: 2.0, Timing.DOORS: 2.0, Timing.NEAR: 0.0, Timing.ALL_DAY: 0.5,
    Timing.SERIES: 2.0, Timing.SAME_SERIES: 2.0, Timing.MOVED: 1.5,
}  # fmt: skip
_LEGAL = frozenset(
    [
        "stichting",
        "st",
        "vereniging",
        "ver",
        "bv",
        "nv",
        "de",
        "het",
        "van",
        "voor",
        "en",
        "in",
        "deventer",
    ]
)
_SENTENCE = re.compile(r"[.!?…\n]+")
_POLITE = re.compile(
    r"\bwelkom\b|\b(?:aan|af)?meld|\bopgeven\b|\bopgave\b|\binschrijv|\btoegang\b|\bentree\b|"
    r"\bgratis\b|\bkosten\b|\binformatie\b|\bwebsite\b|\bsite\b|\bdeelname\b|\bzie ook\b|"
    r"\bkoffie en thee\b|\bkoffie staat klaar\b|\btot dan\b|\bkom gerust\b|\bvanaf \d"
)
_MONEY = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?")
_FREE = re.compile(r"(?i)\b(?:gratis|vrij entree|geen kosten|kosteloos)\b")


@dataclass(frozen=True, slots=True)
class Profile:
    """A candidate read once, so that comparing it with many is cheap. `stated`: as its source
    has it, where staff corrected that."""

    candidate: Candidate
    title: titles.Title
    markers: markers.Markers
    spot: places.Spot
    dates: times.Dates
    place_words: frozenset[str]
    sentences: frozenset[str]
    organiser: str
    link: str
    cents: int | None
    stated: "Profile | None" = None


@dataclass(frozen=True, slots=True)
class Words:
    """What a candidate's texts say, whatever its dates."""

    text: str
    title: titles.Title
    markers: markers.Markers
    spot: places.Spot
    place_words: frozenset[str]
    sentences: frozenset[str]
    organiser: str
    link: str
    cents: int | None


def words_of(
    title: str, description: str, venue: str, address: str, postcode: str, venue_key: str,
    organiser: str, url: str, price: str,
) -> Words:  # fmt: skip
    """Read once; see `texts_of`. Hashable in and out, so that a caller may remember it."""
    text = plain(description)
    named = titles.read(title)
    spot = places.read(venue, address, postcode, text=text, title=title, key=venue_key)
    return Words(
        text=text,
        title=named,
        markers=markers.read(named.text),
        spot=spot,
        place_words=frozenset(fold(f"{spot.text} {organiser}").split()),
        sentences=_sentences(text),
        organiser=fold(organiser),
        link=_link(url),
        cents=_cents(price),
    )


def texts_of(candidate: Candidate) -> tuple[str, str, str, str, str, str, str, str, str]:
    """What `words_of` reads."""
    c = candidate
    return (
        c.title, c.description, c.venue, c.address, c.postcode, c.venue_key,
        c.organiser, c.url, c.price,
    )  # fmt: skip


def profile(candidate: Candidate, words: Words | None = None) -> Profile:
    """Everything that comparing needs of one candidate. `words`: of its texts, when they were
    read before."""
    words = words or words_of(*texts_of(candidate))
    return Profile(
        candidate=candidate,
        title=words.title,
        markers=words.markers,
        spot=words.spot,
        dates=times.read(
            candidate.starts, end=candidate.end, doors=candidate.doors,
            is_series=candidate.is_series, previous=candidate.previous_start, text=words.text,
        ),
        place_words=words.place_words,
        sentences=words.sentences,
        organiser=words.organiser,
        link=words.link,
        cents=words.cents,
    )  # fmt: skip


def score(a: Candidate, b: Candidate) -> Verdict:
    """What two candidates are to each other. Symmetric; a value, no clock, no database."""
    return compare(profile(a), profile(b))


def compare(a: Profile, b: Profile) -> Verdict:
    """The same, of candidates already read."""
    timing = times.compare(a.dates, b.dates)
    near = places.nearness(a.spot, b.spot)
    obstacle = _other_thing(a, b, near)
    if not obstacle and timing in (Timing.OTHER_TIME, Timing.SKIPPED):
        obstacle = timing.value
    if obstacle:
        return Verdict(level=Level.APART, score=0.0, reasons=(obstacle,), contradicts=True)
    if not timing.fits:
        return Verdict(level=Level.APART, score=0.0, reasons=(timing.value,))
    alike = _title(a, b)
    points = _points(a, b, timing, near, alike)
    total = sum(value for value, _ in points)
    if total < ASK_AT or not _is_worth_asking(a, b, timing, near, alike):
        return Verdict(level=Level.APART, score=round(total, 2), reasons=(_TOO_LITTLE,))
    reasons = [f"{text} ({value:+.1f})" for value, text in sorted(points, key=lambda p: -abs(p[0]))]
    is_sure = total >= LINK_AT and _is_named_alike(a, b, alike)
    is_named_twice = _is_named_twice(a, b)
    if is_named_twice:
        reasons.append(f"{_TWO_NAMES} (+0.0)")
    return Verdict(
        level=Level.LINK if is_sure and not is_named_twice else Level.ASK,
        score=round(total, 2),
        reasons=tuple(reasons),
        is_named_twice=is_named_twice,
    )


def differ_in_date_only(a: Profile, b: Profile) -> bool:
    """They would be linked if only their dates agreed: one was moved, the other not yet."""
    if times.compare(a.dates, b.dates).fits:
        return False
    near = places.nearness(a.spot, b.spot)
    if _other_thing(a, b, near):
        return False
    points = _points(a, b, Timing.EXACT, near, _title(a, b))
    return sum(value for value, _ in points) >= LINK_AT


def moved_from(mover: Profile, other: Profile) -> date | None:
    """The other's day that `mover` says it was moved away from, if it says so."""
    if times.compare(mover.dates, other.dates) is not Timing.MOVED:
        return None
    return min(mover.dates.moved & other.dates.days, default=None)


def _other_thing(a: Profile, b: Profile, near: Nearness) -> str:
    """What makes them different however much else agrees; empty when nothing does."""
    if near is Nearness.OTHER:
        return _PLACE_REASON[near]
    difference = markers.conflict(a.markers, b.markers)
    if difference:
        return difference
    if places.rooms_differ(a.spot, b.spot):
        return "een andere zaal"
    if _is_part(a, b) or _is_part(b, a):
        return "het ene is een onderdeel van het andere"
    if titles.are_parts(a.title, b.title):
        return "verschillende onderdelen van hetzelfde"
    if a.candidate.source == b.candidate.source and _title(a, b) < 0.5:
        return _TWO_NAMES
    return ""


def _is_part(part: Profile, whole: Profile) -> bool:
    """A timed part of something that has no clock time of its own, as a festival has not."""
    if not whole.dates.is_all_day or part.dates.is_all_day:
        return False
    return titles.is_part_of(part.title, whole.title, part.place_words | whole.place_words)


def _title(a: Profile, b: Profile) -> float:
    return titles.similarity(a.title, b.title, a.place_words | b.place_words)


def _points(
    a: Profile, b: Profile, timing: Timing, near: Nearness, alike: float
) -> list[tuple[float, str]]:
    return [
        (_PLACE[near], _PLACE_REASON[near]),
        (_TIMING[timing], timing.value),
        (_title_points(alike), f"titels lijken {alike:.0%}"),
        *_more(a, b),
    ]


def _title_points(alike: float) -> float:
    if alike >= 0.85:
        return 3.5
    if alike >= 0.7:
        return 2.5
    if alike >= 0.5:
        return 1.5
    return 0.0 if alike >= 0.3 else -1.0


def _is_named_alike(a: Profile, b: Profile, alike: float) -> bool:
    """By title, link, or a little of the title and the text: the same room and hour alone is
    a guess, and so is a sentence that may stand in many texts."""
    if alike >= 0.5 or (a.link and a.link == b.link):
        return True
    if alike < 0.3:
        return False
    return a.candidate.source != b.candidate.source and _share_sentence(a.sentences, b.sentences)


def _is_named_twice(a: Profile, b: Profile) -> bool:
    """One source that gives two names to what is at one place and hour may mean two things."""
    is_one_source = a.candidate.source == b.candidate.source
    return is_one_source and not (
        titles.name_alike(a.title, b.title) or (a.link and a.link == b.link)
    )


def _is_worth_asking(a: Profile, b: Profile, timing: Timing, near: Nearness, alike: float) -> bool:
    """A building has more than one room: what is called otherwise, with no page or sentence in
    common, may only be the same at the same place and hour, and not of two organisations.
    Asking about each of the others is work without a yield."""
    if alike >= _SOME or (a.link and a.link == b.link):
        return True
    if _share_sentence(a.sentences, b.sentences):
        return True
    is_there_and_then = near is Nearness.SAME and timing is not Timing.NEAR
    return is_there_and_then and _is_same_organiser(a, b) is not False


def _is_same_organiser(a: Profile, b: Profile) -> bool | None:
    """By the words that are their own: every second one is called "Stichting". None: one of
    them says no name."""
    mine, yours = (set(p.organiser.split()) - _LEGAL for p in (a, b))
    if not mine or not yours:
        return None
    if {w for w in mine if w.isdigit()} != {w for w in yours if w.isdigit()}:
        return False
    return fuzz.token_set_ratio(" ".join(sorted(mine)), " ".join(sorted(yours))) >= 85


def _more(a: Profile, b: Profile) -> list[tuple[float, str]]:
    points: list[tuple[float, str]] = []
    if a.link and a.link == b.link:
        points.append((3.0, "dezelfde webpagina"))
    if a.candidate.source != b.candidate.source and _share_sentence(a.sentences, b.sentences):
        points.append((2.5, "dezelfde zin in de tekst"))
    if a.dates.end is not None and b.dates.end is not None:
        same = a.dates.end == b.dates.end
        points.append((1.0, "zelfde eindtijd") if same else (-1.5, "andere eindtijd"))
    if a.cents is not None and b.cents is not None and (a.cents or b.cents):
        same = a.cents == b.cents
        points.append((1.0, "zelfde prijs") if same else (-1.5, "andere prijs"))
    if _is_same_organiser(a, b):
        points.append((0.5, "zelfde organisator"))
    return points


def _sentences(text: str) -> frozenset[str]:
    """Those that say something of this activity; "van harte welkom" stands everywhere."""
    found = (fold(part) for part in _SENTENCE.split(text))
    return frozenset(s for s in found if len(s) >= 12 and len(s.split()) >= 2 and not _is_polite(s))


def _is_polite(sentence: str) -> bool:
    return len(sentence.split()) <= 7 and bool(_POLITE.search(sentence))


def _share_sentence(mine: frozenset[str], yours: frozenset[str]) -> bool:
    """The same sentence, or one cut off after twenty letters or more."""
    if mine & yours:
        return True
    return any(
        len(min(x, y, key=len)) >= 20 and (x.startswith(y) or y.startswith(x))
        for x in mine
        for y in yours
    )


def _link(url: str) -> str:
    """Host without www and path, when the path is that of one item."""
    parts = urlsplit(url if "//" in url else f"//{url}")
    path = parts.path.rstrip("/")
    host = (parts.hostname or "").removeprefix("www.")
    item = f"{host}{path}?{parts.query}".rstrip("?")
    return item if host and (path.count("/") >= 2 or parts.query or "-" in path) else ""


def _cents(price: str) -> int | None:
    if _FREE.search(price):
        return 0
    money = _MONEY.search(price)
    return int(money[1]) * 100 + int((money[2] or "0").ljust(2, "0")) if money else None
