"""One source read over real HTTP into both databases, well and badly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select

from accounts.models import Mail
from agenda.draft import Context, Draft, Parsed, passage_key
from agenda.models import Event, Review, Run, RunProblem, Source
from agenda.reading import claims
from agenda.reading.record import Placed
from agenda.status import Basis, Outcome, ReviewKind, SourceKind, Trust
from base.config import ROOT
from base.db import Database
from base.municipality import load
from ingest.ical.reader import read as read_ical
from ingest.keeping import keep
from ingest.run import Report, Tools, refresh
from tests.integration.test_record import HERE

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Site:
    """What the partner serves now; tests change it between visits."""

    def __init__(self) -> None:
        self.status = 200
        self.body = b""
        self.etag = ""
        self.headers: dict[str, str] = {}
        self.rules = b""
        self.requests: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/.well-known/tdmrep.json":
                    self.send_response(200 if site.rules else 404)
                    self.end_headers()
                    self.wfile.write(site.rules)
                    return
                site.requests.append(self.headers.get("If-None-Match") or "")
                is_same = site.etag and site.requests[-1] == site.etag
                self.send_response(304 if is_same else site.status)
                if site.etag:
                    self.send_header("ETag", site.etag)
                for name, value in site.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if not is_same:
                    self.wfile.write(site.body)

            def log_message(self, *_: object) -> None:
                """Silence."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def site() -> Iterator[Site]:
    held = Site()
    thread = Thread(target=held.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield held
    held.server.shutdown()
    thread.join()
    held.server.server_close()


def calendar(*titles: str) -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{title}\r\nSUMMARY:{title}\r\nDTSTART:20260320T100000\r\n"
        "DTSTAMP:20260301T000000Z\r\nEND:VEVENT\r\n"
        for title in titles
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


def read(_kind: SourceKind, body: bytes, context: Context) -> Parsed:
    return read_ical(body, context)


def place(draft: Draft) -> Placed:
    return Placed(draft=draft, place=HERE)


def tools(site: Site) -> Tools:
    return Tools(
        user_agent="proef",
        municipality=load(ROOT / "municipalities/deventer"),
        read=read,
        place=place,
        uploads_dir=Path("nergens"),
        allowed_loopback=frozenset({site.address}),
    )


@pytest.fixture
def source(database: Database, site: Site) -> int:
    with database.write_scope() as session:
        held = Source(
            name="kerk",
            title="Kerk",
            kind=SourceKind.ICAL,
            address=f"http://{site.address}/agenda.ics",
            trust=Trust.REVIEW_NONE,
            created_at=NOW,
        )
        session.add(held)
        session.flush()
        return held.id


def visit(database: Database, source: int, site: Site, *, hours: float = 0) -> Report:
    report = refresh(database, source, tools=tools(site), now=NOW + timedelta(hours=hours))
    assert report is not None
    return report


def facts(database: Database, source: int) -> Source:
    with database.read_scope() as session:
        held = session.get_one(Source, source)
        session.expunge(held)
        return held


def states(database: Database) -> dict[str, str]:
    with database.read_scope() as session:
        return {key: state for key, state in session.execute(select(Event.key, Event.state))}  # noqa: C416 (Rows to values)


def test_a_first_visit_records_what_came(database: Database, source: int, site: Site) -> None:
    site.body, site.etag = calendar("Koor", "Soep"), '"1"'
    report = visit(database, source, site)
    assert report == Report(source="kerk", outcome=Outcome.OK, events=2, added=2)
    held = facts(database, source)
    assert (held.etag, held.lease_until, held.failure_count) == ('"1"', None, 0)
    assert held.next_check_at == NOW + timedelta(hours=4)


def test_not_modified_is_a_complete_run(database: Database, source: int, site: Site) -> None:
    site.body, site.etag = calendar("Koor"), '"1"'
    visit(database, source, site)
    report = visit(database, source, site, hours=4)
    assert (report.outcome, report.kept, site.requests) == (Outcome.UNCHANGED, 1, ["", '"1"'])
    assert facts(database, source).last_complete_at == NOW + timedelta(hours=4)


def test_the_same_bytes_cost_no_reading(database: Database, source: int, site: Site) -> None:
    site.body = calendar("Koor")
    visit(database, source, site)

    def never(_kind: SourceKind, _body: bytes, _context: Context) -> Parsed:
        raise AssertionError

    unread = replace(tools(site), read=never)
    report = refresh(database, source, tools=unread, now=NOW + timedelta(hours=4))
    assert report is not None
    assert report.outcome is Outcome.UNCHANGED


def test_absent_then_not_modified_twelve_hours_later_withdraws(
    database: Database, source: int, site: Site
) -> None:
    site.body = calendar("Koor", "Soep")
    visit(database, source, site)
    site.body = calendar("Koor")
    visit(database, source, site, hours=4)
    assert states(database)["Soep"] == "public"
    assert visit(database, source, site, hours=17).withdrawn == 1
    assert states(database) == {"Koor": "public", "Soep": "withdrawn"}


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"stuk", "500"),
        (429, b"", "minder vaak"),
        (200, b"<html>Log in</html>", "webpagina"),
        (200, b"", "leeg"),
    ],
)
def test_a_failure_is_recorded_and_leaves_all_as_it_was(
    database: Database, source: int, site: Site, status: int, body: bytes, said: str
) -> None:
    site.body, site.etag = calendar("Koor"), '"1"'
    visit(database, source, site)
    site.status, site.body, site.etag = status, body, ""
    report = visit(database, source, site, hours=4)
    assert (report.outcome, said in report.message) == (Outcome.FAILED, True)
    held = facts(database, source)
    assert (held.etag, held.failure_count, held.lease_until) == ('"1"', 1, None)
    assert held.next_check_at is not None
    assert states(database) == {"Koor": "public"}


def test_after_five_permanent_failures_the_source_is_paused_and_says_why(
    database: Database, source: int, site: Site
) -> None:
    site.status = 404
    for hours in range(5):
        visit(database, source, site, hours=hours)
    held = facts(database, source)
    assert (held.is_paused, "404" in held.paused_because) == (True, True)
    assert refresh(database, source, tools=tools(site), now=NOW + timedelta(days=9)) is None


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("is_header", [True, False])
def test_a_calendar_on_an_open_page_that_reserves_mining_is_left_alone(
    database: Database, source: int, site: Site, basis: Basis, is_header: bool
) -> None:
    with database.write_scope() as session:
        session.get_one(Source, source).basis = basis
    site.body = calendar("Koor")
    site.headers = {"TDM-Reservation": "1"} if is_header else {}
    site.rules = b"" if is_header else b'[{"location": "/", "tdm-reservation": 1}]'
    report = visit(database, source, site)
    if basis is Basis.OPEN_PAGE:
        assert ("voorbehoud" in report.message, states(database)) == (True, {})
    else:
        assert states(database) == {"Koor": "public"}


def test_an_outage_that_ends_in_a_missing_page_does_not_pause(
    database: Database, source: int, site: Site
) -> None:
    for hours, status in enumerate((503, 503, 503, 503, 404)):
        site.status = status
        visit(database, source, site, hours=hours)
    held = facts(database, source)
    assert (held.is_paused, held.failure_count) == (False, 5)


def test_one_bad_event_is_a_problem_and_the_rest_lives(
    database: Database, source: int, site: Site
) -> None:
    site.body = calendar("Koor", "Soep").replace(b"UID:Soep\r\n", b"")
    assert visit(database, source, site).problems == 1
    with database.read_scope() as session:
        assert session.scalars(select(RunProblem.code)).all() == ["no_uid"]


def test_a_second_reader_is_turned_away(database: Database, source: int, site: Site) -> None:
    with database.write_scope() as session:
        assert claims.claim(session, source, now=NOW) is not None
    assert refresh(database, source, tools=tools(site), now=NOW + timedelta(minutes=5)) is None


def test_a_dead_reader_is_taken_over_and_the_late_one_writes_nothing(
    database: Database, source: int, site: Site
) -> None:
    site.body = calendar("Koor")
    late = NOW + timedelta(minutes=11)

    def slow(kind: SourceKind, body: bytes, context: Context) -> Parsed:
        assert refresh(database, source, tools=tools(site), now=late) is not None
        return read(kind, calendar("Koor", "Soep"), context)

    assert refresh(database, source, tools=replace(tools(site), read=slow), now=NOW) is None
    assert states(database) == {"Koor": "public"}
    with database.read_scope() as session:
        outcomes = session.scalars(select(Run.outcome).order_by(Run.id)).all()
    assert outcomes == ["crashed", "ok"]


def test_a_bug_is_recorded_and_goes_on(database: Database, source: int, site: Site) -> None:
    site.body = calendar("Koor")

    def broken(_kind: SourceKind, _body: bytes, _context: Context) -> Parsed:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        refresh(database, source, tools=replace(tools(site), read=broken), now=NOW)
    held = facts(database, source)
    assert (held.lease_until, held.failure_count) == (None, 1)
    with database.read_scope() as session:
        assert session.scalars(select(Run.outcome)).all() == ["crashed"]


def test_only_what_is_due_is_listed(database: Database, source: int, site: Site) -> None:
    site.body = calendar("Koor")
    with database.read_scope() as session:
        assert claims.due(session, now=NOW, limit=9) == [source]
    visit(database, source, site)
    with database.read_scope() as session:
        assert claims.due(session, now=NOW + timedelta(hours=1), limit=9) == []
        assert claims.due(session, now=NOW + timedelta(hours=5), limit=9) == [source]


def test_another_setting_reads_a_source_that_says_not_modified(
    database: Database, source: int, site: Site
) -> None:
    site.body, site.etag = calendar("Koor"), '"1"'
    held = replace(tools(site), read=kept_too)
    assert refresh(database, source, tools=held, now=NOW) is not None
    with database.write_scope() as session:
        session.get_one(Source, source).settings = {"organiser": "Stichting Zang"}
    report = refresh(database, source, tools=held, now=NOW + timedelta(hours=4))
    assert report is not None
    assert (report.outcome, report.changed, site.requests[-1]) == (Outcome.OK, 1, '"1"')


def test_without_a_kept_body_it_is_asked_without_conditions(
    database: Database, source: int, site: Site
) -> None:
    site.body, site.etag = calendar("Koor"), '"1"'
    visit(database, source, site)
    with database.write_scope() as session:
        session.get_one(Source, source).settings = {"organiser": "Stichting Zang"}
    report = visit(database, source, site, hours=4)
    assert (report.outcome, report.changed, site.requests[-1]) == (Outcome.OK, 1, "")


def kept_too(kind: SourceKind, body: bytes, context: Context) -> Parsed:
    return replace(read(kind, body, context), kept=keep(kind, body))


def test_a_text_is_read_around_the_day_it_first_stood_there(
    database: Database, source: int, site: Site
) -> None:
    asked: list[tuple[date, date]] = []

    def sheet(_kind: SourceKind, body: bytes, context: Context) -> Parsed:
        asked.append((context.anchor("12 maart koffie"), context.anchor("nieuw")))
        found = read_ical(calendar("Koffie"), context)
        return replace(found, passages=frozenset({passage_key("12 maart koffie")}))

    with database.write_scope() as session:
        session.get_one(Source, source).kind = SourceKind.SPREADSHEET
    held = replace(tools(site), read=sheet)
    for days in (0, 300):
        site.body = f"visit {days}".encode()
        refresh(database, source, tools=held, now=NOW + timedelta(days=days))
    later = (NOW + timedelta(days=300)).date()
    assert asked == [(NOW.date(), NOW.date()), (NOW.date(), later)]


def test_half_of_what_it_used_to_hold_is_asked_once(
    database: Database, source: int, site: Site
) -> None:
    for visits in range(3):
        site.body = calendar(*(f"Koor {n}" for n in range(10)), f"Extra {visits}")
        visit(database, source, site, hours=visits)
    for visits in (4, 5):
        site.body = calendar("Koor 1", f"Koor {visits}")
        visit(database, source, site, hours=visits)
    with database.read_scope() as session:
        asked = select(Review.payload).where(Review.kind == ReviewKind.ODD_SOURCE)
        reasons = [payload["reasons"] for payload in session.scalars(asked)]
    assert reasons == [["Er staan nog 2 activiteiten in; gewoonlijk 11. Klopt dat?"]]


def test_the_owner_of_a_source_that_fails_for_days_gets_one_letter(
    database: Database, source: int, site: Site
) -> None:
    with database.write_scope() as session:
        session.get_one(Source, source).owner_email = "koor@kerk.example"
    site.body = calendar("Koor")
    visit(database, source, site)
    site.status = 503
    for hours in (2, 24, 48, 71):
        visit(database, source, site, hours=hours)

    def letters() -> list[str]:
        with database.read_scope() as session:
            return list(session.scalars(select(Mail.body)))

    assert letters() == []
    for hours in (73, 96, 120):
        visit(database, source, site, hours=hours)
    assert len(letters()) == 1
    assert "Wij blijven het proberen" in letters()[0]
    assert not facts(database, source).is_paused


def test_the_owner_of_a_paused_source_gets_one_letter(
    database: Database, source: int, site: Site
) -> None:
    with database.write_scope() as session:
        session.get_one(Source, source).owner_email = "koor@kerk.example"
    site.status = 404
    for hours in range(5):
        visit(database, source, site, hours=hours)
    with database.read_scope() as session:
        letters = session.execute(select(Mail.to_address, Mail.subject)).all()
    assert [tuple(letter) for letter in letters] == [
        ("koor@kerk.example", "Uw agenda “Kerk” kunnen wij niet meer lezen")
    ]


def test_a_quiet_source_is_read_less_often(database: Database, source: int, site: Site) -> None:
    site.body = calendar("Koor")
    for hours in range(4):
        visit(database, source, site, hours=hours)
    assert facts(database, source).next_check_at == NOW + timedelta(hours=3 + 8)


def test_what_only_changes_its_stamps_writes_nothing(
    database: Database, source: int, site: Site
) -> None:
    site.body = calendar("Koor", "Soep")
    visit(database, source, site)
    site.body = site.body.replace(b"DTSTAMP:20260301", b"DTSTAMP:20260302")
    report = visit(database, source, site, hours=4)
    assert (report.outcome, report.kept, report.changed) == (Outcome.OK, 2, 0)
