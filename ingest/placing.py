"""A draft with its neighbourhood, and the doubt that an uncertain place brings."""

from dataclasses import replace

from agenda.draft import Doubt, Draft
from agenda.reading.record import Placed
from ingest import homes
from providers.places import Gazetteer, PlaceKind
from providers.places.private import is_home


def place(draft: Draft, gazetteer: Gazetteer) -> Placed:
    """What the place texts of `draft` mean. Unsure goes to a person; nowhere at all too.

    Of somebody's home only the neighbourhood is shown; its address goes from the texts as well.
    A title alone names one only where no known venue is named: "Voorlezen bij gezinnen thuis" may
    begin in the library.
    """
    if draft.online_url and not (draft.venue or draft.address):
        found = gazetteer.resolve("online")
    else:
        found = gazetteer.resolve(
            venue=draft.venue,
            address=draft.address,
            postcode=draft.postcode,
            neighbourhood=draft.neighbourhood,
            point=draft.point,
        )
    if found.hide_address or (not found.venue and is_home(draft.title)):
        found = replace(found, hide_address=True, venue="")
        draft = homes.without_address(draft)
    is_clear = found.is_sure and found.kind is not PlaceKind.UNKNOWN
    if is_clear or found.kind is PlaceKind.OUTSIDE:
        return Placed(draft=draft, place=found)
    doubt = Doubt(about="place", reason=found.reason or "De plaats is niet herkend.")
    return Placed(draft=replace(draft, doubts=(*draft.doubts, doubt)), place=found)
