"""Nothing inside a network is fetched, however it is written."""

import pytest

from base.errors import FetchError
from ingest.addresses import Target, check, is_public

PUBLIC = "93.184.216.34"


def public(_host: str, _port: int) -> list[str]:
    return [PUBLIC]


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 (an address to refuse, not to bind)
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b:1::1",
        "fec0::1",
        "5f00::1",
        "3fff::1",
        "168.63.129.16",
        "192.88.99.1",
        "0x7f000001",
        "",
    ],
)
def test_addresses_inside_are_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize("text", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_outside_are_public(text: str) -> None:
    assert is_public(text)


def test_webcal_is_read_by_https() -> None:
    found = check("webcal://kerk.example/a.ics#x", resolver=public)
    assert found == Target("https://kerk.example/a.ics", "kerk.example", 443, (PUBLIC,))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://kerk.example/a.ics",
        "javascript:alert(1)",
        "https:///a.ics",
        "https://naam:geheim@kerk.example/",
        "http://kerk.example:99999/",
        "geen adres",
    ],
)
def test_other_schemes_and_shapes_are_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        check(url, resolver=public)
    assert caught.value.permanent


def test_one_inner_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(FetchError, match="binnen een netwerk"):
        check("https://kerk.example/", resolver=lambda *_: [PUBLIC, "10.0.0.1"])


def test_loopback_is_read_only_by_exact_host_and_port() -> None:
    allowed = frozenset({"127.0.0.1:8100"})

    def loopback(*_: object) -> list[str]:
        return ["127.0.0.1"]

    assert check("http://127.0.0.1:8100/", allowed_loopback=allowed, resolver=loopback).ips == (
        "127.0.0.1",
    )
    with pytest.raises(FetchError):
        check("http://127.0.0.1:8101/", allowed_loopback=allowed, resolver=loopback)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "localhost", "127.1"])
def test_odd_notations_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(FetchError):
        check(f"http://{host}/")


def test_a_name_without_address_can_be_tried_again() -> None:
    def missing(*_: object) -> list[str]:
        raise OSError

    with pytest.raises(FetchError) as caught:
        check("https://kerk.example/", resolver=missing)
    assert not caught.value.permanent
