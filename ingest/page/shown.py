"""What a page shows to people, as items: calendars, tables, weekdays, lists, one activity, prose.

In this order, and what one form has taken the next does not see. Running text is read only
where nothing else was found, and gives proposals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from lxml.html import HtmlElement

from agenda.draft import Context
from agenda.dutch import read_when
from base.text import fold, one_line
from ingest.page import prose
from ingest.page.address import page_key
from ingest.page.clues import (
    beside_time,
    has_clock,
    has_date,
    is_closure,
    is_general,
    is_weekday,
    month_heading,
)
from ingest.page.composing import items
from ingest.page.content import (
    content,
    is_about_activities,
    is_agenda_heading,
    is_more_heading,
    is_news,
    is_news_heading,
    is_news_item,
    is_of_several,
    is_report,
    is_weekly,
)
from ingest.page.dating import LONG, Frame
from ingest.page.flow import Line
from ingest.page.grids import grids
from ingest.page.html import text_of
from ingest.page.items import Item
from ingest.page.labels import label_of, labelled
from ingest.page.near import Near
from ingest.page.notes import noted, notes
from ingest.page.places import everywhere, like_fellows, placed
from ingest.page.records import Outline, Record, dated, lone, outline
from ingest.page.tables import drop_results, tables
from ingest.page.weekdays import weekly
from ingest.page.weektables import week_tables

TOLD = "lopende tekst"
_SINGLE_LINES = 60
_SENTENCE_WORDS = 12
_FREQUENCY_WORD = len("maandelijks")
_SEASONS = {
    "voorjaar": 3, "lente": 3, "zomer": 6, "najaar": 9, "herfst": 9, "winter": 12,
}  # fmt: skip
_LEADS = re.compile(
    r"(?i)^\W*(?:op\s+)?(?:(?:ma|di|wo|do|vr|za|zo)\w*\.?,?\s+)?\d{1,2}(?:\s+\w+|[-/]\d)"
    r"[^.]{0,40}(?::|\d[.:u]\d\d|\buur\b)"
)
_TELLS = re.compile(
    r"(?i)^\W*op\s+[^.:|]{5,40}?\b(?:is|zijn|wordt|worden|gaat|gaan|komt|komen|hou\w+|vier\w+|vindt|"
    r"organise\w+|starte?n?t?|beginn?e?n?t?)\s+(?:er|de|het|we|wij|ons|onze|een)\b"
)
_YEAR = re.compile(r"\b(20\d\d)\b")
_TWO_YEARS = re.compile(r"\b20\d\d\s*[-/–]\s*(?:20)?\d\d\b")
_MORE_DAYS = "Er staan meer dagen op de pagina; horen die bij deze activiteit?"


@dataclass(frozen=True, slots=True)
class Group:
    """Items found in one form: a table, a list. `is_single`: the page is of one activity."""

    items: tuple[Item, ...]
    is_single: bool = False

    @property
    def days_only(self) -> bool:
        """Does none of them state a time? Then days are meant, not forgotten times."""
        return not any(
            re.search(r"\d[.:u]\d{2}|\buur\b", f"{i.when} {i.times}") for i in self.items
        )


def shown(tree: HtmlElement, context: Context, start: str) -> tuple[Group, ...]:
    """The groups of items of a page. `start`: the first page of the site.

    A page of news gives none, or proposals where a source is nothing but that page.
    """
    address = context.address
    is_of_news = is_news(tree, address)
    if is_of_news and (address != start or is_report(tree, address)):
        return ()
    body = content(tree)
    near = _near(tree, context.seen_on)
    if is_of_news:
        return _announced(outline(body, address, near.day), context, near)
    is_agenda = is_about_activities(tree, address)
    is_every_week = is_weekly(tree, address)
    groups = list(_tabular(body, address, near, is_weekly=is_every_week))
    page = outline(body, address, near.day)
    of_week, taken = weekly(page.lines, _inside(page), is_weekly=is_every_week)
    groups.append(Group(of_week))
    page = page.without(taken).trimmed([*_posts(page), *_others(page)])
    listed = _listed(page, context, near, is_agenda=is_agenda)
    subject = _subject(page, tree)
    first = next((record.lines[0] for record in page.records), None)
    is_of_one = _is_labelled(page) or (
        _is_one(listed, address)
        and not _is_headed(page.lines, first)
        and not (is_of_several(subject) and _are_named(listed, page.lines))
    )
    if not (subject and is_of_one):
        groups += listed
    if not any(group.items for group in groups):
        alone = _single(page, tree, address, near)
        groups = [_believed(group, is_agenda=is_agenda) for group in alone]
    if is_agenda and not any(group.items for group in groups):
        groups = _listed(replace(page, records=lone(page)), context, near, is_agenda=True)
    if not any(group.items for group in groups):
        groups = [Group(tuple(_told(page.lines, context, near)))]
    inside = _inside(page)
    said = notes(page.lines, inside)
    groups = [replace(g, items=tuple(noted(i, said) for i in g.items)) for g in groups if g.items]
    outside = [line.text for line in page.lines if id(line) not in inside]
    venue = everywhere([line.text for line in page.lines], outside)
    return tuple(replace(g, items=placed(g.items, venue)) for g in groups)


def _inside(page: Outline) -> set[int]:
    """The `id` of the lines that stand in a record."""
    return {id(line) for record in page.records for line in record.lines}


def _announced(page: Outline, context: Context, near: Near) -> tuple[Group, ...]:
    """What news says of a day to come, with a time: any other day is when something was."""
    kept = []
    for item in _told(page.lines, context, near):
        start = item.reading.start if item.reading else None
        since = context.anchor(near.passage(one_line(f"{item.title} {item.when}")))
        if start and start.clock and start.day >= since:
            kept.append(item)
    return (Group(tuple(kept)),) if kept else ()


def _tabular(body: HtmlElement, address: str, near: Near, *, is_weekly: bool) -> Iterator[Group]:
    """Calendars and tables with a header; they leave the page when they are read."""
    drop_results(body)
    for calendar in list(grids(body, address, near.day)):
        yield Group(calendar.items)
        calendar.element.drop_tree()
    for week in list(week_tables(body, is_weekly=is_weekly)):
        yield Group(week.items)
        week.element.drop_tree()
    for table in list(tables(body, address, near.day)):
        kept = (i for i in table.items if not is_closure(i.title, f"{i.when} {i.times}"))
        yield Group(
            tuple(_of_week(replace(i, near=i.near or near), is_weekly=is_weekly) for i in kept)
        )
        table.element.drop_tree()


def _of_week(item: Item, *, is_weekly: bool) -> Item:
    """A bare weekday is every week only where the page says that it is a week's programme."""
    if is_weekly or not is_weekday(item.when):
        return item
    return replace(item, why_unsure="Er staat alleen een weekdag bij; is dit elke week?")


def _listed(page: Outline, context: Context, near: Near, *, is_agenda: bool) -> list[Group]:
    found: dict[int, list[Item]] = {}
    asked = _asked(page.records)
    for record in page.records:
        if is_news_item(record.lines[0].marks) or record.group in asked:
            continue
        around = _month_above(page, record, near) or near
        if _is_prose(record):
            found.setdefault(record.group, []).extend(_told(record.lines, context, around))
            continue
        frame = Frame(address=context.address, near=around)
        found.setdefault(record.group, []).extend(items(record.lines, frame))
    groups = [Group(tuple(like_fellows(several))) for several in found.values()]
    return [_believed(group, is_agenda=is_agenda) for group in groups]


def _asked(records: Sequence[Record]) -> set[int]:
    """The groups that are questions with their answers; a date in those is of a price or a rule."""
    others = {record.group for record in records if not record.lines[0].text.endswith("?")}
    return {record.group for record in records} - others


def _posts(page: Outline) -> list[Line]:
    """The lines under a heading of news: a day there, without a time, is when it was written."""
    found: list[Line] = []
    level = 0
    for line in page.lines:
        if line.level and (not level or line.level <= level):
            level = line.level if is_news_heading(line.text) else 0
        if level and not has_clock(line.text):
            found.append(line)
    return found


def _others(page: Outline) -> list[Line]:
    """The lines from a heading "Meer activiteiten" on, below a page of one activity with a time."""
    for number, line in enumerate(page.lines):
        if line.level and is_more_heading(line.text):
            above = [one for one in page.lines[:number] if dated(one)]
            is_of_one = page.lines[0].level == 1 and 0 < len(above) <= 2
            if is_of_one and any(has_clock(one.text) for one in page.lines[:number]):
                return list(page.lines[number:])
    return []


def _believed(group: Group, *, is_agenda: bool) -> Group:
    """On a page that does not call itself an agenda, days without times may be anything."""
    if is_agenda or not group.days_only:
        return group
    why = "De pagina zegt niet dat dit een agenda is, en er staan geen tijden bij."
    doubted = tuple(replace(item, why_unsure=item.why_unsure or why) for item in group.items)
    return replace(group, items=doubted)


def _is_prose(record: Record) -> bool:
    """Every date stands in a sentence: long, or with words before it and a full stop behind."""
    return all(_is_told(line) for line in record.lines if dated(line))


def _is_told(line: Line) -> bool:
    text = line.text
    if _TELLS.match(text) and text.endswith((".", "!")):
        return True
    if line.level or line.day or label_of(text.partition(":")[0]):
        return False
    if text.endswith((".", "!")) and len(text.split()) > _SENTENCE_WORDS:
        return len(beside_time(text)) > _FREQUENCY_WORD
    if len(text) > LONG:
        return not _LEADS.match(text) or len(text) > 3 * LONG
    is_only_when = len(beside_time(text)) <= _FREQUENCY_WORD
    return len(text) > 30 and text.endswith((".", "!")) and not (_LEADS.match(text) or is_only_when)


def _month_above(page: Outline, record: Record, near: Near) -> Near | None:
    heading = page.month_above(record)
    month = month_heading(heading, near.day) if heading else None
    is_stated = near.is_stated or bool(_YEAR.search(heading))
    return Near(month, is_stated=is_stated, is_month=True) if month else None


def _is_one(listed: list[Group], address: str) -> bool:
    """One or two dates under a title, none of which leads to a page of its own, are no list."""
    found = [item for group in listed for item in group.items]
    own = [i for i in found if i.link and page_key(i.link) != page_key(address)]
    return len(found) < 3 and not own


def _are_named(listed: list[Group], lines: Sequence[Line]) -> bool:
    """Have the two of a list each a name of their own, bold or a heading?"""
    names = {line.strong or line.text for line in lines if line.strong or line.level > 1}
    found = {item.title for group in listed for item in group.items}
    return len(found) > 1 and found <= names


def _is_headed(lines: Sequence[Line], first: Line | None) -> bool:
    """Stands a heading "Agenda" above this line? Then the heading above that is the site's."""
    above = takewhile(lambda line: line is not first, lines if first else ())
    return any(line.level > 1 and is_agenda_heading(line.text) for line in above)


def _is_labelled(page: Outline) -> bool:
    """A page about one activity says "Datum:" or "Wanneer" once."""
    marked = [
        part
        for part in labelled(page.lines)
        if part.meaning == "date" and (part.is_labelled and dated(part.line))
    ]
    return len(marked) == 1


def _single(page: Outline, tree: HtmlElement, address: str, near: Near) -> Iterator[Group]:
    """A page of one activity: its title, and a date in a line of its own."""
    title = _subject(page, tree)
    lines = [line for line in page.lines[:_SINGLE_LINES] if line.text != title]
    short = [line for line in lines if dated(line) and len(line.text) <= LONG]
    if not title or not short or _is_headed(lines, short[0]):
        return
    frame = Frame(address=address, near=near, title=title, form="pagina van de activiteit")
    dates = [line for line in short if not _is_told(line)]
    if not dates and len([line for line in lines if dated(line)]) > 1:
        return
    made = [replace(item, link=None) for item in items(lines, frame)]
    said = [item.when for item in made]
    others = [line for line in short if line in dates or has_clock(line.text)]
    found = [_whole(item, said, others, near) for item in made]
    yield Group(tuple(found), is_single=True)


def _whole(item: Item, said: Sequence[str], dates: Sequence[Line], near: Near) -> Item:
    """The one activity, with a doubt where a line names a day that is none of its own.

    `said`: its own words about when, of all its times.
    """
    whens = (" ; ".join(said), *(d.text for d in dates))
    told = [read_when(text, anchor=near.day) for text in whens]
    days = [{r.start.day for r in readings if r.start} for readings in told]
    if item.why_unsure or any(r.recurrence for readings in told for r in readings):
        return item
    more = set().union(*days[1:]) - days[0]
    return replace(item, why_unsure=_MORE_DAYS) if days[0] and more else item


def _subject(page: Outline, tree: HtmlElement) -> str:
    """The heading that names the one activity; a heading of the site or an agenda is none."""
    heads = [line.text for line in page.lines if line.level == 1] or [
        line.text for line in page.lines if line.level == 2
    ]
    if len(heads) == 1 and not is_general(heads[0]) and not has_date(heads[0]):
        return heads[0]
    title = next((text_of(node) for node in tree.iter("title")), "")
    first = re.split(r"\s+[|–—-]\s+", title)[0]
    is_said = any(fold(line.text) == fold(first) for line in page.lines[:10])
    return first if is_said and not is_general(first) else ""


def _told(lines: Sequence[Line], context: Context, near: Near) -> Iterator[Item]:
    for one in prose.told(lines, near, context.anchor):
        yield Item(
            title=one.title,
            when=one.reading.words,
            form=TOLD,
            near=near,
            line=one.line.number,
            description=one.passage,
            reading=one.reading,
            why_unsure=prose.WHY,
        )


def _near(tree: HtmlElement, seen_on: date) -> Near:
    """Near which date the page's days lie: a year or season in its title or first headings."""
    heads = [text_of(node) for node in tree.iter("title", "h1", "h2", "caption", "center")][:6]
    stated = False
    for text in heads:
        year = _YEAR.search(_TWO_YEARS.sub("", text))
        if year is None:
            continue
        held = int(year[1])
        if held == seen_on.year:
            stated = True
            continue
        for word, month in _SEASONS.items():
            if re.search(rf"(?i)\b{word}\b", text):
                return Near(date(held, month, 1), is_stated=True)
        return Near(date(held, *((7, 1) if held < seen_on.year else (1, 1))), is_stated=True)
    return Near(seen_on, is_stated=stated)
