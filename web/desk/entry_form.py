"""The form of one entry on the map: what stands in it, and what was filled in, checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from base import municipality
from base.errors import InvalidInput
from base.text import one_line, plain
from providers.plain import (
    CONDITION_LIMIT,
    EXPLANATION_LIMIT,
    NAME_LIMIT,
    SUMMARY_LIMIT,
    hints,
)
from providers.store import Kept
from snapshot.listing import PlaceListing, ServiceListing
from web.desk.context import desk

LIMITS = {
    "name": NAME_LIMIT,
    "summary": SUMMARY_LIMIT,
    "explanation": EXPLANATION_LIMIT,
    "condition": CONDITION_LIMIT,
}
LABELS = {
    "name": "Naam",
    "summary": "In het kort",
    "explanation": "Uitleg",
    "condition": "Voorwaarde in één regel",
}
ACCESS = {
    "free": "vrij toegankelijk",
    "contracted": "gecontracteerd (Wmo)",
    "access_point": "toegang: hier regel je een indicatie",
}

_TEXTS = (
    *("name", "summary", "explanation", "condition", "phone", "email", "website", "costs"),
    *("opening_hours", "accessibility"),
)
_LISTS = ("topics", "audience", "languages", "serves")
_PLACE = ("code", "venue", "address", "postcode")
FIELDS = (*_TEXTS, *_LISTS, *_PLACE, "access", "contract_owner", "contract_until")


@dataclass(frozen=True, slots=True)
class Remark:
    """What could be better in one field: its label, the passage (may be empty), what to do."""

    field: str
    passage: str
    advice: str


def remarks(values: Mapping[str, str]) -> list[Remark]:
    """What could be shorter or plainer in the texts of an entry, in the order of the form."""
    found = []
    for name, label in LABELS.items():
        text = cleaned(name, values.get(name, ""))
        if over := max(0, len(text) - LIMITS[name]):
            count = "1 teken" if over == 1 else f"{over} tekens"
            found.append(Remark(label, "", f"{count} te veel. Maak het korter."))
        if name != "name":
            found += [Remark(label, hint.passage, hint.advice) for hint in hints(text)]
    return found


def cleaned(name: str, text: str) -> str:
    """A text of the form as it is kept: only the explanation has lines."""
    return plain(text) if name == "explanation" else one_line(text)


def given(form: MultiDict[str, str], names: Iterable[str] = FIELDS) -> dict[str, str]:
    """What was filled in; a field that stands in the form more than once is one list."""
    return {
        name: "; ".join(filter(None, form.getlist(name))) if name in _LISTS else form.get(name, "")
        for name in names
    }


def choices() -> dict[str, object]:
    """What the form offers to choose from: subjects under their main one, wijken, access."""
    rows = list(municipality.rows(desk().municipality.folder / "topics.csv"))
    grouped = [
        (top["label"], [top, *(row for row in rows if row["parent"] == top["slug"])])
        for top in rows
        if not top["parent"]
    ]
    wijken = [(wijk.code, wijk.name) for wijk in desk().municipality.wijken]
    return {"grouped": grouped, "wijken": wijken, "ACCESS": ACCESS, "limits": LIMITS}


def values_of(kept: Kept) -> dict[str, str]:
    listing = kept.listing
    found = {name: str(getattr(listing, name)) for name in (*_TEXTS, "access")}
    found |= {name: "; ".join(getattr(listing, name)) for name in _LISTS}
    found |= {name: str(getattr(listing.place, name)) for name in _PLACE}
    until = kept.contract_until.isoformat() if kept.contract_until else ""
    return found | {"contract_owner": kept.contract_owner, "contract_until": until}


def changed(listing: ServiceListing, values: Mapping[str, str]) -> ServiceListing:
    """The service with what was filled in. Raises InvalidInput (Dutch) per field."""
    texts = {name: cleaned(name, values[name]) for name in _TEXTS}
    lists = {
        name: tuple(dict.fromkeys(p.strip() for p in values[name].split(";") if p.strip()))
        for name in _LISTS
    }
    problems = {
        name: f"Dit is langer dan {limit} tekens; het zijn er {len(texts[name])}."
        for name, limit in LIMITS.items()
        if len(texts[name]) > limit
    }
    if not texts["name"]:
        problems["name"] = "Vul een naam in."
    if values["access"] not in ACCESS:
        problems["access"] = "Kies hoe je er terecht kunt."
    unknown = [slug for slug in lists["topics"] if slug not in topics()]
    if unknown or not lists["topics"]:
        problems["topics"] = f"Kies bekende onderwerpen ({', '.join(unknown) or 'minstens een'})."
    wijken = {wijk.code: wijk.name for wijk in desk().municipality.wijken}
    code = values["code"]
    if any(c not in wijken for c in (*lists["serves"], *([code] if code else ()))):
        problems["code"] = "Deze wijk bestaat niet."
    if texts["website"] and not texts["website"].startswith(("http://", "https://")):
        problems["website"] = "Een webadres begint met https://."
    if problems:
        raise InvalidInput(problems)
    place = PlaceListing(
        kind="neighbourhood" if code else "unknown",
        code=code,
        neighbourhood=wijken.get(code, ""),
        venue=one_line(values["venue"]),
        address=one_line(values["address"]),
        postcode=one_line(values["postcode"]).upper(),
    )
    place = place.spotted_as(listing.place)
    return replace(listing, **texts, **lists, access=values["access"], place=place)  # type: ignore[arg-type]


def day(text: str) -> date | None:
    """Raises InvalidInput when it is no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput({"contract_until": "Dit is geen datum als 2026-12-31."}) from None


def topics() -> dict[str, str]:
    """Slug → label, of every subject."""
    rows = municipality.rows(desk().municipality.folder / "topics.csv")
    return {row["slug"]: row["label"] for row in rows}
