"""Every kind of public page in a real browser: phone and desktop, with and without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from snapshot.spool import Question, Signal, taken
from tests import town
from web.public.app import create_app

PAGES = (
    "/", "/agenda", "/agenda?wijk=zandweerd&dag=week", "/agenda?wijk=bathmen&online=1",
    "/activiteit/koffie", "/activiteit/twijfel", "/activiteit/afgelast", "/activiteit/weg",
    "/activiteit/voorbij", "/activiteit/verplaatst", "/activiteit/online", "/wijken",
    "/wijk/zandweerd", "/wijk/lettele", "/week/zandweerd", "/abonneren",
    "/abonneren?wijk=zandweerd", "/hulp", "/onderwerp/eenzaamheid", "/onderwerp/hulp-thuis",
    "/onderwerp/wonen", "/aanbieders", "/aanbieder/team-toegang-wmo", "/dienst/vet-huiskamer",
    "/dienst/zelfregie-maatje", "/zoeken", "/zoeken?q=koffie", "/zoeken?q=ik+wil+dood",
    "/zoeken?q=paspoort", "/zoeken?q=xyzzyq", "/zoeken?q=koffie&soort=dienst",
    "/lijstje", "/lijstje?met=a.koffie,d.wmo-huishouden,d.weg", "/kaart", "/contact",
    "/over", "/over/open-data", "/wat-staat-hier", "/privacy", "/toegankelijkheid",
    "/bedankt?voor=vraag", "/bestaat-niet",
)  # fmt: skip
# Colours do not differ per page beyond these.
IN_THE_DARK = (
    "/", "/agenda?wijk=zandweerd&dag=week", "/activiteit/afgelast", "/activiteit/twijfel",
    "/onderwerp/hulp-thuis", "/zoeken?q=xyzzyq", "/zoeken?q=ik+wil+dood", "/contact", "/kaart",
)  # fmt: skip
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
Violations = Callable[[Page], list[tuple[str, list[str]]]]


@pytest.fixture
def site(tmp_path: Path, serve: Callable[[object], str]) -> str:
    """The address of the whole town."""
    town.publish_town(tmp_path)
    return serve(create_app(town.settings(tmp_path), clock=lambda: town.NOW))


@pytest.mark.parametrize(
    ("scheme", "width", "paths"),
    [("light", "phone", PAGES), ("light", "desktop", PAGES), ("dark", "phone", IN_THE_DARK)],
)
def test_no_page_has_anything_against_it(
    browser: Browser,
    site: str,
    violations: Violations,
    scheme: str,
    width: str,
    paths: tuple[str, ...],
) -> None:
    """axe-core, nothing wider than the screen, nothing blocked, nothing from elsewhere."""
    wide, high = WIDTHS[width]
    found: dict[str, object] = {}
    with browser.new_context(
        viewport={"width": wide, "height": high},
        color_scheme=scheme,  # type: ignore[arg-type]
    ) as context:
        page = context.new_page()
        messages: list[str] = []
        requests: set[str] = set()
        page.on("console", lambda message: messages.append(message.text))
        page.on("request", lambda request: requests.add(request.url))
        for path in paths:
            messages.clear()
            page.goto(site + path)
            if path == "/kaart":
                page.get_by_role("button", name="Bathmen").wait_for()
            wrong = violations(page)
            if page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            ):
                wrong.append(("wider than the screen", []))
            wrong += [("console", [m]) for m in messages if "404 (NOT FOUND)" not in m]
            if wrong:
                found[path] = wrong
        assert context.cookies() == []
    assert found == {}
    assert {url for url in requests if not url.startswith(site)} == set()


def test_without_scripts_a_visitor_finds_and_tells(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site)
        page.get_by_label("Waar ben je naar op zoek?").fill("kofie drinken")
        page.get_by_role("button", name="Zoek").click()
        page.get_by_role("link", name="Koffieochtend").first.click()
        page.goto(site + "/activiteit/twijfel")
        expect(page.get_by_text("Een bron noemt een andere tijd")).to_have_count(1)
        page.get_by_role("button", name="Andere tijd of dag").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel")
    with taken(tmp_path / "spool", Signal) as lines:
        assert [(s.kind, s.target_id, s.reason, s.note) for s in lines] == [
            ("activity", "twijfel", "wrong_time", "")
        ]


def test_a_question_reaches_a_person_and_mistakes_are_said(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site + "/contact")
        page.get_by_label("Je vraag", exact=True).fill("Waar kan ik mijn fiets laten maken?")
        page.get_by_label("Je telefoonnummer of e-mailadres").fill("weet niet")
        page.get_by_role("button", name="Verstuur je vraag").click()
        expect(page.get_by_role("alert")).to_contain_text("Vul een telefoonnummer")
        page.get_by_label("Je telefoonnummer of e-mailadres").fill("0570-001234")
        page.get_by_label("Je wijk of dorp").select_option(label="Zandweerd")
        page.get_by_role("button", name="Verstuur je vraag").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel")
    with taken(tmp_path / "spool", Question) as lines:
        assert [(q.text, q.reply_to, q.wijk) for q in lines] == [
            ("Waar kan ik mijn fiets laten maken?", "0570-001234", "zandweerd")
        ]


def test_the_skip_link_leads_past_the_menu(browser: Browser, site: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#inhoud")).to_be_focused()


def test_leaving_goes_away_at_once_and_not_back(browser: Browser, site: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        context.route("https://www.knmi.nl/**", lambda route: route.fulfill(body="weer"))
        page.goto(site)
        page.goto(site + "/zoeken?q=ik+wil+dood")
        page.get_by_role("link", name="Verlaat deze pagina").click()
        page.wait_for_url("https://www.knmi.nl/**")
        page.go_back()
        expect(page).to_have_url(site + "/")


def test_the_map_shows_the_wijken_and_leads_to_them(browser: Browser, site: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(site + "/kaart")
        page.get_by_role("button", name="Bathmen").click()
        page.locator(".leaflet-popup").get_by_role("link", name="Bathmen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bathmen")
