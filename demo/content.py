"""What the nine demonstration partners have to tell: invented activities around a day.

Everything is relative to `today`, so that the agenda is always full of coming dates. On a
second visit (`visit` 2) something changed, something disappeared and something fails.
Persons, organisations and events are invented; telephone numbers are 0570-00xxxx.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One invented activity: `in_days` from today it starts at `start`."""

    key: str
    title: str
    in_days: int
    start: time
    end: time | None
    venue: str
    address: str
    postcode: str
    place: str = "Deventer"
    text: str = ""
    price: str = "gratis"
    weekly: bool = False
    cancelled: bool = False

    def day(self, today: date) -> date:
        return today + timedelta(days=self.in_days)


def _item(key: str, title: str, in_days: int, hours: str, where: "Where", **more: object) -> Item:
    start, _, end = hours.partition("-")
    return Item(
        key=key,
        title=title,
        in_days=in_days,
        start=time.fromisoformat(start),
        end=time.fromisoformat(end) if end else None,
        venue=where.venue,
        address=where.address,
        postcode=where.postcode,
        place=where.place,
        **more,  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True)
class Where:
    """An invented venue in a real neighbourhood."""

    venue: str
    address: str
    postcode: str
    place: str = "Deventer"


LIBRARY = Where("Demobibliotheek Binnenstad", "Voorbeeldplein 1", "7411 AA")
LIBRARY_NORTH = Where("Demobibliotheek Keizerslanden", "Proefweg 20", "7415 AB")
HOUSE = Where("Buurthuis De Proeftuin", "Demostraat 12", "7413 AC")
CHURCH = Where("De Voorbeeldkerk", "Kerkvoorbeeld 3", "7424 AD")
VILLAGE = Where("Dorpshuis Het Voorbeeld", "Dorpsproef 5", "7437 AE", "Bathmen")
HALL = Where("Demosporthal", "Sportproef 8", "7422 AF")
MEET = Where("Ontmoetingsplek De Proeve", "Proefhof 4", "7417 AG")
OUTSIDE = Where("Zaal De Buren", "Voorbeeldlaan 9", "7201 AH", "Zutphen")

LIBRARY_ITEMS = (
    _item("taalcafe", "Taalcafé", 1, "10:00-11:30", LIBRARY, weekly=True,
          text="Oefen Nederlands praten met andere mensen. Kom gewoon langs."),
    _item("digispreekuur", "Digitaal spreekuur", 2, "13:30-15:30", LIBRARY_NORTH, weekly=True,
          text="Vragen over DigiD, je telefoon of je computer? Wij helpen je."),
    _item("voorlezen", "Voorleesuurtje", 3, "15:00-15:45", LIBRARY, weekly=True,
          text="Voor kinderen van 4 tot 7 jaar."),
    _item("lezing", "Lezing: de geschiedenis van de Hanze", 9, "20:00-21:30", LIBRARY,
          price="€ 5,00"),
)  # fmt: skip
WELFARE_ITEMS = (
    _item("w1", "Samen eten", 1, "17:30-19:00", MEET, price="€ 4,00"),
    _item("w2", "Beweegclub 55+", 2, "09:30-10:30", MEET),
    _item("w3", "Inloop mantelzorg", 4, "10:00-12:00", MEET),
    _item("w4", "Schilderen", 6, "13:30-15:30", MEET, price="€ 2,50"),
    _item("w5", "Spelletjesmiddag", 8, "14:00-16:00", MEET, cancelled=True),
)
HOUSE_ITEMS = (
    _item("h1", "Koffieochtend", 1, "10:00-12:00", HOUSE, weekly=True,
          text="<p>Voor iedereen uit de buurt.</p><p>De koffie staat klaar.</p>"),
    _item("h2", "Repaircafé", 5, "13:00-16:00", HOUSE,
          text="<p>Samen repareren wat stuk is.</p>"),
    _item("h3", "Buurtmaaltijd", 7, "18:00-20:00", HOUSE, price="€ 5,00"),
    _item("h4", "Creatieve middag", 10, "14:00-16:00", HOUSE),
)  # fmt: skip
VILLAGE_ITEMS = (
    _item("v1", "Dorpswandeling", 3, "09:30-11:30", VILLAGE),
    _item("v2", "Klaverjassen", 5, "19:30-22:30", VILLAGE, price="€ 3,00"),
    _item("v3", "Open eettafel", 8, "12:00-13:30", VILLAGE, price="€ 7,50"),
)
CHURCH_ITEMS = (
    _item("k1", "Open kerk met koffie", 2, "10:00-12:00", CHURCH),
    _item("k2", "Concert van het kamerkoor", 11, "20:00", CHURCH, price="vrije gift"),
    _item("k3", "Gespreksgroep rouw", 13, "14:30-16:00", CHURCH),
)
SPORT_ITEMS = (
    _item("s1", "Wandelvoetbal", 1, "10:00-11:00", HALL, price="€ 2,00"),
    _item("s2", "Zitgym", 2, "11:00-12:00", HALL, price="€ 2,00"),
    _item("s3", "Rolstoeldansen", 4, "14:00-15:30", HALL),
    _item("s4", "Jeu de boules", 6, "13:30-15:30", HALL),
    _item("s5", "Kennismaken met tafeltennis", 9, "19:00-20:30", HALL),
)
VET_ITEMS = (
    _item("t1", "Spreekuur Voor Elkaar", 2, "09:00-11:00", HOUSE),
    _item("t2", "Hulp bij formulieren", 4, "13:00-15:00", LIBRARY_NORTH),
    _item("t3", "Koffieochtend in de buurt", 1, "10:00-12:00", HOUSE),
)
# The city agenda repeats what others have, in its own words, and one from next door.
CITY_ITEMS = (
    _item("c1", "Repair Café De Proeftuin", 5, "13:00-16:00", HOUSE),
    _item("c2", "Lezing over de Hanze", 9, "20:00", LIBRARY, price="€ 5,00"),
    _item("c3", "Kamerkoor in De Voorbeeldkerk", 11, "20:00-22:00", CHURCH),
    _item("c4", "Boekenmarkt", 12, "10:00-17:00", LIBRARY),
    _item("c5", "Muziekmiddag bij de buren", 6, "15:00-17:00", OUTSIDE),
)
