"""A real Scrapy child process crawls a real site that behaves well, and badly."""

import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from accounts.redaction import redactor_for
from agenda.draft import Context, Parsed
from agenda.models import Source
from agenda.reading.record import Placed
from agenda.status import Basis, Outcome, SourceKind, Trust
from base.config import ROOT
from base.db import Database
from base.errors import FetchError
from base.municipality import load
from ingest.crawl import CrawlLimits, crawl, drop_pages
from ingest.fetch import Fetched
from ingest.page.bundle import unpack
from ingest.page.reader import read
from ingest.run import Tools, refresh
from tests.integration.test_record import HERE
from tests.integration.website import Answer, Website, event_page, serving

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AGENT = "Proef/1 (+https://wijzer.example/contact)"
QUICK = CrawlLimits(page_seconds=3.0, seconds=20.0, page_bytes=200_000)


@pytest.fixture
def site() -> Iterator[Website]:
    held = Website()
    with serving(held):
        yield held


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "crawl"


def visit(site: Website, cache: Path, path: str = "/agenda", **limits: float) -> Fetched:
    return crawl(
        f"http://{site.host}{path}",
        user_agent=AGENT,
        cache_dir=cache,
        today=TODAY,
        allowed_loopback=frozenset({site.host}),
        limits=replace(QUICK, **limits),  # type: ignore[arg-type]
    )


def parsed(got: Fetched) -> Parsed:
    return read(got.body, Context(address=got.url, seen_on=TODAY))


def titles(got: Fetched) -> list[str]:
    return [draft.title for draft in parsed(got).drafts]


def two_pages(site: Website) -> None:
    following = '<a rel="next" href="/agenda?p=2">Volgende</a>'
    site.pages = {
        "/agenda": event_page(("Koor", "2026-03-05T20:00"), links=following),
        "/agenda?p=2": event_page(("Soep", "2026-03-06T12:00")),
    }


def test_every_page_of_the_list_is_read(site: Website, cache: Path) -> None:
    two_pages(site)
    got = visit(site, cache)
    assert titles(got) == ["Koor", "Soep"]
    assert parsed(got).is_complete
    assert site.agents == {AGENT}


def test_an_unchanged_site_gives_the_same_bytes_for_one_question_a_page(
    site: Website, cache: Path
) -> None:
    two_pages(site)
    for answer in site.pages.values():
        answer.etag = '"1"'
    first = visit(site, cache)
    for answer in site.pages.values():
        answer.body = "never sent, because it is not modified"
    assert visit(site, cache).body == first.body


def test_what_robots_forbids_is_not_asked_for_and_the_crawl_is_not_complete(
    site: Website, cache: Path
) -> None:
    two_pages(site)
    site.pages["/robots.txt"] = Answer(body="User-agent: *\nDisallow: /agenda?p=\n")
    got = visit(site, cache)
    assert site.paths == ["/agenda"]
    assert (titles(got), parsed(got).is_complete) == (["Koor"], False)
    assert "robots.txt" in parsed(got).problems[0].message


@pytest.mark.parametrize(
    ("robots", "said", "is_permanent"),
    [
        (Answer(body="User-agent: *\nDisallow: /\n"), "wil niet", True),
        (Answer(status=503), "robots.txt geeft een fout", False),
        (Answer(body="User-agent: *\nCrawl-delay: 3600\n"), "3600 seconden", True),
    ],
)
def test_a_site_that_forbids_or_cannot_say_is_left_alone(
    site: Website, cache: Path, robots: Answer, said: str, is_permanent: bool
) -> None:
    two_pages(site)
    site.pages["/robots.txt"] = robots
    with pytest.raises(FetchError, match=said) as caught:
        visit(site, cache)
    assert (caught.value.permanent, site.paths) == (is_permanent, [])


def test_the_crawl_delay_of_robots_is_kept(site: Website, cache: Path) -> None:
    two_pages(site)
    site.pages["/robots.txt"] = Answer(body="User-agent: *\nCrawl-delay: 1.5\n")
    visit(site, cache)
    assert site.times["/agenda?p=2"] - site.times["/agenda"] >= 1.4


def test_a_loop_of_pages_ends(site: Website, cache: Path) -> None:
    site.pages = {
        f"/agenda?p={n}": event_page(
            ("Koor", "2026-03-05T20:00"),
            links=f'<a rel="next" href="/agenda?p={n + 1}">volgende</a>',
        )
        for n in range(1, 50)
    }
    got = visit(site, cache, "/agenda?p=1")
    assert (titles(got), site.paths) == (["Koor"], ["/agenda?p=1", "/agenda?p=2"])


def test_months_are_followed_up_to_a_horizon(site: Website, cache: Path) -> None:
    site.pages = {
        f"/kalender?maand={n}": event_page(
            (f"Feest {n}", f"2026-{n:02}-05T20:00"),
            links=f'<a href="/kalender?maand={n + 1}">volgende maand</a>',
        )
        for n in range(3, 12)
    }
    got = visit(site, cache, "/kalender?maand=3")
    assert titles(got) == ["Feest 3", "Feest 4", "Feest 5", "Feest 6"]
    assert parsed(got).is_complete


def test_a_site_with_too_many_pages_is_cut_short_and_says_so(site: Website, cache: Path) -> None:
    site.pages = {
        f"/agenda?p={n}": event_page(
            (f"Koor {n}", f"2026-03-{n:02}T20:00"),
            links=f'<a rel="next" href="/agenda?p={n + 1}">volgende</a>',
        )
        for n in range(1, 20)
    }
    got = visit(site, cache, "/agenda?p=1", pages=3)
    assert (len(titles(got)), parsed(got).is_complete) == (3, False)
    assert "meer pagina's dan wij lezen" in parsed(got).problems[0].message


def test_an_activity_without_a_place_is_looked_up_on_its_own_page(
    site: Website, cache: Path
) -> None:
    bare = '{"@type":"Event","name":"Koor","startDate":"2026-03-05T20:00","url":"/koor"}'
    site.pages = {
        "/agenda": Answer(body=f'<script type="application/ld+json">{bare}</script>'),
        "/koor": event_page(("Koor", "2026-03-05T20:00")),
    }
    got = visit(site, cache)
    assert site.paths == ["/agenda", "/koor"]
    assert [draft.venue for draft in parsed(got).drafts] == ["Zaal"]


def test_a_list_of_links_leads_to_the_activities(site: Website, cache: Path) -> None:
    links = '<main><a href="/agenda/koor">Koor</a> <a href="/nieuws/x">Nieuws</a></main>'
    site.pages = {
        "/agenda": Answer(body=f"<html><body>{links}</body></html>"),
        "/agenda/koor": event_page(("Koor", "2026-03-05T20:00")),
    }
    got = visit(site, cache)
    assert (titles(got), site.paths) == (["Koor"], ["/agenda", "/agenda/koor"])


@pytest.mark.parametrize("target", ["http://169.254.169.254/x", "http://[::1]:1/", "ftp://x/y"])
def test_a_redirect_to_an_address_inside_a_network_is_refused(
    site: Website, cache: Path, target: str
) -> None:
    site.pages = {"/agenda": Answer(status=302, headers={"Location": target})}
    with pytest.raises(FetchError):
        visit(site, cache)
    assert site.paths == ["/agenda"]


def test_another_port_of_an_allowed_host_is_refused(site: Website, cache: Path) -> None:
    other = Website(pages={"/": event_page(("Geheim", "2026-03-05T20:00"))})
    with serving(other):
        site.pages = {"/agenda": Answer(status=302, headers={"Location": f"http://{other.host}/"})}
        with pytest.raises(FetchError, match="binnen een netwerk"):
            visit(site, cache)
    assert other.asked == []


@pytest.mark.parametrize(
    ("answer", "said", "is_permanent", "wait"),
    [
        (Answer(status=503, headers={"Retry-After": "120"}), "503", False, 120),
        (
            Answer(
                status=503,
                headers={
                    "Date": "Sun, 01 Mar 2026 12:00:00 GMT",
                    "Retry-After": "Sun, 01 Mar 2026 12:05:00 GMT",
                },
            ),
            "503",
            False,
            300,
        ),
        (Answer(status=404), "bestaat niet", True, None),
        (Answer(content_type="application/pdf"), "bestand", True, None),
        (Answer(drip=0.0), "groter dan wij lezen", True, None),
        (Answer(drip=0.2), "te langzaam", False, None),
    ],
)
def test_a_start_page_that_fails_is_a_failure_not_an_empty_agenda(
    site: Website, cache: Path, answer: Answer, said: str, is_permanent: bool, wait: int | None
) -> None:
    site.pages = {"/agenda": answer}
    with pytest.raises(FetchError, match=said) as caught:
        visit(site, cache)
    assert (caught.value.permanent, caught.value.retry_after) == (is_permanent, wait)


def test_a_failing_page_is_not_replaced_by_the_one_in_store(site: Website, cache: Path) -> None:
    two_pages(site)
    site.pages["/agenda?p=2"].etag = '"1"'
    visit(site, cache)
    site.pages["/agenda?p=2"] = Answer(status=500)
    got = visit(site, cache)
    assert (titles(got), parsed(got).is_complete) == (["Koor"], False)
    bundle = unpack(got.body)
    assert bundle is not None
    assert [page.failure for page in bundle.pages] == ["", "De website geeft een fout (500)."]


@pytest.mark.parametrize(
    "reserving",
    [
        {"/agenda": Answer(headers={"TDM-Reservation": "1"})},
        {"/.well-known/tdmrep.json": Answer(body='[{"location":"/*","tdm-reservation":1}]')},
    ],
)
def test_a_reservation_stands_with_the_page(
    site: Website, cache: Path, reserving: dict[str, Answer]
) -> None:
    two_pages(site)
    page = site.pages["/agenda"]
    for path, answer in reserving.items():
        site.pages[path] = replace(answer, body=answer.body or page.body)
    problems = parsed(visit(site, cache)).problems
    assert "tdm_reserved" in {problem.code for problem in problems}


def test_a_website_is_refreshed_like_any_source(
    database: Database, site: Website, tmp_path: Path
) -> None:
    two_pages(site)
    with database.write_scope() as session:
        held = Source(
            name="koor",
            title="Koor",
            kind=SourceKind.WEBSITE,
            basis=Basis.GIVEN,
            address=f"http://{site.host}/agenda",
            trust=Trust.REVIEW_NONE,
            created_at=NOW,
        )
        session.add(held)
        session.flush()
        source = held.id
    tools = Tools(
        user_agent=AGENT,
        municipality=load(ROOT / "municipalities/deventer"),
        read=lambda _kind, body, context: read(body, context),
        place=lambda draft: Placed(draft=draft, place=HERE),
        uploads_dir=tmp_path,
        crawl_dir=tmp_path / "crawl",
        allowed_loopback=frozenset({site.host}),
    )
    visits = [
        refresh(database, source, tools=tools, now=NOW + timedelta(hours=hours)) for hours in (0, 5)
    ]
    assert [visit and (visit.outcome, visit.added, visit.kept) for visit in visits] == [
        (Outcome.OK, 2, 0),
        (Outcome.UNCHANGED, 0, 2),
    ]
    site.pages["/agenda?p=2"] = Answer(status=500)
    third = refresh(database, source, tools=tools, now=NOW + timedelta(hours=30))
    assert third is not None
    assert (third.outcome, third.withdrawn, third.problems) == (Outcome.OK, 0, 1)


def test_kept_pages_with_what_was_erased_go_and_the_others_stay(site: Website, cache: Path) -> None:
    two_pages(site)
    for page in site.pages.values():
        page.etag = '"1"'
    visit(site, cache)
    other = cache / "other" / "page"
    other.parent.mkdir()
    other.write_bytes(b"Soep")

    def holding(word: bytes) -> int:
        return sum(redactor_for(word.decode()).is_in(p.read_bytes()) for p in cached(cache))

    assert (holding(b"Soep"), holding(b"Koor")) == (2, 1)
    drop_pages(cache, f"http://{site.host}/agenda", redactor_for("Soep").is_in)
    assert (holding(b"Soep"), holding(b"Koor")) == (1, 1)
    assert titles(visit(site, cache)) == ["Koor", "Soep"]


def cached(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file()]


def test_twenty_crawls_in_a_row_give_the_same(site: Website, cache: Path) -> None:
    two_pages(site)
    assert len({visit(site, cache).body for _ in range(20)}) == 1


def test_folders_that_a_killed_crawl_left_are_swept_when_old(
    site: Website, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / "tmp"
    held.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(held))
    old, young, other = (
        held / name for name in ("wijzer-crawl-a", "wijzer-crawl-b", "van-een-ander")
    )
    for folder in (old, young, other):
        (folder / "home").mkdir(parents=True)
        (folder / "home" / "closing").write_bytes(b"x")
    (held / "wijzer-crawl-link").symlink_to(other)
    long_ago = time.time() - 3 * 24 * 3600
    for folder in (old, other):
        os.utime(folder, (long_ago, long_ago))
    two_pages(site)
    visit(site, cache)
    assert sorted(path.name for path in held.iterdir()) == [
        "van-een-ander",
        "wijzer-crawl-b",
        "wijzer-crawl-link",
    ]
    assert (other / "home" / "closing").read_bytes() == b"x"
