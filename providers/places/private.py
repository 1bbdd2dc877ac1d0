"""Words that say: this is somebody's home, or an address that is told only after signing up.

Where something is done at the visitor's own ("bij u thuis") there is no address to keep back.
"""

import re

_SOMEBODY = (
    r"(?:een |de )?(?:deelnemer|lid|gastgezin|iemand|mensen|leden|vrijwilliger)s?|ons|elkaar"
)
# "Bij ons voel je je thuis" names nobody's home, nor does "bij buurthuis De Ster thuis".
_NOBODYS = r"(?:u|jou|je|jij|jullie|iedereen|voelt?|voelen)\b|\w*(?:huis|honk)\b"
_TOLD = (
    r"op aanvraag|bekend bij|volgt na|na aanmeld\w*|krijg je|krijgt u|wordt doorgegeven|"
    r"ontvangt? (?:je|u)|niet openbaar|"
    r"(?:\w+ ){0,4}?(?:na|bij|op) (?:aanmeld\w*|opgave|inschrijving|aanvraag|reservering)"
)
_HOME = re.compile(
    rf"(?i)\b(?:bij|van) (?:(?!{_NOBODYS})[^\s,.;]+ ){{1,6}}thuis\b|"
    rf"\bbij (?:{_SOMEBODY}) (?:aan huis|thuis)\b|\bom de beurt (?:aan huis|thuis)\b|"
    r"(?:\bin (?:de|een) )?\bhuiskamer van "
    r"(?:de (?:fam|heer)\w*|(?!de |het |een |buurt|wijk|stichting)[\w’'-]+)|"
    r"\bpriv[ée]-?\s?(?:adres|woning|huis|tuin)|\bparticulier(?:e)? (?:adres|woning|huis)\b|"
    r"\bwoonhuis\b|\bthuisadres|\bgeheim(?:e)? (?:adres|locatie|plek)|"
    rf"(?<!je )(?<!uw )(?<!en )(?<!mail )\b(?:adres|locatie)\s?(?:{_TOLD})"
)
# Only where the text is a place: elsewhere people feel "thuis bij ons".
_AS_A_PLACE = re.compile(
    r"(?i)(?<!je )(?<!\bu )(?<!zich )\bthuis bij (?!(?:u|jou|je)\b)|"
    r"\bin mijn (?:tuin|huis|woonkamer)\b"
)


def is_home(text: str) -> bool:
    """Does a text of any kind name somebody's home, or an address told later?

    >>> is_home("bij Marja thuis, Dorpsstraat 5"), is_home("Thuis in de wijk")
    (True, False)
    """
    return bool(_HOME.search(text))


def is_private(place: str) -> bool:
    """The same of a text that is a place."""
    return is_home(place) or bool(_AS_A_PLACE.search(place))


def without_home(text: str) -> str:
    """The text without the words that say at whose home: "Breien bij Marja thuis" → "Breien"."""
    return " ".join(_HOME.sub("", text).split()).strip(" ,;-–")
