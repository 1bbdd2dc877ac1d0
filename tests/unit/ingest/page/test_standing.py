"""Whether an activity goes ahead, as sentences beside it say."""

from datetime import date

import pytest

from agenda.draft import Context, Draft
from agenda.status import EventStatus
from ingest.page.reader import read
from ingest.page.standing import Standing, standing

CONTEXT = Context(address="https://haven.example/agenda", seen_on=date(2026, 9, 1))
PAGE = "<html lang=nl><head><title>Agenda</title></head><body><h1>Agenda</h1>{}</body></html>"


def drafts(body: str) -> tuple[Draft, ...]:
    return read(PAGE.format(body).encode(), CONTEXT).drafts


def said(body: str) -> list[tuple[str, EventStatus, bool]]:
    return [(d.title, d.status, d.is_sure) for d in drafts(body)]


ON, OFF = EventStatus.SCHEDULED, EventStatus.CANCELLED
OTHER = "<p><b>Zaterdag 19 september 11.00 uur</b><br>Havenrondje</p>"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Deze week afgelast i.v.m. de kermis", "Biljart"),
        ("Gaat vanavond niet door", "Biljart"),
        ("Helaas gecanceld door te weinig teams.", "Pubquiz"),
        ("I.v.m. de hitte gaat de wandeling niet door.", "Rondje langs de sluis"),
        ("Gaat door ziekte van de docent niet door.", "Schilderen"),
        ("Helaas moeten we deze avond afzeggen.", "Lezing"),
        ("We zijn genoodzaakt de cursus te annuleren.", "Naaien"),
        ("Er is deze keer geen taalcafé.", "Taalcafé"),
        ("Is komen te vervallen wegens verbouwing", "Koor"),
        ("Vindt niet plaats.", "Koor"),
    ],
)
def test_a_sentence_of_the_whole_says_it_is_off(text: str, title: str) -> None:
    assert standing(text, title) is Standing.OFF


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("De borrel na afloop vervalt.", "Concert"),
        ("De gids heeft afgezegd, we lopen zonder.", "Stadswandeling"),
        ("Op 3 oktober gaat het koor niet door.", "Koor"),
    ],
)
def test_a_sentence_of_a_part_or_another_day_is_asked(text: str, title: str) -> None:
    assert standing(text, title) is Standing.ASK


@pytest.mark.parametrize(
    "text",
    [
        "Bij slecht weer gaat de tocht niet door.",
        "Als er minder dan vijf deelnemers zijn, wordt de les geannuleerd.",
        "Annuleren kan tot een dag van tevoren.",
        "De tocht gaat niet door het bos.",
        "Afgelast? Kijk op onze site.",
        "De editie van vorig jaar werd afgelast.",
        "Een wandeling langs vervallen fabrieken.",
        "Dit wordt nooit afgelast.",
    ],
)
def test_a_condition_a_question_and_last_year_say_nothing(text: str) -> None:
    assert standing(text, "Tocht") is Standing.ON


def test_a_line_below_the_title_calls_it_off() -> None:
    body = OTHER + (
        "<p><b>Donderdag 24 september 20.00 uur</b><br>Pubquiz<br>Deze keer gecanceld wegens te "
        "weinig teams</p><p><b>Zondag 27 september 15.00 uur</b><br>Shantykoor<br>Iedereen kan "
        "meezingen. Bij storm gaat het niet door.</p>"
    )
    assert said(body) == [
        ("Havenrondje", ON, True),
        ("Pubquiz", OFF, True),
        ("Shantykoor", ON, True),
    ]


def test_a_part_that_is_off_is_asked() -> None:
    body = OTHER + (
        "<p><b>Zondag 27 september 15.00 uur</b><br>Shantykoor<br>De vaartocht erna vervalt.</p>"
    )
    assert said(body)[1] == ("Shantykoor", ON, False)


def test_one_time_off_does_not_end_a_series() -> None:
    body = (
        "<article><h2>Yoga</h2><p>Elke dinsdag 9.00 - 10.00 uur</p><p>Gaat deze week niet door</p>"
        "</article><article><h2>Koor</h2><p>Elke woensdag 20.00 uur</p></article>"
    )
    assert said(body) == [("Yoga", ON, False), ("Koor", ON, True)]


def test_a_cell_beside_it_in_a_table_calls_it_off() -> None:
    rows = (
        ("za 19 september", "11.00 uur", "Havenrondje", ""),
        ("do 24 september", "20.00 uur", "Pubquiz", "Gaat wegens ziekte niet door"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    head = "<tr><th>Datum</th><th>Tijd</th><th>Activiteit</th><th>Opmerkingen</th></tr>"
    assert said(f"<table>{head}{cells}</table>") == [
        ("Havenrondje", ON, True),
        ("Pubquiz", OFF, True),
    ]


DATA = (
    '<script type="application/ld+json">{"@type": "Event", "name": "Pubquiz", '
    '"startDate": "2026-09-24T20:00", "description": "%s"}</script>'
)


def test_the_description_in_the_data_calls_it_off() -> None:
    assert said(DATA % "Helaas geannuleerd.") == [("Pubquiz", OFF, True)]


def test_what_the_page_calls_off_is_off_though_its_data_do_not_say_so() -> None:
    body = DATA % "Kom langs" + (
        "<article><h2>Pubquiz</h2><p>Donderdag 24 september 2026, 20.00 uur</p><p>Afgelast!</p>"
        "</article>"
    )
    assert said(body) == [("Pubquiz", OFF, True)]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("za 12 sept. – Vissen – 10.00 uur – vijver – <b>AFGELAST</b>", "cancelled"),
        ("AFGELAST – za 12 sept. – Vissen – 10.00 uur", "cancelled"),
        ("za 12 sept. – Vissen – 10.00 uur – <b>NIEUW</b>", "scheduled"),
    ],
)
def test_what_is_said_of_an_activity_is_not_its_name(line: str, status: str) -> None:
    page = (
        "<html lang=nl><title>Agenda</title><body><h1>Agenda 2026</h1><p>vr 11 sept. – Bingo – "
        f"20.00 uur<br>{line}</p></body>"
    )
    context = Context(address="https://kade.example/agenda", seen_on=date(2026, 9, 1))
    found = {d.title: d.status.value for d in read(page.encode(), context).drafts}
    assert found == {"Bingo": "scheduled", "Vissen": status}
