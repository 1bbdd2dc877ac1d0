"""A municipality as data: everything that differs between towns, read from one folder.

`municipality.toml` (name, zone, channels, colours), `neighbourhoods.csv` (wijken, villages,
buurten), `pc4_wijk.csv` (postcodes), `holidays.json`. Other packages read
their own files from `folder` (topics, synonyms, known venues, danger block, redirects).
"""

import csv
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from base.errors import ConfigError
from base.text import slug


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A CBS wijk or buurt, or a village inside one. `parent` is the code of its wijk.

    `lat`, `lon` are the centre in WGS84 degrees; `kind` is wijk, buurt or dorp.
    """

    code: str
    name: str
    kind: str
    parent: str
    lat: float | None
    lon: float | None

    @property
    def wijk(self) -> str:
        return self.parent or self.code

    @property
    def slug(self) -> str:
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class PostcodeShare:
    """What part (0-1) of the area of a four-digit postcode lies in a wijk or buurt."""

    pc4: str
    code: str
    share: float
    place: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Channel:
    """Another way to a person: phone, mail, desk or team."""

    name: str
    kind: str
    value: str
    email: str = ""
    hours: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Holidays:
    """School holidays of the region (inclusive ranges) and public holidays.

    `named`: the school holidays by name ("herfst", "kerst", "voorjaar", "mei", "zomer").
    """

    school: tuple[tuple[date, date], ...]
    public: frozenset[date]
    named: tuple[tuple[str, date, date], ...] = ()

    def is_school_holiday(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.school)

    def is_in(self, name: str, day: date) -> bool:
        return any(n == name and first <= day <= last for n, first, last in self.named)


@dataclass(frozen=True, slots=True)
class Municipality:
    folder: Path
    name: str
    site_name: str
    cbs_code: str
    zone: str
    operator: str
    intro: str
    channels: tuple[Channel, ...]
    colours: dict[str, str]
    neighbourhoods: tuple[Neighbourhood, ...]
    postcodes: tuple[PostcodeShare, ...]
    holidays: Holidays
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def wijken(self) -> tuple[Neighbourhood, ...]:
        return tuple(n for n in self.neighbourhoods if n.kind == "wijk")

    def neighbourhood(self, code: str) -> Neighbourhood | None:
        return next((n for n in self.neighbourhoods if n.code == code), None)


def load(folder: Path) -> Municipality:
    """The municipality in `folder`. Raises ConfigError naming the file and what is wrong."""
    facts = _toml(folder / "municipality.toml")
    try:
        return Municipality(
            folder=folder,
            name=facts.pop("name"),
            site_name=facts.pop("site_name"),
            cbs_code=facts.pop("cbs_code"),
            zone=facts.pop("zone"),
            operator=facts.pop("operator"),
            intro=facts.pop("intro"),
            channels=tuple(Channel(**c) for c in facts.pop("channels", [])),
            colours=facts.pop("colours", {}),
            neighbourhoods=tuple(_neighbourhoods(folder / "neighbourhoods.csv")),
            postcodes=tuple(_shares(folder / "pc4_wijk.csv", "wijkcode")),
            holidays=_holidays(folder / "holidays.json"),
            extra=facts,
        )
    except KeyError as error:
        raise ConfigError(f"{folder}/municipality.toml: {error.args[0]} ontbreekt") from error


def rows(path: Path) -> list[dict[str, str]]:
    """A UTF-8 csv or tsv file with a header row; an absent file is an empty list."""
    if not path.is_file():
        return []
    delimiter = "\t" if path.suffix == ".tsv" else ","
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def _neighbourhoods(path: Path) -> Iterator[Neighbourhood]:
    for row in rows(path):
        lat, lon = (float(row[key]) if row[key] else None for key in ("lat", "lon"))
        yield Neighbourhood(row["code"], row["name"], row["kind"], row["parent"], lat, lon)


def _shares(path: Path, code: str) -> Iterator[PostcodeShare]:
    for row in rows(path):
        share = float(row["area_share"])
        place, owner = row.get("plaats", ""), row.get("gemeente", "")
        yield PostcodeShare(row["pc4"], row[code], share, place, owner)


def _holidays(path: Path) -> Holidays:
    if not path.is_file():
        return Holidays((), frozenset())
    facts = json.loads(path.read_text("utf-8"))
    named = [
        (r.get("name", ""), date.fromisoformat(r["from"]), date.fromisoformat(r["to"]))
        for r in facts["ranges"]
    ]
    public = {
        date.fromisoformat(day)
        for name, days in facts.items()
        if name.startswith("feestdagen")
        for day in days
    }
    school = tuple((first, last) for _, first, last in named)
    return Holidays(school, frozenset(public), tuple(named))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: is niet te lezen") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
