"""Addresses that people share instead of a file, turned into where the file can be fetched.

Nothing is fetched here. A sheet shared with "iedereen met de link" can be downloaded at an
address made from the shared one; a page of a social medium cannot be read by anybody who
has not logged in, and gets a sentence that says what to send instead.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from agenda.status import SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What to do with an address.

    `address` is where to fetch; the given one when nothing special was recognised. `kind`
    when the address tells it. `refusal`: a Dutch sentence when it cannot be read at all;
    `advice`: one that helps when fetching it fails (not shared with everybody).
    """

    address: str
    kind: SourceKind | None = None
    refusal: str | None = None
    advice: str | None = None


_SHARED = (
    "Lukt het niet? Zet het delen op “iedereen met de link mag bekijken”, of stuur het bestand "
    "zelf."
)
_INSTEAD = (
    "Stuur in plaats daarvan een rekenblad (.xlsx, .ods of .csv), een agenda-adres (iCal) of "
    "het adres van uw eigen website, of vul het formulier in."
)
_SOCIAL = {
    "facebook.com": "Facebook",
    "fb.com": "Facebook",
    "fb.me": "Facebook",
    "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn",
    "tiktok.com": "TikTok",
    "x.com": "X",
    "twitter.com": "X",
    "whatsapp.com": "WhatsApp",
    "wa.me": "WhatsApp",
    "nextdoor.nl": "Nextdoor",
    "youtube.com": "YouTube",
}
_FORMS = ("forms.gle", "forms.office.com", "forms.microsoft.com")


def recognise(address: str) -> Link:
    """Where to fetch what a person shared. Pure; never raises on odd addresses.

    >>> recognise("https://docs.google.com/spreadsheets/d/AbC/edit#gid=0").address
    'https://docs.google.com/spreadsheets/d/AbC/export?format=xlsx'
    """
    address = address.strip()
    given = address if "://" in address else f"https://{address}"
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.")
    except ValueError:
        return Link(address=address)
    if parts.scheme == "webcal":
        return Link(address=urlunsplit(parts._replace(scheme="https")), kind=SourceKind.ICAL)
    for domain, name in _SOCIAL.items():
        if host == domain or host.endswith(f".{domain}"):
            refusal = f"{name} kunnen wij niet lezen: daar moet je voor inloggen. {_INSTEAD}"
            return Link(address=address, refusal=refusal)
    if host == "wetransfer.com" or host == "we.tl":
        refusal = "Een WeTransfer-link werkt maar een week. Stuur het bestand zelf in."
        return Link(address=address, refusal=refusal)
    if host in _FORMS or (host == "docs.google.com" and parts.path.startswith("/forms/")):
        refusal = "Dit is een formulier. Deel het rekenblad waarin de antwoorden komen."
        return Link(address=address, refusal=refusal)
    for reader in (_google, _calendar, _microsoft, _dropbox):
        found = reader(host, given)
        if found is not None:
            return found
    return Link(address=address)


def _google(host: str, address: str) -> Link | None:
    parts = urlsplit(address)
    if host == "docs.google.com":
        if found := re.match(r"/spreadsheets/(?:u/\d+/)?d/e/([\w-]+)/", parts.path):
            made = f"https://docs.google.com/spreadsheets/d/e/{found[1]}/pub?output=xlsx"
            return Link(address=made, kind=SourceKind.SPREADSHEET, advice=_SHARED)
        if found := re.match(r"/spreadsheets/(?:u/\d+/)?d/([\w-]+)", parts.path):
            made = f"https://docs.google.com/spreadsheets/d/{found[1]}/export?format=xlsx"
            return Link(address=made, kind=SourceKind.SPREADSHEET, advice=_SHARED)
        if found := re.match(r"/document/(?:u/\d+/)?d/([\w-]+)", parts.path):
            made = f"https://docs.google.com/document/d/{found[1]}/export?format=docx"
            return Link(address=made, kind=SourceKind.DOCUMENT, advice=_SHARED)
    if host == "drive.google.com":
        file = re.match(r"/file/(?:u/\d+/)?d/([\w-]+)", parts.path)
        name = file[1] if file else (parse_qs(parts.query).get("id") or [""])[0]
        if name and re.fullmatch(r"[\w-]+", name) and "folder" not in parts.path:
            made = f"https://drive.google.com/uc?export=download&id={name}"
            return Link(address=made, advice=_SHARED)
        refusal = "Dit is een map, geen bestand. Deel de link van het rekenblad zelf."
        return Link(address=address, refusal=refusal)
    return None


def _calendar(host: str, address: str) -> Link | None:
    """A Google calendar shown on a page has its iCal file beside it."""
    if host != "calendar.google.com":
        return None
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    name = (query.get("src") or [""])[0]
    if not name and query.get("cid"):
        name = _decoded(query["cid"][0])
    if parts.path.endswith(".ics"):
        return Link(address=address, kind=SourceKind.ICAL)
    if "@" not in name:
        return None
    quoted = urlencode({"": name})[1:]
    made = f"https://calendar.google.com/calendar/ical/{quoted}/public/basic.ics"
    advice = "Lukt het niet? Zet de agenda in Google op openbaar."
    return Link(address=made, kind=SourceKind.ICAL, advice=advice)


def _decoded(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return text


def _microsoft(host: str, address: str) -> Link | None:
    """OneDrive and SharePoint: a shared link with its letter for the kind (x: sheet, w: text)."""
    parts = urlsplit(address)
    if host == "1drv.ms" or host == "onedrive.live.com":
        shared = base64.urlsafe_b64encode(address.encode()).decode().rstrip("=")
        made = f"https://api.onedrive.com/v1.0/shares/u!{shared}/root/content"
        return Link(address=made, kind=_by_letter(parts.path), advice=_SHARED)
    if host.endswith((".sharepoint.com", ".sharepoint.us")):
        if re.match(r"/:f:", parts.path):
            refusal = "Dit is een map, geen bestand. Deel de link van het rekenblad zelf."
            return Link(address=address, refusal=refusal)
        query = {k: v for k, v in parse_qs(parts.query).items() if k != "web"}
        query["download"] = ["1"]
        made = urlunsplit(parts._replace(query=urlencode(query, doseq=True), fragment=""))
        return Link(address=made, kind=_by_letter(parts.path), advice=_SHARED)
    return None


def _by_letter(path: str) -> SourceKind | None:
    found = re.match(r"/:?([xw]):?/", path)
    if not found:
        return None
    return SourceKind.SPREADSHEET if found[1] == "x" else SourceKind.DOCUMENT


def _dropbox(host: str, address: str) -> Link | None:
    if host != "dropbox.com":
        return None
    parts = urlsplit(address)
    query = {**parse_qs(parts.query), "dl": ["1"]}
    made = urlunsplit(parts._replace(query=urlencode(query, doseq=True), fragment=""))
    return Link(address=made, advice=_SHARED)
