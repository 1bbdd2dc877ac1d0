"""Who may do what at the desk: one table of route → roles. What is not in it is refused.

A route is `blueprint.view` as Flask names it. A test walks every route for every role and a
stranger. Whether a partner may touch a certain row (own organisation only) is asked apart,
with `owns`.
"""

from accounts.models import Role

_STAFF = frozenset({Role.ADMINISTRATOR, Role.EDITOR})
_EVERYONE = frozenset(Role)
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_PARTNER = frozenset({Role.PARTNER})

# Without logging in.
OPEN = frozenset(
    {
        *("static", "access.login", "access.code", "access.ask_link", "access.link"),
        *("confirm.still_on", "scope.opinion_form", "scope.give_opinion"),
        *("entries.is_right", "entries.confirm"),
    }
)

ROUTES: dict[str, frozenset[Role]] = {
    "access.logout": _EVERYONE,
    "access.account": _EVERYONE,
    "access.turn_on": _STAFF | {Role.POLICY},
    "week.start": _EVERYONE,
    "review.queue": _STAFF,
    "review.group": _STAFF,
    "review.decide_group": _STAFF,
    "review.item": _STAFF,
    "review.decide": _STAFF,
    "activities.search": _STAFF | _PARTNER,
    "activities.activity": _STAFF | _PARTNER,
    "activities.dates": _STAFF | _PARTNER,
    "activities.correct": _STAFF,
    "activities.release": _STAFF,
    "activities.take_down": _STAFF,
    "activities.unlink": _STAFF,
    "activities.sample": _STAFF,
    "activities.answer_sample": _STAFF,
    "activities.add": _STAFF,
    "sources.everything": _STAFF,
    "sources.source": _STAFF,
    "sources.save": _STAFF,
    "sources.set_trust": _STAFF,
    "sources.read_now": _STAFF,
    "sources.leave_out": _STAFF,
    "sources.pause": _STAFF,
    "sources.try_out": _STAFF,
    "sources.preview": _STAFF,
    "sources.add": _STAFF,
    "partner.mine": _PARTNER,
    "partner.add": _PARTNER,
    "partner.confirm": _PARTNER,
    "partner.upload": _PARTNER,
    "partner.uploaded": _PARTNER,
    "partner.use": _PARTNER,
    "own_entry.mine": _PARTNER,
    "own_entry.confirm": _PARTNER,
    "own_entry.edit": _PARTNER,
    "own_entry.propose": _PARTNER,
    "journal.entries": _STAFF,
    "journal.undo": _STAFF,
    "people.everyone": _ADMINISTRATOR,
    "people.add": _ADMINISTRATOR,
    "people.close": _ADMINISTRATOR,
    "people.code_off": _ADMINISTRATOR,
    "letters.outbox": _STAFF,
    "figures.all_": _STAFF | {Role.POLICY},
    "handbook.handbook": _STAFF,
    "plainness.look": _STAFF | _PARTNER,
    "entries.all_": _STAFF,
    "entries.edit": _STAFF,
    "entries.save": _STAFF,
    "entries.show": _STAFF,
    "entries.checked": _STAFF,
    "entries.ask_at": _STAFF,
    "entries.import_form": _STAFF,
    "entries.import_preview": _STAFF,
    "entries.import_now": _STAFF,
    "new_entry.add": _STAFF,
    "new_entry.save": _STAFF,
    "scope.register": _STAFF | {Role.POLICY},
    "scope.one": _STAFF | {Role.POLICY},
    "scope.ask": _STAFF,
    "scope.decide": _STAFF,
    "scope.touch": _STAFF,
    "finding.start": _STAFF | {Role.POLICY},
    "finding.add": _STAFF,
    "finding.remove": _STAFF,
}


def may(role: Role | None, route: str) -> bool:
    """Whether somebody with this role (None: a stranger) may use this route."""
    return route in OPEN or role in ROUTES.get(route, ())


def owns(role: Role, own: str | None, provider_id: str | None) -> bool:
    """Whether what belongs to `provider_id` is theirs: staff's always, a partner's own."""
    return role in _STAFF or (role is Role.PARTNER and own is not None and own == provider_id)
