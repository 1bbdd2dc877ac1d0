"""What arrived against what we know."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from agenda.draft import Draft, Origin, Parsed
from agenda.moment import Moment
from agenda.reading.reconcile import Known, content_key, fingerprint, plan, plan_unchanged

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_draft(key: str, *, title: str = "Koffie", day: int = 20) -> Draft:
    return Draft(key=key, title=title, start=Moment(date(2026, 3, day), time(10)), venue="De Vlier")


def known(draft: Draft, *, missing: timedelta | None = None, is_gone: bool = False) -> Known:
    return Known(
        key=draft.key,
        fingerprint=fingerprint(draft),
        content=content_key(draft),
        missing_since=NOW - missing if missing else None,
        next_start=draft.start.utc if draft.start.utc > NOW else None,
        is_gone=is_gone,
    )


def parsed(*drafts: Draft, is_complete: bool = True) -> Parsed:
    return Parsed(drafts=drafts, is_complete=is_complete)


def many(count: int) -> list[Draft]:
    return [a_draft(f"k{n}", title=f"Activiteit {n}") for n in range(count)]


def test_new_changed_and_kept_are_told_apart() -> None:
    same, old = a_draft("same"), a_draft("changed", title="Thee")
    changed, new = replace(old, title="Thee met taart"), a_draft("new", title="Wandelen")
    result = plan([known(same), known(old)], parsed(same, changed, new), now=NOW)
    assert (result.add, result.change, result.kept_count) == ((new,), (changed,), 1)


def test_where_a_row_stood_is_no_change() -> None:
    draft = a_draft("a")
    assert fingerprint(replace(draft, origin=Origin(row=7))) == fingerprint(draft)


def test_first_absence_only_marks() -> None:
    draft, other = a_draft("a"), a_draft("b", title="Thee")
    result = plan([known(draft), known(other)], parsed(other), now=NOW)
    assert (result.absent, result.withdraw) == ({"a"}, frozenset())


def test_second_absence_twelve_hours_later_withdraws() -> None:
    draft, other = a_draft("a"), a_draft("b", title="Thee")
    state = [known(draft, missing=timedelta(hours=12)), known(other)]
    assert plan(state, parsed(other), now=NOW).withdraw == {"a"}


def test_second_absence_an_hour_later_does_not_withdraw() -> None:
    draft, other = a_draft("a"), a_draft("b", title="Thee")
    state = [known(draft, missing=timedelta(hours=1)), known(other)]
    assert plan(state, parsed(other), now=NOW).withdraw == frozenset()


def test_within_48_hours_of_the_start_an_hour_is_enough() -> None:
    draft, other = a_draft("a", day=2), a_draft("b", title="Thee")
    state = [known(draft, missing=timedelta(hours=1)), known(other)]
    assert plan(state, parsed(other), now=NOW).withdraw == {"a"}


def test_an_unchanged_body_is_a_second_absence() -> None:
    state = [known(a_draft("a"), missing=timedelta(hours=13)), known(a_draft("b", title="Thee"))]
    result = plan_unchanged(state, now=NOW)
    assert (result.withdraw, result.kept_count) == ({"a"}, 1)


def test_an_empty_run_withdraws_nothing() -> None:
    state = [known(a_draft("a"), missing=timedelta(days=2))]
    assert plan(state, parsed(), now=NOW).withdraw == frozenset()


def test_a_partial_run_withdraws_nothing() -> None:
    state = [known(a_draft("a"), missing=timedelta(days=2))]
    result = plan(state, parsed(a_draft("b", title="Thee"), is_complete=False), now=NOW)
    assert result.withdraw == frozenset()


def test_what_failed_to_parse_is_not_missing() -> None:
    state = [known(a_draft("a"), missing=timedelta(days=2)), known(a_draft("b", title="Thee"))]
    arrived = Parsed(drafts=(a_draft("b", title="Thee"),), unread_keys=frozenset({"a"}))
    assert plan(state, arrived, now=NOW).withdraw == frozenset()


def test_past_events_are_never_withdrawn_by_absence() -> None:
    past = replace(a_draft("past"), start=Moment(date(2026, 2, 1), time(10)))
    state = [known(past, missing=timedelta(days=9)), known(a_draft("b", title="Thee"))]
    assert plan(state, parsed(a_draft("b", title="Thee")), now=NOW).withdraw == frozenset()


def test_six_of_twenty_wait_for_a_person() -> None:
    drafts = many(20)
    state = [known(d, missing=timedelta(days=1) if i < 6 else None) for i, d in enumerate(drafts)]
    result = plan(state, parsed(*drafts[6:]), now=NOW)
    assert (len(result.held), result.withdraw) == (6, frozenset())


def test_six_of_thirty_go() -> None:
    drafts = many(30)
    state = [known(d, missing=timedelta(days=1) if i < 6 else None) for i, d in enumerate(drafts)]
    assert len(plan(state, parsed(*drafts[6:]), now=NOW).withdraw) == 6


def test_history_does_not_hide_a_mass_deletion() -> None:
    start = Moment(date(2025, 1, 1), time(10))
    history = [known(replace(d, start=start, key=f"old{d.key}")) for d in many(400)]
    live = [known(d, missing=timedelta(days=1)) for d in many(10)]
    result = plan([*history, *live], parsed(a_draft("new", title="Nieuw")), now=NOW)
    assert (len(result.held), result.withdraw) == (10, frozenset())


def test_a_person_may_allow_the_held_withdrawals() -> None:
    drafts = many(10)
    state = [known(d, missing=timedelta(days=1)) for d in drafts]
    result = plan(state, parsed(a_draft("x", title="X")), now=NOW, may_withdraw=True)
    assert (len(result.withdraw), result.held) == (10, frozenset())


def test_churning_keys_are_matched_by_content() -> None:
    drafts = many(4)
    arrived = [replace(d, key=f"fresh-{d.key}") for d in drafts]
    result = plan([known(d) for d in drafts], parsed(*arrived), now=NOW)
    assert (result.add, result.change, result.absent) == ((), (), frozenset())
    assert result.renamed == {d.key: f"fresh-{d.key}" for d in drafts}


def test_a_return_is_seen() -> None:
    draft = a_draft("a")
    assert plan([known(draft, is_gone=True)], parsed(draft), now=NOW).back == {"a"}


def test_a_repeated_key_is_said_and_the_first_counts() -> None:
    first, second = a_draft("a"), a_draft("a", title="Thee")
    result = plan([], parsed(first, second), now=NOW)
    assert (result.add, [p.code for p in result.problems]) == ((first,), ["double_key"])
