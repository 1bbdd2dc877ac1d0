"""Blocks: short keys by which a candidate is found again, so that few are ever compared.

By day and a word of the place; by day and hour for what states no place. A series stands
under its weekday, so that it needs no entry per date to meet another.
"""

from collections.abc import Iterator

from agenda.duplicates.scoring import Profile


def filed_under(known: Profile) -> frozenset[str]:
    """Under which keys a candidate is kept."""
    return frozenset(_filed(known))


def looked_up(new: Profile) -> frozenset[str]:
    """Under which keys those stand that `new` may be the same as."""
    return frozenset(_wanted(new))


def _days(known: Profile) -> Iterator[str]:
    if known.dates.is_series:
        for weekday in {day.weekday() for day in known.dates.days}:
            yield f"w{weekday}"
        return
    for day in {known.dates.first, *known.dates.moved}:
        yield day.isoformat()


def _filed(known: Profile) -> Iterator[str]:
    for day in _days(known):
        for place in known.spot.keys:
            yield f"{day} @{place}"
        for hour in _hours(known):
            yield f"{day} {hour}"
            if not known.spot.keys:
                yield f"{day} ?{hour}"


def _wanted(new: Profile) -> Iterator[str]:
    days = set(_days(new)) | {f"w{day.weekday()}" for day in new.dates.days}
    if new.dates.is_series:
        days |= {day.isoformat() for day in new.dates.days}
    for day in days:
        for place in new.spot.keys:
            yield f"{day} @{place}"
        for hour in _hours(new):
            yield f"{day} ?{hour}"
            if not new.spot.keys:
                yield f"{day} {hour}"


def _hours(known: Profile) -> set[int]:
    return {minute // 60 for minute in known.dates.minutes} or {-1}
