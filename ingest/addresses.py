"""Which addresses may be fetched: public http(s) and webcal, and nothing inside.

The name is resolved once, every resulting address is checked, and the checked address is
the one to connect to; a name that changes its answer in between gains nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from base.errors import FetchError

SCHEMES = {"http": 80, "https": 443, "webcal": 443, "webcals": 443}
_TUNNELS = (  # IPv6 ranges that carry an IPv4 address, which then counts
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4, RFC 3056
)
_GLOBAL = ipaddress.IPv6Network("2000::/3")  # all that is given out as unicast, RFC 4291
_REFUSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "100.64.0.0/10",  # carrier NAT, RFC 6598
        "168.63.129.16/32",  # Azure's metadata
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "198.18.0.0/15",
        "2001::/32",  # Teredo
        "3fff::/20",  # documentation, RFC 9637
    )
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: fetch `url` by connecting to `ip` (any of them is allowed)."""

    url: str
    host: str
    port: int
    ips: tuple[str, ...]


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, by the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return sorted({str(entry[4][0]) for entry in found})


def as_fetched(url: str) -> str:
    """The address in the one form that is asked for."""
    parts = urlsplit(url.strip())
    scheme = "http" if parts.scheme == "http" else "https"
    return urlunsplit((scheme, parts.netloc, parts.path or "/", parts.query, ""))


def check(
    url: str, *, allowed_loopback: frozenset[str] = frozenset(), resolver: Resolve = resolve
) -> Target:
    """The target behind `url`. Raises FetchError (permanent) when it may not be fetched.

    `allowed_loopback`: exact "host:port" that may be read although they are on this machine.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port or SCHEMES.get(parts.scheme, 0)
    except ValueError as error:
        raise _refused("dat is geen geldig adres") from error
    if parts.scheme not in SCHEMES:
        raise _refused("alleen adressen met http, https of webcal kunnen gelezen worden")
    if not parts.hostname:
        raise _refused("er ontbreekt een naam van een website")
    if parts.username is not None or parts.password is not None:
        raise _refused("een naam of wachtwoord in het adres mag niet")
    plain = as_fetched(url)
    host = parts.hostname
    try:
        ips = tuple(resolver(host, port))
    except (OSError, UnicodeError) as error:
        raise FetchError(f"De website {host} is niet te vinden.") from error
    if not ips:
        raise FetchError(f"De website {host} is niet te vinden.")
    if f"{host}:{port}" not in allowed_loopback and not all(is_public(ip) for ip in ips):
        raise _refused("het wijst naar een adres binnen een netwerk")
    return Target(plain, host, port, ips)


def is_public(text: str) -> bool:
    """Whether an IP address is one on the open internet. An odd or empty text is not."""
    try:
        address: Address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            return False
        inner = _carried(address)
        if inner is not None:
            return is_public(str(inner))
        if address not in _GLOBAL:
            return False
    if address.is_multicast or any(address in n for n in _REFUSED if n.version == address.version):
        return False
    return address.is_global


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    for network, shift in _TUNNELS:
        if address in network:
            return ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    return None


def _refused(reason: str) -> FetchError:
    return FetchError(f"Dit adres wordt niet gelezen: {reason}.", permanent=True)
