"""Names are resolved here, and what is not public is refused before anything connects.

Twisted asks this resolver for literals and odd notations too, so the address checked is the
address connected to.
"""

from collections.abc import Sequence
from typing import Any, Self

from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from ingest.addresses import is_public


@implementer(IHostnameResolver)
class CheckedResolver:
    """The system's resolver with a check of every answer; one bad address refuses the name."""

    def __init__(self, reactor: Any, allowed: frozenset[str]) -> None:
        self._reactor = reactor
        self._inner = reactor.nameResolver
        self._allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        pairs = crawler.settings.getlist("WIJZER_ALLOWED_LOOPBACK")
        return cls(reactor, frozenset(pair.rpartition(":")[0] for pair in pairs))

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 (these are Twisted's names)
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        is_allowed = hostName in self._allowed
        receiver = resolutionReceiver if is_allowed else _Checked(resolutionReceiver)
        found: IHostResolution = self._inner.resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return found


@implementer(IResolutionReceiver)
class _Checked:
    """Gathers the addresses and passes them on only when every one is public."""

    def __init__(self, receiver: Any) -> None:
        self._receiver = receiver
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 (Twisted's name)
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 (Twisted's name)
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802 (Twisted's name)
        if all(is_public(address.host) for address in self._addresses):
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()
