"""The queue: what waits is decided, and what was decided is public or stays away."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import JournalEntry, Role
from agenda.curation import questions
from agenda.draft import Doubt, Draft, Recurrence
from agenda.models import Event, Review, Tombstone
from agenda.moment import Moment
from agenda.status import ReviewKind, Trust
from base.db import Database
from tests import roles
from tests.integration.test_publication import publish
from tests.integration.test_record import KOFFIE, KOOR, NOW, add_source, run, states


def open_ids(database: Database) -> list[int]:
    with database.read_scope() as session:
        return list(
            session.scalars(select(Review.id).where(Review.answer.is_(None)).order_by(Review.id))
        )


def version(database: Database, review_id: int) -> int:
    with database.read_scope() as session:
        return session.get_one(Review, review_id).version


def decide(
    client: FlaskClient, database: Database, review_id: int, answer: str = "ja", reason: str = ""
) -> int:
    data = {"versie": version(database, review_id), "besluit": answer, "reden": reason}
    return int(roles.post(client, f"/wachtrij/{review_id}", **data).status_code)


def reviewed(database: Database, drafts: Sequence[Draft]) -> int:
    source = add_source(database, trust=Trust.REVIEW_ALL)
    run(database, source, drafts)
    return source


def test_what_is_approved_is_public(database: Database, editor: FlaskClient) -> None:
    reviewed(database, [KOFFIE, KOOR])
    page = editor.get("/wachtrij").text
    assert [page.index(title) > 0 for title in ("Koffie", "Koor", "elke week, 4 keer")] == [
        True
    ] * 3
    assert decide(editor, database, open_ids(database)[0]) == 302
    assert states(database) == {"koffie": "public", "koor": "pending"}
    assert [a.title for a in publish(database)] == ["Koffie"]


def test_what_is_rejected_stays_away(database: Database, editor: FlaskClient) -> None:
    source = reviewed(database, [KOFFIE])
    assert decide(editor, database, open_ids(database)[0], "nee", "Besloten groep") == 302
    run(database, source, [replace(KOFFIE, title="Koffie met taart")], hours=6)
    assert (states(database), open_ids(database)) == ({"koffie": "rejected"}, [])
    with database.read_scope() as session:
        assert session.scalars(select(Tombstone.reason)).all() == ["Besloten groep"]


def test_what_is_over_when_it_is_first_seen_is_not_asked(database: Database) -> None:
    def on(key: str, first: date, last: date | None = None) -> Draft:
        moment = replace(KOFFIE.start, day=first)
        end = Moment(last, None, moment.zone) if last else None
        start = Moment(first, None, moment.zone) if last else moment
        return replace(KOFFIE, key=key, title=key, start=start, end=end)

    today = NOW.date()
    over = on("voorbij", today - timedelta(days=3))
    coming = on("komt nog", today + timedelta(days=3))
    still = on("loopt nog", today - timedelta(days=9), today + timedelta(days=9))
    reviewed(database, [over, coming, still])
    with database.read_scope() as session:
        asked = session.scalars(select(Event.title).join(Review, Review.event_id == Event.id))
        assert set(asked) == {"komt nog", "loopt nog"}


def test_skipping_goes_through_the_whole_queue(database: Database, editor: FlaskClient) -> None:
    drafts = [replace(KOFFIE, key=f"k{n}", title=f"Koffie {n}") for n in range(4)]
    reviewed(database, drafts)
    first = re.search(r"/wachtrij/(\d+)", editor.get("/wachtrij").text)
    assert first is not None
    seen = [first[1]]
    for _ in drafts:
        onward = re.search(
            r'rel="next"[^>]*/wachtrij/(\d+)', editor.get(f"/wachtrij/{seen[-1]}").text
        )
        assert onward is not None
        seen.append(onward[1])
    assert (len(set(seen)), seen[-1]) == (4, seen[0])


def test_a_rejection_needs_a_reason(database: Database, editor: FlaskClient) -> None:
    reviewed(database, [KOFFIE])
    assert decide(editor, database, open_ids(database)[0], "nee") == 400
    assert states(database) == {"koffie": "pending"}
    assert len(open_ids(database)) == 1


def test_a_change_is_shown_word_by_word_and_approved(
    database: Database, editor: FlaskClient
) -> None:
    source = reviewed(database, [KOFFIE])
    decide(editor, database, open_ids(database)[0])
    run(database, source, [replace(KOFFIE, title="Koffie met taart")], hours=6)
    (asked,) = open_ids(database)
    page = editor.get(f"/wachtrij/{asked}").text
    assert "Koffie<ins> met taart</ins>" in page
    decide(editor, database, asked)
    assert [a.title for a in publish(database)] == ["Koffie met taart"]


def test_a_refused_change_leaves_what_was_public_and_is_not_asked_again(
    database: Database, editor: FlaskClient
) -> None:
    source = reviewed(database, [KOFFIE])
    decide(editor, database, open_ids(database)[0])
    moved = replace(KOFFIE, start=KOFFIE.start.plus(timedelta(days=1)))
    run(database, source, [moved], hours=6)
    decide(editor, database, open_ids(database)[0], "nee", "Nagebeld, klopt niet")
    run(database, source, [moved], hours=12)
    (shown,) = publish(database, hours=12)
    assert open_ids(database) == []
    assert [o.when.day for o in shown.occurrences] == [KOFFIE.start.day]
    assert shown.warning == ""
    run(database, source, [replace(moved, title="Thee")], hours=18)
    assert len(open_ids(database)) == 1


def test_two_editors_do_not_overwrite_each_other(
    app: Flask, database: Database, editor: FlaskClient
) -> None:
    reviewed(database, [KOFFIE])
    (asked,) = open_ids(database)
    other = roles.log_in(app, Role.ADMINISTRATOR)
    assert decide(editor, database, asked) == 302
    late = roles.post(other, f"/wachtrij/{asked}", versie=1, besluit="nee", reden="Reclame")
    assert (late.status_code, "Iemand anders" in late.text) == (409, True)
    assert states(database) == {"koffie": "public"}


def test_what_the_source_changed_meanwhile_is_not_approved_unseen(
    database: Database, editor: FlaskClient
) -> None:
    source = reviewed(database, [KOFFIE])
    (asked,) = open_ids(database)
    run(database, source, [replace(KOFFIE, title="Casino")], hours=6)
    late = roles.post(editor, f"/wachtrij/{asked}", versie=1, besluit="ja")
    assert late.status_code == 409
    assert states(database) == {"koffie": "pending"}


def test_a_whole_sheet_is_one_decision_except_what_is_unticked(
    database: Database, editor: FlaskClient
) -> None:
    drafts = [replace(KOFFIE, key=f"k{n}", title=f"Koffie {n}") for n in range(4)]
    source = reviewed(database, drafts)
    page = editor.get(f"/wachtrij/groep/new/{source}").text
    assert page.count("checkbox") == 4
    ids = open_ids(database)
    ticked = [f"{i}:{version(database, i)}" for i in ids[:3]]
    roles.post(editor, "/wachtrij/groep", vraag=ticked, besluit="ja")
    found = states(database)
    assert [found[f"k{n}"] for n in range(4)] == ["public"] * 3 + ["pending"]
    assert open_ids(database) == ids[3:]


def test_one_stale_tick_stops_the_whole_group(database: Database, editor: FlaskClient) -> None:
    reviewed(database, [KOFFIE, KOOR])
    one, other = open_ids(database)
    answer = roles.post(editor, "/wachtrij/groep", vraag=[f"{one}:1", f"{other}:9"], besluit="ja")
    assert answer.status_code == 409
    assert states(database) == {"koffie": "pending", "koor": "pending"}


def test_a_doubt_shows_its_reason(database: Database, editor: FlaskClient) -> None:
    doubt = Doubt(about="start", reason="Het jaar staat er niet bij.")
    reviewed(database, [replace(KOFFIE, doubts=(doubt,))])
    assert "Het jaar staat er niet bij." in editor.get("/wachtrij").text


def test_what_starts_soon_comes_first(database: Database, editor: FlaskClient) -> None:
    soon = replace(KOFFIE, key="gauw", title="Gauw", start=Moment(date(2026, 3, 2)))
    reviewed(database, [KOFFIE, soon])
    page = editor.get("/wachtrij").text
    assert page.index("Gauw") < page.index("Koffie")


def test_what_began_this_morning_does_not_begin_soon(
    database: Database, editor: FlaskClient
) -> None:
    begun = replace(KOFFIE, key="begonnen", start=Moment(date(2026, 3, 1), time(9)))
    later = replace(KOFFIE, key="straks", start=Moment(date(2026, 3, 1), time(22)))
    reviewed(database, [begun, later])
    page = editor.get("/wachtrij").text
    assert (page.count("vandaag, al begonnen"), page.count("begint vandaag")) == (1, 1)
    assert "begint gauw" not in page


def test_a_series_that_waits_stays_as_urgent_as_its_next_date(database: Database) -> None:
    weekly = Recurrence(rrules=("FREQ=WEEKLY;COUNT=6",))
    reviewed(database, [replace(KOFFIE, recurrence=weekly), KOOR])
    with database.write_scope() as session:
        assert questions.roll(session, today=date(2026, 3, 20)) == 1
        assert questions.roll(session, today=date(2026, 3, 21)) == 1
        urgent = set(session.scalars(select(Review.urgent_on)))
    assert urgent == {date(2026, 3, 24), date(2026, 3, 27)}


def test_a_possible_duplicate_says_what_agrees_and_what_does_not(
    database: Database, editor: FlaskClient
) -> None:
    run(database, add_source(database), [KOFFIE, replace(KOFFIE, key="k2", title="Thee")])
    reasons = [
        "dezelfde zin in de tekst (+2.5)",
        "andere eindtijd (-1.5)",
        "titels lijken 9% (+0.0)",
    ]
    with database.write_scope() as session:
        session.add(
            Review(
                kind=ReviewKind.DUPLICATE,
                event_id=1,
                other_event_id=2,
                created_at=roles.NOW,
                payload={"reasons": reasons},
            )
        )
    assert "Lijkt hetzelfde: dezelfde zin in de tekst." in editor.get("/wachtrij").text
    page = editor.get(f"/wachtrij/{open_ids(database)[0]}").text
    alike, _, different = page.partition("Wat anders of onzeker is")
    assert "dezelfde zin in de tekst</li>" in alike
    assert "andere eindtijd</li><li>titels lijken 9%</li>" in different
    assert page.count('Titel <span class="tag">anders</span>') == 2
    assert "Begin <span" not in page


def test_who_is_right_is_asked_by_name(database: Database, editor: FlaskClient) -> None:
    run(database, add_source(database, "kerk"), [KOFFIE])
    run(database, add_source(database, "bieb"), [replace(KOFFIE, key="k2")])
    with database.write_scope() as session:
        session.add(
            Review(
                kind=ReviewKind.CONTRADICTION,
                event_id=2,
                other_event_id=1,
                created_at=roles.NOW,
                payload={"about": "status", "slots": [], "reasons": ["Eén zegt van niet."]},
            )
        )
    page = editor.get(f"/wachtrij/{open_ids(database)[0]}").text
    assert "bieb heeft gelijk: het gaat niet door" in page
    assert "kerk heeft gelijk: zoals het was" in page
    assert "Zo staat het nu op de site" in page


def test_each_decision_is_in_the_journal(database: Database, editor: FlaskClient) -> None:
    reviewed(database, [KOFFIE])
    decide(editor, database, open_ids(database)[0])
    with database.read_scope() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "approve")).one()
        event = session.scalars(select(Event)).one()
    assert (entry.actor, entry.subject_kind, entry.subject_id) == ("Editor", "event", str(event.id))
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["state"], entry.after["state"]) == ("pending", "public")


def ask(database: Database, **facts: object) -> int:
    """A question of the machine, as it stands in the database."""
    with database.write_scope() as session:
        review = Review(created_at=NOW, is_public=True, **facts)
        session.add(review)
        session.flush()
        return review.id


def test_what_would_be_withdrawn_is_named_by_its_next_date(
    database: Database, editor: FlaskClient
) -> None:
    source = add_source(database)
    run(database, source, [KOFFIE, KOOR])
    asked = ask(
        database,
        kind=ReviewKind.WITHDRAWAL,
        source_id=source,
        payload={"reasons": ["Twee weg."], "keys": ["koffie", "koor"]},
    )
    page = editor.get(f"/wachtrij/{asked}").text
    assert re.findall(r">(Koffie|Koor)</a></td><td[^>]*>([^<]+)<", page) == [
        ("Koor", "di 3 mrt 2026"),
        ("Koffie", "vr 20 mrt 2026"),
    ]
    assert 'href="/bronnen/kerk"' in page
    sent = roles.post(editor, f"/wachtrij/{asked}", versie=1, besluit="nee")
    assert "Besloten: “Nee, laat ze staan”." in editor.get(sent.location).text


def test_a_group_says_where_each_is_and_its_buttons_name_the_answer(
    database: Database, editor: FlaskClient
) -> None:
    source = reviewed(database, [KOFFIE, KOOR])
    page = editor.get(f"/wachtrij/groep/new/{source}").text
    assert page.count("wijk Zandweerd") == 2
    with database.read_scope() as session:
        events = session.scalars(select(Event.id)).all()
    for event_id in events:
        ask(database, kind=ReviewKind.RECONFIRM, source_id=source, event_id=event_id, payload={})
    page = editor.get(f"/wachtrij/groep/reconfirm/{source}").text
    assert re.findall(r"<button[^>]*>([^<]*aangevinkt)<", page) == [
        "Ja, loopt nog: alles wat is aangevinkt",
        "Nee, is gestopt: alles wat is aangevinkt",
    ]


def test_the_week_leads_to_each_kind_of_question(database: Database, editor: FlaskClient) -> None:
    source = reviewed(database, [KOFFIE, KOOR])
    (there,) = re.findall(r'href="(/wachtrij[?][^"]+)"', editor.get("/").text)
    assert there.replace("&amp;", "&") == f"/wachtrij?soort=new&bron={source}"
    assert "2 vragen" in editor.get(there.replace("&amp;", "&")).text
