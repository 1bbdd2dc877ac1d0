"""Several times under one name, an end with a label of its own, and what stands before a name."""

from datetime import date

import pytest

from agenda.draft import Context, Draft
from ingest.page.reader import read

CONTEXT = Context(address="https://wiek.example/agenda", seen_on=date(2026, 9, 1))


def drafts(body: str) -> tuple[Draft, ...]:
    page = f"<html lang=nl><title>Agenda</title><body><h1>Agenda</h1>{body}</body></html>"
    return read(page.encode(), CONTEXT).drafts


def said(found: tuple[Draft, ...]) -> list[tuple[str, str, str, bool]]:
    return [(d.title, d.start.iso()[5:], d.status.value, d.is_sure) for d in found]


@pytest.mark.parametrize(
    "times",
    [
        "<li>vr 9 oktober 20:30</li><li>za 10 oktober 16:00 (vervalt)</li>",
        "<li>vr 9 oktober 20:30 | za 10 oktober 16:00 - gaat niet door</li>",
        "<li>vr 9 oktober 20:30 (uitverkocht)</li><li><s>za 10 oktober 16:00</s></li>",
    ],
)
def test_each_time_of_a_film_is_on_or_off_by_itself(times: str) -> None:
    other = "<section><h2>De boot</h2><ul><li>zo 11 oktober 11:00</li></ul></section>"
    found = drafts(f"<section><h2>Zout</h2><ul>{times}</ul></section>{other}")
    assert said(found) == [
        ("Zout", "10-09T20:30", "scheduled", True),
        ("Zout", "10-10T16:00", "cancelled", True),
        ("De boot", "10-11T11:00", "scheduled", True),
    ]


def test_a_play_on_three_evenings_is_one_page() -> None:
    page = (
        "<html><title>De klucht</title><h1>De klucht</h1><p>vr 6 november 20.00 uur</p>"
        "<p>za 7 november 20.00 uur (vol)</p><p>zo 8 november 14.30 uur</p></html>"
    )
    found = read(page.encode(), CONTEXT).drafts
    assert [d[1] for d in said(found)] == ["11-06T20:00", "11-07T20:00", "11-08T14:30"]
    assert {(d.title, d.is_sure) for d in found} == {("De klucht", True)}


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ("<p>Begin: vr 9 oktober 14:00</p><p>Einde: zo 11 oktober 16:00</p>", "2026-10-11T16:00"),
        ("<p>Datum: vr 9 oktober</p><p>Aanvang: 14.00 uur</p><p>Einde: 18.00</p>",
         "2026-10-09T18:00"),
        ("<p>Datum: vr 9 oktober 14.00 uur</p><p>Tot: 17.30 uur</p>", "2026-10-09T17:30"),
    ],
)  # fmt: skip
def test_an_end_under_a_label_is_no_second_activity(lines: str, end: str) -> None:
    other = "<div><h2>Bal</h2><p>Datum: za 24 oktober 20.00 uur</p></div>"
    first, second = drafts(f"<div><h2>Kamp</h2>{lines}</div>{other}")
    assert (first.start.iso(), first.end and first.end.iso(), first.is_sure) == (
        "2026-10-09T14:00",
        end,
        True,
    )
    assert second.end is None


def test_a_mark_before_the_time_is_of_its_own_line() -> None:
    lines = "<li>10.00 uur Zingen</li><li><b>VERVALT</b> 14.00 uur Toneel</li>"
    found = drafts(
        f"<h3>Zondag 4 oktober</h3><ul>{lines}</ul><h3>Ma 5 oktober</h3><p>9.00 Soep</p>"
    )
    assert said(found)[:2] == [
        ("Zingen", "10-04T10:00", "scheduled", True),
        ("Toneel", "10-04T14:00", "cancelled", True),
    ]


def test_a_party_at_a_time_is_no_closing_notice() -> None:
    found = drafts(
        "<ul><li><b>Seizoensafsluiting</b> ma 5 oktober van 16.00 tot 19.00 uur</li>"
        "<li><b>Lezen</b> di 6 oktober 19.30 uur</li>"
        "<li><b>Wintersluiting</b> vr 9 oktober</li></ul>"
    )
    assert [d.title for d in found] == ["Seizoensafsluiting", "Lezen"]


def test_hours_in_words_are_a_time_and_no_place() -> None:
    first, second = drafts(
        "<p>wo 7 oktober Soos, van twee tot vier</p><p>do 8 oktober 10.00 uur Koffie, pastorie</p>"
    )
    assert (first.title, first.venue, first.end and first.end.iso()) == (
        "Soos",
        None,
        "2026-10-07T16:00",
    )
    assert (second.title, second.venue) == ("Koffie", "pastorie")


def test_what_follows_a_comma_is_a_place_when_it_looks_like_one() -> None:
    found = drafts(
        "<p>za 3 oktober 14.00 uur Dansen, hapjes en muziek</p><p>zo 4 oktober 10.00 uur Zang, "
        "kapel</p>"
    )
    assert [(d.title, d.venue) for d in found] == [
        ("Dansen, hapjes en muziek", None),
        ("Zang", "kapel"),
    ]


def test_where_other_lines_end_in_a_place_so_does_this_one() -> None:
    lines = ("Zingen, kapel", "Koffie, pastorie", "Leerhuis, opkamer", "Soos, kerkzaal")
    days = "".join(f"<h3>{n} oktober</h3><ul><li>9.00 uur: {one}</li></ul>"
                   for n, one in enumerate(lines, 5))  # fmt: skip
    assert [(d.title, d.venue) for d in drafts(days)][2] == ("Leerhuis", "opkamer")


def test_a_name_with_a_season_in_it_is_a_name() -> None:
    page = (
        "<html><title>Lezing: egels in de winter</title><h1>Lezing: egels in de winter</h1><dl>"
        "<dt>Wanneer</dt><dd>zaterdag 17 oktober 2026</dd><dt>Tijd</dt><dd>11:00 - 12:30</dd></dl>"
    )
    (draft,) = read(page.encode(), CONTEXT).drafts
    assert (draft.title, draft.end and draft.end.iso(), draft.is_sure) == (
        "Lezing: egels in de winter",
        "2026-10-17T12:30",
        True,
    )


def test_until_late_says_no_end_and_is_no_name() -> None:
    found = drafts(
        "<p>za 7 november vanaf 10 uur tot 's avonds laat Marathonlezen</p>"
        "<p>zo 8 november 14.00 uur Soos</p>"
    )
    assert said(found)[0] == ("Marathonlezen", "11-07T10:00", "scheduled", True)
