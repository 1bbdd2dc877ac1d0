"""What may be taken from a source, by the basis on which we publish it (R19).

Given or agreed: everything. An open page: facts and the link only, no description and no
picture; and nothing at all where the site reserves text and data mining.
"""

from dataclasses import replace

from agenda.draft import Parsed
from agenda.status import Basis
from base.errors import FetchError

RESERVED = "tdm_reserved"


def licensed(parsed: Parsed, basis: Basis) -> Parsed:
    """The part of `parsed` that may be used. Raises FetchError when that is nothing.

    Pages that reserve are named by problems with the code `tdm_reserved`.
    """
    if basis is not Basis.OPEN_PAGE:
        problems = tuple(p for p in parsed.problems if p.code != RESERVED)
        return replace(parsed, problems=problems)
    reserved = {p.origin.url for p in parsed.problems if p.code == RESERVED}
    kept = tuple(d for d in parsed.drafts if d.origin.url not in reserved)
    if reserved and not kept:
        raise refusal()
    facts = tuple(replace(d, description="", image_url=None) for d in kept)
    return replace(parsed, drafts=facts)


def refusal() -> FetchError:
    """What is said of a source of which nothing may be taken."""
    return FetchError(
        "De website wil niet dat programma's haar teksten gebruiken (voorbehoud voor "
        "tekst- en datamining). Vraag de organisatie of wij haar agenda mogen overnemen.",
        permanent=True,
    )
