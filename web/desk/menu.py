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
    Entry("partner.mine", "Uw activiteiten"),
    Entry("partner.add", "Insturen"),
    Entry("own_entry.mine", "Uw vermelding"),
    Entry("activities.search", "Activiteiten"),
    Entry("sources.everything", "Bronnen"),
    Entry("entries.all_", "De kaart"),
    Entry("scope.register", "Wat hoort erop"),
    Entry("finding.start", "Zoeken en vinden"),
    Entry("figures.all_", "Cijfers"),
    Entry("journal.entries", "Logboek"),
    Entry("letters.outbox", "Post"),
    Entry("people.everyone", "Mensen"),
    Entry("handbook.handbook", "Handboek"),
)


def entries(role: Role) -> tuple[Entry, ...]:
    """What this role finds in its menu."""
    own = {"week.start"} if role is Role.PARTNER else set()  # that page is "Uw activiteiten"
    return tuple(e for e in ENTRIES if may(role, e.route) and e.route not in own)
