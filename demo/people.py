"""Who can log in to the demonstration: one person per role, with passwords anyone may know."""

from dataclasses import dataclass

from accounts.models import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person. `partner` is the name of a partner's source."""

    email: str
    role: Role
    name: str
    password: str
    partner: str | None = None


PEOPLE = (
    Person(
        email="beheerder@example.org",
        role=Role.ADMINISTRATOR,
        name="Demo Beheerder",
        password="demo-beheerder",  # noqa: S106 (only `wijzer run --demo` makes these accounts)
    ),
    Person(
        email="redactie@example.org",
        role=Role.EDITOR,
        name="Demo Redacteur",
        password="demo-redactie",  # noqa: S106
    ),
    Person(
        email="beleid@example.org",
        role=Role.POLICY,
        name="Demo Beleid",
        password="demo-beleid-1",  # noqa: S106
    ),
    Person(
        email="partner@example.org",
        role=Role.PARTNER,
        name="Demo Partner",
        password="demo-partner",  # noqa: S106
        partner="buurthuis",
    ),
)
