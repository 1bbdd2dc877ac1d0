"""What a page says once for all its series, or for those with a star behind their name."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from base.text import fold
from ingest.page.clues import date_passage, has_rule, sentences
from ingest.page.endings import Ending, endings
from ingest.page.exceptions import NOT, PERIOD, leaving_out
from ingest.page.flow import Line
from ingest.page.items import Item
from ingest.page.seasons import Season, seasons, without_season
from ingest.page.standing import Standing, standing

_STAR = re.compile(r"\s*\*+\)?\s*$")
_STARRED = re.compile(r"(?i)^\s*\*|\(\s*\*+\s*\)|\bsterretje\b")
_GENERAL = re.compile(
    r"(?i)\b(?:\w*vakantie\w*|\w*feestdag\w*|zomerstop|zomerreces|in|de|het|alle|een|en|of|op|zijn|"
    r"is|er|we|wij|ze|dan|tijdens|onze|deze|alles|ook|wel|erkende|officiële|nationale|let|gaan|gaat|"
    r"door|activiteit(?:en)?|bijeenkomst(?:en)?|les(?:sen)?|programma|inloop|training(?:en)?|"
    r"repetities?|cursus(?:sen)?|groepen|gebouw|buurthuis|wijkcentrum|dorpshuis|centrum|niets|"
    rf"open|{NOT})(?:\b|(?<=\.))|[\W\d_]+"
)


_SEVERAL = re.compile(r"(?i)\b(?:activiteiten|bijeenkomsten|lessen|cursussen|groepen|alle|alles)\b")


@dataclass(frozen=True, slots=True)
class Notes:
    """What a page says for its series: for all, and for those with a star behind their name.

    `seasons`: the periods it names for its whole programme. `endings`: until when things last.
    `off`: sentences apart from the list that say that something does not go ahead.
    """

    general: tuple[str, ...] = ()
    starred: tuple[str, ...] = ()
    seasons: tuple[Season, ...] = ()
    endings: tuple[Ending, ...] = ()
    off: tuple[str, ...] = ()


def notes(lines: Sequence[Line], inside: Collection[int]) -> Notes:
    """What the lines of a page say of all its series, or of those with a star.

    `inside`: the `id` of lines that stand with one activity; those are about that one, unless
    they speak of activities.
    """
    general, starred = [], []
    for line in lines:
        for sentence in map(without_season, leaving_out(line.text)):
            if not PERIOD.search(sentence) or has_rule(sentence):
                continue
            if _STARRED.search(sentence):
                starred.append(f"niet in de {PERIOD.findall(sentence)[0]}")
            elif not _GENERAL.sub("", sentence) and (
                id(line) not in inside or _SEVERAL.search(sentence)
            ):
                general.append(sentence)
    outside = [line.text for line in lines if id(line) not in inside]
    return Notes(
        tuple(dict.fromkeys(general)),
        tuple(dict.fromkeys(starred)),
        seasons(outside),
        endings(line.text for line in lines),
        tuple(_off(lines, inside)),
    )


def _off(lines: Sequence[Line], inside: Collection[int]) -> Iterator[str]:
    """Sentences that something is off: apart from the list, or naming the day themselves."""
    for line in lines:
        for sentence in sentences(line.text):
            is_apart = id(line) not in inside or bool(date_passage(sentence))
            if is_apart and standing(sentence, "") is not Standing.ON:
                yield sentence


def noted(item: Item, said: Notes) -> Item:
    """The item with what the page says of when it is left out, and no star in its title."""
    title = _STAR.sub("", item.title)
    is_starred = title != item.title
    more = (*said.general, *(said.starred if is_starred else ()))
    known = {fold(text) for text in item.except_for}
    fresh = tuple(text for text in more if fold(text) not in known)
    left_out = (*item.except_for, *fresh)
    return replace(
        item,
        title=title or item.title,
        except_for=left_out,
        seasons=said.seasons,
        endings=said.endings,
        said_off=tuple(s for s in said.off if fold(title) in fold(s)),
    )
