"""Each format read back by an independent reader."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time

import feedparser
import icalendar
from hypothesis import given
from hypothesis import strategies as st

from feeds import icalendar as ical
from feeds import jsonfeed, rss
from feeds.catalogue import Feed, FeedKind, Site
from feeds.items import Item, newest
from snapshot.listing import ActivityListing, OccurrenceListing, PlaceListing, When
from tests.listings import CHANGED, activity, occurrence, when

SITE = Site(name="Proefstad", base_url="https://wijzer.example", topic_labels={})
FEED = Feed(path="feeds/stad", title="Hele stad", description="Alles", kind=FeedKind.CITY)
TITLE = "Koffie, thee; en \\ taart"


def a_date(day: date, clock: time | None = time(10), **changes: object) -> OccurrenceListing:
    facts = {"title": TITLE, "when": when(day, clock)}
    return occurrence("a1", day, **{**facts, **changes})


def an_item(*dates: OccurrenceListing, **changes: object) -> ActivityListing:
    facts = {"title": TITLE, "description": "Gezellig <samen> & warm.\n\nKom ook."}
    return replace(activity("a1", occurrences=dates, **facts), **changes)  # type: ignore[arg-type]


def calendar(*dates: OccurrenceListing) -> bytes:
    return ical.render_activity(an_item(*dates), site=SITE)


def test_instants_are_right_across_both_dst_changes() -> None:
    days = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)]
    body = calendar(*(a_date(day) for day in days))
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert [e.decoded("dtstart").astimezone(UTC).hour for e in events] == [9, 8, 8, 9]


def test_the_second_of_two_o_clocks_is_given_as_instant() -> None:
    body = calendar(a_date(date(2026, 10, 25), time(2, 30, fold=1)))
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_cancelled_date_says_so() -> None:
    body = calendar(a_date(date(2026, 3, 3), status="cancelled", sequence=4))
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 4)


def test_all_day_has_an_exclusive_end() -> None:
    when = When(
        day=date(2026, 3, 3),
        clock=None,
        end_day=date(2026, 3, 4),
        end_clock=None,
        zone="Europe/Amsterdam",
    )
    (event,) = icalendar.Calendar.from_ical(calendar(a_date(date(2026, 3, 3), when=when))).walk(
        "VEVENT"
    )
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2026, 3, 3),
        date(2026, 3, 5),
    )


def test_an_unknown_end_stays_unknown() -> None:
    (event,) = icalendar.Calendar.from_ical(calendar(a_date(date(2026, 3, 3)))).walk("VEVENT")
    assert "dtend" not in event


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co")), max_size=300))
def test_any_text_comes_back_and_no_line_is_over_75_octets(text: str) -> None:
    body = calendar(a_date(date(2026, 3, 3), title=text))
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert str(event["summary"]) == ical.safe(text)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert body.count(b"\n") == body.count(b"\r\n")


def test_rss_is_read_back_by_feedparser() -> None:
    item = Item(an_item(a_date(date(2026, 3, 3))), (a_date(date(2026, 3, 3)),))
    body = rss.render(FEED, [rss.fragment(item, site=SITE)], site=SITE, newest=CHANGED)
    parsed = feedparser.parse(body)
    (entry,) = parsed.entries
    assert not parsed.bozo
    assert (entry.title, entry.id) == ("Koffie, thee; en \\ taart", "activiteit:a1")
    assert entry.published == "Sun, 01 Mar 2026 12:00:00 +0000"
    assert "<samen>" not in entry.summary


def test_json_feed_holds_start_with_offset() -> None:
    item = Item(an_item(), (a_date(date(2026, 3, 30)),))
    body = jsonfeed.render(FEED, [jsonfeed.fragment(item, site=SITE)], site=SITE)
    (shown,) = json.loads(body)["items"]
    assert shown["_events"]["dates"][0]["start"] == "2026-03-30T10:00+02:00"


def test_newest_change_comes_first() -> None:
    old, new = an_item(id="b"), an_item(id="a", changed_at=datetime(2026, 3, 2, tzinfo=UTC))
    assert [i.activity.id for i in newest([Item(old, ()), Item(new, ())])] == ["a", "b"]


def test_a_place_says_nothing_twice() -> None:
    place = PlaceListing(
        kind="neighbourhood",
        neighbourhood="Zandweerd",
        venue="De Vlier",
        address="Straat 1, 7413 AA Deventer",
        postcode="7413 AA",
    )
    assert ical.location_of(place) == "De Vlier, Straat 1, 7413 AA Deventer, Zandweerd"
