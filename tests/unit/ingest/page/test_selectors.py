"""A selector file: what it finds, and what it says when it is wrong."""

from datetime import date

import pytest

from agenda.draft import Context, Parsed
from agenda.status import EventStatus
from base.errors import FormatError
from ingest.page.html import parse as parse_page
from ingest.page.links import Links, links
from ingest.page.reader import read
from ingest.page.selectors import parse

FILE = """
activiteit = "div.regel"
titel = "b"
datum = ".d"
tijd = ".t"
plaats = ".p"
prijs = ".e"
status = ".s"
link = "a"
volgende = "a.verder"

[detail]
titel = "h1"
datum = "time@datetime"
plaats = "#waar"
"""
LIST = """<html><body>
<div class="regel"><b>Bingo</b><i class="d">wo 18 maart</i><i class="t">14.00 uur</i>
<i class="p">Soos</i><i class="e">€ 2,-</i><a href="/bingo">meer</a></div>
<div class="regel"><b>Film</b><i class="d">vr 20 maart</i><i class="t">20.00 - 22.00</i>
<i class="s">Gaat niet door</i></div>
<div class="anders"><b>Geen activiteit</b><i class="d">1 maart</i></div>
<a class="verder" href="/agenda?p=2">2</a></body></html>"""


def reading(page: str, selectors: str = FILE) -> Parsed:
    context = Context(
        address="https://soos.example/agenda", seen_on=date(2026, 3, 1), selectors=selectors
    )
    return read(page.encode(), context)


def test_the_activities_are_those_the_file_points_at() -> None:
    assert [
        (d.title, d.start.iso(), d.end and d.end.iso(), d.venue, d.price, d.status, d.is_sure)
        for d in reading(LIST).drafts
    ] == [
        ("Bingo", "2026-03-18T14:00", None, "Soos", "€ 2,00", EventStatus.SCHEDULED, True),
        ("Film", "2026-03-20T20:00", "2026-03-20T22:00", None, None, EventStatus.CANCELLED, True),
    ]


def test_an_own_page_is_read_by_the_second_part_of_the_file() -> None:
    page = (
        "<html><body><h1>Bingo</h1><time datetime='2026-03-18T14:00'>straks</time>"
        "<p id='waar'>Soos</p></body></html>"
    )
    (draft,) = reading(page).drafts
    assert (draft.title, draft.start.iso(), draft.venue) == ("Bingo", "2026-03-18T14:00", "Soos")


def test_the_file_says_where_the_next_page_and_the_own_pages_are() -> None:
    drafts = reading(LIST).drafts
    assert links(parse_page(LIST), "https://soos.example/agenda", drafts, parse(FILE)) == Links(
        pages=("https://soos.example/agenda?p=2",), details=("https://soos.example/bingo",)
    )


def test_a_line_that_finds_nothing_is_named() -> None:
    found = reading(LIST, FILE.replace('".p"', '".plaats"'))
    assert [p.message for p in found.problems] == [
        "Regel 6 (plaats = “.plaats”) vindt niets in de 2 activiteiten op deze pagina."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel = 'b'", "mist de regel “activiteit”"),
        (
            "activiteit = 'li'\ntitle = 'b'",
            "regel 2 (title): dit kennen we niet; bedoel je “titel”",
        ),
        ("activiteit = 'li'\ntitel = 'b['", "regel 2 (titel): “b[” is geen geldige selector"),
        ("activiteit = 'li'\ntitel = 3", "regel 2 (titel): hoort een selector"),
        ("activiteit = 'li'\ntitel = b", "op regel 2, bij teken 9"),
        ("activiteit = 'li'\ntitel = ", "houdt midden in een regel op"),
        ("activiteit = 'li'\n[detail]\nkleur = 'b'", "regel 3 (kleur): dit kennen we niet"),
        ("activiteit = 'li'\nzoekmachinegegevens = 'ja'", "regel 2 (zoekmachinegegevens): kies"),
        ("activiteit = 'li'\ndetail = 'b'", "regel 2 (detail): hoort een kopje te zijn"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse(text)
    assert said in str(caught.value)
    assert caught.value.permanent


def test_structured_data_can_be_set_aside() -> None:
    page = LIST.replace(
        "<body>",
        '<body><script type="application/ld+json">{"@type":"Event","name":"Oud",'
        '"startDate":"2026-03-01"}</script>',
    )
    assert "Oud" in {d.title for d in reading(page).drafts}
    without = reading(page, "zoekmachinegegevens = false\n" + FILE)
    assert [d.title for d in without.drafts] == ["Bingo", "Film"]
