"""schema.org events in the many ways sites write them."""

import json
from datetime import date, time
from typing import Any

import pytest

from agenda.draft import Context, Draft, Parsed, Recurrence
from agenda.moment import Moment
from agenda.status import EventStatus
from ingest.page.reader import read

CONTEXT = Context(address="https://huis.example/agenda", seen_on=date(2026, 3, 1))
DAY = date(2026, 3, 5)


def parsed(*blocks: object) -> Parsed:
    scripts = "".join(
        f'<script type="application/ld+json">{b if isinstance(b, str) else json.dumps(b)}</script>'
        for b in blocks
    )
    return read(f"<html><head>{scripts}</head><body></body></html>".encode(), CONTEXT)


def event(**facts: Any) -> dict[str, Any]:
    return {"@type": "Event", "name": "Koor", "startDate": "2026-03-05T20:00", **facts}


def one(**facts: Any) -> Draft:
    (draft,) = parsed(event(**facts)).drafts
    return draft


def starts(**facts: Any) -> list[str]:
    return [draft.start.iso() for draft in parsed(event(**facts)).drafts]


@pytest.mark.parametrize(
    ("stated", "local"),
    [
        ("2026-03-05T20:00", "2026-03-05T20:00"),
        ("2026-03-05 20:00:00", "2026-03-05T20:00"),
        ("2026-03-05T20:00:00+01:00", "2026-03-05T20:00"),
        ("2026-07-05T18:00:00Z", "2026-07-05T20:00"),
        ("2026-07-05T18:00:00.000+0000", "2026-07-05T20:00"),
        ("2026-03-05T20", "2026-03-05T20:00"),
        ("2026-03-05", "2026-03-05"),
        ("20260305T200000", "2026-03-05T20:00"),
    ],
)
def test_a_time_without_offset_is_local_and_an_offset_is_believed(stated: str, local: str) -> None:
    assert starts(startDate=stated) == [local]


@pytest.mark.parametrize(
    "stated", ["2026-03-05T10-10-00-00", "2026-02-30T20:00", "2026-03-05T29:00", "binnenkort"]
)
def test_an_impossible_time_is_a_problem_and_never_a_guess(stated: str) -> None:
    found = parsed(event(startDate=stated), event(name="Soep"))
    assert [draft.title for draft in found.drafts] == ["Soep"]
    assert [problem.code for problem in found.problems] == ["bad_date"]
    assert stated in found.problems[0].message
    assert found.unread_keys == {"https://huis.example/agenda#koor"}


def test_an_end_before_the_start_is_left_out_and_said() -> None:
    found = parsed(event(endDate="2026-03-05T19:00"))
    assert (found.drafts[0].end, found.problems[0].code) == (None, "end_before_start")


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [
        ("2026-03-05T00:00:00+01:00", "2026-03-05T23:59:59+01:00", None),
        ("2026-03-05T00:00:00+01:00", "2026-03-07T23:59:59+01:00", "2026-03-07"),
        ("2026-03-05", "2026-03-07", "2026-03-07"),
        ("2026-03-05T00:00", None, None),
    ],
)
def test_midnight_to_midnight_is_whole_days(start: str, end: str | None, last: str | None) -> None:
    draft = one(startDate=start, endDate=end)
    assert (draft.start, draft.end and draft.end.iso()) == (Moment(DAY), last)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"eventStatus": "https://schema.org/EventCancelled"}, EventStatus.CANCELLED),
        ({"eventStatus": "EventPostponed"}, EventStatus.CANCELLED),
        ({"eventStatus": "http://schema.org/EventRescheduled"}, EventStatus.MOVED),
        ({"eventStatus": "https://schema.org/EventMovedOnline"}, EventStatus.SCHEDULED),
        ({"name": "GEANNULEERD: Koor"}, EventStatus.CANCELLED),
        ({"name": "Film: De geannuleerde bruiloft"}, EventStatus.SCHEDULED),
    ],
)
def test_the_status_is_the_stated_one(facts: dict[str, str], status: EventStatus) -> None:
    assert one(**facts).status is status


def test_a_rescheduled_event_knows_when_it_was() -> None:
    draft = one(
        eventStatus="https://schema.org/EventRescheduled", previousStartDate="2026-03-01T19:00"
    )
    assert draft.previous_start == Moment(date(2026, 3, 1), time(19))


ADDRESS = {
    "@type": "PostalAddress",
    "streetAddress": "Beekweg 3",
    "postalCode": "7412ZZ",
    "addressLocality": "Deventer",
}


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("Leeshuis, zolder", ("Leeshuis, zolder", None, None, None)),
        ({"@type": "Place", "name": "Zaal"}, ("Zaal", None, None, None)),
        (
            {"@type": "Place", "name": "Zaal", "address": ADDRESS},
            ("Zaal", "Beekweg 3, 7412ZZ Deventer", "7412 ZZ", None),
        ),
        (
            {"@type": "Place", "name": "Zaal", "address": "Beekweg 3, 7412 ZZ Deventer"},
            ("Zaal", "Beekweg 3, 7412 ZZ Deventer", "7412 ZZ", None),
        ),
        (
            [{"@type": "VirtualLocation", "url": "/kamer"}, {"@type": "Place", "name": "Zaal"}],
            ("Zaal", None, None, "https://huis.example/kamer"),
        ),
        ({"@type": "VirtualLocation"}, (None, None, None, "https://huis.example/agenda")),
        (["Zaal", "Foyer"], ("Zaal", None, None, None)),
    ],
)
def test_a_place_is_read_in_every_form(location: object, place: tuple[str | None, ...]) -> None:
    draft = one(location=location)
    assert (draft.venue, draft.address, draft.postcode, draft.online_url) == place


@pytest.mark.parametrize(
    ("geo", "point"),
    [
        ({"latitude": 52.2551, "longitude": 6.1639}, (52.2551, 6.1639)),
        ({"latitude": "52.2551", "longitude": "6.1639"}, (52.2551, 6.1639)),
        ({"latitude": 0, "longitude": 0}, None),
        ({"latitude": 6.1639, "longitude": 52.2551}, None),
        ({"latitude": 48.8566, "longitude": 2.3522}, None),
        ({"latitude": "", "longitude": ""}, None),
        ({"latitude": "nan", "longitude": "inf"}, None),
        ("52.2551,6.1639", None),
    ],
)
def test_a_point_is_taken_when_it_lies_in_the_netherlands(
    geo: object, point: tuple[float, float] | None
) -> None:
    assert one(location={"@type": "Place", "name": "Zaal", "geo": geo}).point == point


@pytest.mark.parametrize(
    ("offers", "price"),
    [
        ({"price": "0"}, "gratis"),
        ({"price": 7.5}, "€ 7,50"),
        ({"lowPrice": "5", "highPrice": "9"}, "€ 5,00 / € 9,00"),
        ([{"price": "5.00"}, {"price": "5.00"}], "€ 5,00"),
        ({"price": "vrije gift"}, "vrije gift"),
    ],
)
def test_a_price_is_shown_as_we_write_it(offers: object, price: str) -> None:
    assert one(offers=offers).price == price


def test_an_organisation_is_named_and_a_person_is_not() -> None:
    assert one(organizer={"@type": "Organization", "name": "De Kern"}).organiser == "De Kern"
    assert one(organizer={"@type": "Person", "name": "A. Verzonnen"}).organiser is None


def test_a_place_elsewhere_in_the_graph_is_found_by_its_id() -> None:
    graph = [
        {"@type": "Place", "@id": "#zaal", "name": "Tuinkamer"},
        event(location={"@id": "#zaal"}),
    ]
    (draft,) = parsed({"@context": "https://schema.org", "@graph": graph}).drafts
    assert draft.venue == "Tuinkamer"


def test_a_broken_block_is_said_and_costs_no_other_block() -> None:
    found = parsed('{"@type":"Event","name":"Lezing "x"","startDate":"2026"', event())
    assert [draft.title for draft in found.drafts] == ["Koor"]
    assert [problem.code for problem in found.problems] == ["broken_block"]


def test_events_are_found_inside_lists_and_pages() -> None:
    items = [{"@type": "ListItem", "item": event(name=name)} for name in ("Koor", "Soep")]
    page = {
        "@type": "CollectionPage",
        "mainEntity": {"@type": "ItemList", "itemListElement": items},
    }
    assert [draft.title for draft in parsed(page).drafts] == ["Koor", "Soep"]


def test_an_umbrella_that_is_only_mentioned_is_not_an_event_of_this_page() -> None:
    assert [d.title for d in parsed(event(superEvent=event(name="Festival"))).drafts] == ["Koor"]


def test_parts_with_names_of_their_own_stand_beside_the_whole() -> None:
    parts = [{"@type": "Event", "name": "Workshop", "startDate": "2026-03-05T21:00"}]
    titles = [draft.title for draft in parsed(event(subEvent=parts)).drafts]
    assert titles == ["Koor", "Workshop"]


def test_dates_of_a_series_inherit_and_have_keys_of_their_own() -> None:
    parts = [{"startDate": "2026-03-05T20:00"}, {"startDate": "2026-03-12T20:00"}]
    series = event(**{"@type": "EventSeries"}, url="/koor", location="Zaal", subEvent=parts)
    del series["startDate"]
    assert [(d.key, d.venue) for d in parsed(series).drafts] == [
        ("https://huis.example/koor#2026-03-05", "Zaal"),
        ("https://huis.example/koor#2026-03-12", "Zaal"),
    ]


@pytest.mark.parametrize(
    ("schedule", "first", "rule"),
    [
        (
            {"repeatFrequency": "P1W", "byDay": "https://schema.org/Thursday"},
            "2026-03-05T20:00",
            "FREQ=WEEKLY;BYDAY=TH",
        ),
        (
            {"repeatFrequency": "P2W", "byDay": ["Monday", "Friday"], "endDate": "2026-06-01"},
            "2026-03-06T20:00",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20260601T215959Z",
        ),
        (
            {"repeatFrequency": "P1M", "byDay": "Wednesday", "byMonthWeek": 1, "repeatCount": 6},
            "2026-04-01T20:00",
            "FREQ=MONTHLY;BYDAY=1WE;COUNT=6",
        ),
    ],
)
def test_a_schedule_is_a_rule_and_starts_on_its_first_date(
    schedule: dict[str, Any], first: str, rule: str
) -> None:
    stated = {"@type": "Schedule", "startDate": "2026-03-05", "startTime": "20:00:00", **schedule}
    draft = one(startDate=None, eventSchedule=stated)
    assert (draft.start.iso(), draft.recurrence) == (first, Recurrence(rrules=(rule,)))


def test_a_schedule_that_cannot_be_read_brings_a_doubt() -> None:
    draft = one(eventSchedule={"startDate": "2026-03-05", "repeatFrequency": "soms"})
    assert (draft.recurrence, [d.about for d in draft.doubts]) == (None, ["recurrence"])


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        (
            {"@id": "https://www.huis.example/e/7?utm_source=nieuwsbrief"},
            "https://huis.example/e/7",
        ),
        ({"url": "http://huis.example/e/7/#top"}, "https://huis.example/e/7#top"),
        ({"@id": "#e7"}, "https://huis.example/agenda#e7"),
        ({}, "https://huis.example/agenda#koor"),
        ({"url": "https://huis.example/agenda"}, "https://huis.example/agenda#koor"),
    ],
)
def test_a_key_is_the_sources_own_and_the_same_under_every_spelling(
    facts: dict[str, str], key: str
) -> None:
    assert one(**facts).key == key


def test_an_event_without_a_name_or_date_is_a_problem() -> None:
    found = parsed(event(name=""), event(startDate=None))
    assert (found.drafts, [p.code for p in found.problems]) == ((), ["no_title", "no_date"])


def test_what_is_not_for_visitors_is_no_event() -> None:
    assert parsed({**event(), "@type": "BroadcastEvent"}).drafts == ()


def test_latin_1_and_entities_are_read() -> None:
    page = (
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
        '<script type="application/ld+json">'
        '{"@type":"Event","name":"Caf\xe9 &amp; co","startDate":"2026-03-05"}</script>'
    )
    (draft,) = read(page.encode("latin-1"), CONTEXT).drafts
    assert draft.title == "Café & co"


def test_control_characters_in_a_page_stop_nothing() -> None:
    script = '{"@type":"Event","name":"Koor","startDate":"2026-03-05"}'
    page = f'<p>a\0b</p><nav>&#x1;</nav>&#27;<script type="application/ld+json">{script}</script>'
    assert [draft.title for draft in read(page.encode(), CONTEXT).drafts] == ["Koor"]


def test_microformats_that_are_never_closed_are_not_read() -> None:
    item = '<div class="vevent"><span class="summary">Koor</span><abbr class="dtstart" title='
    page = f"<html><body>{40 * (item + '2026-03-05T19:30>5 maart</abbr>')}</body></html>"
    found = read(page.encode(), Context(address="https://kerk.example/", seen_on=date(2026, 3, 1)))
    assert "broken_block" in [p.code for p in found.problems]
    one = page.replace(
        40 * (item + "2026-03-05T19:30>5 maart</abbr>"), item + "2026-03-05>x</abbr>"
    )
    calm = read(one.encode(), Context(address="https://kerk.example/", seen_on=date(2026, 3, 1)))
    assert [p.code for p in calm.problems] == []
    assert [d.title for d in calm.drafts] == ["Koor"]
