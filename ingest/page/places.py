"""The place that stands with a name: behind a comma, in a line of its own, or as in other lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.page.clues import has_clock, sentences
from ingest.page.items import Item

_LIST = 3
_PRICE_BEHIND = re.compile(
    r"\s*[(,–-]\s*((?:€|entree|kosten|gratis)[^()]{0,20})\)?\s*$", re.IGNORECASE
)
PLACE_WORD = re.compile(
    r"(?i)(?:kerk|zaal|huis|gebouw|centrum|plein|straat|weg|laan|park|school|caf[ée]|tuin|hal|"
    r"kamer|atelier|foyer|museum|theater|bieb|bibliotheek|kade|haven|veld|hof|markt|kantine|"
    r"loods|schuur|boerderij|tent|podium|baan|ruimte|online|pastorie|kosterij|sacristie|"
    r"consistorie|kapel|klooster|moskee|aula|lokaal|kelder|zolder|serre|keuken|salon|studio|"
    r"werkplaats|vestiging|sociëteit|restaurant|bistro|terras|molen|bos|brug|station|steiger|bad|"
    r"stal|manege|stadion|honk|kantoor|toren|winkel|flat|kas)\b"
)
PLACED = re.compile(
    r"^(?:(?:start(?:punt)?|vertrek)\s+)?(?:in|bij|op|te|locatie|startpunt|start|plaats|waar)\s*:?\s+"
    r"(?=\S)",
    re.IGNORECASE,
)

_GATHERINGS = (
    r"(?:activiteiten|bijeenkomsten|evenementen|films|lessen|voorstellingen|concerten|avonden|"
    r"middagen|ochtenden|lezingen|cursussen|workshops|repetities|wedstrijden|diensten|vieringen)"
)
_EVERYWHERE = re.compile(
    rf"(?i)^\W*(?:alles|alle {_GATHERINGS}\b[^.]{{0,40}}?|tenzij anders vermeld\b.{{0,40}}?)\s"
    r"(?:in|op|bij)\s+(?:de |het )?([A-Z][^.,;!?]{2,60})"
)
_LABELLED = re.compile(r"(?i)^\W*(?:locatie|lokatie|plaats|waar|zaal)\s*:\s*([^.;!?]{3,60})")


@dataclass(frozen=True, slots=True)
class Named:
    """A title with what stood behind it: "Bingo, wijkgebouw", "Samen eten (€ 5)"."""

    title: str
    place: str | None = None
    price: str | None = None


def named(text: str) -> Named:
    """The title, and what stood behind it.

    >>> named("Koffie, pastorie").place, named("Verhalen over bos, veld en tuin").place
    ('pastorie', None)
    """
    price = _PRICE_BEHIND.search(text)
    title = text[: price.start()] if price and price.start() > 2 else text
    head, comma, tail = title.rpartition(", ")
    is_list = bool(re.search(r"\sen\s[a-z]", tail))
    is_place = bool(comma) and len(tail) <= 50 and not is_list and (
        bool(PLACE_WORD.search(tail)) or bool(re.match(r"(?:in|bij|te)\s", tail))
    )  # fmt: skip
    found = price[1].strip() if price and title != text else None
    if is_place:
        return Named(head, PLACED.sub("", tail), found)
    return Named(title, None, found)


def like_fellows(several: Sequence[Item]) -> list[Item]:
    """The items of one list; where most name their place behind the title, all of them do.

    "Leerhuis, Ark" among "Koffie, kerkzaal" and "Zingen, kapel".
    """
    placed = sum(item.venue is not None for item in several)
    if len(several) < _LIST or placed * 3 < len(several) * 2:
        return list(several)
    return [_split(item) for item in several]


def _split(item: Item) -> Item:
    head, _, tail = item.title.rpartition(", ")
    is_name = 0 < len(tail.split()) <= 3 and not re.search(r"\ben\b|\d", tail)
    if not head or "," in head or not is_name or item.venue not in (None, tail):
        return item
    return replace(item, title=head, venue=tail)


def looks_placed(text: str) -> bool:
    """Behind a comma: "Bingo, De Ark" and "Bingo, kerkzaal", but "Bingo, hapjes en muziek" not."""
    return bool(PLACE_WORD.search(text) or PLACED.match(text) or re.search(r"[A-Z\d]", text))


def everywhere(lines: Iterable[str], outside: Iterable[str]) -> str | None:
    """The place of what names none: "Alles in Huiskamer Noord", or one "Locatie: …" of the page.

    `outside`: the lines that stand with no activity; a label in those is of the page.

    >>> everywhere([], ["Locatie: De Ark. Vrij."]), everywhere([], ["Zaal: A1", "Zaal: B1"])
    ('De Ark', None)
    """
    said = (_EVERYWHERE.match(sentence) for line in lines for sentence in sentences(line))
    if found := next(filter(None, said), None):
        return found[1].strip()
    labels = (_LABELLED.match(s) for line in outside for s in sentences(line) if not has_clock(s))
    labelled = {label[1].strip() for label in labels if label}
    return labelled.pop() if len(labelled) == 1 else None


def placed(several: Sequence[Item], venue: str | None) -> tuple[Item, ...]:
    """The items, those without a place at this one."""
    return tuple(replace(i, venue=venue) if venue and not i.venue else i for i in several)
