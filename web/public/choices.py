"""What a visitor chose in the agenda, as an address: known values only, in one fixed order.

An address that says the same differently is sent on to the canonical one, so that the number
of different pages stays bounded.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from snapshot.selection import Chosen

DAYS_AHEAD = 92
MAX_PAGE = 500
PARTS = {"ochtend": "morning", "middag": "afternoon", "avond": "evening"}
SPANS = {
    "vandaag": "Vandaag",
    "morgen": "Morgen",
    "weekend": "Dit weekend",
    "week": "7 dagen",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What may be chosen: wijk slug → CBS code, topic slugs, audiences, provider ids."""

    wijken: Mapping[str, str]
    topics: Collection[str]
    audiences: Collection[str]
    providers: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Empty is no choice. `dag` is a key of SPANS or an ISO date, `deel` a key of PARTS."""

    wijk: str = ""
    dag: str = ""
    deel: str = ""
    thema: str = ""
    doelgroep: str = ""
    aanbieder: str = ""
    gratis: bool = False
    online: bool = False
    pagina: int = 1

    def address(self, path: str = "/agenda") -> str:
        """The canonical address."""
        asked = {
            "wijk": self.wijk,
            "dag": self.dag,
            "deel": self.deel,
            "thema": self.thema,
            "doelgroep": self.doelgroep,
            "aanbieder": self.aanbieder,
            "gratis": "1" if self.gratis else "",
            "online": "1" if self.online else "",
            "pagina": str(self.pagina) if self.pagina > 1 else "",
        }
        kept = {name: value for name, value in asked.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path

    def days(self, today: date) -> tuple[date, date]:
        """First and last day, both included."""
        match self.dag:
            case "":
                return today, today + timedelta(days=DAYS_AHEAD)
            case "vandaag":
                return today, today
            case "morgen":
                return today + timedelta(days=1), today + timedelta(days=1)
            case "week":
                return today, today + timedelta(days=6)
            case "weekend":
                saturday = today + timedelta(days=(SATURDAY - today.weekday()) % 7)
                if today.weekday() > SATURDAY:
                    return today, today
                return saturday, saturday + timedelta(days=1)
            case day:
                return date.fromisoformat(day), date.fromisoformat(day)

    def selected(self, known: Known) -> Chosen:
        """The same as arguments for the snapshot, without the days."""
        found = Chosen()
        if self.wijk:
            found["neighbourhood"] = known.wijken[self.wijk]
        if self.thema:
            found["topic"] = self.thema
        if self.doelgroep:
            found["audience"] = self.doelgroep
        if self.aanbieder:
            found["provider"] = self.aanbieder
        if self.deel:
            found["part_of_day"] = PARTS[self.deel]
        if self.gratis:
            found["free_only"] = True
        if self.online:
            found["online"] = True
        return found

    def chosen(self) -> dict[str, "Choices"]:
        """Each choice made, by name, with what is left without it."""
        nothing = Choices()
        return {
            name: replace(self, pagina=1, **{name: getattr(nothing, name)})
            for name in (
                "wijk",
                "dag",
                "deel",
                "thema",
                "doelgroep",
                "aanbieder",
                "gratis",
                "online",
            )
            if getattr(self, name) != getattr(nothing, name)
        }


def read(args: Mapping[str, str], known: Known) -> Choices:
    """What an address asks; what is unknown is left out. `datum` is a date from the form."""

    def among(name: str, values: Collection[str]) -> str:
        value = args.get(name, "")
        return value if value in values else ""

    return Choices(
        wijk=among("wijk", known.wijken),
        dag=_day(args.get("datum", "")) or among("dag", SPANS) or _day(args.get("dag", "")),
        deel=among("deel", PARTS),
        thema=among("thema", known.topics),
        doelgroep=among("doelgroep", known.audiences),
        aanbieder=among("aanbieder", known.providers),
        gratis=args.get("gratis") == "1",
        online=args.get("online") == "1",
        pagina=page_number(args.get("pagina", "")),
    )


def page_number(text: str) -> int:
    """A page from an address, from 1."""
    is_number = text.isascii() and text.isdigit() and len(text) < 5
    return min(max(1, int(text)), MAX_PAGE) if is_number else 1


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
