"""The map at the desk in a real browser: hints while typing, and every page of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from accounts.models import Role
from base.db import Database
from ingest import web_addresses
from providers import asked, scope, store
from snapshot.search.counting import Asked
from tests import roles
from tests.e2e.test_desk import TOO_WIDE, Violations, log_in
from tests.listings import service

FORMS = {Role.EDITOR: "/kaart/dienst/koffie", Role.PARTNER: "/organisatie/kaart/koffie"}


PAGES = {
    Role.EDITOR: (
        *("/kaart", "/kaart/nieuw", "/kaart/dienst/koffie", "/kaart/inlezen", "/bereik"),
        *("/bereik/1", "/bereik/1?dienst=koffie", "/zoeken"),
    ),
    Role.POLICY: ("/bereik", "/bereik/1", "/zoeken"),
    Role.PARTNER: ("/organisatie/kaart/", "/organisatie/kaart/koffie"),
}


@pytest.fixture
def address(tmp_path: Path, serve: Callable[[Flask], str]) -> str:
    database = Database(f"sqlite:///{tmp_path}/desk.sqlite")
    database.migrate()
    roles.add_everyone(database)
    koffie = service("koffie", provider_id="raster", provider="Raster", summary="Kom erbij.")
    wmo = service("wmo", provider_id="zorg", provider="Zorg", access="contracted")
    today, long = roles.NOW.date(), "https://voorbeeld.example/" + "een-heel-lang-adres/" * 6
    with database.write_scope() as session:
        store.put(session, [koffie, wmo], now=roles.NOW)
        store.set_contract(session, "wmo", owner="Team Inkoop", until=today)
        teams = [scope.Team("Beleid", "beleid@example.org")]
        scope.ask(session, subject="Rouw", question="Hoort dat?", teams=teams, now=roles.NOW)
        words = [Asked("krap bij kas", today - timedelta(days=n), is_found=False) for n in range(5)]
        asked.count(session, words, key="geheim")
        asked.miss(session, {(today, "/een-adres-van-de-oude-site-dat-er-niet-meer-is"): 3})
        web_addresses.note(session, [web_addresses.Answer(long, "Weg.")], now=roles.NOW)
    return serve(roles.desk_app(database, tmp_path, roles.Clock()))


@pytest.mark.parametrize("role", list(PAGES))
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_the_map_has_anything_against_it(
    browser: Browser, address: str, violations: Violations, role: Role, width: int
) -> None:
    found: dict[str, object] = {}
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = log_in(context, address, role)
        for path in PAGES[role]:
            page.goto(address + path)
            wrong = violations(page)
            if page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            ):
                wrong.append(("wider than the screen", page.evaluate(TOO_WIDE)))
            if wrong:
                found[path] = wrong
    assert found == {}


@pytest.mark.parametrize("role", list(FORMS))
def test_hints_come_while_typing_without_the_button(
    browser: Browser, address: str, role: Role
) -> None:
    with browser.new_context() as context:
        page = log_in(context, address, role)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(address + FORMS[role])
        tips = page.locator("#tips")
        expect(tips).to_have_attribute("aria-live", "polite")
        summary = page.get_by_label("In het kort")
        summary.fill("")
        summary.press_sequentially("Indien u wilt, " + "kom dan " * 9)
        expect(tips).to_contain_text("In het kort: “Indien”. Schrijf liever: als.")
        expect(tips).to_contain_text("Deze zin heeft 21 woorden. Maak er twee van.")
        expect(page.locator("#summary-tekens")).to_have_text("Nu 86 van de 240 tekens.")
        summary.fill("x " * 121)
        expect(page.locator("#summary-tekens")).to_have_text("1 teken te veel.")
        expect(tips).to_contain_text("In het kort: 1 teken te veel. Maak het korter.")
        summary.fill("Kom langs voor koffie.")
        expect(tips).to_have_text("Geen tips: korte zinnen en gewone woorden.")
        assert page.url == address + FORMS[role]
        assert said == []


@pytest.mark.parametrize("role", list(FORMS))
def test_the_button_gives_hints_without_scripts(browser: Browser, address: str, role: Role) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = log_in(context, address, role)
        page.goto(address + FORMS[role])
        page.get_by_label("In het kort").fill("Indien u wilt.")
        page.get_by_role("button", name="Kijk of het eenvoudiger kan").click()
        expect(page.locator("#tips")).to_contain_text("“Indien”. Schrijf liever: als.")
        expect(page.get_by_label("In het kort")).to_have_value("Indien u wilt.")
