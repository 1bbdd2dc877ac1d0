"""Moments, rules and closed sets as Dutch words for staff and partners. Pure."""

from collections.abc import Iterator
from datetime import date

from agenda.draft import Recurrence
from agenda.moment import Moment
from agenda.status import (
    Basis,
    EventState,
    EventStatus,
    Exclusion,
    Outcome,
    ReviewKind,
    SourceKind,
    Trust,
    WeekParity,
)
from base.text import DAYS, MONTHS

# How many exceptions a list shows; the item itself shows them all.
FEW = 2
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQ = {
    "DAILY": ("elke dag", "elke {n} dagen"),
    "WEEKLY": ("elke week", "elke {n} weken"),
    "MONTHLY": ("elke maand", "elke {n} maanden"),
    "YEARLY": ("elk jaar", "elke {n} jaar"),
}
_NTH = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", -1: "laatste"}

STATUS = {
    EventStatus.SCHEDULED: "gaat door",
    EventStatus.TENTATIVE: "onder voorbehoud",
    EventStatus.MOVED: "verplaatst",
    EventStatus.CANCELLED: "gaat niet door",
}
STATE = {
    EventState.PENDING: "wacht op u",
    EventState.PUBLIC: "openbaar",
    EventState.REJECTED: "afgewezen",
    EventState.WITHDRAWN: "door de bron weggehaald",
    EventState.EXPIRED: "verlopen",
    EventState.EXCLUDED: "niet voor de agenda",
}
KIND = {
    ReviewKind.NEW: "Nieuw",
    ReviewKind.CHANGE: "Veranderd",
    ReviewKind.DOUBT: "Onzeker",
    ReviewKind.DUPLICATE: "Dubbel?",
    ReviewKind.CONTRADICTION: "Bronnen spreken elkaar tegen",
    ReviewKind.WITHDRAWAL: "Veel ineens weg",
    ReviewKind.ODD_SOURCE: "Vreemde bron",
    ReviewKind.SUBMISSION: "Ingestuurd",
    ReviewKind.SIGNAL: "Melding van een inwoner",
    ReviewKind.RECONFIRM: "Niet bevestigd",
    ReviewKind.ENTRY: "Vermelding veranderd",
    ReviewKind.UNREAD: "Niet te lezen",
}
SOURCE_KIND = {
    SourceKind.ICAL: "agenda (iCal)",
    SourceKind.SPREADSHEET: "rekenblad",
    SourceKind.WEBSITE: "website",
    SourceKind.DOCUMENT: "document",
    SourceKind.FORM: "formulier",
}
TRUST = {
    Trust.REVIEW_ALL: "alles nakijken",
    Trust.REVIEW_NEW: "alleen nieuwe nakijken",
    Trust.REVIEW_NONE: "niets nakijken",
}
BASIS = {
    Basis.GIVEN: "gegeven door de organisatie",
    Basis.AGREED: "afgesproken met de organisatie",
    Basis.OPEN_PAGE: "open pagina: alleen feiten en een link",
}
OUTCOME = {
    Outcome.RUNNING: "bezig",
    Outcome.OK: "gelezen",
    Outcome.UNCHANGED: "niets nieuws",
    Outcome.HELD: "gelezen, weghalen wacht",
    Outcome.FAILED: "mislukt",
    Outcome.CRASHED: "fout in ons",
}


def day_words(day: date) -> str:
    """`dinsdag 3 maart 2026`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: Moment | None) -> str:
    """`dinsdag 3 maart 2026, 10.00 uur`; empty for an unknown one."""
    if moment is None:
        return ""
    clock = f", {moment.clock:%H.%M} uur" if moment.clock else " (hele dag)"
    return day_words(moment.day) + clock


def rule_words(rule: Recurrence | None) -> str:
    """How it repeats, whole: the source's own sentence, else the rule in words; empty for once."""
    if rule is None:
        return ""
    parts = [*_rhythm(rule)]
    if rule.rdates:
        parts.append("ook op " + ", ".join(moment_words(m) for m in rule.rdates))
    if rule.exdates:
        parts.append("niet op " + ", ".join(moment_words(m) for m in rule.exdates))
    parts += [text for _, text in _exceptions(rule)]
    return "; ".join(part for part in parts if part)


def rule_short(rule: Recurrence | None, today: date) -> str:
    """How it repeats, for a list: the rhythm, and the first few exceptions from `today` on."""
    if rule is None:
        return ""
    coming = [(m, f"niet op {moment_words(m)}") for m in rule.exdates]
    coming += [(m, f"ook op {moment_words(m)}") for m in rule.rdates]
    coming += _exceptions(rule)
    texts = [text for moment, text in sorted(coming, key=lambda c: c[0].day) if moment.day >= today]
    more = len(texts) - FEW
    shown = [
        *_rhythm(rule),
        *texts[:FEW],
        *([f"en nog {more} andere {'data' if more > 1 else 'datum'}"] if more > 0 else ()),
    ]
    return "; ".join(part for part in shown if part)


_LEFT_OUT = {
    Exclusion.SCHOOL_HOLIDAYS: "niet in de schoolvakanties",
    Exclusion.AUTUMN_HOLIDAY: "niet in de herfstvakantie",
    Exclusion.CHRISTMAS_HOLIDAY: "niet in de kerstvakantie",
    Exclusion.SPRING_HOLIDAY: "niet in de voorjaarsvakantie",
    Exclusion.MAY_HOLIDAY: "niet in de meivakantie",
    Exclusion.SUMMER_HOLIDAY: "niet in de zomervakantie",
    Exclusion.PUBLIC_HOLIDAYS: "niet op feestdagen",
}


def _rhythm(rule: Recurrence) -> Iterator[str]:
    yield from [rule.words] if rule.words else [_rule(text) for text in rule.rrules]
    if rule.parity is not None:
        yield f"in de {'oneven' if rule.parity is WeekParity.ODD else 'even'} weken"
    said = (rule.words or "").lower()
    for exclusion, words in _LEFT_OUT.items():
        # "niet in de schoolvakantie" in the source's own sentence says it already.
        if exclusion in rule.exclusions and words.split()[-1].rstrip("sn") not in said:
            yield words


def _exceptions(rule: Recurrence) -> list[tuple[Moment, str]]:
    """The dates that are off or elsewhere, each with its words."""
    found = []
    for change in rule.overrides:
        original = change.original
        if change.status is EventStatus.CANCELLED:
            found.append((original, f"{moment_words(original)} gaat niet door"))
        elif change.start is not None and change.start != original:
            words = f"{moment_words(original)} wordt {moment_words(change.start)}"
            found.append((original, words))
    return found


def _rule(text: str) -> str:
    """One RRULE value in words; what is not known is left as it stands."""
    facts = dict(part.split("=", 1) for part in text.upper().split(";") if "=" in part)
    once, many = _FREQ.get(facts.get("FREQ", ""), (text, text))
    interval = facts.get("INTERVAL", "1")
    words = once if interval == "1" else many.format(n=interval)
    days = [_by_day(code) for code in facts.get("BYDAY", "").split(",") if code]
    if days:
        words += " op " + " en ".join(days)
    if facts.get("BYMONTHDAY"):
        words += f" op dag {facts['BYMONTHDAY']}"
    if facts.get("COUNT"):
        words += f", {facts['COUNT']} keer"
    until = facts.get("UNTIL", "")[:8]
    if len(until) == 8 and until.isdigit():
        last = date(int(until[:4]), int(until[4:6]), int(until[6:]))
        words += f", tot en met {day_words(last)}"
    return words


def _by_day(code: str) -> str:
    number, name = code[:-2], DAYS[_CODES.index(code[-2:])] if code[-2:] in _CODES else code
    if not number:
        return name
    return f"de {_NTH.get(int(number), f'{number}e')} {name}"
