"""What holds for every page of the public site: headers, trouble, caching, no database."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from snapshot.spool import Missed, taken
from tests import town
from web.public.app import create_app
from web.public.cache import Page, Pages


def test_home_shows_what_is_on_and_nothing_that_is_over(client: FlaskClient) -> None:
    text = client.get("/").text
    assert "Taalcafé" in text
    assert "Buurtfestival" in text
    assert "Gaat niet door" in text
    # This morning, five days ago, dropped by its source.
    for title in ("Koffieochtend", "Lezing over de Hanze", "Schilderclub"):
        assert title not in text


def test_pages_have_strict_headers_and_no_cookies(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'; script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Set-Cookie" not in headers


def test_a_page_is_not_sent_again_when_it_did_not_change(client: FlaskClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Security-Policy" in again.headers
    assert client.get("/").data == first.data
    assert client.head("/").data == b""


def test_an_hour_later_what_is_over_is_gone(tmp_path: Path) -> None:
    town.publish_town(tmp_path)
    time = [town.NOW]
    client = create_app(town.settings(tmp_path), clock=lambda: time[0]).test_client()
    assert "Taalcafé" in client.get("/").text
    time[0] += timedelta(hours=7)
    assert "Vandaag, dinsdag 10 maart" in client.get("/").text
    assert client.get("/").text.count("Taalcafé") == 0


def test_the_cache_is_bounded_in_pages_and_in_bytes() -> None:
    pages = Pages(max_pages=2, max_bytes=10)
    for key, size in (("a", 4), ("b", 4), ("c", 4)):
        pages.put(key, Page(b"x" * size, "text/html", ""))
    assert [key for key in "abc" if pages.get(key)] == ["b", "c"]
    pages.put("d", Page(b"x" * 9, "text/html", ""))
    assert [key for key in "abcd" if pages.get(key)] == ["d"]


def test_without_a_snapshot_every_page_says_so_with_another_way(tmp_path: Path) -> None:
    client = create_app(town.settings(tmp_path), clock=lambda: town.NOW).test_client()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "De gids is er nog niet" in answer.text
    assert "Bel 14 0570" in answer.text


def test_an_old_snapshot_says_so(tmp_path: Path) -> None:
    town.publish_town(tmp_path)
    later = town.NOW + timedelta(days=1)
    client = create_app(town.settings(tmp_path), clock=lambda: later).test_client()
    assert "niet bijgewerkt sinds dinsdag 10 maart, 6.12 uur" in client.get("/").text


def test_an_unknown_address_gets_a_search_box_and_is_noted(
    client: FlaskClient, tmp_path: Path
) -> None:
    answer = client.get("/oude/pagina?wie=ik")
    assert answer.status_code == 404
    assert 'action="/zoeken"' in answer.text
    with taken(tmp_path / "spool", Missed) as lines:
        assert [(line.path, line.day) for line in lines] == [("/oude/pagina", town.TODAY)]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/", 405),
        ("GET", "/%00", 404),
        ("GET", "/activiteit/../../etc/passwd", 404),
        ("GET", "/feeds/../listings.sqlite", 404),
        ("GET", "/feeds/%2e%2e/listings.sqlite", 404),
    ],
)
def test_bad_addresses_get_a_plain_answer(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert "Liever iemand spreken?" in answer.text


def test_a_bug_of_ours_is_logged_and_not_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    town.publish_town(tmp_path)
    app = create_app(town.settings(tmp_path), clock=lambda: town.NOW)
    app.add_url_rule("/stuk", view_func=lambda: 1 / 0)
    with caplog.at_level(logging.CRITICAL, logger="web.public.app"):
        answer = app.test_client().get("/stuk")
    assert answer.status_code == 500
    assert "Er gaat iets mis bij ons" in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_demonstration_says_so_and_is_not_indexed(tmp_path: Path) -> None:
    town.publish_town(tmp_path, replace(town.contents(), facts={"is_demo": "1"}))
    client = create_app(town.settings(tmp_path), clock=lambda: town.NOW).test_client()
    text = client.get("/").text
    assert "<strong>Demonstratie.</strong>" in text
    assert '<meta name="robots" content="noindex">' in text


def test_feeds_are_served_as_they_stand(client: FlaskClient, tmp_path: Path) -> None:
    plain = client.get("/feeds/wijk/zandweerd.ics")
    assert plain.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert plain.data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert plain.headers["Last-Modified"] == "Tue, 10 Mar 2026 05:12:00 GMT"
    packed = client.get("/feeds/wijk/zandweerd.ics", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    head = client.head("/feeds/wijk/zandweerd.ics")
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(plain.data)))
    for name, value in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
        again = client.get("/feeds/wijk/zandweerd.ics", headers={value: plain.headers[name]})
        assert (again.status_code, again.data) == (304, b"")
    assert client.get("/feeds/wijk/nergens.ics").status_code == 404


def test_the_colours_come_from_the_municipality(client: FlaskClient) -> None:
    assert "  --accent: #00577d;\n" in client.get("/kleuren.css").text


def test_a_browser_can_offer_subjects_and_organisations_while_someone_types(
    client: FlaskClient,
) -> None:
    for path in ("/", "/zoeken"):
        page = client.get(path).text
        assert 'list="voorstellen"' in page
        assert '<option value="Je alleen voelen"' in page
