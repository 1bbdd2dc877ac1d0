"""Words for the city of `bench year`: titles, sentences, places, and the same said otherwise."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from agenda.draft import Draft
from agenda.moment import Moment
from providers.places import Gazetteer, PlaceKind

TITLES = (
    "Taalcafé", "Koffieochtend", "Breicafé", "Wandelgroep", "Zangmiddag", "Schaakclub",
    "Open eettafel", "Repaircafé", "Computerhulp", "Stoelyoga", "Tai chi", "Bingo",
    "Klaverjassen", "Biljarten", "Schildersatelier", "Boekenruil", "Leeskring", "Kinderkookclub",
    "Voorleesuurtje", "Tuinieren met buren", "Spreekuur geldzaken", "Belastinghulp",
    "Mantelzorgcafé", "Rouwcafé", "Fietsles", "Naaiatelier", "Houtbewerking", "Muziek op schoot",
    "Filmavond", "Spelletjesmiddag", "Dansen voor senioren", "Koorrepetitie met publiek",
    "Kledingruil", "Weggeefwinkel", "Lunchconcert", "Gedichtenmiddag", "Knutselochtend",
    "Sportinstuif", "Walking football", "Jeu de boules", "Nordic walking", "Digitaal spreekuur",
    "Formulierenhulp", "Vadercafé", "Moedergroep", "Buurtmaaltijd", "Soepmiddag", "Pubquiz",
    "Bloemschikken", "Fotoclub", "Sterrenkijken", "Kringloopmarkt", "Kerstzang", "Meditatie",
    "Geheugentraining", "Valpreventie", "Zwemuurtje", "Tafeltennis", "Darten", "Gitaarles",
    "Toneelclub", "Boetseren", "Mozaïek", "Sjoelen", "Natuurwandeling", "Vogels kijken",
    "Lezing geschiedenis", "Stamboomcafé", "Wereldkeuken", "Huiskamerconcert", "Smartlappenkoor",
    "Jongereninloop", "Huiswerkklas", "Techniekclub", "Circusles", "Kinderdisco",
    "Ouder-kindgroep", "Babymassage", "Consultatie-inloop", "Energiecafé", "Klimaattafel",
)  # fmt: skip
TEXTS = (
    "Een middag met koffie en een goed gesprek.",
    "We beginnen rustig en maken samen iets moois.",
    "Ervaring heb je niet nodig, zin wel.",
    "Neem gerust je buurvrouw of buurman mee.",
    "Er is begeleiding van twee vrijwilligers.",
    "Halverwege drinken we thee met iets lekkers erbij.",
    "Materiaal is aanwezig, een schort neem je zelf mee.",
    "Na afloop praten we na aan de lange tafel.",
    "Voor iedereen die het leuk vindt om nieuwe mensen te ontmoeten.",
    "De groep is klein, dus er is aandacht voor elk.",
    "Je leert stap voor stap hoe het werkt.",
    "Ook als je minder goed ter been bent kun je meedoen.",
)
_ABOUT = (
    "oude foto's", "recepten van vroeger", "wol en garen", "bomen in de straat", "kleine klusjes",
    "gedichten", "zuinig stoken", "het weer", "reizen", "muziek uit de jaren zestig", "tuinkruiden",
    "brieven van de overheid", "de geschiedenis van de wijk", "gezond eten", "spreekwoorden",
    "bewegen op muziek", "werken met klei", "de telefoon", "vogels", "bordspellen", "houtsnijden",
    "dromen", "verf en papier", "buren van vroeger", "ademhaling", "planten stekken", "soep",
    "fietsen repareren", "kaarten", "lezen", "dansen", "schaken", "stilte", "lachen", "rouw",
)  # fmt: skip
_WITH = ("Anneke", "de kok", "studenten", "een docent", "de wijkagent", "een verpleegkundige",
         "kinderen van school", "het koor", "een gids", "de tuinman", "drie buren")  # fmt: skip
_NAMES = (
    "De Kievit", "Het Anker", "De Zwaluw", "De Linde", "Het Baken", "De Schakel", "De Brug",
    "Het Kompas", "De Waaier", "De Wilg", "De Merel", "Het Klaverblad", "De Vlinder",
    "De Regenboog", "De Ark", "Het Nest", "De Toren", "De Poort", "De Meeuw", "De Egel",
    "De Bron", "Het Spoor",
    "De Ploeg", "De Klok", "De Haan", "Het Web", "De Ster", "De Maan", "Het Roer", "De Es",
    "De Beuk", "De Uil", "De Specht", "Het Gilde", "De Spil", "De Hoek", "De Ruit", "De Kring",
    "De Fontein", "De Molen", "Het Weefhuis", "De Lantaarn", "De Sleutel", "De Havik", "De Reiger",
)  # fmt: skip
_KINDS = ("Wijkcentrum", "Buurthuis", "Ontmoetingscentrum", "Dorpshuis", "Kerk")
_STREETS = ("Kievitstraat", "Ankerweg", "Lindelaan", "Bakenpad", "Schakelstraat", "Molenweg")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as its organisers write it."""

    name: str
    address: str
    postcode: str


def spots(gazetteer: Gazetteer, postcodes: Iterable[str], random: Random) -> list[Spot]:
    """Made-up halls in postcodes that lie in one wijk, so that nobody need be asked where."""
    known = sorted(set(postcodes))
    found = []
    for number, name in enumerate(_NAMES):
        spot = Spot(
            name=f"{_KINDS[number % len(_KINDS)]} {name}",
            address=f"{random.choice(_STREETS)} {random.randrange(1, 200)}",
            postcode=f"{random.choice(known)} {''.join(random.choices('ABDEGHK', k=2))}",
        )
        place = gazetteer.resolve(venue=spot.name, address=spot.address, postcode=spot.postcode)
        if place.is_sure and place.kind is PlaceKind.NEIGHBOURHOOD:
            found.append(spot)
    return found


def told(random: Random) -> str:
    """What an organiser writes of one activity, four in ten with a sentence anybody may use."""
    one, two = random.sample(_ABOUT, 2)
    own = f"Dit keer over {one} en {two}, samen met {random.choice(_WITH)}."
    return f"{random.choice(TEXTS)} {own}" if random.random() < 0.4 else own


def reworded(draft: Draft, spot: Spot, number: int, source: str) -> Draft:
    """The same activity as a collector writes it; the same for the same source every time."""
    seed = hashlib.sha256(f"{number} {source}".encode()).digest()
    random = Random(seed)
    title = random.choice(
        (
            draft.title,
            draft.title.upper(),
            f"{draft.organiser} | {draft.title}",
            f"{draft.title} @ {spot.name}",
            f"{draft.title} (incl. koffie)",
            _typed_wrong(draft.title, random),
            f"{draft.title}: kom je ook eens langs?",
        )
    )
    changes: dict[str, object] = {
        "title": title,
        "venue": random.choice((spot.name, spot.name.split(" ", 1)[1], spot.name.upper())),
        "organiser": random.choice((draft.organiser, None)),
        "url": f"https://{source}.example/item/{number}" if random.random() < 0.5 else None,
        "price": draft.price if random.random() < 0.5 else None,
    }
    if random.random() < 0.4:
        changes["end"] = None
    if random.random() < 0.5:
        changes["description"] = random.choice(TEXTS)
    chance = random.random()
    if draft.recurrence is None and chance < 0.05:
        changes |= {"start": Moment(draft.start.day), "end": None}
    elif draft.recurrence is None and chance < 0.15:
        earlier = draft.start.plus(-timedelta(minutes=15))
        start, doors = draft.start.local, earlier.local
        changes |= {
            "start": earlier,
            "description": f"Inloop vanaf {doors:%H.%M}, aanvang {start:%H.%M} uur.",
        }
    return replace(draft, **changes)  # type: ignore[arg-type]


def _typed_wrong(text: str, random: Random) -> str:
    """Two letters that changed places."""
    at = random.randrange(1, max(2, len(text) - 2))
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]
