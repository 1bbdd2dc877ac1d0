"""A moment to a moment: `3 oktober 20:00 - 4 oktober 01:00`, as agenda programs write it."""

from dataclasses import replace

from agenda.dutch.phrases import Clock, Days, Lead, Mark, Phrase, Sense, Span, Tokens

_DASHES, _TO = (["-"], ["tm"]), frozenset({Lead.UNTIL, Lead.BEFORE})
_BESIDE = frozenset({",", "om", "op", "|", "@"})
_BETWEEN_LABELS = frozenset({"|", ",", ";", "-", "\n"})
_NIGHT_ENDS = 6  # a later hour on the next day may be another time of the same activity


def joined(phrases: list[Phrase], tokens: Tokens) -> list[Phrase]:
    """The phrases, each day, clock, day, clock in a row as one: its days, and from when to when.

    On the same day both clocks become one span; else the second day ends the first.
    """
    made: list[Phrase] = []
    i = 0
    while i < len(phrases):
        length = 4
        found = _moments(phrases[i : i + 4], tokens)
        if not found and (labelled := _without_label(phrases[i : i + 5], tokens)):
            found, length = _moments(labelled, tokens), 5
        made += found or phrases[i : i + 1]
        i += length if found else 1
    return made


def _without_label(five: list[Phrase], tokens: Tokens) -> list[Phrase]:
    """`Begin: 12-09-2026 10:00 Einde: 12-09-2026 16:00`: the label joins as a dash does."""
    match five:
        case [Days(), Span() as opens, Mark(sense=Sense.END) as label, Days() as end, Span()]:
            if set(tokens.texts[opens.last : label.first]) <= _BETWEEN_LABELS:
                return [five[0], opens, replace(end, lead=Lead.UNTIL, first=opens.last), five[4]]
    return []


def _moments(four: list[Phrase], tokens: Tokens) -> list[Phrase]:
    match four:
        case [
            Days(days=(_,)) as begin,
            Span(end=None, role=None, start=Clock()) as opens,
            Days(days=(_,)) as end,
            Span(end=None, role=None, start=Clock()) as closes,
        ]:
            between = tokens.texts[opens.last : end.first]
            is_to = end.lead in _TO and not between
            is_joined = is_to or (end.lead is None and between in _DASHES)
            if is_joined and _is_beside(begin, opens, tokens) and _is_beside(end, closes, tokens):
                return _as_one(begin, opens, end, closes, is_to=is_to)
    return []


def _is_beside(day: Days, clock: Span, tokens: Tokens) -> bool:
    return set(tokens.texts[day.last : clock.first]) <= _BESIDE


def _as_one(begin: Days, opens: Span, end: Days, closes: Span, *, is_to: bool) -> list[Phrase]:
    (first,), (last,) = begin.days, end.days
    begin = replace(begin, lead=None if begin.lead is Lead.FROM else begin.lead)
    if (first.day, first.month, first.year) == (last.day, last.month, last.year):
        return [begin, replace(opens, end=closes.start, last=closes.last)]
    if is_to or (closes.start is not None and closes.start.hour <= _NIGHT_ENDS):
        return [begin, opens, replace(end, lead=Lead.UNTIL), closes]
    return []
