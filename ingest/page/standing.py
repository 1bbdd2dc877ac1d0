"""What the lines around an activity say of whether it goes ahead."""

import re
from enum import StrEnum

from base.text import fold, one_line
from ingest.off import CALLED_OFF
from ingest.page.clues import ACTIVITY, has_date, is_old, sentences
from ingest.page.wording import WHY

_DONE = rf"{CALLED_OFF}|uitgesteld|vervalt|vervallen(?!\s+(?!{WHY}|helaas|tot\b)[a-zà-ÿ])"
_OFF = re.compile(
    rf"(?ix)\b(?:{_DONE})\b"
    r"|\bga(?:at|an)\b[^.;]{0,80}?\bniet\s+door\b(?!\s+(?:de|het|een)\b)"
    r"|\bniet\s+door(?:ga(?:at|an)|gegaan)\b|\bgeen\s+doorgang\b"
    r"|\bvind(?:t|en)\b[^.;]{0,80}?\bniet\s+plaats\b"
    r"|\b(?:moet(?:en)?|genoodzaakt|besloten)\b[^.;]{0,80}?"
    r"\b(?:annuleren|afzeggen|afgelasten|cancelen|schrappen|vervallen|"
    r"af\s+te\s+(?:gelasten|zeggen|blazen))\b"
    r"|\b(?:dit|deze)\s+(?:keer|maal|week)\b[^.;]{0,40}?\bgeen\s+\w+"
)
_NONE = re.compile(
    r"(?i)^\W*(?:let op\W+)?(?:(?:er is|we hebben|er zijn)\s+)?(?:(?:vandaag|helaas|dan)\s+)?geen"
    rf"\s+(?P<what>\w+)\s*(?:$|[.!,;:()–-]+\s*(?!\s*wel\b)|(?:{WHY})\b)"
)
_NOT_OFF = re.compile(rf"(?ix)\b(?:niet|nooit|nog\s+nooit)\s+(?:meer\s+)?(?:{_DONE})\b|\?\s*$")
_IF = re.compile(
    r"(?ix)\b(?:als|indien|wanneer|zodra|mits|tenzij|mocht(?:en)?|eventue\w+|soms|zou(?:den)?|"
    r"kun(?:t|nen)?|altijd|mogelijk|misschien)\b"
    r"|\bkan\b(?!\s+(?:\w+\s+){0,5}niet\b)"
    r"|\bbij\s+(?:\w+\s+){0,4}?\w*(?:weer|regen|storm|onweer|hitte|warmte|gladheid|ijs|sneeuw|wind|"
    r"vorst|neerslag|code\s+\w+|aanmelding|aanmeldingen|deelnemers|deelname|belangstelling|animo|"
    r"inschrijvingen|opkomst|ziekte|verhindering)\b"
)
_REASON = re.compile(
    rf"(?ix)(?<!\bniet)(?:^|\s)(?:{WHY})\s.*?"
    rf"(?=\b(?:niet|ga(?:at|an)|is|zijn|wordt|worden|komt|komen|vind(?:t|en)|moet(?:en)?|hebben|kan|"
    rf"{_DONE})\b|$)"
)
_COMMON = re.compile(
    r"(?ix)\b(?:let\s+op|attentie|helaas|(?:dit|deze)\s+(?:keer|maal|week|maand|dag)|vandaag|"
    r"vanavond|vanmiddag|vanochtend|morgen|nu|toch|dus|definitief|jammer\s+genoeg|tot\s+nader\s+"
    r"(?:order|bericht)|voorlopig|inmiddels|is|zijn|wordt|worden|was|kan|komt|komen|te|hebben|we|"
    r"wij|ons|zich|daarom|er|het|de|een|dat|om|besloten|genoodzaakt|moet|moeten|laten|in|op|van|"
    r"voor|onze|u|deze|dit|die|maar|status|annulering|nieuws|update|komende|aanstaande)\b"
)
_OF_THE_WHOLE = re.compile(rf"(?i)^\w*(?:{ACTIVITY})(?:s|en|sen)?$")
_ONCE = re.compile(
    r"(?i)\b(?:(?:dit|deze)\s+(?:keer|maal|week|maand)|vandaag|van(?:avond|middag|ochtend))\b"
)
_CLAUSE = re.compile(r"[,;:]\s+|\s[–—-]\s")
_LONGEST = 240


class Standing(StrEnum):
    """Does it go ahead? `ASK`: something is off, and it is not plain that it is the whole."""

    ON = "on"
    OFF = "off"
    ASK = "ask"


def standing(text: str, title: str) -> Standing:
    """What lines of text beside an activity of this title say of it; one line per newline.

    A condition ("bij regen afgelast"), a question and last year say nothing.

    >>> standing("Dit keer afgelast wegens ziekte", "Rouwcafé").value
    'off'
    >>> standing("geen les, vakantie", "Spaans").value, standing("Geen pauze.", "Concert").value
    ('off', 'on')
    >>> standing("De pauze vervalt.", "Concert").value
    'ask'
    >>> standing("Bij slecht weer gaat het niet door.", "Wandeling").value
    'on'
    """
    said = {
        _of_sentence(sentence, title)
        for line in text.splitlines()
        for sentence in sentences(one_line(line))
    }
    return next((one for one in (Standing.OFF, Standing.ASK) if one in said), Standing.ON)


def is_for_once(text: str) -> bool:
    """Is it about one time only ("deze week"), so that a series goes on?"""
    return bool(_ONCE.search(text))


def _of_sentence(sentence: str, title: str) -> Standing:
    if (none := _NONE.match(sentence)) and not _IF.search(sentence):
        is_whole = fold(none["what"]) in fold(title) or _OF_THE_WHOLE.match(none["what"])
        return Standing.OFF if is_whole else Standing.ON
    if not _OFF.search(sentence) or _NOT_OFF.search(sentence) or _IF.search(sentence):
        return Standing.ON
    if is_old(sentence):
        return Standing.ON
    if len(sentence) > _LONGEST or has_date(sentence):
        return Standing.ASK
    clauses = [one for one in _CLAUSE.split(sentence) if _OFF.search(one)]
    if len(clauses) == 1:
        sentence = clauses[0]
    left = fold(_COMMON.sub(" ", _OFF.sub(_left_in, _REASON.sub(" ", f"{sentence.strip('.! ')} "))))
    name = set(fold(title).split())
    others = [
        word for word in left.split()
        if word not in name and not _OF_THE_WHOLE.match(word) and not word.isdigit()
    ]  # fmt: skip
    return Standing.ASK if others else Standing.OFF


def _left_in(found: re.Match[str]) -> str:
    """What stands inside "gaat … niet door": whom it is about."""
    inner = re.sub(
        rf"(?ix)\b(?:{_DONE}|ga(?:at|an)|niet|door(?:ga(?:at|an)|gegaan)?|geen|doorgang|vind(?:t|en)|"
        r"plaats|annuleren|afzeggen|afgelasten|cancelen|schrappen|vervallen|af|gelasten|zeggen|blazen)\b",
        " ",
        found[0],
    )
    return f" {inner} "
