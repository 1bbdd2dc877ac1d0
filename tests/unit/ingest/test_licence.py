"""What may be taken, by the basis on which a source is published."""

from dataclasses import replace
from datetime import date

import pytest

from agenda.draft import Context, Draft, Parsed
from agenda.status import Basis
from base.errors import FetchError
from ingest.licence import licensed
from ingest.page.bundle import Bundle, Page, pack
from ingest.page.reader import read

CONTEXT = Context(address="https://huis.example/agenda", seen_on=date(2026, 3, 1))
EVENT = (
    '{"@type":"Event","name":"Koor","startDate":"2026-03-05T20:00","description":"Zing mee",'
    '"image":"/koor.jpg","location":"Zaal"}'
)


def parsed(head: str = "", **page: str) -> Parsed:
    body = f'<html><head>{head}<script type="application/ld+json">{EVENT}</script></head></html>'
    one = Page(url=CONTEXT.address, body=body.encode(), **page)
    return read(pack(Bundle(start=CONTEXT.address, pages=(one,))), CONTEXT)


def only(found: Parsed) -> Draft:
    (draft,) = found.drafts
    return draft


@pytest.mark.parametrize("basis", [Basis.GIVEN, Basis.AGREED])
def test_what_is_given_comes_whole(basis: Basis) -> None:
    draft = only(licensed(parsed(), basis))
    assert (draft.description, draft.image_url) == ("Zing mee", "https://huis.example/koor.jpg")


def test_an_open_page_gives_facts_and_a_link_only() -> None:
    whole = only(parsed())
    assert only(licensed(parsed(), Basis.OPEN_PAGE)) == replace(
        whole, description="", image_url=None
    )


RESERVING = [
    ('<meta name="tdm-reservation" content="1">', {}),
    ('<meta name="robots" content="index, noai, noimageai">', {}),
    ("", {"reservation": "header tdm-reservation"}),
]


@pytest.mark.parametrize(("head", "page"), RESERVING)
def test_from_an_open_page_that_reserves_nothing_is_taken(head: str, page: dict[str, str]) -> None:
    with pytest.raises(FetchError, match="datamining") as caught:
        licensed(parsed(head, **page), Basis.OPEN_PAGE)
    assert caught.value.permanent


@pytest.mark.parametrize(("head", "page"), RESERVING)
def test_a_source_that_gave_its_agenda_may_reserve_against_others(
    head: str, page: dict[str, str]
) -> None:
    found = licensed(parsed(head, **page), Basis.GIVEN)
    assert (len(found.drafts), found.problems) == (1, ())


def test_a_page_that_allows_is_not_taken_for_one_that_reserves() -> None:
    head = '<meta name="tdm-reservation" content="0"><meta name="robots" content="noindex">'
    assert len(licensed(parsed(head), Basis.OPEN_PAGE).drafts) == 1
