"""A church's service that is told by who leads it: "10.00 uur ds. A. Voorbeeld"."""

import re

_LED = re.compile(
    r"(?:(?i:em\.\s?)?(?P<minister>[Dd]s|[Dd]ominee|[Kk]and|[Pp]rop|[Vv]oorganger:?)|"
    r"[Pp]astoor|[Pp]astor|[Kk]apelaan|[Pp]ater|[Dd]iaken)\b\.?:?\s+"
    r"(?:(?:drs|dr|ds|mw|dhr|mevr)\.?\s+)*(?:[A-Z][a-z]?\.\s?)*(?:(?:van|de|den|der|ter|ten|te|'t)\s+)*"
    r"[A-Z][\w'’-]+(?:\s*[-–]\s*[A-Z][\w'’-]+|\s+[A-Z][\w'’-]+)*\s*(?:$|[,.;(|].*)"
)


def named_by_service(title: str) -> str:
    """The kind of service, where a title only says who leads it; any other title as it is.

    >>> named_by_service("ds. A. Voorbeeld, koffie na"), named_by_service("Ds. Bos over Luther")
    ('Kerkdienst', 'Ds. Bos over Luther')
    """
    found = _LED.fullmatch(title)
    if found is None:
        return title
    return "Kerkdienst" if found["minister"] else "Viering"
