"""Which columns can hold personal data, why, on what ground, and how long: the register.

Every column that holds text, JSON or bytes is named here, as personal or as nobody's; a test
walks the models, so a new column cannot be forgotten. It is kept in `Column.info`, and the
processing register (AVG art. 30) is printed from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import JSON, Column, LargeBinary, MetaData, String

import accounts.models
import agenda.models
import providers.models
from base.db import Base

TABLES_COME_FROM = (accounts.models, agenda.models, providers.models)
TASK = "taak van algemeen belang (AVG art. 6 lid 1 e)"
ACCOUNT = "nodig om een account te hebben (AVG art. 6 lid 1 b)"
ANSWER = "de bezoeker vraagt om antwoord (AVG art. 6 lid 1 b)"


@dataclass(frozen=True, slots=True)
class Personal:
    """Purpose, basis and retention of personal data in a column, in Dutch for the register."""

    purpose: str
    basis: str
    retention: str


_MASKED = "Contactgegevens van personen worden bij binnenkomst gemaskeerd; een naam kan blijven."
_OFFER = Personal(f"activiteiten tonen. {_MASKED}", TASK, "een jaar nadat de activiteit voorbij is")
_KNOWN_BY = Personal(
    "weten welke activiteit van de bron dit is, zodat wat afgewezen of voorbij is niet terugkomt",
    TASK,
    "zolang de bron bestaat",
)
_READING = Personal(f"de bron laten weten wat er niet klopt. {_MASKED}", TASK, "een jaar")
_PEOPLE = Personal(
    "inloggen en weten wie wat besliste",
    ACCOUNT,
    "twee jaar nadat een gesloten account voor het laatst is gebruikt",
)
_LINK = Personal("inloggen met een link in een mail", ACCOUNT, "een dag nadat de link verliep")
_SECRET = Personal("veilig inloggen", ACCOUNT, "tot het sluiten van het account")
_JOURNAL = Personal("verantwoorden en terugdraaien van besluiten", TASK, "drie jaar")
_MAIL = Personal("brieven aan wie werkt aan de agenda", ACCOUNT, "dertig dagen")
_VISITOR = Personal(
    "meldingen en vragen van bezoekers beantwoorden; laten zien waarover is besloten",
    ANSWER,
    "wat een bezoeker schreef: dertig dagen na het antwoord; het andere: drie jaar",
)
_OWNER = Personal(
    "vragen of het nog klopt, melden als er iets mis is",
    TASK,
    "een jaar nadat de bron voor het laatst is gelezen",
)
_SOURCE = Personal("de bron lezen en noemen", TASK, "zolang de bron bestaat")
_TRIED = Personal("laten zien wat we lezen voordat het wordt bewaard", TASK, "twee dagen")
_KEPT = Personal("opnieuw lezen met een betere lezer; gemaskeerd", TASK, "dertig dagen")
_MAP = Personal("de sociale kaart", TASK, "zolang de organisatie op de kaart staat")
_ASKED = Personal("weten wat op de kaart hoort, en waarom", TASK, "zolang het besluit geldt")
_TEAM = Personal("teams vragen wat op de kaart hoort", TASK, "dertig dagen na het besluit")

PERSONAL: dict[str, dict[str, Personal]] = {
    "account": {
        **dict.fromkeys(("email", "name"), _PEOPLE),
        **dict.fromkeys(("password_hash", "totp_secret", "recovery_codes"), _SECRET),
    },
    "login_attempt": {"key": Personal("misbruik tegengaan", ACCOUNT, "een dag")},
    "one_time_link": {"token_hash": _LINK},
    "mail": dict.fromkeys(("to_address", "subject", "body", "unique_key", "problem"), _MAIL),
    "journal": dict.fromkeys(("actor", "before", "after", "note"), _JOURNAL),
    "source": {
        "owner_email": _OWNER,
        **dict.fromkeys(("title", "address", "homepage", "settings", "paused_because"), _SOURCE),
    },
    "event": {"key": _KNOWN_BY, "title": _OFFER},
    "revision": {"draft": _OFFER, "place": _OFFER},
    "occurrence": {"title": _OFFER, "venue": _OFFER},
    "activity": {"listing": _OFFER},
    "public_occurrence": {"listing": _OFFER},
    "correction": {"value": _OFFER},
    "tombstone": {"key": _KNOWN_BY, "reason": _JOURNAL},
    "review": {"payload": _VISITOR, "reason": _JOURNAL},
    "problem": dict.fromkeys(("message", "where", "key"), _READING),
    "run": {"message": _READING},
    "link": {"reasons": _OFFER},
    "match_block": {"key": _OFFER},
    "preview": dict.fromkeys(
        ("address", "file_name", "body", "settings", "result", "message"), _TRIED
    ),
    "source_body": {"body": _KEPT},
    "source_hashes": dict.fromkeys(("hashes", "passages"), _KNOWN_BY),
    "service": dict.fromkeys(("listing", "checked_by", "contract_owner"), _MAP),
    "provider_check": {"email": _MAP},
    "scope_question": dict.fromkeys(("subject", "question", "stems", "reason"), _ASKED),
    "scope_opinion": {"email": _TEAM, **dict.fromkeys(("team", "note"), _ASKED)},
    "search_asked": {
        "text": Personal(
            "zien wat niet gevonden wordt; nummers, namen en adressen zijn gewist",
            TASK,
            "tot het op vijf dagen is gezocht alleen een sleutel, 60 dagen; daarna 400 dagen",
        )
    },
    "missed_address": {"path": Personal("dode links herstellen", TASK, "400 dagen")},
    "address_check": {"address": _MAP, "message": _MAP},
    "staff_synonym": {"phrase": _MAP},
}
NOBODY: dict[str, tuple[str, ...]] = {
    "account": ("role", "provider_id"),
    "journal": ("action", "subject_kind", "subject_id"),
    "redaction": ("salt", "digest"),
    "source": (
        *("name", "kind", "zone", "trust", "basis", "provider_id", "etag", "last_modified"),
        *("body_hash", "read_with"),
    ),
    "source_body": ("content_type",),
    "event": ("state", "raw_hash", "fingerprint"),
    "revision": ("fingerprint",),
    "occurrence": ("original", "zone", "status"),
    "activity": ("public_id", "fingerprint", "provenance"),
    "public_occurrence": ("uid", "fingerprint", "status", "members"),
    "correction": ("occurrence", "field"),
    "review": ("kind", "group_key", "answer"),
    "problem": ("code", "severity"),
    "run": ("outcome",),
    "dirty": ("reason",),
    "service": ("id", "provider_id"),
    "provider_check": ("provider_id",),
    "scope_question": ("service_ids", "decision"),
    "scope_opinion": ("opinion",),
    "staff_synonym": ("target", "language"),
    "opinion_count": ("path",),
}


def declare(metadata: MetaData = Base.metadata) -> None:
    """Put the declarations in the columns' own `info`. Doing it twice changes nothing."""
    for table in metadata.tables.values():
        for column in table.columns:
            found = PERSONAL.get(table.name, {}).get(column.name)
            if found is not None or column.name in NOBODY.get(table.name, ()):
                column.info["personal"] = found


def can_hold(column: Column[object]) -> bool:
    """Whether somebody's data could stand in a column of this type."""
    return isinstance(column.type, (String, JSON, LargeBinary))


def undeclared(metadata: MetaData = Base.metadata) -> list[str]:
    """table.column of everything that could hold somebody's data and says nothing about it."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if can_hold(column) and "personal" not in column.info
    ]


def register(metadata: MetaData = Base.metadata) -> Iterator[tuple[str, Personal]]:
    """(table.column, what is declared) for every column with personal data, in order."""
    declare(metadata)
    for table in sorted(metadata.tables.values(), key=lambda t: t.name):
        for column in table.columns:
            if column.info.get("personal") is not None:
                yield f"{table.name}.{column.name}", column.info["personal"]


declare()
