"""A site's selector file: where on its pages the facts stand, written by a person.

TOML with Dutch keys and CSS selectors; "time@datetime" takes an attribute instead of the
text. An example stands in docs/adding-a-source.md. What is wrong in a file is said in
Dutch with its line, so that it can be put right with the preview beside it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from base.errors import FormatError
from ingest.page.address import absolute
from ingest.page.html import text_of
from ingest.page.items import Item
from ingest.page.tables import is_struck

FACTS = (
    *("titel", "datum", "tijd", "plaats", "adres", "prijs", "doelgroep", "organisatie"),
    *("omschrijving", "status", "link"),
)
_TOP = ("activiteit", "volgende", "zoekmachinegegevens", "detail", *FACTS)


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector: `find` gives elements, `attribute` is read instead of their text."""

    text: str
    line: int
    find: CSSSelector
    attribute: str = ""

    def matches(self, node: HtmlElement) -> list[HtmlElement]:
        """Every element in `node` that fits, in order."""
        found = self.find(node)
        several = found if isinstance(found, list) else []
        return [one for one in several if isinstance(one, HtmlElement)]

    def value(self, node: HtmlElement) -> str:
        """The texts of every match in `node`, joined; empty when nothing matches."""
        found = self.matches(node)
        if self.attribute:
            return " ".join(str(one.get(self.attribute) or "").strip() for one in found)
        return " ".join(text_of(one) for one in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """A selector file as read. `item`: what one activity is on a list; `own`: on its own page.

    `uses_data`: structured data of the site count too (`zoekmachinegegevens`).
    """

    item: Selector
    facts: Mapping[str, Selector] = field(default_factory=dict)
    own: Mapping[str, Selector] = field(default_factory=dict)
    following: Selector | None = None
    uses_data: bool = True


def parse(text: str) -> Selectors:
    """The selectors in a file. Raises FormatError in Dutch, naming the line."""
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(
            f"Het selectorbestand is niet te lezen: {_dutch(error)}.", True
        ) from error
    detail = stated.get("detail", {})
    if not isinstance(detail, dict):
        raise _wrong(text, "detail", "hoort een kopje te zijn: [detail]")
    _check_names(text, stated, _TOP)
    _check_names(text, detail, FACTS)
    if "activiteit" not in stated:
        raise FormatError(
            "Het selectorbestand mist de regel “activiteit”: wat is op de pagina één activiteit?",
            permanent=True,
        )
    uses_data = stated.get("zoekmachinegegevens", True)
    if not isinstance(uses_data, bool):
        raise _wrong(text, "zoekmachinegegevens", "kies true of false")
    return Selectors(
        item=_selector(text, "activiteit", stated["activiteit"]),
        facts={n: _selector(text, n, stated[n]) for n in FACTS if n in stated},
        own={n: _selector(text, n, detail[n], part="detail") for n in FACTS if n in detail},
        following=_selector(text, "volgende", stated["volgende"]) if "volgende" in stated else None,
        uses_data=uses_data,
    )


def items(tree: HtmlElement, selectors: Selectors, address: str) -> list[Item]:
    """The activities of a page: of a list, or, where the list selector finds nothing, its own."""
    listed = selectors.item.matches(tree)
    if listed:
        return [item for node in listed for item in _item(node, selectors.facts, address)]
    return list(_item(tree, selectors.own, address)) if selectors.own else []


def missing(tree: HtmlElement, selectors: Selectors) -> list[str]:
    """Dutch sentences on facts that no activity of this page has, naming the line."""
    listed = selectors.item.matches(tree)
    return [
        f"Regel {selector.line} ({name} = "
        f"“{selector.text}”) vindt niets in de {len(listed)} activiteiten op deze pagina."
        for name, selector in selectors.facts.items()
        if listed and not any(selector.value(node) for node in listed)
    ]


def _item(node: HtmlElement, facts: Mapping[str, Selector], address: str) -> Iterator[Item]:
    def fact(name: str) -> str:
        return facts[name].value(node) if name in facts else ""

    title = fact("titel")
    when = fact("datum") if "datum" in facts else text_of(node)
    if not title:
        return
    yield Item(
        title=title,
        when=when,
        times=fact("tijd"),
        form="selectorbestand",
        venue=fact("plaats") or None,
        address=fact("adres") or None,
        price=fact("prijs") or None,
        audience=fact("doelgroep") or None,
        organiser=fact("organisatie") or None,
        description=fact("omschrijving"),
        link=_link(node, facts, address),
        line=int(node.sourceline or 0) or None,
        status_text=fact("status"),
        is_struck=is_struck(node),
    )


def _link(node: HtmlElement, facts: Mapping[str, Selector], address: str) -> str | None:
    if "link" not in facts:
        return None
    selector = facts["link"]
    for one in selector.matches(node):
        link = absolute(address, one.get(selector.attribute or "href"))
        if link:
            return link
    return None


def _selector(text: str, name: str, value: Any, *, part: str = "") -> Selector:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(text, name, "hoort een selector tussen aanhalingstekens te zijn", part)
    css, _, attribute = value.strip().partition("@")
    try:
        return Selector(value, _line(text, name, part), CSSSelector(css.strip()), attribute.strip())
    except (SyntaxError, ValueError) as error:  # cssselect's own errors are SyntaxErrors
        raise _wrong(text, name, f"“{css}” is geen geldige selector", part) from error


def _check_names(text: str, stated: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in stated:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"bedoel je “{near[0]}”?" if near else f"kies uit {', '.join(known)}"
            raise _wrong(text, name, f"dit kennen we niet; {hint}")


def _wrong(text: str, name: str, what: str, part: str = "") -> FormatError:
    return FormatError(
        f"Selectorbestand, regel {_line(text, name, part)} ({name}): {what}.", permanent=True
    )


def _line(text: str, name: str, part: str = "") -> int:
    """The number of the line that begins with `name`, from the heading [part] on."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if part and f"[{part}]" in line), 0)
    for number, line in enumerate(lines[first:], first + 1):
        if re.match(rf"\s*\[?\s*[\"']?{re.escape(name)}\b", line):
            return number
    return 1


def _dutch(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    if found is None:
        return "het bestand houdt midden in een regel op"
    return f"op regel {found[1]}, bij teken {found[2]}, staat iets dat er niet hoort"
