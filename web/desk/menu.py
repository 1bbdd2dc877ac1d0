"""The menu: every page a person may open, in one list."""

from dataclasses import dataclass

from accounts.models import Role
from accounts.permissions import may


@dataclass(frozen=True, slots=True)
class Entry:
    route: str
    label: str


ENTRIES = (
    Entry("week.start", "De week"),
    Entry("review.queue", "Wachtrij"),
    Entry("entries.all_", "De kaart"),
    Entry("scope.register", "Wat hoort erop"),
    Entry("finding.start", "Zoeken en vinden"),
)


def entries(role: Role) -> tuple[Entry, ...]:
    """What this role finds in its menu."""
    return tuple(entry for entry in ENTRIES if may(role, entry.route))
