"""Where a crawl goes from a page, and where it never goes."""

from datetime import date

import pytest

from agenda.draft import Draft
from agenda.moment import Moment
from ingest.page.address import is_same_site, page_key
from ingest.page.alternates import alternates
from ingest.page.html import parse
from ingest.page.links import Links, links

HERE = "https://huis.example/agenda"


def found(body: str, *drafts: Draft) -> Links:
    return links(parse(f"<html><body>{body}</body></html>"), HERE, drafts)


@pytest.mark.parametrize(
    "body",
    [
        '<a rel="next" href="?p=2">verder lezen</a>',
        '<a href="?p=2">Volgende pagina »</a>',
        '<a href="?p=2" aria-label="Volgende"><span></span></a>',
        '<a href="?p=2">›</a>',
        '<a class="page-next" href="?p=2">meer</a>',
        '<div><span>1</span> <a href="?p=2">2</a></div>',
    ],
)
def test_the_next_page_is_recognised(body: str) -> None:
    assert found(body).pages == ("https://huis.example/agenda?p=2",)


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/agenda/?eventDisplay=past">Volgende</a>',
        '<a href="/archief?p=2">Volgende</a>',
        '<a href="https://elders.example/?p=2">Volgende</a>',
        '<a href="/agenda">Volgende</a>',
        '<a href="/agenda.pdf">Volgende</a>',
        '<a href="#verder">Volgende</a>',
        '<table class="kalender"><tr><td><a href="?d=1">1</a></td><td><a href="?d=2">2</a></td>'
        "</tr></table>",
    ],
)
def test_the_past_other_sites_files_and_days_are_no_next_page(body: str) -> None:
    assert found(body) == Links()


@pytest.mark.parametrize(
    "body",
    [
        '<a href="?maand=5">volgende maand</a>',
        '<a href="?m=5">mei »</a>',
        '<a rel="next" href="/agenda/maand/2026-05/">verder</a>',
    ],
)
def test_a_month_ahead_is_counted_apart(body: str) -> None:
    links_found = found(body)
    assert (len(links_found.months), links_found.pages) == (1, ())


def draft(**facts: object) -> Draft:
    start = Moment(date(2026, 3, 5))
    return Draft(key="k", title="Koor", start=start, url=f"{HERE}/koor", **facts)  # type: ignore[arg-type]


def test_an_own_page_is_looked_at_when_the_list_leaves_something_out() -> None:
    assert found("", draft()).details == (f"{HERE}/koor",)


def test_links_of_a_page_without_activities_are_candidates_but_not_its_menu() -> None:
    body = (
        '<nav><a href="/agenda/menu">x</a></nav><main><a href="/agenda/koor">Koor</a>'
        '<a href="/nieuws/dit">Nieuws</a><a href="/activiteit/soep">Soep</a></main>'
    )
    assert found(body).candidates == (
        "https://huis.example/agenda/koor",
        "https://huis.example/activiteit/soep",
    )


def test_feeds_that_a_page_announces_are_proposed() -> None:
    page = parse(
        '<html><head><link rel="alternate" type="text/calendar" href="/agenda/?ical=1">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" href="/feed/"></head><body>'
        '<a href="webcal://huis.example/alles.ics">Abonneer</a></body></html>'
    )
    assert alternates(page, HERE) == (
        ("ical", "https://huis.example/agenda/?ical=1"),
        ("rss", "https://huis.example/feed/"),
        ("ical", "https://huis.example/alles.ics"),
    )


def test_one_page_has_one_key_under_all_its_spellings() -> None:
    spellings = [
        "http://www.huis.example/agenda/?utm_medium=mail",
        "https://huis.example:443/agenda#boven",
        "https://HUIS.example/agenda/index.html",
    ]
    assert {page_key(spelling) for spelling in spellings} == {HERE}
    assert not is_same_site("http://huis.example:8080/", HERE)
