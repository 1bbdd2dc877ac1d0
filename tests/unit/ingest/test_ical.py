"""Calendars as they are sent."""

from datetime import date

import pytest

from agenda.draft import Context, Parsed
from agenda.recurrence import Window, expand
from agenda.status import EventStatus
from base.errors import FormatError
from ingest.ical.reader import read

CONTEXT = Context(address="https://kerk.example/a.ics", seen_on=date(2026, 3, 1))
SPRING = Window(first=date(2026, 3, 1), last=date(2026, 4, 30))


def calendar(*events: str, end: str = "END:VCALENDAR") -> bytes:
    blocks = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{blocks}\n{end}\n".encode()


def parsed(*events: str) -> Parsed:
    return read(calendar(*events), CONTEXT)


def test_a_floating_time_is_in_the_zone_of_the_source() -> None:
    (draft,) = parsed("UID:1\nSUMMARY:Koffie\nDTSTART:20260330T100000").drafts
    assert (draft.start.iso(), draft.start.utc.hour) == ("2026-03-30T10:00", 8)


def test_utc_becomes_local_wall_time() -> None:
    (draft,) = parsed("UID:1\nSUMMARY:Koffie\nDTSTART:20260330T080000Z").drafts
    assert draft.start.iso() == "2026-03-30T10:00"


def test_an_all_day_end_is_inclusive() -> None:
    text = "UID:1\nSUMMARY:Markt\nDTSTART;VALUE=DATE:20260403\nDTEND;VALUE=DATE:20260405"
    (draft,) = parsed(text).drafts
    assert (draft.start.iso(), draft.end and draft.end.iso()) == ("2026-04-03", "2026-04-04")


def test_an_end_before_the_start_is_left_out_and_said() -> None:
    result = parsed("UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000\nDTEND:20260303T180000")
    assert result.drafts[0].end is None
    assert [p.code for p in result.problems] == ["end_before_start"]


def test_overrides_and_exceptions_become_dates() -> None:
    result = parsed(
        "UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        "EXDATE:20260317T190000",
        "UID:1\nSUMMARY:Koor (elders)\nRECURRENCE-ID:20260310T190000\nDTSTART:20260311T200000",
        "UID:1\nSUMMARY:Koor\nRECURRENCE-ID:20260324T190000\nDTSTART:20260324T190000\n"
        "STATUS:CANCELLED",
    )
    (draft,) = result.drafts
    assert [(i.start.iso(), i.status) for i in expand(draft, SPRING).instances] == [
        ("2026-03-03T19:00", EventStatus.SCHEDULED),
        ("2026-03-11T20:00", EventStatus.SCHEDULED),
        ("2026-03-24T19:00", EventStatus.CANCELLED),
    ]


def test_an_override_without_master_stands_on_its_own() -> None:
    text = "UID:1\nSUMMARY:Koor\nRECURRENCE-ID:20260310T190000\nDTSTART:20260311T200000"
    assert [d.key for d in parsed(text).drafts] == ["1#2026-03-10T19:00"]


def test_one_uid_for_three_events_gives_three() -> None:
    events = [f"UID:1\nSUMMARY:Koor {n}\nDTSTART:2026030{n}T190000" for n in (3, 4, 5)]
    result = parsed(*events)
    assert len({d.key for d in result.drafts}) == 3
    assert [p.code for p in result.problems] == ["double_uid", "double_uid"]


def test_a_bad_event_costs_only_itself() -> None:
    result = parsed(
        "UID:1\nSUMMARY:Stuk\nDTSTART:2026-99-99", "UID:2\nSUMMARY:Heel\nDTSTART:20260303T190000"
    )
    assert [d.key for d in result.drafts] == ["2"]
    assert (result.unread_keys, [p.code for p in result.problems]) == ({"1"}, ["unreadable"])


def test_without_uid_the_content_is_the_key() -> None:
    result = parsed("SUMMARY:Koor\nDTSTART:20260303T190000")
    assert [d.key for d in result.drafts] == ["inhoud:koor|2026-03-03T19:00|"]


def test_a_calendar_cut_off_is_not_complete() -> None:
    body = calendar("UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000", end="")
    result = read(body, CONTEXT)
    assert (result.is_complete, [d.key for d in result.drafts]) == (False, ["1"])


def test_latin_1_is_read() -> None:
    body = calendar("UID:1\nSUMMARY:Café\nDTSTART:20260303T190000").decode().encode("latin-1")
    assert read(body, CONTEXT).drafts[0].title == "Café"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "leeg"),
        (b"<!doctype html><html><body>Log in</body></html>", "webpagina"),
        (b"hallo", "BEGIN:VCALENDAR"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_reason(body: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read(body, CONTEXT)
