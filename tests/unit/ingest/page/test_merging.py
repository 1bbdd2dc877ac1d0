"""What two pages of a site tell of one activity."""

from datetime import date, time

from agenda.draft import Draft, Origin
from agenda.moment import Moment
from ingest.page.merging import merged

ZONE = "Europe/Amsterdam"


def draft(page: str, key: str, *, venue: str | None = None, end: time | None = None) -> Draft:
    day = date(2026, 10, 4)
    return Draft(
        key=key,
        title="Vogels kijken",
        start=Moment(day, time(8), ZONE),
        end=Moment(day, end, ZONE) if end else None,
        venue=venue,
        url=page,
        origin=Origin(url=page),
    )


LIST, OWN = "https://natuur.example/lijst", "https://natuur.example/vogels"


def test_one_name_at_one_time_on_two_pages_is_one_activity() -> None:
    listed = draft(LIST, "https://natuur.example#vogels-kijken", venue="De plas")
    alone = draft(OWN, OWN, end=time(11))
    (found,) = merged([(LIST, (listed,)), (OWN, (alone,))])
    assert (found.key, found.venue, found.end) == (OWN, "De plas", alone.end)


def test_one_name_at_two_places_is_two_activities() -> None:
    listed = draft(LIST, "https://natuur.example#vogels-kijken", venue="De plas")
    alone = draft(OWN, OWN, venue="Het bos")
    assert merged([(LIST, (listed,)), (OWN, (alone,))]) == (listed, alone)


def test_one_name_at_one_time_twice_on_one_page_stays_two() -> None:
    first, second = draft(LIST, "https://natuur.example/a"), draft(LIST, "https://natuur.example/b")
    assert merged([(LIST, (first, second))]) == (first, second)
