"""Calendars as they are sent."""

from dataclasses import replace
from datetime import date

import pytest

from agenda.draft import Context, Draft, Origin, Parsed
from agenda.recurrence import Window, expand
from agenda.status import EventStatus
from base.errors import FormatError
from ingest.ical.reader import read

CONTEXT = Context(address="https://kerk.example/a.ics", seen_on=date(2026, 3, 1))
STAMP = "DTSTAMP:20260301T000000Z"
SPRING = Window(first=date(2026, 3, 1), last=date(2026, 4, 30))


def calendar(*events: str, end: str = "END:VCALENDAR") -> bytes:
    blocks = "\n".join(f"BEGIN:VEVENT\n{event}\n{STAMP}\nEND:VEVENT" for event in events)
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


def test_of_a_calendar_cut_off_series_stay_as_they_were() -> None:
    weekly = "UID:2\nSUMMARY:Koor\nDTSTART:20260303T190000\nRRULE:FREQ=WEEKLY"
    result = read(calendar("UID:1\nSUMMARY:Soep\nDTSTART:20260303T190000", weekly, end=""), CONTEXT)
    assert ([d.key for d in result.drafts], result.unread_keys) == (["1"], {"2"})


def test_what_kept_its_hash_is_not_read_again() -> None:
    one, two = (f"UID:{n}\nSUMMARY:Koor {n}\nDTSTART:20260303T190000" for n in (1, 2))
    before = read(calendar(one, two), CONTEXT).raw_hashes
    again = replace(CONTEXT, raw_hashes=before)
    stamped = f"{one}\nLAST-MODIFIED:20260302T000000Z"
    body = calendar(stamped, two.replace("Koor 2", "Zang"))
    result = read(body.replace(b"DTSTAMP:20260301", b"DTSTAMP:20260302"), again)
    assert (result.unchanged_keys, [d.title for d in result.drafts]) == ({"1"}, ["Zang"])


def test_one_changed_block_brings_all_of_its_uid() -> None:
    master = "UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000\nRRULE:FREQ=WEEKLY;COUNT=4"
    change = "UID:1\nSUMMARY:Koor\nRECURRENCE-ID:20260310T190000\nDTSTART:20260310T200000"
    before = read(calendar(master, change), CONTEXT).raw_hashes
    moved = change.replace("T200000", "T210000")
    (draft,) = read(calendar(moved, master), replace(CONTEXT, raw_hashes=before)).drafts
    assert draft.recurrence is not None
    assert [o.start.iso() for o in draft.recurrence.overrides if o.start] == ["2026-03-10T21:00"]


def test_a_changed_zone_table_is_a_change_of_every_event() -> None:
    def with_zone(offset: str) -> bytes:
        zone = (
            "BEGIN:VTIMEZONE\nTZID:Eigen\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
            f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )
        body = calendar("UID:1\nSUMMARY:Koor\nDTSTART;TZID=Eigen:20260303T190000").decode()
        return body.replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT").encode()

    before = read(with_zone("+0300"), CONTEXT)
    after = read(with_zone("+0500"), replace(CONTEXT, raw_hashes=before.raw_hashes))
    assert [d.start.iso() for d in (*before.drafts, *after.drafts)] == [
        "2026-03-03T17:00",
        "2026-03-03T15:00",
    ]


@pytest.mark.parametrize(
    ("tzid", "hour"),
    [
        ("W. Europe Standard Time", 18),
        ('"(UTC+01:00) Amsterdam, Berlijn, Rome"', 18),
        ("(UTC+01:00) Amsterdam, Berlin, Bern", 18),
        ("/mozilla.org/20070129_1/Europe/Amsterdam", 18),
        ("America/New_York", 0),
        ("Europe/Amsterdam", 18),
    ],
)
def test_zones_are_known_however_they_are_named(tzid: str, hour: int) -> None:
    (draft,) = parsed(f"UID:1\nSUMMARY:Koor\nDTSTART;TZID={tzid}:20260303T190000").drafts
    assert (draft.start.utc.hour, draft.start.zone) == (hour, "Europe/Amsterdam")


def test_an_unknown_zone_is_said_and_asked() -> None:
    result = parsed("UID:1\nSUMMARY:Koor\nDTSTART;TZID=Middenaarde:20260303T190000")
    (draft,) = result.drafts
    assert (draft.start.iso(), [d.about for d in draft.doubts]) == ("2026-03-03T19:00", ["start"])
    assert [(p.code, p.origin.line) for p in result.problems] == [("unknown_zone", 3)]


def test_a_series_kept_in_utc_runs_by_that_clock() -> None:
    text = "UID:1\nSUMMARY:Koor\nDTSTART:20260324T180000Z\nRRULE:FREQ=WEEKLY;COUNT=2"
    (draft,) = parsed(text).drafts
    starts = [i.start.iso() for i in expand(draft, SPRING).instances]
    assert starts == ["2026-03-24T19:00", "2026-03-31T20:00"]


def test_a_period_in_rdate_has_its_own_end() -> None:
    text = (
        "UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000\nDTEND:20260303T200000\n"
        "RDATE;VALUE=PERIOD:20260305T190000/20260305T223000,20260306T190000/PT15M"
    )
    (draft,) = parsed(text).drafts
    ends = [i.end.iso() for i in expand(draft, SPRING).instances if i.end]
    assert ends == ["2026-03-03T20:00", "2026-03-05T22:30", "2026-03-06T19:15"]


def test_an_exrule_takes_dates_away() -> None:
    text = (
        "UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        "EXRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2"
    )
    (draft,) = parsed(text).drafts
    starts = [i.start.iso() for i in expand(draft, SPRING).instances]
    assert starts == ["2026-03-10T19:00", "2026-03-24T19:00"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;UNTIL=morgen",
        "FREQ=SOMS",
        "onzin",
    ],
)
def test_a_rule_that_cannot_be_keeps_its_first_date_and_is_asked(rule: str) -> None:
    result = parsed(f"UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000\nRRULE:{rule}")
    (draft,) = result.drafts
    assert (draft.recurrence, [d.about for d in draft.doubts]) == (None, ["recurrence"])
    assert [(p.code, p.origin.line) for p in result.problems] == [("bad_rule", 3)]


def test_a_series_that_ended_before_it_began_has_no_dates() -> None:
    text = "UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000\nRRULE:FREQ=WEEKLY;UNTIL=20260302"
    (draft,) = parsed(text).drafts
    assert expand(draft, SPRING).instances == ()


def test_lines_folded_without_a_space_belong_to_the_line_before() -> None:
    text = "UID:1\nSUMMARY:Koor\nDESCRIPTION:Zingen\nen Tijd: half acht\nDTSTART:20260303T190000"
    (draft,) = parsed(text).drafts
    assert draft.description == "Zingen\nen Tijd: half acht"


def test_events_without_a_stamp_are_one_problem_of_the_file() -> None:
    one = "UID:{0}\nSUMMARY:Koor\nDTSTART:2026030{0}T190000"
    body = calendar(*(one.format(n) for n in (1, 2, 3)))
    bare = body.replace(f"{STAMP}\n".encode(), b"", 2)
    said = "2 activiteiten missen het tijdstempel (DTSTAMP) dat de standaard vraagt; wel gelezen."
    first = read(bare, CONTEXT)
    assert [(p.code, p.message, p.origin.line) for p in first.problems] == [("no_dtstamp", said, 3)]
    again = read(bare, replace(CONTEXT, raw_hashes=first.raw_hashes))
    assert (len(first.drafts), again.drafts, again.problems) == (3, (), first.problems)
    assert read(body, CONTEXT).problems == ()


def test_html_becomes_plain_paragraphs() -> None:
    text = "UID:1\nSUMMARY:Koor\nDESCRIPTION:<p>Zing mee</p><script>x</script>\nDTSTART:20260303"
    (draft,) = parsed(text).drafts
    assert draft.description == "Zing mee"


def test_an_alarm_is_not_the_event() -> None:
    text = (
        "BEGIN:VALARM\nUID:alarm\nDESCRIPTION:Piep\nEND:VALARM\nUID:1\nSUMMARY:Koor\n"
        "DTSTART:20260303T190000"
    )
    (draft,) = parsed(text).drafts
    assert (draft.key, draft.description) == ("1", "")


def test_a_person_as_contact_stays_out_and_is_missed() -> None:
    text = "UID:1\nSUMMARY:Koor\nDESCRIPTION:Opgeven bij Jan Jansen 06-12345678\nDTSTART:20260303"
    (draft,) = parsed(text).drafts
    assert "Jansen" not in draft.description
    assert "12345678" not in draft.description
    assert draft.lost_contact


def test_the_order_of_components_means_nothing() -> None:
    master = "UID:1\nSUMMARY:Koor\nDTSTART:20260303T190000\nRRULE:FREQ=WEEKLY;COUNT=4"
    change = "UID:1\nSUMMARY:Koor\nRECURRENCE-ID:20260310T190000\nDTSTART:20260310T200000"
    other = "UID:2\nSUMMARY:Soep\nDTSTART:20260303T120000"

    def drafts(*events: str) -> list[Draft]:
        return sorted((replace(d, origin=Origin()) for d in parsed(*events).drafts), key=repr)

    assert drafts(master, change, other) == drafts(other, change, master)


def test_a_source_says_how_long_it_stays_good() -> None:
    body = calendar("UID:1\nSUMMARY:Koor\nDTSTART:20260303").decode()
    ttl = body.replace("VERSION:2.0", "VERSION:2.0\nREFRESH-INTERVAL;VALUE=DURATION:PT6H")
    assert read(ttl.encode(), CONTEXT).ttl_seconds == 6 * 3600
