"""The part of a page that is about its subject: without menus, footers and side columns."""

import copy
import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from base.text import fold
from ingest.page.html import marks, text_of

_TAGS = {"nav", "footer", "aside", "form", "script", "style", "noscript", "iframe", "svg"}
_ROLES = {"navigation", "contentinfo", "complementary", "search", "banner", "dialog", "menu"}
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|crumbs?|kruimel\w*|menu|navbar|nav|navigatie|"
    r"footer|voettekst|sidebar|zijbalk|share|social|comments?|reacties|related|gerelateerd|"
    r"newsletter|nieuwsbrief|pager|pagination|paginering|skip-link|popup|modal|banner|"
    r"openingstijden|opening-hours|colofon|top-?bar|toolbar|date-?picker|view-?(?:selector|switcher)|"
    r"widget-?areas?|widgets|(?:sidebar|footer)-widget)(?:$|[\s_-])"
)
_OF_LAYOUT = re.compile(r"^(?:no|has|have|with|without|hide|show|is)[_-]")
_OF_A_PART = re.compile(
    r"(?:^|[_-])(?:card|panel|event|item|tile|teaser|box|accordion|post|entry|activit\w+|agenda|list)"
    r"[_-]+(?:footer|banner)$"
)
_BUILT = re.compile(r"(?:^|\s)(?:so-panel|panel-layout|(?:entry|post|page)-content)(?:$|\s)")
_NEWS_PATH = re.compile(r"(?i)/(?:nieuws|news|blog|actueel|berichten|artikel(?:en)?)(?:/|$|\.)")
_REPORT_PATH = re.compile(r"(?i)/(?:pers|vacatures?|werken-bij|openingstijden)(?:/|$|\.)")
_NEWS_ITEM = re.compile(r"(?:^|[\s_-])(?:nieuws\w*|news\w*|blog\w*|bericht\w*)(?:$|[\s_-])")
_AGENDA = re.compile(
    r"\b(?:agenda|kalender|programma\w*|activiteit\w*|evenement\w*|events?|uitagenda|cursus\w*|"
    r"voorstelling\w*|concert\w*|te doen|workshop\w*|bijeenkomst\w*|optreden\w*|jaarprogramma|"
    r"rooster|dorpsagenda|buurtagenda|wijkagenda|uitjes|excursies|lezingen|diensten)\b"
)
_NEWS = re.compile(r"(?:(?:laatste|ons|al het) )?(?:nieuws|actueel|blog|nieuwsberichten|archief)")
_NEWS_BLOCK = re.compile(
    rf"{_NEWS.pattern}|(?:meer|uit het|kort) nieuws|(?:recente|nieuwe) berichten|nieuwsoverzicht"
)
_AGENDA_BLOCK = re.compile(
    r"(?:(?:onze|de|komende|volgende|aankomende) )?(?:\w*agenda|activiteiten(?:agenda|kalender)?|"
    r"evenementen|kalender|bijeenkomsten)|binnenkort|wat is er te doen|te doen"
)
_KINDS = (
    r"(?:activiteiten|evenementen|events|cursussen|voorstellingen|concerten|workshops|lezingen|"
    r"bijeenkomsten|optredens|exposities|tentoonstellingen|films|excursies|uitjes|diensten|"
    r"vieringen|wedstrijden|wandelingen|agenda|kalender|programma)"
)
_MORE = re.compile(
    rf"(?:(?:meer|andere|overige|gerelateerde?|vergelijkbare|volgende|komende|ook)\b.{{0,20}}{_KINDS}|"
    r"(?:dit is )?(?:ook|misschien ook) (?:leuk|interessant|iets voor)|meer (?:zien|ontdekken))\b"
)
_SEVERAL = re.compile(rf"(?:(?:onze|alle|de|komende) )?{_KINDS}\b(?: \w+){{0,4}}$")
_REPORT = re.compile(
    r"\b(?:terugblik|verslag|impressie|vacature|vacatures|notulen|jaarverslag|persbericht|"
    r"in memoriam|recensie|tarieven|voorwaarden|openingstijden|over ons|privacy\w*|"
    r"disclaimer|colofon|geschiedenis|zaalverhuur|lid worden|contact|huisregels|"
    r"werken bij)\b"
)
_WEEKLY = re.compile(r"\b(?:week\w*|wekelijkse?|vaste|doorlopend\w*|rooster|lesrooster)\b")


def content(tree: HtmlElement) -> HtmlElement:
    """A copy of the page's body without what stands around its subject."""
    body = tree.find("body")
    kept = copy.deepcopy(body if body is not None else tree)
    for node in list(kept.iter()):
        if node is kept or not isinstance(node.tag, str):
            continue
        if _is_around(node) and not _holds_subject(node) and node.getparent() is not None:
            node.drop_tree()
    return kept


def is_about_activities(tree: HtmlElement, address: str) -> bool:
    """Says the page's title, first heading or address that it is an agenda?"""
    return bool(_AGENDA.search(_said(tree, address)))


def is_news(tree: HtmlElement, address: str) -> bool:
    """Is this a page of news? Its dates are of publication, also when it is about an activity."""
    if _NEWS_PATH.search(urlsplit(address).path) or is_report(tree, address):
        return True
    said = _heading(tree)
    return _NEWS.fullmatch(said) is not None or "nieuwsbrief" in said.split()


def is_report(tree: HtmlElement, address: str) -> bool:
    """Does this page tell of what was, or how things are: minutes, a vacancy, a price list?"""
    if _REPORT_PATH.search(urlsplit(address).path):
        return True
    said = _heading(tree)
    return bool(_REPORT.search(said)) and not _AGENDA.search(said)


def is_weekly(tree: HtmlElement, address: str) -> bool:
    """Says the page that what stands there is so every week?"""
    return bool(_WEEKLY.search(_said(tree, address)))


def is_news_item(said: str) -> bool:
    """Is a block with these classes and ids a news item?"""
    return bool(_NEWS_ITEM.search(said))


def is_news_heading(text: str) -> bool:
    """Is this the heading of a block of news?"""
    return _NEWS_BLOCK.fullmatch(fold(text)) is not None


def is_agenda_heading(text: str) -> bool:
    """Is this the heading of a list of activities, and of nothing else?"""
    return _AGENDA_BLOCK.fullmatch(fold(text)) is not None


def is_more_heading(text: str) -> bool:
    """Is this the heading of other activities, below one?

    >>> is_more_heading("Meer activiteiten"), is_more_heading("Meer bewegen")
    (True, False)
    """
    return _MORE.match(fold(text)) is not None


def is_of_several(subject: str) -> bool:
    """Does a heading name activities of one kind, rather than one: "Concerten in de kerk"?

    >>> is_of_several("Concerten"), is_of_several("Concert in de kerk")
    (True, False)
    """
    return _SEVERAL.match(fold(subject)) is not None


def _heading(tree: HtmlElement) -> str:
    return " ".join(fold(text_of(node)) for node in tree.iter("h1"))


def _said(tree: HtmlElement, address: str) -> str:
    texts = [text_of(node) for node in tree.iter("title", "h1", "h2")][:6]
    parts = urlsplit(address)
    return fold(" ".join([*texts, parts.path.replace("/", " "), parts.query]))


def _is_around(node: HtmlElement) -> bool:
    if node.tag in _TAGS or str(node.get("role") or "").casefold() in _ROLES:
        return True
    if node.tag == "header":
        above = node.getparent()
        is_top = above is not None and above.tag == "body"
        return is_top or any(True for _ in node.iter("nav"))
    if node.tag not in ("div", "section", "ul", "ol", "p", "table", "span"):
        return False
    words = marks(node).split()
    return any(map(_names_around, words)) or ("widget" in words and not _is_built(node))


def _names_around(word: str) -> bool:
    """A class or id that names what stands around; "has-sidebar" and "card-footer" do not."""
    if _OF_LAYOUT.match(word) or _OF_A_PART.search(word):
        return False
    return bool(_NAMES.search(word))


def _is_built(node: HtmlElement) -> bool:
    """Inside the content: there page builders call every block a widget, elsewhere it is a
    block beside the content (WordPress: class="widget widget_text")."""
    if _BUILT.search(marks(node)):
        return True
    return any(
        above.tag in ("main", "article") or _BUILT.search(marks(above))
        for above in node.iterancestors()
    )


def _holds_subject(node: HtmlElement) -> bool:
    """A frame around everything is no menu, whatever its name."""
    if node.tag in ("nav", "footer", "script", "style", "noscript", "iframe", "svg"):
        return False
    return any(True for _ in node.iter("main", "article", "h1", "table"))
