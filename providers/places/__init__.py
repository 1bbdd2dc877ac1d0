"""Text to venue, neighbourhood, online, outside or unknown, with how sure."""

from providers.places.gazetteer import Gazetteer
from providers.places.place import Place, PlaceKind

__all__ = ["Gazetteer", "Place", "PlaceKind"]
