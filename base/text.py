"""Text from outside made plain: what may reach a page, a feed or a comparison.

And the names of days and months, in Dutch, from Monday and from January.
"""

import html
import re
import unicodedata

import nh3

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_BLOCK_END = re.compile(r"(?i)<\s*(?:/p|/div|/li|/h[1-6]|/tr|/table|/ul|/ol|/blockquote)\s*>")
_LINE_BREAK = re.compile(r"(?i)<\s*br\s*/?\s*>")
_LOOKS_LIKE_HTML = re.compile(r"(?i)<\s*/?\s*[a-z!][^<>]*>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\t", "\u200d"}


def clean(text: str) -> str:
    """Without control, format and unassigned characters, in NFC; newlines stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)


def one_line(text: str) -> str:
    """Cleaned, with every run of white space as one space."""
    return " ".join(clean(text).split())


def plain(text: str) -> str:
    """HTML or plain text as plain paragraphs, separated by one empty line.

    Scripts, styles and every tag go; entities become characters. Text that merely holds a
    "<" (as in "kosten < 5 euro") is left as it is.
    """
    if _LOOKS_LIKE_HTML.search(text):
        text = _LINE_BREAK.sub("\n", _BLOCK_END.sub("\n\n", text))
        text = html.unescape(nh3.clean(text, tags=set(), attributes={}))
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def fold(text: str) -> str:
    """For comparing: lower case, no diacritics, only letters, digits and single spaces."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def slug(text: str) -> str:
    """For addresses: folded words joined by hyphens, at most 60 characters, never empty."""
    return "-".join(fold(text).split())[:60].strip("-") or "x"


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with an ellipsis when something went."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
