"""The directory as frozen values: what a file says, held against what we have. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from snapshot.listing import ProviderListing, ServiceListing


class Change(StrEnum):
    """What a file would do to one service. Missing is asked, never deleted."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What happens to the service `id`; `fields` only when it changed."""

    id: str
    name: str
    change: Change
    fields: tuple[FieldChange, ...] = ()


_NO_CHANGE = frozenset({"is_demo", "changed_at"})


def differences(
    known: Iterable[ServiceListing], given: Iterable[ServiceListing]
) -> tuple[Difference, ...]:
    """Per service what `given` would change in `known`: in the order given, then the missing."""
    before = {service.id: service for service in known}
    result = []
    for service in given:
        old = before.pop(service.id, None)
        if old is None:
            result.append(Difference(service.id, service.name, Change.NEW))
            continue
        changed = tuple(_changed(old, service))
        kind = Change.CHANGED if changed else Change.SAME
        result.append(Difference(service.id, service.name, kind, changed))
    missing = (Difference(s.id, s.name, Change.MISSING) for s in before.values())
    return (*result, *missing)


def by_provider(services: Iterable[ServiceListing]) -> tuple[ProviderListing, ...]:
    """Services under their organisation, in the order in which they come.

    Contact facts of an organisation are those that all of its services share.
    """
    grouped: defaultdict[str, list[ServiceListing]] = defaultdict(list)
    for service in services:
        grouped[service.provider_id].append(service)
    return tuple(
        ProviderListing(
            id=provider_id,
            name=found[0].provider,
            website=_shared({s.website for s in found}),
            phone=_shared({s.phone for s in found}),
            email=_shared({s.email for s in found}),
            services=tuple(found),
            is_demo=any(s.is_demo for s in found),
        )
        for provider_id, found in grouped.items()
    )


def summary(found: Iterable[Difference]) -> Mapping[Change, int]:
    """How many services each change concerns."""
    counts = dict.fromkeys(Change, 0)
    for difference in found:
        counts[difference.change] += 1
    return counts


def _changed(old: ServiceListing, new: ServiceListing) -> Iterable[FieldChange]:
    for field in fields(ServiceListing):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after and field.name not in _NO_CHANGE:
            yield FieldChange(field.name, _text(before), _text(after))


def _text(value: object) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _shared(values: set[str]) -> str:
    return values.pop() if len(values) == 1 else ""
