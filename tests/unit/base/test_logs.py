"""No personal data in a log, whoever writes the line."""

import json
import logging

import pytest
import structlog

from base import logs


@pytest.fixture(autouse=True)
def as_before() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_mail_addresses_and_numbers_are_struck_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    structlog.get_logger("tasks.work").info(
        "source read", source="kerk", said="bel 06-12345678 of mail jan.demo@kerk.example", added=3
    )
    (line,) = lines(capsys)
    del line["timestamp"]
    assert line == {
        "event": "source read",
        "source": "kerk",
        "said": "bel … of mail …",
        "added": 3,
        "logger": "tasks.work",
        "level": "info",
    }


def test_libraries_go_through_the_same_door_from_warnings_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("json")
    logging.getLogger("celery.worker").info("not shown")
    logging.getLogger("celery.worker").warning("from jan@kerk.example")
    assert [line["event"] for line in lines(capsys)] == ["from …"]
