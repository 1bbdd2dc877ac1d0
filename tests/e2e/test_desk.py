"""The desk in a real browser: by keyboard alone, two at once, and held against axe-core."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from accounts import mail
from accounts.models import Role
from agenda.draft import Doubt, Draft
from agenda.models import Event, Review, Source, Tombstone
from agenda.status import ReviewAnswer, ReviewKind, Trust
from base.db import Database
from tests import roles
from tests.integration.test_record import KOFFIE, KOOR, NOW, add_source, run

Violations = Callable[[Page], list[tuple[str, list[str]]]]
ITEMS = 40


@pytest.fixture
def held(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path}/desk.sqlite")
    database.migrate()
    roles.add_everyone(database)
    return database


@pytest.fixture
def address(held: Database, tmp_path: Path, serve: Callable[[Flask], str]) -> str:
    return serve(roles.desk_app(held, tmp_path, roles.Clock()))


def log_in(context: BrowserContext, address: str, role: Role = Role.EDITOR) -> Page:
    page = context.new_page()
    page.goto(f"{address}/inloggen")
    page.get_by_label("E-mailadres").fill(roles.email_of(role))
    page.get_by_label("Wachtwoord").fill(roles.PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page).not_to_have_url(re.compile("inloggen"))
    return page


def mixed_queue(database: Database) -> None:
    """Forty questions of every kind that a keyboard must get through."""
    source = add_source(database, trust=Trust.REVIEW_ALL)
    drafts = [replace(KOFFIE, key=f"n{n}", title=f"Nieuw {n}") for n in range(16)]
    unsure = (Doubt(about="start", reason="Het jaar staat er niet bij."),)
    drafts += [replace(KOOR, key=f"d{n}", title=f"Onzeker {n}", doubts=unsure) for n in range(6)]
    trusted = add_source(database, "ander", trust=Trust.REVIEW_NONE)
    known = [replace(KOFFIE, key=f"v{n}", title=f"Veranderd {n}") for n in range(8)]
    run(database, trusted, known)
    with database.write_scope() as session:
        session.get_one(Source, trusted).trust = Trust.REVIEW_ALL
    moved = [replace(d, start=d.start.plus(timedelta(days=1))) for d in known]
    run(database, trusted, moved, hours=1)
    run(database, source, drafts)
    with database.write_scope() as session:
        ids = session.scalars(select(Event.id).order_by(Event.id)).all()
        for n in range(4):
            ask(session, ReviewKind.DUPLICATE, event_id=ids[n], other_event_id=ids[-1 - n])
        for n in range(3):
            ask(session, ReviewKind.SIGNAL, event_id=ids[n])
        ask(session, ReviewKind.WITHDRAWAL, source_id=source)
        for n in range(2):
            ask(session, ReviewKind.RECONFIRM, event_id=ids[n], source_id=trusted)


def ask(session: object, kind: ReviewKind, **about: int) -> None:
    payload = {"title": f"Vraag {kind}", "reasons": ["Daarom."]}
    session.add(Review(kind=kind, created_at=NOW, payload=payload, **about))  # type: ignore[attr-defined]


def counts(database: Database) -> dict[str | None, int]:
    """How many questions have which answer."""
    with database.read_scope() as session:
        rows = session.execute(select(Review.answer, func.count()).group_by(Review.answer))
        return {answer: count for answer, count in rows}  # noqa: C416 (Rows to values)


def test_an_editor_clears_forty_mixed_questions_by_keyboard(
    browser: Browser, address: str, held: Database
) -> None:
    mixed_queue(held)
    assert counts(held) == {None: ITEMS}
    with browser.new_context() as context:
        page = log_in(context, address)
        page.goto(f"{address}/wachtrij")
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url("**/wachtrij/*")
        for number in range(ITEMS):
            before = page.url
            if number % 5 == 4:
                page.keyboard.press("r")
                page.keyboard.type("Besloten groep")
                page.keyboard.press("Enter")
            else:
                page.keyboard.press("a")
            page.wait_for_url(lambda url, before=before: url != before)
        expect(page.get_by_text("Niets dat op u wacht.")).to_be_visible()
        found = counts(held)
        assert None not in found
        assert sum(found.values()) == ITEMS
        with held.read_scope() as session:
            last = session.scalars(select(Review).order_by(Review.answered_at, Review.id)).all()
        assert {row.answer for row in last} == {
            *(ReviewAnswer.APPROVED, ReviewAnswer.REJECTED, ReviewAnswer.SAME),
        }
        page.keyboard.press("u")
        expect(page.get_by_text("Teruggedraaid.")).to_be_visible()
        assert counts(held)[None] == 1


def one_question(database: Database, draft: Draft = KOFFIE) -> int:
    run(database, add_source(database, trust=Trust.REVIEW_ALL), [draft])
    with database.read_scope() as session:
        return session.scalars(select(Review.id)).one()


def test_two_editors_at_the_same_item_do_not_overwrite_each_other(
    browser: Browser, address: str, held: Database
) -> None:
    asked = one_question(held)
    with browser.new_context() as one, browser.new_context() as other:
        first, second = log_in(one, address), log_in(other, address, Role.ADMINISTRATOR)
        for page in (first, second):
            page.goto(f"{address}/wachtrij/{asked}")
        first.keyboard.press("a")
        expect(first.get_by_text("Goedgekeurd.")).to_be_visible()
        second.keyboard.press("r")
        second.keyboard.type("Reclame")
        second.keyboard.press("Enter")
        expect(second.get_by_role("heading", name="Intussen veranderd")).to_be_visible()
    with held.read_scope() as session:
        assert session.scalars(select(Review.answer)).all() == [ReviewAnswer.APPROVED]
        assert session.scalars(select(Tombstone.id)).all() == []


def test_the_queue_works_without_scripts(browser: Browser, address: str, held: Database) -> None:
    one_question(held)
    with browser.new_context(java_script_enabled=False) as context:
        page = log_in(context, address)
        page.goto(f"{address}/wachtrij")
        page.get_by_role("link", name="Koffie").click()
        page.get_by_role("button", name="Keur goed").click()
        expect(page.get_by_text("Goedgekeurd.")).to_be_visible()


TOO_WIDE = """() => [...document.querySelectorAll("main *")]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth
        && !e.closest(".scroll"))
    .map((e) => e.outerHTML.slice(0, 120))"""
PAGES = {
    None: ("/inloggen", "/inloggen/link", "/bestaat-niet"),
    Role.EDITOR: (
        *("/", "/wachtrij", "/wachtrij/1", "/wachtrij/25", "/wachtrij/31", "/wachtrij/groep/new/1"),
        *("/activiteiten/", "/activiteiten/1", "/activiteiten/nieuw", "/activiteiten/steekproef"),
        *("/bronnen/", "/bronnen/kerk", "/logboek/", "/post/", "/cijfers/", "/handboek/"),
        *("/account", "/account/code"),
    ),
    Role.ADMINISTRATOR: ("/mensen/",),
    Role.PARTNER: ("/organisatie/", "/organisatie/nieuw"),
}


@pytest.mark.parametrize("role", list(PAGES))
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_the_desk_has_anything_against_it(
    browser: Browser,
    address: str,
    held: Database,
    violations: Violations,
    role: Role | None,
    width: int,
) -> None:
    mixed_queue(held)
    with held.write_scope() as session:
        mail.write(session, "a@b.example", "Dag", "Hallo", now=NOW)
    found: dict[str, object] = {}
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = log_in(context, address, role) if role else context.new_page()
        messages: list[str] = []
        page.on("console", lambda message: messages.append(message.text))
        for path in PAGES[role]:
            messages.clear()
            page.goto(address + path)
            wrong = violations(page)
            if page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            ):
                wrong.append(("wider than the screen", page.evaluate(TOO_WIDE)))
            wrong += [("console", [m]) for m in messages if "404 (NOT FOUND)" not in m]
            if wrong:
                found[path] = wrong
    assert found == {}


def test_on_a_phone_the_menu_unfolds_and_logs_out(
    browser: Browser, address: str, violations: Violations
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 900}) as context:
        page = log_in(context, address)
        leave = page.get_by_role("button", name="Uitloggen")
        expect(leave).not_to_be_visible()
        page.get_by_text("Menu", exact=True).click()
        assert violations(page) == []
        leave.click()
        expect(page).to_have_url(re.compile("inloggen"))
