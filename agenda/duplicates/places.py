"""Places compared without a register: own names, kinds, rooms and addresses in free text."""

import re
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz

from base.text import fold

_KIND_GROUPS: dict[str, tuple[str, ...]] = {
    "bibliotheek": ("bibliotheek", "bieb", "bibl", "mediatheek"),
    "kerk": ("kerk", "kapel", "kathedraal", "moskee", "synagoge", "tempel", "parochie"),
    "sport": (
        "sporthal", "gymzaal", "gym", "sportpark", "sportzaal", "sportcentrum", "zwembad",
        "turnhal", "manege", "tennispark", "ijsbaan", "atletiekbaan",
    ),
    "museum": ("museum", "galerie"),
    "theater": ("theater", "schouwburg", "bioscoop", "filmhuis", "poppodium"),
    "zorg": (
        "woonzorghuis", "woonzorgcentrum", "verzorgingshuis", "zorgcentrum", "wzc",
        "gezondheidscentrum", "ziekenhuis", "hospice", "verpleeghuis",
    ),
    "school": ("school", "basisschool", "college", "lyceum", "kindcentrum"),
    "speelplek": ("speeltuin", "kinderboerderij", "stadsboerderij"),
    "buurthuis": (
        "wijkcentrum", "wc", "buurthuis", "buurtcentrum", "bh", "ontmoetingscentrum", "oc", "mfa",
        "mfc", "dorpshuis", "dh", "kulturhus", "cultuurhuus", "cultuurhuis", "kulturhuus",
        "buurtkamer", "wijkgebouw", "wijkhuis", "hvdw", "accommodatie", "gemeenschapshuis",
        "jongerencentrum", "huiskamer", "inloophuis", "buurtfabriek",
    ),
}  # fmt: skip
_KIND_OF = {word: group for group, words in _KIND_GROUPS.items() for word in words}
_PLAIN = frozenset(
    {
        "de", "het", "t", "een", "van", "der", "den", "te", "in", "bij", "aan", "op", "en", "vd",
        "wijk", "huis", "huus", "buurt", "dorp", "locatie", "vestiging", "gebouw", "stichting",
        "multifunctionele", "sint", "st", "grote", "kleine", "stadspark", "park", "clubgebouw",
        "clubhuis", "verenigingsgebouw",
    }
)  # fmt: skip
_ROOM = re.compile(
    r"^(?:\w*(?:zaal|zaaltje|kamer|lokaal|ruimte|bad|hoek|tafel|weide|ingang|zolder|kelder|plein)|"
    r"studio|atelier|keuken|kantine|foyer|hal|cafe|podium|veld|baan|steiger|restaurant|theehuis|"
    r"clubgebouw|serre|terras|tuin|balkon|bar|aula|entree|boven|beneden|grote|kleine|grand)$"
)
_ROOM_NUMBER = re.compile(r"^(?:\d{1,2}|[a-d])$")
_SUFFIXES = ("kerk", "kapel", "museum", "zaal", "park", "huis", "huus", "hal", "kade", "plein",
             "school", "theater", "bad", "hof", "boerderij")  # fmt: skip
_ADDRESS = re.compile(r"(?i)\b((?:[a-zà-ÿ'.\-]+\s){0,3}[a-zà-ÿ'.\-]{3,})\s+(\d{1,4})\s?([a-z])?\b")
_STREET = re.compile(r"(?i)\b\w+(?:straat|weg|laan|plein|singel|kade|dijk|pad|steeg|markt|hof)\b")
_POSTCODE = re.compile(r"\b([1-9]\d{3})(?:\s?[A-Za-z]{2})?\b")
_STATED = re.compile(
    r"(?i)(?:^|[.!?\s])(?:plaats|locatie|waar|adres)\s*:\s*([^.!?\n]{3,80})(?:[.!?\n]|$)"
)
_AT = re.compile(r"\s@\s*([^@]{3,80})$")
_ONLINE = re.compile(r"(?i)\b(?:online|zoom|teams|digitaal|livestream|webinar|beeldbellen)\b")


class Nearness(IntEnum):
    """How two places relate."""

    OTHER = 0
    UNKNOWN = 1
    LIKELY = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """A place taken apart. `names` are the words that are its own; `keys` are for blocking."""

    text: str
    names: frozenset[str]
    kinds: frozenset[str]
    room: frozenset[str]
    streets: frozenset[str]
    address: str
    postcode: str
    venue_key: str
    is_online: bool

    @property
    def is_known(self) -> bool:
        return bool(self.names or self.address or self.venue_key or self.streets)

    @property
    def keys(self) -> frozenset[str]:
        """Starts of its own words: "waag" and "waagmuseum" share one."""
        words = {w for name in self.names for w in name.split()} | self.streets
        return frozenset(w[:4] for w in words) | ({self.venue_key} if self.venue_key else set())


def read(
    venue: str, address: str, postcode: str, *, text: str = "", title: str = "", key: str = ""
) -> Spot:
    """A spot from what a source states; from its description or title when it has no place."""
    if not venue and not address:
        stated = _STATED.search(text) or _AT.search(title)
        venue = stated[1] if stated else ""
    street, number = _address(f"{address} | {venue}")
    streets = {fold(s) for s in _STREET.findall(f"{address} {venue}")} | ({street} - {""})
    names, kinds, room = _parts(_ADDRESS.sub(_without_street, venue), street)
    pc = _POSTCODE.search(postcode)
    return Spot(
        text=venue or address,
        names=names,
        kinds=kinds,
        room=room,
        streets=frozenset(streets),
        address=f"{street} {number}" if number else "",
        postcode=pc[1] if pc else "",
        venue_key=key,
        is_online=bool(_ONLINE.search(venue)) and not address,
    )


def nearness(a: Spot, b: Spot) -> Nearness:
    """Same place, likely, other, or not to be told from these texts."""
    if a.is_online or b.is_online:
        return _online(a, b)
    if a.venue_key and b.venue_key:
        return Nearness.SAME if a.venue_key == b.venue_key else Nearness.OTHER
    if not a.is_known or not b.is_known:
        return Nearness.UNKNOWN
    if a.address and a.address == b.address:
        return Nearness.SAME
    return _by_name(a, b)


def rooms_differ(a: Spot, b: Spot) -> bool:
    """Both name a room of the building, and not the same one."""
    return bool(a.room and b.room) and not (a.room <= b.room or b.room <= a.room)


def _online(a: Spot, b: Spot) -> Nearness:
    if a.is_online and b.is_online:
        return Nearness.SAME
    other = b if a.is_online else a
    return Nearness.OTHER if other.is_known else Nearness.UNKNOWN


def _by_name(a: Spot, b: Spot) -> Nearness:
    far = bool(a.address and b.address) or bool(
        a.postcode and b.postcode and a.postcode != b.postcode
    )
    other_kind = bool(a.kinds and b.kinds and a.kinds.isdisjoint(b.kinds))
    if _names_match(a.names, b.names):
        if far and other_kind:
            return Nearness.OTHER
        return Nearness.LIKELY if far or other_kind else Nearness.SAME
    if _is_street_of(a, b) or _is_street_of(b, a):
        return Nearness.LIKELY if other_kind else Nearness.SAME
    if far or other_kind:
        return Nearness.OTHER
    if _is_called_by_street(a) != _is_called_by_street(b) and not a.kinds.isdisjoint(b.kinds):
        return Nearness.UNKNOWN
    if a.names and b.names:
        return Nearness.LIKELY if _share_start(a.names, b.names) else Nearness.OTHER
    if a.streets and b.streets and a.streets.isdisjoint(b.streets):
        return Nearness.OTHER
    return Nearness.UNKNOWN


def _is_street_of(a: Spot, b: Spot) -> bool:
    """One is called after the street that the other states ("Bieb Stromarkt")."""
    streets = {word for street in b.streets for word in street.split()}
    if not a.names.isdisjoint(streets):
        return True
    is_numbered = bool(a.address and b.address)  # and not alike: neighbours in one street
    return not is_numbered and not a.streets.isdisjoint(b.streets)


def _is_called_by_street(spot: Spot) -> bool:
    """It states no name of its own but that of a street ("Huis van de Wijk, Spuipad")."""
    return bool(spot.names) and spot.names <= {w for s in spot.streets for w in s.split()}


def _names_match(mine: frozenset[str], yours: frozenset[str]) -> bool:
    return any(_same_name(x, y) for x in mine for y in yours)


def _same_name(x: str, y: str) -> bool:
    if x == y:
        return True
    short, long = sorted((x, y), key=len)
    if len(short) < 4:
        return False
    if long.startswith(short) and long[len(short) :].lstrip("s") in _SUFFIXES:
        return True
    return len(short) >= 5 and fuzz.ratio(x, y) >= 85


def _share_start(mine: frozenset[str], yours: frozenset[str]) -> bool:
    return any(len(x) > 5 and len(y) > 5 and x[:5] == y[:5] for x in mine for y in yours)


def _address(text: str) -> tuple[str, str]:
    """Street and number ("dorpsweg", "12"), or the street alone, or two empty texts."""
    for match in _ADDRESS.finditer(text.split("|")[0] + " , " + text):
        words = fold(match[1]).split()
        if words and not _ROOM.match(words[-1]) and words[-1] not in _PLAIN:
            return " ".join(words[-3:]), match[2] + (match[3] or "").lower()
    street = fold(text.split("|")[0])
    return (street, "") if street else ("", "")


def _parts(venue: str, street: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Own names, kinds of venue and room words of a venue text."""
    names: list[str] = []
    kinds: set[str] = set()
    room: list[str] = []
    leftovers: list[str] = []
    for word in fold(venue).split():
        if word in _KIND_OF:
            kinds.add(_KIND_OF[word])
        elif (_ROOM.match(word) and (names or kinds or not _split(word))) or (
            _ROOM_NUMBER.match(word) and room
        ):
            room.append(word)
        elif word not in _PLAIN and not word.isdigit() and not _is_number(word):
            (leftovers if word in street.split() else names).append(word)
    return frozenset(names or leftovers), frozenset(kinds | _inner_kinds(names)), frozenset(room)


def _without_street(match: re.Match[str]) -> str:
    """An address inside a venue text is not part of its name, nor a room ("Ankerplein 8")."""
    *before, last = match[1].split()
    return " ".join(before) if _STREET.fullmatch(last) else match[0]


def _split(word: str) -> bool:
    """A name with a room or building behind it ("platvoetzaal"), not a room ("leeszaal")."""
    return any(word.endswith(s) and len(word) - len(s) >= 6 for s in _SUFFIXES)


def _is_number(word: str) -> bool:
    return bool(re.fullmatch(r"\d+[a-z]?|[a-z]", word))


def _inner_kinds(names: list[str]) -> set[str]:
    return {
        _KIND_OF[suffix]
        for name in names
        for suffix in ("kerk", "kapel", "museum", "theater", "school")
        if name.endswith(suffix)
    }
