"""Running text: what a sentence is about, what is over, and what it moved from. Proposals only."""

from datetime import date

from agenda.draft import Context, Draft
from ingest.page.reader import read

CONTEXT = Context(address="https://buurt.example/berichten", seen_on=date(2026, 9, 1))


def drafts(body: str, title: str = "Buurtvereniging De Hoek") -> tuple[Draft, ...]:
    page = f"<html lang=nl><title>{title}</title><body><h1>{title}</h1>{body}</body></html>"
    return read(page.encode(), CONTEXT).drafts


def said(found: tuple[Draft, ...]) -> list[tuple[str, str, bool]]:
    return [(d.title, d.start.iso()[5:], d.is_sure) for d in found]


def test_the_name_is_in_the_sentence_and_not_that_of_the_club() -> None:
    found = drafts(
        "<p>Op zaterdag 3 oktober is er Burendag in het park, om 14.00 uur.</p>"
        "<p>Sinterklaas komt aan op zaterdag 14 november om 10.00 uur bij de haven.</p>"
        "<p>In november gaan we bollen planten: kom op 7 november om 9.30 uur naar de hoek.</p>"
    )
    assert said(found) == [
        ("Burendag", "10-03T14:00", False),
        ("Sinterklaas", "11-14T10:00", False),
        ("Bollen planten", "11-07T09:30", False),
    ]


def test_last_year_in_front_does_not_hide_this_year() -> None:
    found = drafts(
        "<p>Vorig jaar viel het straatfeest op 27 september samen met de kermis, nu hebben we er "
        "alle tijd voor: op zaterdag 26 september is er straatfeest, van 14.00 tot 17.00 uur.</p>"
        "<p>Op 4 oktober om 10.00 uur begint de opruimdag bij de school op de hoek.</p>"
    )
    assert said(found)[0] == ("Straatfeest", "09-26T14:00", False)
    assert len(found) == 2


def test_a_report_of_what_was_is_no_proposal() -> None:
    found = drafts(
        "<article><h2>Mooie maaltijd</h2><p>Op zaterdag 29 augustus aten we met tachtig mensen in "
        "de schuur.</p></article><article><h2>Lezing over turf</h2><p>Op dinsdag 17 november 2026 "
        "is er een lezing over turf in de bovenzaal. Aanvang 19.45 uur.</p></article>"
    )
    assert said(found) == [("Lezing over turf", "11-17T19:45", False)]


def test_the_day_it_moved_from_is_no_day_of_it() -> None:
    found = drafts(
        "<h3>Koffie</h3><p>De <b>koffieochtend</b> van 6 oktober gaat een dag later door: woensdag "
        "7 oktober, om 10.00 uur in de zaal.</p><h3>Film</h3><p>De filmavond van 9 oktober om "
        "19.30 uur gaat door zoals het in de krant van het dorp stond.</p>"
    )
    assert said(found)[0] == ("Koffieochtend", "10-07T10:00", False)
    assert "10-06" not in {start[:5] for _, start, _ in said(found)}
