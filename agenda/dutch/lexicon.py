"""Fixed expressions, and what they say of the dates and times around them."""

from collections.abc import Mapping
from typing import TypeVar

from agenda.dutch.phrases import Lead, Sense
from agenda.status import Exclusion

# Per meaning: expressions of one or more words, with commas between them.
_SENSES = {
    Sense.CANCELLED: """
      vervalt, vervallen, geannuleerd, afgelast, afgezegd, gecanceld, gecancelled, cancelled,
      geschrapt, annulering, vindt niet plaats, vinden niet plaats""",
    Sense.POSTPONED: "uitgesteld, uitstel",
    Sense.MOVED: "verplaatst, verzet, verschoven",
    Sense.FULL: """
      uitverkocht, volgeboekt, volzet, wachtlijst, geen plaats meer, geen plek meer, geen plaatsen
      meer, geen kaarten meer""",
    Sense.REGISTER: """
      aanmelden, aanmelding, aanmeldingen, aan te melden, meld je, meld u, opgave, opgeven, op te
      geven, geef je, geef u, geeft u, inschrijven, inschrijving, inschrijvingen,
      inschrijftermijn, schrijf je, schrijf u, schrijft u, reserveren, reservering, reserveringen,
      reserveer, afmelden, kaartverkoop, kaarten kopen, kaarten bestellen, voorverkoop,
      ticketverkoop, deadline, sluitingsdatum, inzenden, insturen, inleveren, aanleveren, bel,
      bellen, telefonisch, bereikbaar, informatie bij, betalen""",
    Sense.PUBLISHED: """
      geplaatst, gepubliceerd, bijgewerkt, gewijzigd, aangepast, gepost, geplaatst door,
      geupdatet, laatste update, laatste wijziging, update, publicatiedatum, geboren, overleden,
      opgericht, copyright, ©, verschenen, terugblik, verslag, nieuwsbrief, door :, redactie,
      auteur, gemaakt op, afdrukdatum, printdatum, versie, bericht van, ingevoerd, aangemaakt,
      gedownload""",
    Sense.DOORS: """
      inloop, inlooptijd, inlopen, ontvangst, zaal open, zaal is open, zaal gaat open, zaal opent,
      deur open, deur is open, deur gaat open, deuren, deuren open, deuren gaan open, deuren
      openen, deuren zijn open, kerk open, kerk is open, kassa open, foyer open, gebouw open,
      welkom, binnenkomst, u bent welkom, koffie staat klaar""",
    Sense.START: """
      aanvang, aanvangstijd, start, starttijd, starten, gestart, begin, begint, beginnen,
      begintijd, start programma, aanvang programma, start om""",
    Sense.END: "einde, eind, eindtijd, sluiting, afgelopen, eindigt, einde programma",
    Sense.SCHOOL: """
      schoolvakantie, schoolvakanties, schoolvakantieperiode, schoolvakantieperiodes, vakantie,
      vakanties, vakantieperiode, vakantieperiodes, vakantieperioden, vakantieweken,
      basisschoolvakanties, schoolvak, schoolvakant, schoolvac, schoolvacanties""",
    Sense.SOME_HOLIDAY: """
      zomervakantie, kerstvakantie, herfstvakantie, meivakantie, voorjaarsvakantie,
      krokusvakantie, bouwvak, bouwvakantie, ramadan, carnaval, pasen, pinksteren, kerst""",
    Sense.FEASTS: "feestdag, feestdagen, officiele feestdagen, nationale feestdagen",
    Sense.STOP: "zomerstop, zomerreces, zomersluiting, zomerpauze, winterstop",
    Sense.VAGUE: """
      maandelijks, maandelijkse, elke maand, iedere maand, per maand, elke week, iedere week, per
      week, wekelijks, wekelijkse, per jaar, jaarlijks, per kwartaal, elk kwartaal, om de maand,
      tweemaandelijks, halfjaarlijks, regelmatig, enkele keren""",
    Sense.OPEN: """
      in overleg, op afspraak, volgens afspraak, na afspraak, data volgen, datum volgt, datums
      volgen, data volgt, nog niet bekend, nader te bepalen, nader bepalen, nader order, ntb, hele
      week, hele maand, rond de kerst, rond pasen""",
    Sense.TENTATIVE: """
      onder voorbehoud, voorlopige datum, nog onzeker, misschien, waarschijnlijk, vermoedelijk,
      streefdatum, richtdatum, utc""",
}
# Words before a day.
_LEADS = {
    Lead.FROM: """
      met ingang van, te beginnen op, eerste keer, 1e keer, eerste bijeenkomst, eerste les, eerste
      repetitie, eerste training, eerste avond, eerste ochtend, eerste middag, beginnend op,
      startend op, vanaf, miv, sinds, ingaande, startdatum""",
    Lead.UNTIL: "tot en met, laatste keer, laatste bijeenkomst, laatste les, tm, einddatum",
    Lead.PREVIOUS: """
      in plaats van, ipv, was, was eerst, was eerder, was oorspronkelijk, stond eerst, stond
      eerder, eerst gepland, eerder gepland, oorspronkelijk gepland, eerder aangekondigd, eerder,
      oorspronkelijk, oude datum""",
    Lead.MOVED: "nieuwe datum, nieuwe data",
    Lead.BEFORE: "tot",
    Lead.DEADLINE: "uiterlijk",
    Lead.FOR: "voor",
    Lead.PAST: "afgelopen, vorige week, vorige",
}

M = TypeVar("M")


def _by_first_word(table: Mapping[M, str]) -> dict[str, list[tuple[list[str], M]]]:
    """First word → the expressions that begin with it, longest first."""
    found: dict[str, list[tuple[list[str], M]]] = {}
    for meaning, expressions in table.items():
        for expression in expressions.split(","):
            all_words = expression.split()
            found.setdefault(all_words[0], []).append((all_words, meaning))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


SENSES = _by_first_word(_SENSES)
LEADS = _by_first_word(_LEADS)
HOLIDAYS = {
    "herfstvakantie": Exclusion.AUTUMN_HOLIDAY,
    "kerstvakantie": Exclusion.CHRISTMAS_HOLIDAY,
    "voorjaarsvakantie": Exclusion.SPRING_HOLIDAY,
    "krokusvakantie": Exclusion.SPRING_HOLIDAY,
    "meivakantie": Exclusion.MAY_HOLIDAY,
    "zomervakantie": Exclusion.SUMMER_HOLIDAY,
}
