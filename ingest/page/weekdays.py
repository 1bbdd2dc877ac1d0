"""A week's programme: headings that are a weekday, and under each lines that begin with a time.

Every week, where the page calls itself a week's programme; else a person is asked. Lines under
a heading that are only times are opening hours and give nothing.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from base.text import MONTHS, fold, one_line
from ingest.page.clues import beside_time, has_clock, has_date, has_rule, is_weekday, time_led
from ingest.page.flow import Line
from ingest.page.items import Item
from ingest.page.wording import looks_like_price

LONG = 160
_LEAST = 2
WHY = "Er staat alleen een weekdag boven; is dit elke week?"
_WHY_RULE = "Er staat meer bij over wanneer het is."
_RULE = re.compile(
    r"(?i)\b(?:(?:on)?even|om\s+de|\d(?:e|ste|de)|eerste|tweede|derde|vierde|laatste|behalve|"
    r"m\.?u\.?v\.?|niet|geen|vanaf|start(?:t|datum)?|t/m|maandelijks|per maand|"
    rf"{'|'.join(MONTHS)})\b"
)
_NO_ACTIVITY = re.compile(
    r"(?i)\b(?:gesloten|dicht|op afspraak|geopend|telefonisch\w*|bereikbaar|balie|receptie|kassa|"
    r"secretariaat|spreekuur|open(?!\s+\w))\b"
)
_OTHER_SENTENCE = re.compile(r"(?i)\s*(?:[.;]\s+|,\s+(?=aanmeld|opg[ea]|kosten|bij\s)|\s\|\s)")
_PRICE = re.compile(r"\s*[,(–-]?\s*(€\s?\d+(?:[.,](?:\d{2}|-))?)[^\w]*")
_ROOM = re.compile(r"\s*\(([^()]{3,40})\)\s*$")
_PLACE = re.compile(r"(?i)\b\w*(?:zaal|ruimte|kamer|hal|keuken|lokaal|foyer|tuin)\b")
_FORTNIGHT = re.compile(
    r"(?i)\b(?:om\s+de\s+(?:andere\s+|twee\s+|2\s+)?we(?:ek|ken)|eens\s+(?:per|in\s+de)\s+(?:twee|2|"
    r"veertien|14)\s+(?:weken|dagen)|(?:1x|één\s+keer|een\s+keer)\s+per\s+(?:twee|2)\s+weken|"
    r"tweewekelijks|twee-wekelijks|veertiendaags|14-daags)\b\s*:?"
)
_FOLLOWING = re.compile(
    r"(?i)[\s,;.(–-]*\b(?:(?:de\s+)?(?:eerst)?volgende(?:\s+(?:keer|bijeenkomst))?(?:\s+is|\s+op)?|"
    r"vanaf|start(?:datum|t)?(?:\s+op)?|eerste\s+keer(?:\s+op)?)\s*:?\s+"
    r"(?P<day>(?:\w+dag\s+|(?:ma|di|wo|do|vr|za|zo)\s+)?\d{1,2}(?:\s+[a-z]{3,9}\b|[-/]\d{1,2})(?:\s+20\d\d)?)"
)
_BEGINS = re.compile(
    r"(?i)^\W*(?:elke\s+|iedere\s+)?(?P<day>(?:maan|dins|woens|donder|vrij|zater|zon)dag)"
    r"(?:\s*(?:ochtend|middag|avond|morgen))?\s*[:,–-]?\s+(?=(?:van\s+|om\s+)?[012]?\d[.:]\d\d)"
)
_ONE_WEEK = re.compile(r"(?i)\b(?:deze|komende|volgende)\s+week\b|\bweek\s+\d{1,2}\b")


def weekly(
    lines: Sequence[Line], inside: Collection[int], *, is_weekly: bool
) -> tuple[tuple[Item, ...], list[Line]]:
    """The activities under the weekdays of a page, and the lines they were read from.

    `is_weekly`: the page calls itself a week's programme. `inside`: the `id` of lines that stand
    with something dated. Nothing when fewer than two weekdays hold an activity.
    """
    doubt = "" if is_weekly and not _is_one_week(lines) else WHY
    found: list[Item] = []
    taken: list[Line] = []
    days: set[str] = set()
    for day, line, text in (*_under(lines, is_weekly=is_weekly), *_led(lines, inside)):
        item = of_line(replace(line, text=text), day, doubt)
        if item is not None:
            found.append(item)
            taken.append(line)
            days.add(day)
    if len(days) < _LEAST:
        return (), []
    held = {id(line) for line in taken}
    rules = [
        fold(line.text)
        for line in lines
        if id(line) not in held and (has_rule(line.text) or _FORTNIGHT.search(line.text))
    ]
    return tuple(_unless_said(item, rules) for item in found), taken


def _unless_said(item: Item, rules: Sequence[str]) -> Item:
    """A rule that the page states elsewhere for this activity goes to a person."""
    if item.why_unsure or not any(fold(item.title) in rule for rule in rules):
        return item
    return replace(item, why_unsure=_WHY_RULE)


def _led(lines: Sequence[Line], inside: Collection[int]) -> Iterator[tuple[str, Line, str]]:
    """Neighbouring lines that each begin with a weekday and a time: "Maandag: 10.00 uur yoga"."""
    begun = [None if id(line) in inside else _BEGINS.match(line.text) for line in lines]
    for number, found in enumerate(begun):
        beside = (*begun[max(number - 1, 0) : number], *begun[number + 1 : number + 2])
        if found and any(beside):
            line = lines[number]
            yield found["day"].casefold(), line, line.text[found.end() :]


def _under(lines: Sequence[Line], *, is_weekly: bool) -> Iterator[tuple[str, Line, str]]:
    """Each line with the weekday it stands under; another heading ends the day.

    A time in a line of its own goes with the line below it, where the page `is_weekly`.
    """
    day, time = "", ""
    for line in lines:
        if is_weekday(line.text):
            day, time = line.text.strip(" :.").casefold(), ""
        elif line.level:
            day = ""
        elif day and is_weekly and time_led(line.text) and not beside_time(line.text):
            time = line.text
        elif day:
            yield day, line, f"{time} {line.text}".strip()
            time = ""


def of_line(line: Line, day: str, doubt: str) -> Item | None:
    """What a line that begins with a time tells of, every week on this weekday; else None.

    `doubt`: why it may not be every week; empty when the page says it is.
    """
    text, often, since = _how_often(line.text)
    led = time_led(text)
    if not led or len(text) > 2 * LONG:
        return None
    said = _OTHER_SENTENCE.split(text[len(led) :].strip(), maxsplit=1)
    head, more = said[0], "".join(said[1:])
    price = _PRICE.search(head)
    name = _PRICE.sub(" ", head)
    room = _ROOM.search(name)
    is_room = bool(room and _PLACE.search(room[1]))
    title = one_line(name[: room.start()] if room and is_room else name).strip(" ,;:|·•–—-")
    if len(beside_time(title)) <= 2 or len(title) > LONG or _NO_ACTIVITY.search(title):
        return None
    if has_clock(title) or looks_like_price(title):
        return None
    return Item(
        title=title,
        when=f"{often} {day} {led.strip(' ,;:|·•–—-')}{since}",
        form="weekprogramma op de pagina",
        venue=room[1] if room and is_room else None,
        price=price[1] if price else None,
        description=_balanced(more.strip()),
        line=line.number,
        status_text=title,
        is_struck=bool(line.struck) and line.struck in line.text and len(line.struck) > len(led),
        why_unsure=doubt or (_WHY_RULE if _RULE.search(head) or has_date(text) else ""),
    )


def _balanced(text: str) -> str:
    """Without a bracket that was opened in the part before it."""
    return text.rstrip(") ") if text.count(")") > text.count("(") else text


def _how_often(text: str) -> tuple[str, str, str]:
    """The line without "om de week" and "de volgende keer is 2 april", and what those say.

    >>> _how_often("9.00 uur Yoga (om de week, volgende keer 2 april)")
    ('9.00 uur Yoga', 'om de week', ', vanaf 2 april')
    """
    often, following = _FORTNIGHT.search(text), _FOLLOWING.search(text)
    if often is None:
        return text, "elke", ""
    left = _FORTNIGHT.sub(" ", _FOLLOWING.sub(" ", text), count=1)
    left = re.sub(r"\(\W*\)", " ", left)
    since = f", vanaf {following['day']}" if following else ""
    return one_line(left).strip(" ,;:–—-"), "om de week", since


def _is_one_week(lines: Sequence[Line]) -> bool:
    """Is it the programme of one week: a heading with a date, "deze week", "week 38"?"""
    return any(
        _ONE_WEEK.search(line.text) or has_date(line.text) for line in lines if line.level in (1, 2)
    )
