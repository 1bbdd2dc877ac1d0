"""Named days, as far as they fall on a day that can be calculated."""

from datetime import date, timedelta

from dateutil.easter import easter

# Tuples of words → (days from Easter) or (month, day). Only names that mean one day.
_FROM_EASTER = {
    ("goede", "vrijdag"): -2,
    ("eerste", "paasdag"): 0,
    ("tweede", "paasdag"): 1,
    ("paasmaandag",): 1,
    ("paaszondag",): 0,
    ("hemelvaart",): 39,
    ("hemelvaartsdag",): 39,
    ("eerste", "pinksterdag"): 49,
    ("tweede", "pinksterdag"): 50,
    ("pinkstermaandag",): 50,
    ("aswoensdag",): -46,
    ("witte", "donderdag"): -3,
    ("palmzondag",): -7,
    ("stille", "zaterdag"): -1,
    ("paaszaterdag",): -1,
    ("pinksterzondag",): 49,
}
_FIXED = {
    ("nieuwjaarsdag",): (1, 1),
    ("koningsdag",): (4, 27),
    ("dodenherdenking",): (5, 4),
    ("bevrijdingsdag",): (5, 5),
    ("dierendag",): (10, 4),
    ("sinterklaasavond",): (12, 5),
    ("pakjesavond",): (12, 5),
    ("kerstavond",): (12, 24),
    ("eerste", "kerstdag"): (12, 25),
    ("tweede", "kerstdag"): (12, 26),
    ("oudejaarsdag",): (12, 31),
    ("oudejaarsavond",): (12, 31),
    ("oudjaarsdag",): (12, 31),
    ("oudjaarsavond",): (12, 31),
    ("oud", "en", "nieuw"): (12, 31),
    ("allerheiligen",): (11, 1),
    ("allerzielen",): (11, 2),
}
_FIRST_WORDS = {name[0] for name in (*_FROM_EASTER, *_FIXED)} | {"1e", "2e"}


def named(texts: list[str], i: int) -> tuple[str, int] | None:
    """The feast whose name begins at `i`, and the place after it."""
    if not texts[i : i + 1] or texts[i] not in _FIRST_WORDS:
        return None
    first = {"1e": "eerste", "2e": "tweede"}.get(texts[i], texts[i])
    for length in (3, 2, 1):
        name = (first, *texts[i + 1 : i + length])
        if len(name) == length and (name in _FROM_EASTER or name in _FIXED):
            return " ".join(name), i + length
    return None


def day_of(feast: str, year: int) -> date:
    """The day on which `feast` falls in `year`; Koningsdag a day early when on a Sunday."""
    name = tuple(feast.split(" "))
    if name in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[name])
    month, number = _FIXED[name]
    day = date(year, month, number)
    return day - timedelta(days=1) if name == ("koningsdag",) and day.weekday() == 6 else day
