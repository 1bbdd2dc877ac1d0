"""Words that tell a person from an organisation: given names, desks, free mail, houses."""

import re
from functools import cache
from importlib import resources

FUNCTIONAL = frozenset(
    """
aanmelden aanmelding aanmeldingen activiteit activiteiten administratie agenda algemeen balie
beheer bestuur bezoek bibliotheek boekingen bureau buurthuis buurtkamer buurtteam communicatie
contact cursus cursussen directie dorpshuis evenementen hallo hello help helpdesk info
informatie inschrijven inschrijving inschrijvingen kaarten kaartverkoop kantoor kassa
klantenservice mail museum office ontvangst opgave organisatie planning post postbus programma
programmering receptie redactie reserveren reservering reserveringen secretariaat secretaris
service sociaalteam sport steunpunt team theater tickets toegang verhuur voorelkaar
vrijwilligers webmaster welkom welzijn wijkcentrum wijkteam zaalverhuur
    """.split()  # noqa: SIM905 - a list of seventy quoted words hides the words
)
_FREE_MAIL = re.compile(
    r"@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|aol|gmx|proton(?:mail)?|"
    r"ziggo|kpnmail|kpnplanet|planet|hetnet|home|xs4all|chello|upcmail|casema|quicknet|tele2|"
    r"telfort|solcon|zeelandnet|freeler|caiway|zonnet|wanadoo|online|telenet)\.",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"(?i)^(?:de|het|’t|'t|onze|ons|stichting|vereniging|buurt\w*|wijk\w*|dorps\w*|bieb|"
    r"biblio\w*|museum|theater|café|cafe|kerk|zorg\w*|huis\w*|sport\w*|zwembad|school|"
    r"gemeente|team|voor|balie|receptie|kulturhus|cultuur\w*|speel\w*|jongeren\w*|ouderen\w*|"
    r"welzijn\w*|inloop\w*|centrum|station|restaurant|hotel|boerderij|park|plein|kinder\w*|"
    r"facebook|instagram|whatsapp|teams|zoom|google|website|internet|eventbrite|online|"
    r"vrijwilligers\w*|sociaal|rode|leger|humanitas|raster|solis|mee|kern|"
    r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|januari|februari|maart|april|"
    r"mei|juni|juli|augustus|september|oktober|november|december|deventer|diepenveen|"
    r"bathmen|schalkhaar|colmschate|lettele|okkenbroek|nederland\w*)$"
)
_ORGANISATION_PART = re.compile(
    r"(?i)\b(?:stichting|vereniging|centrum|huis|bibliotheek|bieb|museum|theater|team|school|"
    r"kerk|gemeente|welzijn|zorg|club|kamer|straat|weg|plein|laan|zaal|\w+huis|\w+centrum|"
    r"\w+kamer|\w+straat|\w+weg|\w+plein|\w+laan|\w+zaal|\w+kerk|\w+school|\w+team|\w+punt|"
    r"\w+groep|\w+club|\w+vereniging)\b"
)


@cache
def given_names() -> frozenset[str]:
    """Given names common in the Netherlands."""
    names = resources.files("ingest").joinpath("given_names.txt").read_text("utf-8")
    return frozenset(names.split())


def is_functional_mail(address: str) -> bool:
    """Is this an address of a desk rather than of a person?

    >>> is_functional_mail("info@dekajuit.example"), is_functional_mail("j.jansen@x.example")
    (True, False)
    """
    local, _, domain = address.casefold().partition("@")
    if _FREE_MAIL.search("@" + domain):
        return False
    return re.split(r"[.+_-]", local)[0] in FUNCTIONAL


def is_organisation(name: str) -> bool:
    """Is this the name of a house, club, place or day rather than of a person?"""
    first = name.split()[0]
    return bool(
        _ORGANISATION.match(first)
        or _ORGANISATION_PART.search(name)
        or re.fullmatch(r"[A-Z]{3,}", first)
    )
