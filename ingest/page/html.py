"""A page's bytes as a tree, and text out of it as a person sees it."""

import re
from collections.abc import Iterator

import lxml.etree
import lxml.html
from lxml.html import HtmlElement
from w3lib.encoding import html_to_unicode

from base.errors import FormatError
from base.text import clean

HIDDEN = {"script", "style", "noscript", "template", "svg", "iframe", "select", "textarea"}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div"),
    *("dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL_CODE = re.compile(
    r"(?i)&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127)|x0*(?:[0-8bcef]|1[0-9a-f]|7f))(?!\w);?"
)
_IS_BACK = re.compile(r"d-(?:sm|md|lg|xl|xxl)-(?!none)")
_GAPS = {"td", "th", "dd"}


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a page: a byte order mark, valid UTF-8, then what header or meta declares.

    Valid UTF-8 beats a declaration, because many servers declare latin-1 for everything;
    latin-1 is read as cp1252, as browsers do.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    _, text = html_to_unicode(
        content_type or None, body, default_encoding="cp1252", auto_detect_fun=None
    )
    return str(text)


def parse(text: str) -> HtmlElement:
    """The tree of a page. Raises FormatError when there is no page in it.

    Control characters go first, also those written as `&#1;`: a tree cannot hold them.
    """
    text = _CONTROL_CODE.sub("", _CONTROL.sub("", text))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError) as error:
        raise FormatError("De pagina is leeg of is geen webpagina.", permanent=True) from error


def lines(node: HtmlElement) -> list[str]:
    """What a reader sees of `node`, one line per block or <br>, white space made single."""
    found: list[list[str]] = [[]]
    for piece in _pieces(node):
        if piece == "\n":
            found.append([])
        else:
            found[-1].append(piece)
    texts = (" ".join(clean("".join(line)).split()) for line in found)
    return [text for text in texts if text]


def text_of(node: HtmlElement) -> str:
    """The lines of `node` as one line of text."""
    return " ".join(lines(node))


def attribute(node: HtmlElement, *names: str) -> str:
    """The first of these attributes that says something; else an empty text."""
    for name in names:
        value = " ".join(str(node.get(name) or "").split())
        if value:
            return value
    return ""


def marks(node: HtmlElement) -> str:
    """Class, id and hook of `node`, in lower case: what its maker calls it.

    Wix gives classes that mean nothing, and says what a field is in `data-hook`.
    """
    said = (node.get("class"), node.get("id"), node.get("data-hook"))
    return " ".join(filter(None, said)).casefold()


def is_shown(node: HtmlElement) -> bool:
    """Not hidden by its tag, a style, or a class that a site maker hides with on all screens.

    What only `hidden` hides, a "toon meer" shows; so does the title of a panel that unfolds.
    """
    if node.tag in HIDDEN:
        return False
    words = str(node.get("class") or "").split()
    if "w-condition-invisible" in words or (
        "d-none" in words and not any(map(_IS_BACK.match, words))
    ):
        return False
    is_hidden = re.search(r"display\s*:\s*none", str(node.get("style") or "").casefold())
    return not is_hidden or _unfolds(node)


def _unfolds(node: HtmlElement) -> bool:
    """Is this a panel that a click on its title or tab shows?"""
    if node.get("role") == "tabpanel":
        return True
    title = node.getprevious()
    if title is None or not len(node) or node.get("role") == "dialog":
        return False
    heads = (title, *title.iterchildren(), *(two for one in title for two in one))
    return any(
        one.get("aria-expanded") or one.get("role") in ("button", "tab") or _opens(one, node)
        for one in heads
        if isinstance(one.tag, str)
    )


def _opens(title: HtmlElement, node: HtmlElement) -> bool:
    """Names the title this node as what it opens?"""
    target = str(node.get("id") or "")
    named = (title.get("aria-controls"), title.get("data-target"), title.get("href"))
    return bool(target) and target in {str(name or "").removeprefix("#") for name in named}


def _pieces(node: HtmlElement) -> Iterator[str]:
    if not isinstance(node.tag, str) or not is_shown(node):
        return
    if node.tag == "br":
        yield "\n"
        return
    is_block = node.tag in BLOCKS
    if is_block:
        yield "\n"
    yield node.text or ""
    for child in node:
        yield from _pieces(child)
        yield child.tail or ""
    if is_block:
        yield "\n"
    elif node.tag in _GAPS:
        yield " "
