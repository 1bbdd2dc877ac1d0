"""What an entry of the journal changed, in a few words."""

from accounts.models import JournalEntry
from agenda.status import Basis, Trust
from agenda.words import BASIS, TRUST
from web.desk.wording import ENTRY_FIELD, FIELD, fixed, slot

_SOURCE = {
    "title": "naam",
    "address": "adres",
    "homepage": "website",
    "trust": "hoeveel u nakijkt",
    "basis": "waarom we dit mogen tonen",
    "provider_id": "organisatie",
    "settings": "hoe er gelezen wordt",
    "is_paused": "stilgezet of weer aan",
}
_SERVICE = {
    **ENTRY_FIELD,
    "name": "naam",
    "contract_owner": "team achter het contract",
    "contract_until": "einde van het contract",
}


def told(entry: JournalEntry) -> str:
    """`hoeveel u nakijkt: niets nakijken`; empty when the action says it all."""
    before, after = entry.before or {}, entry.after or {}
    if entry.action in ("correct", "release"):
        values = after.get("values") or before.get("values") or ()
        return "; ".join(_value(one) for one in values)
    if (entry.subject_kind, entry.action) == ("source", "source") and before:
        return "; ".join(_setting(name, after[name]) for name in after if name in _SOURCE)
    if (entry.subject_kind, entry.action) == ("service", "change"):
        names = [n for n in after if n in _SERVICE and before.get(n, after[n]) != after[n]]
        return ", ".join(_SERVICE[name] for name in names)
    return ""


def _value(one: dict[str, str]) -> str:
    field, occurrence = one["field"], one.get("occurrence", "")
    on = f" op {slot(occurrence)}" if occurrence not in ("", "single") else ""
    return f"{FIELD.get(field, field).lower()}{on}: {fixed(one['value'], field)}"


def _setting(name: str, value: object) -> str:
    if name == "trust":
        return f"{_SOURCE[name]}: {TRUST[Trust(str(value))]}"
    if name == "basis":
        return f"{_SOURCE[name]}: {BASIS[Basis(str(value))]}"
    return _SOURCE[name]
