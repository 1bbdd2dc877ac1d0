"""How makers of sites build an agenda: page builders, calendar leaves, bars of a calendar."""

from datetime import date

import pytest
from lxml.html import fromstring

from agenda.draft import Context, Draft
from ingest.page.content import content
from ingest.page.html import text_of
from ingest.page.leaves import leaf
from ingest.page.reader import read

CONTEXT = Context(address="https://sluis.example/agenda", seen_on=date(2026, 3, 1))
PAGE = "<html lang=nl><head><title>Agenda</title></head><body><h1>Agenda</h1>{}</body></html>"


def drafts(body: str) -> list[Draft]:
    found = read(PAGE.format(body).encode(), CONTEXT).drafts
    return sorted(found, key=lambda draft: draft.start.order_key)


def said(body: str) -> list[tuple[str, str, str, bool]]:
    ends = [(d, d.end.iso() if d.end else "") for d in drafts(body)]
    return [(d.title, d.start.iso(), end, d.is_sure) for d, end in ends]


def kept(body: str) -> str:
    return text_of(content(fromstring(f"<html><body>{body}</body></html>")))


@pytest.mark.parametrize(
    "words",
    [
        "elementor-widget elementor-widget-text-editor",
        "fl-widget",
        "content has-sidebar",
        "no-sidebar",
        "card-footer",
        "event-banner",
        "agenda_item_footer",
    ],
)
def test_a_block_of_the_content_stays_though_its_class_sounds_like_chrome(words: str) -> None:
    assert kept(f'<div class="{words}"><p>Bingo</p></div>') == "Bingo"


@pytest.mark.parametrize(
    "words",
    [
        "widget widget_recent_entries",
        "widget-area",
        "footer-widgets",
        "site-footer",
        "sidebar-right",
        "elementor-widget elementor-widget-nav-menu",
        "tribe-events-c-top-bar",
        "calendar-toolbar",
    ],
)
def test_what_stands_around_the_content_goes(words: str) -> None:
    assert kept(f'<div class="{words}"><p>Bingo</p></div>') == ""


def test_a_widget_inside_the_content_is_a_block_of_a_page_builder() -> None:
    assert kept('<main><div class="widget widget_text"><p>Bingo</p></div></main>') == "Bingo"
    panel = '<div class="so-panel widget widget_sow-editor"><p>Bingo</p></div>'
    assert kept(panel) == "Bingo"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<b>7</b><i>apr</i>", "7 april"),
        ("<div>APR</div><div>07</div>", "7 april"),
        ("<span>di</span><span>7</span><span>april</span><span>2026</span>", "di 7 april 2026"),
        ("<em>7</em><em>Oct</em><em>19:30</em>", "7 oktober 19:30"),
        ("<span>7</span><span>aanmeldingen</span>", ""),
        ("<span>7</span><span>8</span><span>apr</span>", ""),
        ("<span>31</span> van <span>mei</span>", ""),
        ("<span>apr</span><span>mei</span>", ""),
    ],
)
def test_a_leaf_of_a_calendar_is_a_date_in_dutch_order(inner: str, text: str) -> None:
    assert leaf(fromstring(f"<div>{inner}</div>")) == text


def _card(month: str, day: str, rest: str) -> str:
    box = f'<div class="box"><div class="m">{month}</div><div class="d">{day}</div></div>'
    return f'<div class="row">{box}<div class="text">{rest}</div></div>'


def test_activities_beside_the_leaf_of_a_calendar() -> None:
    body = (
        _card("APR", "7", '<h3><a href="/zwemmen">Zwemmen</a></h3><p>10.00 - 11.00 uur</p>')
        + _card("MEI", "12", '<h3><a href="/koor">Koor</a></h3><p>20.00 uur</p>')
        + _card("MEI", "30", '<h3><a href="/vis">Vissen</a></h3><p>za 30 mei 2026, 6.00 uur</p>')
    )
    assert said(body) == [
        ("Zwemmen", "2026-04-07T10:00", "2026-04-07T11:00", True),
        ("Koor", "2026-05-12T20:00", "", True),
        ("Vissen", "2026-05-30T06:00", "", True),
    ]


def test_the_end_in_a_line_of_its_own_belongs_to_the_same_start() -> None:
    entry = (
        '<div class="ev"><span class="when"><em class="d">{}</em><em class="m">apr</em>'
        '<em class="t">10:00</em></span><span class="title">{}</span><em class="h">{}</em></div>'
    )
    body = entry.format(7, "Zwemmen", "10:00 - 11:00") + entry.format(9, "Varen", "10:00")
    assert said(body) == [
        ("Zwemmen", "2026-04-07T10:00", "2026-04-07T11:00", True),
        ("Varen", "2026-04-09T10:00", "", True),
    ]


LISTED = (
    '<article><h3>Zwemmen</h3><time datetime="2026-04-07">7 april, 10.00 uur</time></article>'
    '<article><h3>Kunst kijken</h3><time datetime="2026-04-11">11 april</time> - '
    "<span>12 april</span></article>"
)


def test_the_bar_above_a_calendar_is_no_activity() -> None:
    bar = '<div class="kop"><time datetime="2026-03-01">1 maart 2026</time><b>Aankomend</b></div>'
    assert [title for title, *_ in said(f"<div>{bar}{LISTED}</div>")] == ["Zwemmen", "Kunst kijken"]


def test_the_last_day_in_words_stands_behind_the_first_by_machine() -> None:
    assert said(LISTED)[1] == ("Kunst kijken", "2026-04-11", "2026-04-12", True)


def _twice(short: str, title: str, full: str, place: str) -> str:
    return (
        f'<div class="a1"><div class="b2"><div>{short}</div>'
        f'<div><a href="/{title}">{title}</a></div>'
        f'<div data-hook="short-location">{place}</div><div class="c3"><div class="d4">'
        f'<div>{full}</div><div>{place}</div></div><div><a href="/{title}">Meer info</a></div>'
        "</div></div></div>"
    )


def test_a_card_that_says_its_date_in_short_and_in_full_is_one_activity() -> None:
    body = _twice("za 11 apr.", "Vliegeren", "11 apr. 2026 13:00 – 15:00", "De Bult") + _twice(
        "di 14 apr.", "Zeepkisten", "14 apr. 2026 10:30 – 12:00", "De Helling"
    )
    assert said(body) == [
        ("Vliegeren", "2026-04-11T13:00", "2026-04-11T15:00", True),
        ("Zeepkisten", "2026-04-14T10:30", "2026-04-14T12:00", True),
    ]
    assert [draft.venue for draft in drafts(body)] == ["De Bult", "De Helling"]


def test_two_days_in_one_card_stay_two_activities() -> None:
    body = (
        "<div><div><h3>11 april 2026</h3><p>Vliegeren</p><p>13.00 uur</p></div>"
        "<div><h3>12 april 2026</h3><p>Zeepkisten</p><p>10.30 uur</p></div></div>"
    )
    assert [title for title, *_ in said(body)] == ["Vliegeren", "Zeepkisten"]


def _folded(title: str) -> str:
    return (
        f'<div class="item">{title}<div class="panel" style="display: none"><p><b>Dinsdag 7 april '
        f"10.00 uur</b><br>Zwemmen</p><p><b>Dinsdag 14 april 10.00 uur</b><br>Varen</p></div>"
        "</div>"
    )


@pytest.mark.parametrize(
    "title",
    [
        '<h3 role="button">April</h3>',
        '<h3><button aria-expanded="false">April</button></h3>',
        '<div><a role="tab" href="#april">April</a></div>',
    ],
)
def test_a_panel_that_its_title_unfolds_is_read(title: str) -> None:
    assert [one for one, *_ in said(_folded(title))] == ["Zwemmen", "Varen"]


def test_what_is_hidden_without_a_title_that_unfolds_it_stays_unread() -> None:
    assert said(_folded("<h3>April</h3>")) == []
    badge = '<p><a role="button" href="/z">Meer</a><em style="display:none">Afgelast</em></p>'
    body = _card("APR", "7", f"<h3>Zwemmen</h3><p>10.00 uur</p>{badge}") + _card(
        "MEI", "12", "<h3>Koor</h3><p>20.00 uur</p>"
    )
    assert [draft.status.value for draft in drafts(body)] == ["scheduled", "scheduled"]


def test_answers_to_questions_are_no_activities() -> None:
    asked = (
        "<details><summary>Wat kost de zaal?</summary><p>Vanaf 1 mei 2026 kost het meer.</p>"
        "</details><details><summary>Mag mijn hond mee?</summary><p>Tot 1 juni 2026 mag dat niet."
        "</p></details>"
    )
    assert [title for title, *_ in said(f"<div>{LISTED}</div>{asked}")] == [
        "Zwemmen",
        "Kunst kijken",
    ]


def test_two_links_in_one_cell_that_each_begin_with_a_time_are_two_activities() -> None:
    week = "".join(f"<th>{day}</th>" for day in ("ma", "di", "wo", "do", "vr", "za", "zo"))
    two = '<a href="/z"><b>10:00</b> Zwemmen</a><a href="/k"><b>20:00 - 21:30</b> Koor</a>'
    days = "".join(f"<td>{day}{two if day == 8 else ''}</td>" for day in range(6, 13))
    body = f"<h2>april 2026</h2><table><tr>{week}</tr><tr>{days}</tr></table>"
    assert said(body) == [
        ("Zwemmen", "2026-04-08T10:00", "", True),
        ("Koor", "2026-04-08T20:00", "2026-04-08T21:30", True),
    ]


def test_a_card_that_is_a_link_as_a_whole_is_one_activity() -> None:
    card = (
        '<a class="kaart" href="/{0}"><span class="dag">{0}</span><span class="mnd">apr</span>'
        "<h3>{1}</h3><p>{2} uur</p></a>"
    )
    cards = ((4, "Breicafé", "10.00"), (11, "Pubquiz", "20.00"), (18, "Soep eten", "17.30"))
    assert said("".join(card.format(*one) for one in cards)) == [
        ("Breicafé", "2026-04-04T10:00", "", True),
        ("Pubquiz", "2026-04-11T20:00", "", True),
        ("Soep eten", "2026-04-18T17:30", "", True),
    ]
