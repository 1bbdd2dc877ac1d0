"""The nine demonstration partners: lively, the same on every day, and changed on a third visit."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar

from demo import calendars, content, partners
from demo.partners import PARTNERS, Partner

TODAY = date(2026, 11, 24)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    with partners.serving(lambda: TODAY, visits_file=tmp_path / "visits.json") as address:
        yield address


def get(address: str, etag: str = "") -> tuple[int, bytes, str]:
    request = urllib.request.Request(address, headers={"If-None-Match": etag})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read(), answer.headers["ETag"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers["ETag"]


def test_an_unchanged_partner_answers_that_nothing_changed(base: str) -> None:
    for partner in PARTNERS:
        status, body, etag = get(f"{base}{partner.entry}")
        assert (status, bool(body)) == (200, True)
        assert get(f"{base}{partner.entry}", etag) == (304, b"", etag)


def test_on_the_third_visit_something_changed_is_gone_or_fails(base: str) -> None:
    def visit(partner: Partner) -> tuple[int, bytes]:
        return get(f"{base}{partner.entry}")[:2]

    first = {p.name: visit(p) for p in PARTNERS}
    assert {p.name: visit(p) for p in PARTNERS} == first
    third = {p.name: visit(p) for p in PARTNERS}
    changed = {name for name in first if first[name] != third[name]}
    assert changed == {"buurthuis", "kerk", "sport"}
    assert third["kerk"][0] == 500
    before, after = first["buurthuis"][1], third["buurthuis"][1]
    assert before.count(b"BEGIN:VEVENT") - after.count(b"BEGIN:VEVENT") == 1
    assert (before.count(b"T133000"), after.count(b"T133000")) == (10, 15)
    assert b"EventCancelled" in third["sport"][1]


def test_visits_are_counted_over_processes(tmp_path: Path) -> None:
    church = next(p for p in PARTNERS if p.name == "kerk")
    found = []
    for _ in range(3):
        with partners.serving(lambda: TODAY, visits_file=tmp_path / "visits.json") as address:
            found.append(get(f"{address}{church.entry}")[0])
    assert found == [200, 200, 500]


def test_tomorrow_says_the_same_of_the_same_date() -> None:
    for name in ("welzijn", "buurthuis", "dorp", "kerk", "sport", "vet", "stad"):
        now = {d.key: d for d in content.dated(name, TODAY)}
        later = {d.key: d for d in content.dated(name, TODAY + timedelta(days=1))}
        assert [now[key] for key in now.keys() & later.keys()] == [
            later[key] for key in now.keys() & later.keys()
        ]
        assert all(d.day == TODAY - timedelta(days=7) for k, d in now.items() if k not in later)


def test_the_library_has_a_moved_a_cancelled_and_a_skipped_date_within_four_weeks() -> None:
    body = calendars.of_series(content.items("bibliotheek"), TODAY)
    begin = datetime(2026, 11, 23, tzinfo=UTC)
    found = recurring_ical_events.of(Calendar.from_ical(body)).between(
        begin, begin + timedelta(weeks=4)
    )
    hours = sorted(str(e["DTSTART"].dt.time()) for e in found if e["SUMMARY"] == "Taalcafé")
    assert hours == ["10:00:00", "10:00:00", "10:00:00", "12:00:00"]
    assert [e["SUMMARY"] for e in found if e.get("STATUS") == "CANCELLED"] == ["Digitaal spreekuur"]
    assert sum(1 for e in found if e["SUMMARY"] == "Voorleesuurtje") == 3


def test_every_wijk_has_something() -> None:
    names = {i.where.name for p in PARTNERS for i in content.items(p.name)}
    assert len(names) >= 16
    assert sum(len(content.dated(p.name, TODAY)) for p in PARTNERS) > 300


def test_pages_lead_to_pages_until_the_last(base: str) -> None:
    for path, count in (("/sport/?pagina={}", 4), ("/dorp/agenda-{}.html", 2)):
        bodies = [get(base + path.format(n))[1] for n in range(1, count + 1)]
        assert [b'rel="next"' in body for body in bodies] == [True] * (count - 1) + [False]
        assert get(base + path.format(count + 1))[0] == 404
