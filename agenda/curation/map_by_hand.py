"""What the desk does to a service on the map, in the journal with its way back.

The journal keeps what differs as people read it, and both listings whole, so that taking back
needs no guess. A service that was added goes off the map again; nothing of it is lost.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from accounts.journal import Actor, record
from accounts.models import JournalEntry
from agenda.curation.map_changes import differences, put_back
from agenda.models import Dirty
from base.errors import Conflict
from providers import store
from providers.store import Kept
from snapshot.codec import decode, encode
from snapshot.listing import ServiceListing

_MOVED_ON = "De dienst is intussen al anders. Kijk bij de kaart wat er nu staat."


def change(
    session: Session,
    wanted: ServiceListing,
    *,
    owner: str,
    until: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Put `wanted` on the map, with who is behind its contract and until when. Raises NotFound."""
    before = store.change(session, wanted, now=now)
    store.set_contract(session, wanted.id, owner=owner, until=until)
    said = differences(before.listing, wanted)
    was = {name: one for name, (one, _) in said.items()} | _whole(before)
    after = {name: other for name, (_, other) in said.items()} | {"name": wanted.name}
    after |= _whole(store.one(session, wanted.id))
    subject = ("service", wanted.id)
    record(session, actor, "change", subject, now=now, before=was, after=after)
    _mark(session)


def take_back(session: Session, entry: JournalEntry, *, now: datetime) -> None:
    """The service as it was before that change. Raises Conflict when it moved on since."""
    before, after = entry.before or {}, entry.after or {}
    if not can_take_back(entry):
        raise Conflict("Dit kan niet met één knop terug.")
    kept = store.one(session, entry.subject_id)
    if _contract(kept) != {name: after[name] for name in _contract(kept)}:
        raise Conflict(_MOVED_ON)
    was, made = (decode(ServiceListing, str(side["listing"])) for side in (before, after))
    put_back(session, made, was, now=now)
    until = date.fromisoformat(before["contract_until"]) if before["contract_until"] else None
    store.set_contract(session, entry.subject_id, owner=before["contract_owner"], until=until)


def can_take_back(entry: JournalEntry) -> bool:
    """What a provider proposed is taken back where it was approved."""
    return "listing" in (entry.before or {})


def show_again(session: Session, entry: JournalEntry) -> None:
    """Added, taken off or brought back: as it was before. Raises Conflict when it is so already."""
    was_hidden = entry.action == "add" or bool((entry.before or {}).get("is_hidden"))
    if store.one(session, entry.subject_id).is_hidden is was_hidden:
        raise Conflict(_MOVED_ON)
    store.hide(session, [entry.subject_id], is_hidden=was_hidden)
    _mark(session)


def _whole(kept: Kept) -> dict[str, Any]:
    return {"listing": encode(kept.listing), **_contract(kept)}


def _contract(kept: Kept) -> dict[str, str]:
    until = kept.contract_until.isoformat() if kept.contract_until else ""
    return {"contract_owner": kept.contract_owner, "contract_until": until}


def _mark(session: Session) -> None:
    session.add(Dirty(activity_id=None, reason="providers"))
