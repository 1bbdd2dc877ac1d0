"""Whether what a source brings is like what it brought before. Pure.

A site that was taken over, a list that was swapped for another, an agenda full of advertising:
each was a trusted source the day before. What is unlike itself is held until a person looked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from agenda.draft import Draft
from base.text import fold

LEAST = 5
MOST = 0.5
# Words of what is spread over taken-over sites; whole words, of title and description.
BLOCKED = (
    *("casino", "gokken", "gokkast", "slots", "bet365", "jackpot", "viagra", "cialis", "porno"),
    *("porn", "escort", "xxx", "bitcoin", "crypto", "forex", "payday", "replica", "rolex"),
    *("free spins", "sign up bonus", "online pharmacy", "buy cheap"),
)


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a source: how many events, and the hosts their links went to."""

    count: int
    hosts: frozenset[str]


def unlike(
    before: Before, arriving: Sequence[Draft], *, retitled: int, blocked: Collection[str] = BLOCKED
) -> tuple[str, ...]:
    """Why this is not like the source, as Dutch sentences; () when it is.

    `retitled`: how many known events come with another title in this reading. A source that
    is not known yet is like itself, but for blocked words.
    """
    reasons = []
    found = [w for w in blocked if any(_holds(draft, w) for draft in arriving)]
    if found:
        reasons.append(f"Er staan vreemde woorden in: {', '.join(found[:5])}.")
    strange = strange_hosts(before, arriving)
    if strange:
        reasons.append(f"De links gaan ineens ergens anders heen: {', '.join(strange[:3])}.")
    if before.count >= LEAST and retitled > MOST * before.count:
        reasons.append(f"{retitled} van de {before.count} titels zijn ineens anders.")
    return tuple(reasons)


def strange_hosts(before: Before, arriving: Sequence[Draft]) -> list[str]:
    """Hosts this source never linked to, when most of what arrives goes there."""
    hosts = [host for draft in arriving if (host := host_of(draft.url))]
    strange = [host for host in hosts if host not in before.hosts]
    if before.count < LEAST or not before.hosts or len(strange) < LEAST:
        return []
    return sorted(set(strange)) if len(strange) > MOST * len(hosts) else []


def host_of(url: str | None) -> str:
    """The host of a link without `www.`; empty for no link."""
    host = urlsplit(url or "").hostname or ""
    return host.removeprefix("www.")


def _holds(draft: Draft, word: str) -> bool:
    return f" {word} " in f" {fold(draft.title)} {fold(draft.description)} "
