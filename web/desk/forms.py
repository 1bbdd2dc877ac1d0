"""What was sent in a form or an address, as plain values."""

from flask import request

from base.errors import InvalidInput
from base.text import one_line, plain

_LONGEST = 300


def line(name: str, limit: int = _LONGEST) -> str:
    """One line of text. Raises InvalidInput when it is too long."""
    text = one_line(request.form.get(name, ""))
    if len(text) > limit:
        raise InvalidInput({name: f"hoogstens {limit} tekens"})
    return text


def paragraph(name: str, limit: int) -> str:
    """Text of more lines. Raises InvalidInput when it is too long."""
    text = plain(request.form.get(name, ""))
    if len(text) > limit:
        raise InvalidInput({name: f"hoogstens {limit} tekens"})
    return text


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number of an address or field, or `otherwise` for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise


def page_number() -> int:
    return max(whole(request.args.get("pagina"), 1), 1)
