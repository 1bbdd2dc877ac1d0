"""The whole path in a real browser: from a partner's bytes, and from a partner's form, to a page.

The parts are those of `wijzer run --demo`: the demonstration's partners and log-ins, the tasks'
functions, and both apps as one site. Every page passed on the way is looked at by axe-core.
"""

import re
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from base import clock
from base.config import from_env
from base.db import Database
from cli import demonstration
from cli.serving import application
from demo import partners
from demo.people import PEOPLE
from tasks import work

BASE_URL = "http://wijzer.example"
Violations = Callable[[Page], list[tuple[str, list[str]]]]


@dataclass(slots=True)
class Site:
    """A running site with the demonstration's partners read once."""

    address: str
    held: work.Works
    page: Page
    violations: Violations

    def visit(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """Where the browser now is, nothing keeps anybody out."""
        self.page.wait_for_load_state()
        assert self.violations(self.page) == []

    def log_in(self, role: str) -> None:
        person = next(p for p in PEOPLE if p.role == role)
        self.page.context.clear_cookies()
        self.visit("/beheer/inloggen")
        self.page.get_by_label("E-mailadres").fill(person.email)
        self.page.get_by_label("Wachtwoord").fill(person.password)
        self.page.get_by_role("button", name="Inloggen").click()
        expect(self.page).not_to_have_url(re.compile("inloggen"))


@pytest.fixture
def site(
    database: Database,
    tmp_path: Path,
    serve: Callable[[object], str],
    browser: Browser,
    violations: Violations,
) -> Iterator[Site]:
    now = clock.now()
    with partners.serving(lambda: now.astimezone(clock.AMSTERDAM).date()) as base:
        settings = replace(
            from_env({"WIJZER_DATA_DIR": str(tmp_path), "WIJZER_BASE_URL": BASE_URL}),
            allowed_loopback=frozenset({base.removeprefix("http://")}),
            is_demo=True,
        )
        demonstration.load(database, settings, base, now=now)
        held = work.works(settings, database)
        for due in work.due_sources(held, now=now, per_host=99):
            if not due.is_site:
                work.refresh_source(held, due.source_id, now=now)
        work.publish(held, now=now, is_daily=True)
        page = browser.new_page(locale="nl-NL", viewport={"width": 390, "height": 844})
        yield Site(serve(application(settings, database)), held, page, violations)
        page.close()


def test_a_partners_calendar_becomes_a_page_and_a_feed_to_subscribe_to(site: Site) -> None:
    page = site.page
    site.visit("/wijk/voorstad")
    page.get_by_role("link", name="Koffieochtend").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Koffieochtend")
    expect(page.locator("main")).to_contain_text("Buurthuis De Proeftuin")
    site.look()
    site.visit("/abonneren?wijk=voorstad")
    button = page.locator("a[href^='webcal:']").first
    assert button.get_attribute("href") == "webcal://wijzer.example/feeds/wijk/voorstad.ics"
    with urllib.request.urlopen(f"{site.address}/feeds/wijk/voorstad.ics") as feed:
        assert b"SUMMARY:Koffieochtend" in feed.read()


def test_a_partners_form_goes_by_the_queue_to_a_page(site: Site) -> None:
    page = site.page
    day = clock.now().date() + timedelta(days=3)
    site.log_in("partner")
    site.visit("/beheer/organisatie/nieuw")
    page.get_by_label("Wat", exact=True).fill("Ukelele voor beginners")
    page.get_by_text("Liever een datum kiezen").click()
    page.get_by_label("Datum").fill(day.isoformat())
    page.get_by_label("Begin").fill("19:30")
    page.get_by_label("Einde").fill("21:00")
    page.get_by_label("Waar").fill("Buurthuis De Proeftuin")
    page.get_by_text("Adres", exact=True).click()
    page.get_by_label("Straat en nummer").fill("Demostraat 12")
    page.get_by_label("Postcode").fill("7413 AC")
    page.get_by_label("Kosten").fill("gratis")
    page.get_by_role("button", name="Laat zien hoe wij het lezen").click()
    site.look()
    page.get_by_role("button", name="Ja, dit klopt").click()
    site.look()
    work.publish_changed(site.held, now=clock.now())
    assert "Ukelele" not in city_feed(site)
    site.log_in("editor")
    site.visit("/beheer/wachtrij?soort=submission")
    page.get_by_role("link", name="Ukelele voor beginners").click()
    site.look()
    page.locator("#yes button").click()
    work.publish_changed(site.held, now=clock.now())
    assert "SUMMARY:Ukelele voor beginners" in city_feed(site)
    site.visit("/zoeken?q=ukelele")
    page.get_by_role("link", name="Ukelele voor beginners").first.click()
    expect(page.locator("main")).to_contain_text("19.30")
    site.look()


def city_feed(site: Site) -> str:
    with urllib.request.urlopen(f"{site.address}/feeds/alles.ics") as feed:
        text: str = feed.read().decode()
    return text
