"""From what a row or a cell says to a Draft: clean title, status, place, text, key, doubts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agenda.draft import Doubt, Draft, Override, Recurrence
from agenda.dutch import Reading
from agenda.moment import Moment
from agenda.recurrence import Window, expand
from agenda.status import EventStatus, Severity
from base.text import fold, shorten, slug
from ingest.off import OFF
from ingest.prices import price_text
from ingest.privacy import mask
from ingest.spreadsheet import words
from ingest.spreadsheet.around import Around, Found
from ingest.spreadsheet.notes import Sign
from ingest.spreadsheet.standing import Standing, standing
from providers.places.clues import postcode_in
from providers.places.private import is_home, without_home

TITLE_LENGTH = 120
_MARKERS = re.compile(r"\s*(\*{1,4}|[¹²³†‡])\s*(?=$|\n|\W)|^\s*(\*{1,4}|[¹²³†‡])\s*")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_STATUS = rf"{OFF}|vol(?:geboekt)?|uitverkocht|onder voorbehoud"
_STATUS_LEAD = re.compile(rf"(?i)^\W*(?:!+\s*)?(?:{_STATUS}|nieuw|let op|verplaatst)\b\W*(?=\w)")
_STATUS_TAIL = re.compile(
    rf"(?i)\s*[-–—:,!*(\[/]+\s*(?:let op:?\s*)?(?:{_STATUS}|wachtlijst)\b\W*$|"
    r"\s+(?:gaat (?:helaas )?niet door|vervalt|geannuleerd|afgelast|volgeboekt|uitverkocht|"
    r"(?-i:VOL))\W*$"
)
_SIGN_UP_WORDS = r"aanmeld\w*|opgeven|opgave|inschrijv\w*|reserver\w*|contact|info"
_SIGN_UP = re.compile(rf"(?i)\b(?:{_SIGN_UP_WORDS}|bel(?:len)?|mail(?:en)?|tel)\b")
_NUMBERS = re.compile(r"@|\d{3,4}[\s-]?\d{5,}|\b06\b")
_SIGN_UP_TAIL = re.compile(
    r"(?i)(?<=\w)\s*[-–—:;,.|]+\s*(?:graag |vooraf |wel |let op:? )?"
    rf"(?:{_SIGN_UP_WORDS}|bel|mail)\b\W*(?:.{{0,80}})$"
)
_START_AT = re.compile(
    r"(?i)^\s*(?:start(?:punt|locatie)?|verzamel(?:en|punt|plaats)?|vertrek(?:punt)?|vanaf|"
    r"samenkomst)\s*(?:bij|op|vanaf|vanuit|in|aan)?\s*:?\s+(?=\S)"
)
_ONLINE = re.compile(r"(?i)^\W*(?:online|zoom|teams|via (?:zoom|teams)|webinar|digitaal)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one row or entry says of one activity, as texts; times are read apart."""

    title: str
    venue: str = ""
    room: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    neighbourhood: str = ""
    price: str = ""
    audience: str = ""
    organiser: str = ""
    url: str = ""
    category: str = ""
    remarks: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    status: str = ""
    signs: tuple[Sign, ...] = ()
    is_struck: bool = False
    id: str = ""
    doubts: tuple[Doubt, ...] = ()
    read_from: tuple[tuple[str, str], ...] = ()


def add(found: Found, around: Around, row: int, said: Said, readings: Sequence[Reading]) -> None:
    """Drafts of one activity for each of its readings, unless it is not for the public."""
    short = [t for t in said.descriptions if len(t) <= 60]
    how = standing(
        said.title,
        (said.status, said.category, said.audience, *said.remarks, *short),
        signs=said.signs,
        is_struck=said.is_struck,
    )
    is_junk = any(fold(j) in fold(said.title) for j in around.junk if fold(j))
    if not how.is_public or is_junk:
        keep_inside(found, around, row)
        return
    title, rest = title_of(said.title)
    if is_home(title):
        title = without_home(title)
    if not title:
        return
    doubts = list(said.doubts)
    if around.mask(title) != title:
        title = around.mask(title)
        doubts.append(Doubt(about="title", reason="In de titel stond een naam of nummer."))
    place = _place(around, said)
    texts = [rest, *said.descriptions, *said.remarks]
    key = f"id:{slug(said.id)}" if said.id else ""
    for reading in readings:
        if reading.start is None:
            continue
        full = "Vol: er is geen plaats meer." if how.is_full or reading.is_full else ""
        made = Draft(
            key=key,
            title=title,
            start=reading.start,
            end=reading.end,
            doors=reading.doors,
            recurrence=reading.recurrence,
            status=reading.status if how.status is EventStatus.SCHEDULED else how.status,
            previous_start=reading.previous_start,
            description=_description(around, [*texts, full]),
            lost_contact=any(around.masked(text).is_contact for text in texts),
            venue=place.venue,
            address=place.address,
            postcode=place.postcode,
            neighbourhood=said.neighbourhood or around.neighbourhood,
            online_url=_link(said.url) if _ONLINE.match(said.venue) else None,
            organiser=_shown(around, said.organiser),
            url=_link(said.url),
            price=price_text(around.mask(said.price)),
            audience=_shown(around, said.audience),
            categories=tuple(filter(None, [_shown(around, said.category)])),
            doubts=(*doubts, *_doubts(around, reading, how), *place.doubts),
            origin=around.origin(row, " | ".join(filter(None, [title, place.venue or ""]))),
            extra=said.read_from,
        )
        if how.until is not None and how.until.until is not None:
            made = _off_until(made, how.until.until)
        found.drafts.append(made if key else replace(made, key=base_key(made)))


def keep_inside(found: Found, around: Around, row: int) -> None:
    """Name the row, not what it says."""
    found.inside_count += 1
    found.note(around, row, "not_public", "niet voor publiek bedoeld, dus niet overgenomen.")


def _doubts(around: Around, reading: Reading, how: Standing) -> tuple[Doubt, ...]:
    found = [*reading.doubts, *how.doubts]
    rule = reading.recurrence
    is_handled = rule is not None and bool(rule.exdates or rule.exclusions)
    if how.is_partly_off and not is_handled:
        found.append(Doubt(about="status", reason="Er staat dat het op een dag niet doorgaat."))
    if around.lost:
        reason = f"In dit soort bestand zien wij niet {around.lost}."
        found.append(Doubt(about="text", reason=reason))
    return tuple(found)


def base_key(draft: Draft) -> str:
    """What does not change when a time is corrected: title, place, and the day of a single date.

    A rule has no day in its key. Two of the same key are told apart afterwards (`keys`).
    """
    day = "" if draft.recurrence and draft.recurrence.rrules else draft.start.day.isoformat()
    return "|".join((slug(draft.title), slug(draft.venue or ""), day)).rstrip("|")


def _off_until(draft: Draft, until: date) -> Draft:
    """A rule that is off up to a day: each of those dates cancelled, later ones on."""
    if draft.recurrence is None:
        is_off = draft.start.day <= until
        return replace(draft, status=EventStatus.CANCELLED) if is_off else draft
    window = Window(first=draft.start.day, last=until)
    off = tuple(
        Override(
            original=Moment(i.start.day, i.start.clock, i.start.zone), status=EventStatus.CANCELLED
        )
        for i in expand(draft, window).instances
    )
    rule: Recurrence = replace(draft.recurrence, overrides=(*draft.recurrence.overrides, *off))
    return replace(draft, recurrence=rule)


def title_of(text: str) -> tuple[str, str]:
    """The title in one line, without markers and status words; and what more the cell says.

    How to sign up, in brackets or at the end, is part of what more it says.

    >>> title_of("Bingo * (opgeven bij de balie)")
    ('Bingo', 'opgeven bij de balie')
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return "", ""
    more: list[str] = []
    title = _MARKERS.sub(" ", lines[0])
    title = _STATUS_TAIL.sub("", _STATUS_LEAD.sub("", title) or title) or title
    title = _BRACKETS.sub(lambda m: _kept_bracket(m, more), title)
    if found := _SIGN_UP_TAIL.search(title):
        more.append(title[found.start() :].strip(" -–—:;,|"))
        title = title[: found.start()]
    title = " ".join(title.split()).strip(" -–—:;,|*")
    more += [_MARKERS.sub(" ", line) for line in lines[1:]]
    return shorten(title, TITLE_LENGTH), "\n".join(more)


def _kept_bracket(found: re.Match[str], more: list[str]) -> str:
    inside = found[1].strip()
    if _is_status(inside) or mask(f"({inside})").text == "(via de organisatie)":
        return ""
    if _SIGN_UP.search(inside) or _NUMBERS.search(inside):
        more.append(inside)
        return ""
    return found[0]


def _is_status(text: str) -> bool:
    return bool(
        words.CANCELLED.search(text) or words.FULL.fullmatch(text.strip()) or not text.strip()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    venue: str | None
    address: str | None
    postcode: str | None
    doubts: tuple[Doubt, ...] = ()


def _place(around: Around, said: Said) -> _Place:
    """Venue with its room, address, postcode. A private address is not kept at all."""
    texts = [said.venue, said.room, said.address]
    is_private = any(is_home(t) for t in (said.title, *texts, *said.remarks, *said.descriptions))
    if is_private or any(around.mask(t) != t for t in texts):
        doubt = Doubt(
            about="place", reason="Dit lijkt een privéadres; alleen de wijk mag erbij staan."
        )
        return _Place(venue=None, address=None, postcode=None, doubts=(doubt,))
    home = around.notes.venue or around.file_venue
    venue = _START_AT.sub("", said.venue).strip()
    venue, room = venue, said.room
    if not venue and home:
        venue = home
    elif home and _is_room(venue) and not room:
        venue, room = home, venue
    address = ", ".join(filter(None, [said.address, said.town]))
    postcode = postcode_in(f"{said.postcode} {said.address} {said.venue}".upper())
    joined = ", ".join(dict.fromkeys(t for t in (venue, room) if t and not words.is_empty(t)))
    return _Place(
        venue=shorten(around.mask(joined), 200) or None,
        address=shorten(around.mask(address), 200) or None,
        postcode=postcode or said.postcode[:10] or None,
    )


_ROOM = re.compile(
    r"(?i)^(?:de |het )?(?:grote|kleine|boven|beneden|creatieve|huis)?\s?-?(?:zaal|huiskamer|"
    r"ruimte|lokaal|keuken|kamer|tuin|hal|foyer|plein|"
    r"podium|buiten|weiland|terras|kelder|bar|kantine|gymzaal|beweegzaal)\b"
)


def _is_room(text: str) -> bool:
    return bool(_ROOM.match(text)) and len(text) < 30


def _description(around: Around, texts: Iterable[str]) -> str:
    kept = []
    for text in texts:
        text = _MARKERS.sub(" ", text).strip()
        if not text or words.is_empty(text) or words.FORMULA.match(text) or is_home(text):
            continue
        kept.append(around.mask(text))
    return "\n\n".join(dict.fromkeys(kept))[:2_000]


def _shown(around: Around, text: str) -> str | None:
    text = around.mask(" ".join(text.split()))
    return shorten(text, 200) if text and not words.is_empty(text) else None


def _link(text: str) -> str | None:
    found = re.search(r"https?://[^\s<>\"']+|\bwww\.[^\s<>\"']+", text)
    if not found:
        return None
    link = found[0].rstrip(".,;)")
    return link if link.startswith("http") else f"https://{link}"


def severity(is_used: bool) -> Severity:
    return Severity.REVIEW if is_used else Severity.DROPPED
