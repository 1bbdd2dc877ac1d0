"""Text as words and stems: the same code for what is indexed and what is asked."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

# A query is one sentence. More than this is pasted text; the rest is not read.
MAX_CHARACTERS = 300
MAX_WORDS = 30

_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
_LONGEST_WORD = 40
# The rules would take these for ouders and nieuw.
_OTHERS = {"ouderen": "oudere", "oudere": "oudere", "nieuws": "nieuws"}
_IRREGULAR = {"kinder": "kind", "kler": "kled", "kled": "kled", "stad": "sted"}

_STOP_TEXT = """
de het een en of van voor met op in aan bij naar uit om te tot over door als dan dat die
dit deze daar er hier is zijn was waren ben bent wordt worden werd heb hebt heeft hebben
had ik jij je u uw wij we ze zij hij hem haar hun ons onze mij me mijn m'n jouw jullie men
zich zelf ook nog al wel maar want dus toch even eens heel erg zo wat welke hoe waarom
wanneer kan kun kunt kunnen kon mag mogen moet moeten wil wilt willen zou zal zullen ga
gaat gaan doe doet doen laat komt komen kom hoi hallo goedendag dag graag alstublieft aub
svp dank bedankt iets veel meer minder ander andere anders nu weer altijd soms vaak
eigenlijk gewoon zoals ja nee nou etc bijv bijvoorbeeld the a an and or for to on at are am
be i my you your he she it its this that with from do does can cant how where what when
which who have has would like please there some any und oder der das ein eine ich mein
meine mit zum zur ist bin wo wie kann ve bir icin nasil nerede w na z jak gdzie mam jestem
po для на в и я мне мой моя мои у с по где как في من على الى انا هل
"""
# How people speak along the IJssel, and how quick thumbs write.
_DIALECT_TEXT = """
mien mie miene oe oew ow ie ieluu wiej hef hebk ek k da das wa mot motte kank zun zien hee nen ne
den dee veur noar nog es effe effen bie oet um ok moar moa t n mn m zn nix ff tis kzit kheb kben
kwil gaot giet geet duut zol zolle
"""
_EMPTY_TEXT = """
de het een en of ik jij je u uw wij we ze zij hij hem haar hun ons onze mij me mijn jouw jullie
men zich is zijn ben bent the a an my your i we you it is are am be to die der das ein eine ich
mein meine
"""
_VERB_TEXT = """
kan kun kunt kunnen kon mag mogen moet moeten mot wil wilt willen wou zou zal zullen ga gaat gaan
gao doe doet doen laat laten komt komen kom heb hebt heeft hebben had hef wordt worden word werd
was waren can do does have has would like kann
"""
STOP = frozenset(_STOP_TEXT.split() + _DIALECT_TEXT.split())
# Stop words that never make a phrase what it is.
EMPTY = frozenset(_EMPTY_TEXT.split())
VERBS = frozenset(_VERB_TEXT.split())
# "Schrijf ... in" is inschrijven.
PARTICLES = frozenset("aan af bij door in mee na om op over toe uit weg terug voor".split())  # noqa: SIM905
_NEGATION_TEXT = """
niet geen zonder nooit nie neet gien gin niks not no dont nicht kein не нет لا
"""
NEGATION = frozenset(_NEGATION_TEXT.split())
_WEAK_TEXT = """
hulp helpen help helpt zoek zoeken gezocht nodig vraag vragen krijg krijgen waar wie iemand
mensen gratis regelen aanvragen aanvraag vinden deventer hoor weet weten goed beter
informatie info mogelijk mogelijkheden groep samen plek dingen leuk leuke persoon wijk
buurt stad dorp jaar oud nieuw need find looking get helping someone people yardim pomoc
допомога помощь hilfe مساعدة zitten zit staan sta geven geef maken maak hou houden
organisatie stichting open openingstijden geopend dicht adres telefoonnummer nummer
contact bellen website hele dag dagen week weken maand nacht avond middag ochtend uur tijd
volgende elke iedere zoon dochter zoons dochters man vrouw moeder vader broer zus mam pap
ma pa opa oma husband wife son daughter mother father wanneer vandaag morgen
"""
# Words that say that something is asked, not what.
WEAK = frozenset(_WEAK_TEXT.split())


def fold(text: str) -> str:
    """Lower case without diacritics, in any script; words keep their letters together."""
    if text.isascii():
        return _APOSTROPHE.sub("", text.lower())
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_PLAIN)
    return _APOSTROPHE.sub("", text)


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order. A word that is no word by its length is cut."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(fold(text))]


def query_words(text: str) -> list[str]:
    """The words of what someone asked: bounded, whatever was pasted."""
    return words(text[:MAX_CHARACTERS])[:MAX_WORDS]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word, by its script: Latin as Dutch, Cyrillic, Arabic."""
    first = word[:1]
    if "\u0400" <= first <= "\u04ff":
        return str(snowballstemmer.stemmer("russian").stemWord(word))
    if "\u0600" <= first <= "\u06ff":
        return str(snowballstemmer.stemmer("arabic").stemWord(word))
    if len(word) <= 3 or word.isdigit() or word in _OTHERS:
        return _OTHERS.get(word, word)
    # The Porter rules: the others make "schul" of schulden and "schuld" of schuld.
    return _evened(str(snowballstemmer.stemmer("dutch_porter").stemWord(word)))


def _evened(found: str) -> str:
    """What the rules leave apart: huizen and huis, oppassen and oppas, kinderen and kind."""
    if found[-1] in "zv":
        found = found[:-1] + ("s" if found[-1] == "z" else "f")
    if len(found) > 3 and found[-1] == found[-2] and found[-1] not in "aeiou":
        found = found[:-1]
    if len(found) > 4 and found.endswith("s"):
        found = found[:-1]
    return _IRREGULAR.get(found, found)


def content(text: str) -> tuple[str, ...]:
    """Stems without stop words; when nothing else is there, the stop words themselves."""
    found = words(text)
    kept = [word for word in found if word not in STOP and len(word) > 1]
    return tuple(stem(word) for word in kept or found)
