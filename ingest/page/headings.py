"""What a column heading of a Dutch agenda table means."""

from base.text import fold

MEANINGS: dict[str, tuple[str, ...]] = {
    "date": (
        *("datum", "data", "dag", "dagen", "dag en datum", "wanneer", "date", "dag datum"),
        *("datum en tijd", "datum tijd", "dag en tijd", "dag tijd", "wanneer en hoe laat"),
        *("startdatum", "begindatum", "eerste les"),
    ),
    "time": (
        *("tijd", "tijden", "tijdstip", "tijdsduur", "uur", "uren", "hoe laat", "aanvang"),
        *("aanvangstijd", "begin", "begintijd", "start", "starttijd", "van", "time", "vanaf"),
    ),
    "end": ("einde", "eind", "eindtijd", "tot", "sluit", "afloop", "t m"),
    "title": (
        *("activiteit", "activiteiten", "wat", "titel", "naam", "omschrijving activiteit"),
        *("evenement", "evenementen", "onderwerp", "programma", "voorstelling", "film", "cursus"),
        *("concert", "optreden", "workshop", "naam activiteit", "thema", "bijeenkomst", "lezing"),
        *("les", "event", "agenda", "dienst", "viering", "artiest", "naam evenement", "soort"),
    ),
    "place": (
        *("locatie", "waar", "plaats", "plek", "zaal", "ruimte", "adres", "podium", "gebouw"),
        *("lokatie", "accommodatie", "buurthuis", "kerk", "location", "lokaal", "startplaats"),
    ),
    "postcode": ("postcode",),
    "price": (
        *("prijs", "kosten", "entree", "toegang", "bijdrage", "eigen bijdrage", "tarief"),
        *("toegangsprijs", "deelname", "kaartje", "kaarten"),
    ),
    "audience": ("doelgroep", "voor wie", "leeftijd", "wie"),
    "organiser": ("organisatie", "organisator", "door", "georganiseerd door", "vereniging"),
    "lessons": ("aantal lessen", "aantal bijeenkomsten", "aantal keer", "lessen", "bijeenkomsten"),
    "status": ("status", "bijzonderheden", "opmerking", "opmerkingen", "let op"),
    "description": ("omschrijving", "beschrijving", "toelichting", "info", "informatie", "uitleg"),
}
_BY_WORD = {word: meaning for meaning, words in MEANINGS.items() for word in words}


def meaning_of(heading: str) -> str | None:
    """The meaning of a heading, or None: a heading not known is not used.

    >>> meaning_of("Datum:"), meaning_of("Contactpersoon")
    ('date', None)
    """
    return _BY_WORD.get(fold(heading))
