"""The five-field form as a draft: what somebody typed, read, and shown back before it is sent.

Wat, wanneer, waar, voor wie en wat u doet, kosten en contact. When is read in words by
`agenda.dutch`, or taken from a day and clock. Texts are short here, because they are short on
the page (R1). Pure; problems are Dutch, one per field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from agenda.draft import Doubt, Draft, Origin
from agenda.dutch import read_times, read_when
from agenda.dutch.reading import Reading
from agenda.moment import Moment
from base.errors import InvalidInput
from base.text import one_line, plain

LIMITS = {
    "wat": 100,
    "wanneer": 300,
    "waar": 200,
    "omschrijving": 600,
    "kosten": 120,
    "contact": 120,
}
FIELDS = (*LIMITS, "datum", "tijd", "tot", "adres", "postcode", "website")
_LONG = frozenset({"omschrijving"})
_SHORT_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was typed, cleaned. `datum` is an ISO day, `tijd` and `tot` clocks, or empty."""

    wat: str = ""
    wanneer: str = ""
    datum: str = ""
    tijd: str = ""
    tot: str = ""
    waar: str = ""
    adres: str = ""
    postcode: str = ""
    omschrijving: str = ""
    kosten: str = ""
    contact: str = ""
    website: str = ""


def entry_of(form: Mapping[str, str]) -> Entry:
    """The fields of a form that was sent; others are left out."""
    given = {name: form.get(name, "") for name in FIELDS}
    return Entry(
        **{name: plain(text) if name in _LONG else one_line(text) for name, text in given.items()}
    )


def draft_of_entry(entry: Entry, *, key: str, organiser: str, today: date, zone: str) -> Draft:
    """The entry as a draft. Raises InvalidInput with a sentence per field that is not right.

    What can be read in more than one way keeps its doubts, so that a person looks at it.
    """
    problems = _too_long(entry)
    if not entry.wat:
        problems["wat"] = "vul in wat het is"
    if not entry.waar and not entry.website:
        problems["waar"] = "vul in waar het is, of een website als het online is"
    if entry.website and not entry.website.startswith(("http://", "https://")):
        problems["website"] = "begin met https://"
    when = None
    try:
        when = _when(entry, today=today, zone=zone)
    except ValueError as error:
        problems["wanneer"] = str(error)
    if problems or when is None or when.start is None:
        raise InvalidInput(problems or {"wanneer": "we lezen hier geen dag in"})
    doubts = tuple(d for d in when.doubts if d.about != "time")
    return Draft(
        key=key,
        title=entry.wat,
        start=when.start,
        end=when.end,
        doors=when.doors,
        recurrence=when.recurrence,
        status=when.status,
        description=entry.omschrijving,
        venue=entry.waar or None,
        address=entry.adres or None,
        postcode=entry.postcode or None,
        online_url=entry.website if not entry.waar else None,
        url=entry.website or None,
        organiser=organiser or None,
        price=entry.kosten or None,
        contact=entry.contact or None,
        doubts=doubts,
        origin=Origin(text=entry.wanneer or None),
    )


def _too_long(entry: Entry) -> dict[str, str]:
    found = {}
    for name in FIELDS:
        limit = LIMITS.get(name, _SHORT_LIMIT)
        over = len(getattr(entry, name)) - limit
        if over > 0:
            found[name] = f"maak dit {over} tekens korter (hoogstens {limit})"
    return found


def _when(entry: Entry, *, today: date, zone: str) -> Reading:
    """Day and clock when given, else the words. Raises ValueError saying what is wrong."""
    if entry.datum:
        return _by_fields(entry, zone)
    if not entry.wanneer:
        raise ValueError("vul in wanneer het is")
    found = read_when(entry.wanneer, anchor=today, zone=zone)
    if not found or found[0].start is None:
        raise ValueError("we lezen hier geen dag in; schrijf het anders of kies een datum")
    if len(found) > 1:
        more = Doubt(about="start", reason="Er staan meer tijden in; alleen de eerste is gelezen.")
        return replace(found[0], doubts=(*found[0].doubts, more))
    return found[0]


def _by_fields(entry: Entry, zone: str) -> Reading:
    try:
        day = date.fromisoformat(entry.datum)
    except ValueError as error:
        raise ValueError("de datum is niet te lezen") from error
    clock, end = _clock(entry.tijd), _clock(entry.tot)
    start = Moment(day, clock, zone)
    last = None
    if clock is not None and end is not None:
        last = Moment(day, end, zone)
        if end <= clock:
            raise ValueError("het einde is niet na het begin")
    return Reading(start=start, end=last)


def _clock(text: str) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        found = read_times(text)
    if found is None or found.start is None:
        raise ValueError(f"“{text}” is geen tijd")
    return found.start
