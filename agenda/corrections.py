"""What a person corrected, laid over what a source says, until it is released. Pure.

A correction is one field of one event; `occurrence` is empty for the whole event, else the
slot of one date (`Occurrence.original`). Values:

| field | value | per date |
|---|---|---|
| title, venue | text | yes |
| description, address, postcode, online_url, organiser, url, price, audience, contact | text, or null for nothing | no |
| start, end, doors | ISO wall time "2026-03-05T10:00", or a day "2026-03-05" | yes; an event that does not repeat has the slot "single" |
| status | "cancelled" or "scheduled" | yes, or the whole event |
| neighbourhood | the code of a wijk, "outside" or "online" | no |
"""  # noqa: E501 (a table)

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from agenda.draft import Draft
from agenda.moment import Moment
from agenda.recurrence import Instance
from agenda.status import EventStatus
from providers.places.place import Place, PlaceKind

TEXT_FIELDS = (
    *("title", "description", "venue", "address", "postcode", "online_url", "organiser", "url"),
    *("price", "audience", "contact"),
)


@dataclass(frozen=True, slots=True)
class Fix:
    """One correction: `field`, `value` as in the table above, `occurrence` or empty."""

    field: str
    value: Any
    occurrence: str = ""


def corrected(draft: Draft, fixes: Iterable[Fix]) -> Draft:
    """The draft with the corrections of its text and whole status; dates are not touched."""
    changes: dict[str, Any] = {}
    for fix in fixes:
        if fix.occurrence:
            continue
        if fix.field in TEXT_FIELDS:
            empty = "" if fix.field in ("title", "description") else None
            changes[fix.field] = str(fix.value) if fix.value else empty
        elif fix.field == "status":
            changes["status"] = EventStatus(fix.value)
    return replace(draft, **changes) if changes else draft


def corrected_place(place: Place, fixes: Iterable[Fix]) -> Place:
    """The place with a neighbourhood that a person chose."""
    for fix in fixes:
        if fix.field == "neighbourhood" and fix.value:
            kinds = {kind.value: kind for kind in PlaceKind}
            kind = kinds.get(str(fix.value), PlaceKind.NEIGHBOURHOOD)
            code = str(fix.value) if kind is PlaceKind.NEIGHBOURHOOD else ""
            return replace(place, kind=kind, code=code, name="", is_sure=True, reason="")
    return place


def corrected_date(instance: Instance, fixes: Iterable[Fix]) -> Instance:
    """One date with its corrections; an end that was known moves along with the start."""
    own = {f.field: f.value for f in fixes if f.occurrence == instance.original}
    whole = {f.field: f.value for f in fixes if not f.occurrence}
    status = own.get("status", whole.get("status"))
    shown = replace(instance, status=EventStatus(status)) if status else instance
    if "start" in own:
        shown = _moved(shown, _moment(str(own["start"]), instance.start.zone))
    if "end" in own:
        end = own["end"]
        shown = replace(shown, end=_moment(str(end), shown.start.zone) if end else None)
    if "doors" in own:
        doors = own["doors"]
        shown = replace(shown, doors=_moment(str(doors), shown.start.zone) if doors else None)
    texts = {field: str(own[field]) for field in ("title", "venue") if own.get(field)}
    return replace(shown, **texts) if texts else shown  # type: ignore[arg-type]


def corrected_start(slot: str, start: Moment, fixes: Iterable[Fix]) -> Moment:
    """When the date in this slot begins, with its correction."""
    for fix in fixes:
        if fix.field == "start" and fix.occurrence == slot:
            return _moment(str(fix.value), start.zone)
    return start


def is_moved(instance: Instance, fixes: Iterable[Fix]) -> bool:
    """Whether a person gave this date another start."""
    return any(f.field == "start" and f.occurrence == instance.original for f in fixes)


def is_settled(instance: Instance, fixes: Iterable[Fix]) -> bool:
    """Whether a person said if this date goes on."""
    return any(f.field == "status" and f.occurrence in ("", instance.original) for f in fixes)


def _moved(instance: Instance, start: Moment) -> Instance:
    end = None
    if instance.end is not None and start.is_all_day == instance.start.is_all_day:
        end = start.plus(instance.end.local - instance.start.local)
    status = instance.status
    if status is not EventStatus.CANCELLED and start.day != instance.start.day:
        status = EventStatus.MOVED
    return replace(instance, start=start, end=end, doors=None, status=status)


def _moment(text: str, zone: str) -> Moment:
    """Raises ValueError for what is no ISO day or time."""
    if len(text) == len("2026-01-01"):
        return Moment(date.fromisoformat(text), None, zone)
    return Moment.at(datetime.fromisoformat(text), zone)
