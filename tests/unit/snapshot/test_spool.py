"""The spool: nothing lost, nothing twice, nothing of anyone."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from snapshot import spool
from snapshot.spool import Missed, Opinion, append, taken

AT = datetime(2026, 3, 10, 13, 30, tzinfo=UTC)


def missed(path: str) -> Missed:
    return Missed(path=path, day=date(2026, 3, 10), id=path)


def test_what_was_sent_comes_out_once_and_whole(tmp_path: Path) -> None:
    said = Opinion(path="/agenda", is_found=False, note="héél lastig", at=AT)
    assert append(tmp_path, said)
    with taken(tmp_path, Opinion) as lines:
        assert lines == (said,)
    with taken(tmp_path, Opinion) as lines:
        assert lines == ()


def test_a_drain_that_fails_leaves_all_for_the_next(tmp_path: Path) -> None:
    append(tmp_path, missed("/a"))
    with pytest.raises(ZeroDivisionError), taken(tmp_path, Missed):
        raise ZeroDivisionError
    append(tmp_path, missed("/b"))
    with taken(tmp_path, Missed) as lines:
        assert lines == (missed("/a"),)
    with taken(tmp_path, Missed) as lines:
        assert lines == (missed("/b"),)


def test_half_a_line_costs_only_itself(tmp_path: Path) -> None:
    append(tmp_path, missed("/a"))
    with (tmp_path / "missed.jsonl").open("a") as file:
        file.write('{"path": "/hal\n')
    append(tmp_path, missed("/b"))
    with taken(tmp_path, Missed) as lines:
        assert lines == (missed("/a"), missed("/b"))


def test_a_full_file_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MAX_FILE", 60)
    assert append(tmp_path, missed("/a"))
    assert not append(tmp_path, missed("/b"))


def test_writers_and_a_drain_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(name: str) -> None:
        for number in range(100):
            append(tmp_path, missed(f"/{name}{number}"))

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    found: list[str] = []
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        with taken(tmp_path, Missed) as lines:
            found += [line.path for line in lines]
    with taken(tmp_path, Missed) as lines:
        found += [line.path for line in lines]
    assert sorted(found) == sorted(f"/{name}{number}" for name in "abcd" for number in range(100))


def test_a_note_keeps_no_numbers_and_addresses() -> None:
    text = "Bel mij op 06-12345678 of\nmail jan@voorbeeld.nl over de koffie"
    assert spool.note(text) == "Bel mij op … of mail … over de koffie"
    assert len(spool.note("woord " * 500)) <= spool.NOTE_LIMIT
