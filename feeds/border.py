"""The last check on text before it leaves: what no feed format may hold is taken out.

Ingest cleans too; this border does not trust that.
"""

import re

# Controls, surrogates, non-characters (XML 1.0 section 2.2), and the invisible characters
# that turn the direction of text around.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff"
    "\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)


def safe(text: str) -> str:
    """`text` without forbidden characters; every line break is a single newline."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
