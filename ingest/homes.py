"""A home's address is not shown, wherever in the text it stands (R19).

Pages and feeds leave the place fields of a private or secret address out; here it is struck
from title and description too. Pure.
"""

import re
from dataclasses import replace

from agenda.draft import Draft
from providers.places.private import without_home

HIDDEN = "(adres niet openbaar)"
_STREET = re.compile(
    r"((?:[A-ZÀ-Ž][\w.’'\-]+\s){0,3}[A-ZÀ-Ž][\w.’'\-]{2,})\s+(\d{1,4}(?:\s?-?[a-zA-Z]\b)?)"
)
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b")
_LEAD = re.compile(r"(?i)^(?:geheim(?:e)?\s|adres\s|bij\s|thuis\s|aan\s|locatie\s)+")


def without_address(draft: Draft) -> Draft:
    """The draft with a home's address, and whose home it is, struck from its texts."""
    stated = " , ".join(text for text in (draft.venue, draft.address, draft.title) if text)
    secrets: list[str] = []
    for street, number in _STREET.findall(stated):
        name = _LEAD.sub("", street) or street
        secrets += [f"{name} {number}", name]
        secrets += [f"{last} {number}", last] if len(last := name.split()[-1]) > 4 else []
    secrets += _POSTCODE.findall(f"{stated} {draft.description}")
    title = re.sub(r"\s+([,.;])", r"\1", _struck(without_home(draft.title), secrets, ""))
    return replace(
        draft,
        title=" ".join(title.split()).strip(" ,;:-–") or draft.title,
        description=_struck(draft.description, secrets, HIDDEN),
    )


def _struck(text: str, secrets: list[str], stand_in: str) -> str:
    for secret in sorted(set(secrets), key=len, reverse=True):
        pattern = r"\s*".join(map(re.escape, secret.split()))
        text = re.sub(rf"(?i)\b{pattern}\b", stand_in, text)
    return text
