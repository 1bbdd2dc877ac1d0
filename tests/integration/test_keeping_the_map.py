"""Scope, synonyms, checks, imports and counts, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from base.db import Database
from base.errors import InvalidInput, NotFound
from providers import asked, checks, importing, scope, store, synonyms
from providers.checks import Step
from providers.csv_in import read_providers
from providers.directory import Change
from providers.models import Decision, Opinion, SearchAsked
from providers.scope import Team
from snapshot.listing import ScopeListing
from snapshot.search.counting import Asked, Tally
from snapshot.search.synonyms import Synonym
from snapshot.table import services_csv
from tests.listings import service

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TODAY = NOW.date()
TEAMS = (Team("Team Zorg", "zorg@gemeente.example"), Team("Team Wonen", "wonen@gemeente.example"))


def test_a_question_is_asked_answered_and_decided(database: Database) -> None:
    with database.write_scope() as session:
        row = scope.ask(
            session,
            subject="Rouwbegeleiding",
            question="Hoort rouwbegeleiding erbij?",
            teams=TEAMS,
            now=NOW,
        )
        zorg = next(o for o in scope.opinions(session, row.id) if o.team == "Team Zorg")
        scope.answer(session, zorg.id, opinion=Opinion.DEPENDS, note="Gratis wel.", now=NOW)
        assert scope.listings(session) == ()
        scope.decide(session, row.id, decision=Decision.PARTLY, reason="Gratis hulp wel.", now=NOW)
        question_id = row.id
    with database.read_scope() as session:
        found = [(o.team, o.opinion) for o in scope.opinions(session, question_id)]
        assert found == [("Team Wonen", None), ("Team Zorg", "depends")]
        assert scope.listings(session) == (
            ScopeListing(
                subject="Rouwbegeleiding",
                decision="partly",
                reason="Gratis hulp wel.",
                decided_on=TODAY,
            ),
        )


def test_after_a_decision_a_team_cannot_answer_any_more(database: Database) -> None:
    with database.write_scope() as session:
        row = scope.ask(session, subject="Coaching", question="En coaching?", teams=TEAMS, now=NOW)
        scope.decide(session, row.id, decision=Decision.OUT, reason="Kost geld.", now=NOW)
        first = scope.opinions(session, row.id)[0]
        with pytest.raises(InvalidInput, match="al besloten"):
            scope.answer(session, first.id, opinion=Opinion.YES, note="", now=NOW)


@pytest.mark.parametrize("text", ["rouwbegeleiding in groepen", "Begeleiding bij rouw", "rouw"])
def test_the_same_question_is_found_again(database: Database, text: str) -> None:
    with database.write_scope() as session:
        scope.ask(session, subject="Rouw", question="Hoort begeleiding bij rouw erbij?", teams=(), now=NOW)  # fmt: skip # noqa: E501
        scope.ask(session, subject="Coaching", question="Hoort coaching erbij?", teams=(), now=NOW)
        assert [q.subject for q in scope.similar(session, text)] == ["Rouw"]
        assert [q.subject for q in scope.similar(session, "coaching")] == ["Coaching"]


def test_a_question_without_words_is_refused(database: Database) -> None:
    with database.write_scope() as session, pytest.raises(InvalidInput) as error:
        scope.ask(session, subject=" ", question="x" * 2_000, teams=(), now=NOW)
    assert error.value.problems == {
        "onderwerp": "Vul dit in.",
        "vraag": "Dit is langer dan 1000 tekens.",
    }


def test_words_of_staff_are_added_once_and_taken_away(database: Database) -> None:
    with database.write_scope() as session:
        row = synonyms.add(
            session, target="geld", phrase=" Krap bij kas ", topics={"geld"}, now=NOW
        )
        with pytest.raises(InvalidInput, match="staat al"):
            synonyms.add(session, target="geld", phrase="krap bij kas", topics={"geld"}, now=NOW)
        with pytest.raises(InvalidInput, match="bestaat niet"):
            synonyms.add(session, target="x", phrase="krap", topics={"geld"}, now=NOW)
        assert synonyms.load(session) == (Synonym("geld", "krap bij kas", ""),)
        synonyms.remove(session, row.id)
        assert synonyms.load(session) == ()


def test_a_contract_that_ended_is_not_shown(database: Database) -> None:
    with database.write_scope() as session:
        store.put(session, [service("vrij"), service("wmo", access="contracted")], now=NOW)
        store.set_contract(session, "wmo", owner="Team Inkoop", until=TODAY)
    with database.read_scope() as session:
        assert [s.id for s in store.load(session, today=TODAY)] == ["vrij", "wmo"]
        tomorrow = TODAY + timedelta(days=1)
        assert [s.id for s in store.load(session, today=tomorrow)] == ["vrij"]
        assert store.one(session, "wmo").contract_owner == "Team Inkoop"


def test_a_provider_is_asked_reminded_and_put_on_the_list(database: Database) -> None:
    old = service("koffie", provider_id="raster", provider="Raster", email="info@raster.example")
    fresh = service("thee", provider_id="kern", provider="Kern", last_checked=TODAY)
    steps = []
    with database.write_scope() as session:
        store.put(session, [old, fresh], now=NOW)
        for days in (0, 1, 30, 31, 60, 90):
            now = NOW + timedelta(days=days)
            due = checks.due(checks.entries(session), now=now)
            checks.take(session, due, now=now)
            session.flush()
            steps += [(days, step, entry.provider_id) for step, entry in due]
        assert list(checks.listed(session)) == ["raster"]
    assert steps == [
        (0, Step.ASK, "raster"),
        (30, Step.REMIND, "raster"),
        (60, Step.LIST, "raster"),
    ]


@pytest.mark.parametrize("email", ["info@raster.example", ""])
def test_what_the_desk_looked_at_since_needs_no_reminder_and_no_list(
    database: Database, email: str
) -> None:
    steps = []
    with database.write_scope() as session:
        store.put(session, [service("koffie", provider_id="raster", email=email)], now=NOW)
        for days in (0, 30, 60, 400, 430, 460):
            now = NOW + timedelta(days=days)
            due = checks.due(checks.entries(session), now=now)
            checks.take(session, due, now=now)
            session.flush()
            steps += [(days, step) for step, _ in due]
            if days == 0:
                checks.confirm_service(session, "koffie", by="redactie", now=now)
                assert checks.listed(session) == {}
    again = [(400, Step.ASK), (430, Step.REMIND), (460, Step.LIST)] if email else [(400, Step.LIST)]
    assert steps == [(0, Step.ASK if email else Step.LIST), *again]


def test_all_is_right_checks_every_service_and_ends_the_round(database: Database) -> None:
    with database.write_scope() as session:
        store.put(session, [service(n, provider_id="raster", provider="Raster") for n in "ab"], now=NOW)  # fmt: skip # noqa: E501
        checks.take(session, checks.due(checks.entries(session), now=NOW), now=NOW)
        assert checks.confirm(session, "raster", by="aanbieder", now=NOW) == 2
        assert checks.due(checks.entries(session), now=NOW + timedelta(days=300)) == []
        assert store.one(session, "a").listing.last_checked == TODAY
        assert store.one(session, "a").checked_by == "aanbieder"
        with pytest.raises(NotFound):
            checks.confirm(session, "niemand", by="aanbieder", now=NOW)


def test_who_checked_is_shown_as_a_function_until_a_file_says_another_day(
    database: Database,
) -> None:
    said = service("a", provider_id="raster", provider="Raster")
    shown = []
    with database.write_scope() as session:
        store.put(session, [said], now=NOW)
        for by in (store.BY_ORGANISATION, store.BY_DESK, "Jan Jansen"):
            checks.confirm(session, "raster", by=by, now=NOW)
            shown.append(store.one(session, "a").listing.checked_by)
        checks.confirm(session, "raster", by=store.BY_DESK, now=NOW)
        store.put(session, [replace(said, last_checked=TODAY + timedelta(days=1))], now=NOW)
        shown.append(store.one(session, "a").listing.checked_by)
    assert shown == ["organisation", "desk", "", ""]


def test_importing_what_went_out_changes_nothing(database: Database) -> None:
    full = service("koffie", provider_id="raster", provider="Raster", explanation="Voor iedereen.")
    with database.write_scope() as session:
        store.put(session, [full], now=NOW)
        known = store.load(session, today=TODAY)
        body = services_csv(known)
        sheet = read_providers(body, topics=frozenset({"ontmoeten"}), wijken={})
        planned = importing.plan(known, sheet)
        assert [d.change for d in planned.differences] == [Change.SAME]
        assert importing.apply(session, planned, now=NOW + timedelta(days=1)) == 0


def test_a_column_that_a_file_lacks_leaves_what_is_known(database: Database) -> None:
    known = service("koffie", provider_id="raster", provider="Raster", explanation="Voor iedereen.")
    body = (
        b"id,organisation,service_name,topics,access\nkoffie,Raster,Koffie erbij,ontmoeten,vrij\n"
    )
    sheet = read_providers(body, topics=frozenset({"ontmoeten"}), wijken={})
    planned = importing.plan([known, service("thee")], sheet)
    assert planned.services == (replace(known, name="Koffie erbij"),)
    assert [(d.id, d.change) for d in planned.differences] == [
        ("koffie", Change.CHANGED),
        ("thee", Change.MISSING),
    ]


def test_words_are_kept_only_after_five_days(database: Database) -> None:
    days = [date(2026, 3, n) for n in range(1, 7)]

    def count(*found: Asked) -> None:
        with database.write_scope() as session:
            asked.count(session, found, key="geheim")

    def texts() -> set[str]:
        with database.read_scope() as session:
            return set(session.scalars(select(SearchAsked.text)))

    for day in days[:4]:
        count(Asked("jan jansen", day, is_found=False), Asked("voedselbank", day, is_found=False))
    assert not any(word in text for text in texts() for word in ("jan", "voedselbank"))
    count(Asked("voedselbank", days[4], is_found=False))
    count(Asked("voedselbank", days[0], is_found=True, used_id="x"))
    assert "voedselbank" in texts()
    assert not any("jan" in text for text in texts())
    with database.write_scope() as session:
        assert asked.speaking(session, since=days[0]) == (Tally("voedselbank", 5, 6, 1),)
        assert asked.totals(session, since=days[0]) == {"searches": 10, "found": 1, "used": 1}
        asked.forget(session, today=days[0] + timedelta(days=90))
        assert asked.totals(session, since=days[0])["searches"] == 6


def test_missed_addresses_are_counted_per_week(database: Database) -> None:
    with database.write_scope() as session:
        asked.miss(session, {(date(2026, 3, 3), "/oud"): 2, (date(2026, 3, 4), "/oud"): 1})
        asked.miss(session, {(date(2026, 3, 5), "/oud"): 4, (date(2026, 3, 5), "/weg"): 1})
        session.flush()
        assert asked.missed(session, since=date(2026, 3, 2)) == [("/oud", 7), ("/weg", 1)]
