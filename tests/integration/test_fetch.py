"""Fetching from a real server that behaves as servers do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from base.errors import FetchError
from ingest.fetch import Fetched, Limits, NotModified, Validators, fetch
from tests.integration.partner import CALENDAR, running

SMALL = Limits(byte_count=1_000_000, seconds=2.0, idle_seconds=1.0)


@pytest.fixture(scope="module")
def partner() -> Iterator[str]:
    with running() as address:
        yield address


def get(
    partner: str, path: str, *, validators: Validators | None = None, limits: Limits = SMALL
) -> Fetched | NotModified:
    return fetch(
        f"http://{partner}/{path}",
        user_agent="Proef/1 (+https://wijzer.example)",
        validators=validators,
        limits=limits,
        allowed_loopback=frozenset({partner}),
    )


def test_a_body_comes_with_its_validators(partner: str) -> None:
    assert get(partner, "good") == Fetched(
        body=CALENDAR,
        url=f"http://{partner}/good",
        content_type="text/calendar",
        validators=Validators(etag='"v1"'),
    )


def test_not_modified_is_an_answer_of_its_own(partner: str) -> None:
    answer = get(partner, "good", validators=Validators(etag='"v1"'))
    assert answer == NotModified(ttl=timedelta(minutes=10))


@pytest.mark.parametrize("path", ["gzipped", "moved"])
def test_compressed_and_moved_bodies_arrive(partner: str, path: str) -> None:
    answer = get(partner, path)
    assert isinstance(answer, Fetched)
    assert answer.body == CALENDAR


def test_we_say_who_we_are(partner: str) -> None:
    answer = get(partner, "agent")
    assert isinstance(answer, Fetched)
    assert answer.body == b"Proef/1 (+https://wijzer.example)"


@pytest.mark.parametrize(
    ("path", "said", "is_permanent"),
    [
        ("bomb", "groter dan 1 MB", True),
        ("endless", "groter dan 1 MB", True),
        ("dripping", "niet binnen", False),
        ("cut-off", "ging mis", False),
        ("half-gzip", "breekt halverwege", False),
        ("broken", "500", False),
        ("gone", "weggehaald", True),
        ("circle", "verwijst steeds door", True),
        ("inside", "binnen een netwerk", True),
        ("nowhere", "geen adres", True),
        ("to-file", "http, https of webcal", True),
    ],
)
def test_what_goes_wrong_is_said(partner: str, path: str, said: str, is_permanent: bool) -> None:
    with pytest.raises(FetchError, match=said) as caught:
        get(partner, path)
    assert caught.value.permanent is is_permanent


@pytest.mark.parametrize(("path", "seconds"), [("busy", 120), ("later", 300)])
def test_the_wish_to_wait_is_heard(partner: str, path: str, seconds: int) -> None:
    with pytest.raises(FetchError) as caught:
        get(partner, path)
    assert (caught.value.retry_after, caught.value.permanent) == (seconds, False)


def test_loopback_is_refused_without_its_setting(partner: str) -> None:
    with pytest.raises(FetchError, match="binnen een netwerk"):
        fetch(f"http://{partner}/good", user_agent="x")


def test_the_checked_address_is_the_one_connected_to(partner: str) -> None:
    port = partner.rpartition(":")[2]
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    answer = fetch(
        f"http://kerk.example:{port}/good",
        user_agent="x",
        allowed_loopback=frozenset({f"kerk.example:{port}"}),
        resolver=lambda *_: next(answers),
    )
    assert isinstance(answer, Fetched)
    assert next(answers) == ["10.0.0.1"]
