"""No contact data of persons leaves the page reader: not in drafts, problems or excerpts."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from agenda.draft import Doubt, Draft, Origin, Parsed, Problem
from ingest.privacy import Masked, mask

_TAIL = re.compile(r"\s*(?:\(\s*via de organisatie\s*\)|[,:–-]\s+via de organisatie)\s*$")
_TEXTS = ("title", "description", "organiser", "venue", "address", "price", "audience", "contact")


def masked(parsed: Parsed) -> Parsed:
    """The same, with every text masked; what was masked in a title leaves a doubt.

    A person to call behind the title goes with the brackets around it, and leaves none.
    """
    return replace(
        parsed,
        drafts=tuple(_draft(draft) for draft in parsed.drafts),
        problems=tuple(_problem(problem) for problem in parsed.problems),
    )


def _draft(draft: Draft) -> Draft:
    changed: dict[str, Any] = {
        name: safe
        for name in _TEXTS
        if (text := getattr(draft, name)) and (safe := _text(text)) != text
    }
    doubts = tuple(replace(doubt, reason=_text(doubt.reason)) for doubt in draft.doubts)
    if "title" in changed and (whole := _TAIL.sub("", changed["title"])) != changed["title"]:
        changed["title"] = whole or changed["title"]
    elif "title" in changed:
        doubts = (*doubts, Doubt(about="title", reason="Er stond een naam of nummer in de titel."))
    extra = tuple((name, _text(text)) for name, text in draft.extra)
    lost = any(_masked(getattr(draft, name)).is_contact for name in changed)
    return replace(
        draft,
        **changed,
        lost_contact=draft.lost_contact or lost,
        doubts=doubts,
        extra=extra,
        origin=_origin(draft.origin),
    )


def _problem(problem: Problem) -> Problem:
    return replace(problem, message=_text(problem.message), origin=_origin(problem.origin))


def _origin(origin: Origin) -> Origin:
    return replace(origin, text=_text(origin.text)) if origin.text else origin


def _text(text: str) -> str:
    return _masked(text).text


@lru_cache(maxsize=2_000)
def _masked(text: str) -> Masked:
    return mask(text)
