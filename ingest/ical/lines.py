"""Content lines of RFC 5545 section 3.1, read leniently: folds, parameters, escapes.

What has no property name of the standard is the rest of the line before it: many programs
fold without the leading space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_FOLD = re.compile(r"\n[ \t]")
_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*(?=[:;])")
_BREAK = re.compile(r"\r*\n|\r")
_PARAMETER = re.compile(
    r';\s*([A-Za-z0-9-]+)=("[^"\n]*"|[^";:,\n]*)((?:,(?:"[^"\n]*"|[^";:,\n]*))*)'
)
_ESCAPED = re.compile(r"\\([\\;,:\"nN])")
_STAMP = re.compile(r"^[\dTZPDHMSW+\-/,;=A-Z]*$")
NAMES = frozenset(
    """
ATTACH ATTENDEE CALSCALE CATEGORIES CLASS COMMENT COMPLETED CONFERENCE CONTACT CREATED
DESCRIPTION DTEND DTSTAMP DTSTART DUE DURATION EXDATE EXRULE GEO IMAGE LAST-MODIFIED LOCATION
METHOD NAME ORGANIZER PRIORITY PRODID RDATE RECURRENCE-ID REFRESH-INTERVAL RELATED-TO
REQUEST-STATUS RESOURCES RRULE SEQUENCE SOURCE STATUS SUMMARY TRANSP TZID TZNAME
TZOFFSETFROM TZOFFSETTO TZURL UID URL VERSION COLOR BEGIN END ACTION TRIGGER REPEAT
PERCENT-COMPLETE FREEBUSY ACKNOWLEDGED STRUCTURED-DATA STYLED-DESCRIPTION LOCATION-TYPE
""".split()  # noqa: SIM905 - a list of sixty quoted words hides the words
)
_STAMPED = frozenset(
    {"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID", "DURATION", "RRULE", "EXRULE"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One property: name in capitals, parameters by name in capitals, value as it stands."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value of a text property, without its escapes."""
        return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.value)


def decode(body: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else Windows Latin; line ends become newlines."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = body.decode("utf-16", errors="replace")
    else:
        try:
            text = body.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = body.decode("cp1252", errors="replace")
    return _BREAK.sub("\n", text)


def unfold(text: str) -> str:
    """One property a line."""
    return _FOLD.sub("", text)


def split(text: str) -> Iterator[Line]:
    """The properties of decoded, folded text, nested components included."""
    held: Line | None = None
    for raw in unfold(text).split("\n"):
        if not raw.strip():
            continue
        line = _line(raw)
        if line is not None:
            if held is not None:
                yield held
            held = line
        elif held is not None:
            held = Line(held.name, f"{held.value}\\n{raw}", held.parameters)
    if held is not None:
        yield held


def own(lines: Iterator[Line]) -> Iterator[Line]:
    """Without what stands in nested components (alarms have a description and UID too)."""
    depth = 0
    for line in lines:
        if line.name == "BEGIN":
            depth += 1
        elif line.name == "END":
            depth -= 1
        elif depth <= 1:
            yield line


def _line(raw: str) -> Line | None:
    """None when no known property begins here."""
    begin = _NAME.match(raw)
    if begin is None:
        return None
    end, name = begin.end(), begin[1].upper()
    if name not in NAMES and not name.startswith("X-"):
        return None
    parameters: dict[str, str] = {}
    while raw[end] == ";":
        found = _PARAMETER.match(raw, end)
        if found is None:
            break
        parameters[found[1].upper()] = (found[2] + found[3]).replace('"', "")
        end = found.end()
        if end >= len(raw):
            return None
    colon = raw.find(":", end)
    if colon < 0:
        return None
    value = raw[colon + 1 :]
    if name in _STAMPED and not _STAMP.match(value.strip().upper()) and ":" in value:
        # Outlook: DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20260303T190000
        zone, _, value = raw.partition("TZID=")[2].rpartition(":")
        parameters["TZID"] = zone.replace('"', "")
    return Line(name, value, parameters)
