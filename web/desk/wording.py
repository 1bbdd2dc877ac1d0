"""Dutch words for templates: dates, moments and closed sets."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from accounts.models import Role
from agenda import words
from agenda.curation.comparison import FieldChange
from agenda.curation.comparison import words as words_between
from agenda.curation.proposal import Case
from agenda.curation.questions import Question
from agenda.curation.review import Urgency, start_words
from agenda.status import EventStatus, ReviewKind
from base.text import DAYS
from feeds.icalendar import location_of
from providers.places.place import PlaceKind
from web.desk.context import desk

ROLE = {
    Role.ADMINISTRATOR: "beheerder",
    Role.EDITOR: "redacteur",
    Role.POLICY: "beleid (lezen)",
    Role.PARTNER: "partner",
}
FIELD = {
    "title": "Titel",
    "start": "Begin",
    "end": "Einde",
    "doors": "Inloop",
    "status": "Stand",
    "venue": "Plaats",
    "address": "Straat en nummer",
    "postcode": "Postcode",
    "neighbourhood": "Wijk",
    "price": "Kosten",
    "audience": "Voor wie",
    "contact": "Contact",
    "organiser": "Organisatie",
    "url": "Website",
    "online_url": "Online",
    "description": "Omschrijving",
}
_ACTION = {
    "approve": "goedgekeurd",
    "reject": "afgewezen",
    "correct": "vastgezet",
    "release": "losgelaten",
    "add": "toegevoegd",
    "link": "samengevoegd",
    "unlink": "uit elkaar gehaald",
    "part": "vanzelf uit elkaar gehaald",
    "undo": "teruggedraaid",
    "source": "bron veranderd",
    "leave_out": "bron weggelaten op verzoek",
    "account": "account veranderd",
    "totp_on": "inloggen met code aangezet",
    "totp_off": "inloggen met code uitgezet",
    "confirm": "bevestigd dat het loopt",
    "expire": "verlopen",
    "redact": "gewist op verzoek",
    "trust": "vertrouwen veranderd",
    "change": "veranderd",
    "hide": "van de kaart gehaald",
    "show": "terug op de kaart gezet",
    "check": "nagekeken",
    "ask_at": "mailadres voor de jaarlijkse vraag veranderd",
    "import": "bestand ingelezen",
    "ask": "gevraagd",
    "opinion": "geantwoord",
    "decide": "besloten",
    "touch": "dienst bij de vraag gezet",
    "remove": "weggehaald",
}
_PLACE = {
    PlaceKind.NEIGHBOURHOOD: "in een wijk",
    PlaceKind.OUTSIDE: "buiten de gemeente",
    PlaceKind.ONLINE: "online",
    PlaceKind.UNKNOWN: "onbekend",
}
ENTRY_FIELD = {
    "name": "naam",
    "summary": "in het kort",
    "explanation": "uitleg",
    "condition": "voorwaarde",
    "phone": "telefoon",
    "email": "e-mail",
    "website": "website",
    "costs": "kosten",
    "opening_hours": "open",
    "languages": "talen",
    "accessibility": "toegankelijkheid",
    "place": "plek",
    "provider": "organisatie",
    "provider_id": "vaste naam van de organisatie",
    "topics": "onderwerpen",
    "access": "toegang",
    "audience": "voor wie",
    "serves": "voor welke wijken",
    "last_checked": "nagekeken",
}
_YES = {
    ReviewKind.DUPLICATE: "Ja, hetzelfde",
    ReviewKind.WITHDRAWAL: "Ja, haal ze weg",
    ReviewKind.RECONFIRM: "Ja, loopt nog",
    ReviewKind.SIGNAL: "Afgehandeld",
    ReviewKind.UNREAD: "Gezien en afgehandeld",
    ReviewKind.ODD_SOURCE: "Het klopt, laat door",
}
_NO = {
    ReviewKind.DUPLICATE: "Nee, niet hetzelfde",
    ReviewKind.WITHDRAWAL: "Nee, laat ze staan",
    ReviewKind.RECONFIRM: "Nee, is gestopt",
    ReviewKind.SIGNAL: "Niets aan de hand",
    ReviewKind.UNREAD: "Doet er niet toe",
    ReviewKind.ODD_SOURCE: "Het klopt niet, zet de bron stil",
    ReviewKind.CHANGE: "Wijs af: laat het zoals het was",
}
_REASONS = {
    ReviewKind.NEW: (
        *("Niet voor iedereen toegankelijk", "Geen activiteit", "Besloten groep"),
        *("Reclame", "Buiten de gemeente", "Al voorbij"),
    ),
    ReviewKind.CHANGE: ("Klopt niet, nagebeld", "Fout van de bron"),
    ReviewKind.DUPLICATE: ("Andere groep", "Andere plaats", "Ander deel van de reeks"),
    ReviewKind.WITHDRAWAL: ("De bron is stuk", "Nagebeld: gaat door"),
    ReviewKind.RECONFIRM: ("Gestopt, nagebeld", "Niemand bereikt"),
    ReviewKind.CONTRADICTION: ("Nagebeld",),
    ReviewKind.SIGNAL: ("Klopt zoals het er staat",),
    ReviewKind.ODD_SOURCE: ("Gekaapte site", "Verkeerde lijst"),
}
_WEIGHT = re.compile(r" \(([+-]\d+(?:\.\d+)?)\)$")
_MONTHS_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def install(app: Flask) -> None:
    """Make the filters known to this app's templates."""
    app.jinja_env.filters.update(
        day=day,
        instant=instant,
        moment=words.moment_words,
        rule=lambda rule: words.rule_short(rule, desk().today()),
        plural=plural,
        kind_option=kind_option,
        slot=slot,
        how_near=how_near,
        for_it=for_it,
        against_it=against_it,
        fixed=fixed,
        location=location_of,
    )
    app.jinja_env.globals.update(
        KIND=words.KIND,
        STATE=words.STATE,
        TRUST=words.TRUST,
        BASIS=words.BASIS,
        OUTCOME=words.OUTCOME,
        SOURCE_KIND=words.SOURCE_KIND,
        ROLE=ROLE,
        ENTRY_FIELD=ENTRY_FIELD,
        STATUS=words.STATUS,
        FIELD=FIELD,
        ACTION=_ACTION,
        PLACE=_PLACE,
        csrf=csrf,
        public_url=public_url,
        options_of=lambda closed: [(str(key), text) for key, text in closed.items()],
        role_options=lambda found: [(str(role), ROLE[role]) for role in found],
        yes_words=yes_words,
        no_words=no_words,
        group_words=group_words,
        entry_change=lambda name, before, after: FieldChange(name, words_between(before, after)),
        NEEDS_REASON=(
            *(ReviewKind.NEW, ReviewKind.CHANGE, ReviewKind.DOUBT, ReviewKind.SUBMISSION),
        ),
        reasons_for=lambda kind: _REASONS.get(kind, _REASONS[ReviewKind.NEW]),
    )


def csrf() -> Markup:
    """The hidden field that every form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def kind_option(kind: ReviewKind) -> tuple[str, str]:
    """For a choice list: the value, and how people call it."""
    return str(kind), words.KIND[kind]


def day(value: date | None) -> str:
    """`di 3 mrt 2026`; a dash for none."""
    if value is None:
        return "–"
    name = DAYS[value.weekday()][:2]
    return f"{name} {value.day} {_MONTHS_SHORT[value.month - 1]} {value.year}"


def instant(value: datetime | None) -> str:
    """`di 3 mrt 2026, 10.15 uur`, in the municipality's zone; a dash for none."""
    if value is None:
        return "–"
    local = value.astimezone(ZoneInfo(desk().municipality.zone))
    return f"{day(local.date())}, {local:%H.%M} uur"


def how_near(question: Question) -> str:
    """`begint morgen`, `vandaag, al begonnen`; empty for what does not start within days."""
    if question.urgency is not Urgency.SOON or question.urgent_on is None:
        return ""
    held = desk()
    clock = question.draft.start.clock if question.draft else None
    here = held.now().astimezone(ZoneInfo(held.municipality.zone))
    return start_words(question.urgent_on, clock, now=here)


def for_it(reasons: Sequence[str]) -> list[str]:
    """Of why two may be the same: what speaks for it. Others' reasons have no weight: all."""
    return [_WEIGHT.sub("", reason) for reason in reasons if _weight(reason) > 0]


def against_it(reasons: Sequence[str]) -> list[str]:
    """What speaks against it, or says nothing."""
    return [_WEIGHT.sub("", reason) for reason in reasons if _weight(reason) <= 0]


def yes_words(case: Case) -> str:
    """What the first button says."""
    if case.question.kind is ReviewKind.CONTRADICTION and len(case.sides) > 1:
        what = "gaat niet door" if case.payload.get("about") == "status" else "is verplaatst"
        return f"{case.sides[0].source} heeft gelijk: het {what}"
    if case.payload.get("about") == "question":
        return "Beantwoord"
    return _YES.get(case.question.kind, "Keur goed")


def no_words(case: Case) -> str:
    """What the second button says."""
    if case.question.kind is ReviewKind.CONTRADICTION and len(case.sides) > 1:
        return f"{case.sides[1].source} heeft gelijk: zoals het was"
    if case.payload.get("about") == "question":
        return "Geen antwoord nodig"
    return _NO.get(case.question.kind, "Wijs af")


def done_words(kind: ReviewKind, *, is_yes: bool) -> str:
    """What the desk says after a decision."""
    if kind in (ReviewKind.SIGNAL, ReviewKind.CONTRADICTION):
        return "Besloten."
    said = (_YES if is_yes else _NO).get(kind, "")
    if said and kind is not ReviewKind.CHANGE:
        return f"Besloten: “{said}”."
    return "Goedgekeurd." if is_yes else "Afgewezen."


def group_words(kind: ReviewKind) -> dict[str, str]:
    """What the two buttons under a group say, of what is ticked."""
    yes, no = _YES.get(kind, "Keur goed"), _NO.get(kind, "Wijs af").partition(":")[0]
    return {"yes": f"{yes}: alles wat is aangevinkt", "no": f"{no}: alles wat is aangevinkt"}


def _weight(reason: str) -> float:
    found = _WEIGHT.search(reason)
    return float(found.group(1)) if found else 1.0


def slot(original: str) -> str:
    """The slot of a date as people call it."""
    try:
        moment = datetime.fromisoformat(original)
    except ValueError:
        return original
    return day(moment.date()) + (f", {moment:%H.%M} uur" if "T" in original else "")


def fixed(value: object, field: str) -> str:
    """A corrected value in words."""
    if field == "status":
        return words.STATUS[EventStatus(str(value))]
    if field == "neighbourhood":
        area = desk().municipality.neighbourhood(str(value))
        return area.name if area else _PLACE[PlaceKind(str(value))]
    if field in ("start", "end", "doors") and value:
        return slot(str(value))
    return str(value) if value else "leeg"


def public_url(public_id: str) -> str:
    """The activity's own page on the public site."""
    return f"{desk().settings.base_url}/activiteit/{public_id}"


def plural(count: int, one: str, more: str) -> str:
    """`1 vraag`, `2 vragen`."""
    return f"{count} {one if count == 1 else more}"
