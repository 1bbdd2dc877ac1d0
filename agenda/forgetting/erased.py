"""What was erased on request stays out of what sources say from then on. Pure.

The redactor knows only hashes (`accounts.redaction`). What a source calls an activity by gets
a stand-in that is always the same, so that the activity keeps its identity without the name.
"""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from accounts.redaction import Redactor
from agenda.draft import Draft, Parsed, Problem
from agenda.moment import Moment

# Read by programs, not by people: rules, zones, languages.
_MACHINES = frozenset({"rrules", "exrules", "zone", "language"})
_SAID = (
    "Hier staat iets dat op verzoek van iemand is gewist; wij laten het weg. "
    "Haal het ook uit de bron."
)


def without(parsed: Parsed, redactor: Redactor) -> Parsed:
    """The same reading without what was erased; a problem says where the source still has it."""
    drafts = tuple(_draft(draft, redactor) for draft in parsed.drafts)
    found = [
        Problem(code="erased", message=_SAID, origin=struck.origin, key=struck.key)
        for draft, struck in zip(parsed.drafts, drafts, strict=True)
        if struck is not draft
    ]
    problems = (_problem(problem, redactor) for problem in parsed.problems)
    return replace(
        parsed,
        drafts=drafts,
        problems=(*problems, *found),
        unread_keys=_keys(parsed.unread_keys, redactor),
        unchanged_keys=_keys(parsed.unchanged_keys, redactor),
        raw_hashes={redactor.stand_in(key): each for key, each in parsed.raw_hashes.items()},
        columns=_strike(parsed.columns, redactor),
        kept=None if parsed.kept and redactor.is_in(parsed.kept) else parsed.kept,
    )


def _draft(draft: Draft, redactor: Redactor) -> Draft:
    struck: Draft = _strike(draft, redactor)
    return struck if struck is draft else replace(struck, key=redactor.stand_in(draft.key))


def _problem(problem: Problem, redactor: Redactor) -> Problem:
    struck: Problem = _strike(problem, redactor)
    return replace(struck, key=redactor.stand_in(problem.key) if problem.key else None)


def _keys(keys: Iterable[str], redactor: Redactor) -> frozenset[str]:
    return frozenset(redactor.stand_in(key) for key in keys)


def _strike(value: Any, redactor: Redactor) -> Any:
    """Every text in it; the same object when nothing was struck."""
    struck = value
    if isinstance(value, StrEnum | Moment):
        return value
    if isinstance(value, str):
        struck = redactor.strike(value)
    elif isinstance(value, tuple):
        parts = tuple(_strike(part, redactor) for part in value)
        if any(part is not before for part, before in zip(parts, value, strict=True)):
            struck = parts
    elif is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {}
        for name in (f.name for f in fields(value) if f.name not in _MACHINES):
            before = getattr(value, name)
            after = _strike(before, redactor)
            if after is not before:
                changed[name] = after
        if changed:
            struck = replace(value, **changed)
    return struck
