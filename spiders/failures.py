"""Why a page could not be had, as a Dutch sentence."""

from dataclasses import dataclass
from typing import Any

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionRefusedError as Refusal
from twisted.internet.error import DNSLookupError, TCPTimedOutError
from twisted.internet.error import TimeoutError as TooSlow

from ingest.fetch import retry_after
from spiders.manners import Refused

PERMANENT = {400, 401, 403, 404, 405, 406, 410, 414, 451}
_STATUS = {
    401: "De website vraagt om in te loggen (401).",
    403: "De website laat ons niet toe (403).",
    404: "De pagina bestaat niet (404).",
    410: "De pagina is weggehaald (410).",
    429: "De website vraagt ons minder vaak te komen (429).",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """`message` is empty when nothing failed. `retry_after`: seconds the site asked for."""

    message: str = ""
    is_permanent: bool = False
    retry_after: int | None = None


def explained(failure: Any) -> Failure:
    """What a Twisted failure means for the person who reads it."""
    error = failure.value
    if isinstance(error, Refused):
        return Failure(message=error.message, is_permanent=error.is_permanent)
    if isinstance(error, HttpError):
        return _of_status(error.response)
    host = getattr(failure.request, "url", "").split("/")[2:3]
    name = host[0] if host else "de website"
    if isinstance(error, DNSLookupError):
        return Failure(message=f"De website {name} is niet te vinden of ligt binnen een netwerk.")
    if isinstance(error, Refusal):
        return Failure(message=f"De website {name} is niet bereikbaar.")
    if "timeout" in type(error).__name__.casefold() or isinstance(
        error, (TooSlow, TCPTimedOutError)
    ):
        return Failure(message=f"De website {name} antwoordt te langzaam.")
    if "size" in str(error) or "Cancelled" in type(error).__name__:
        return Failure(message="Het antwoord is groter dan wij lezen.", is_permanent=True)
    if isinstance(error, IgnoreRequest):
        return Failure(message="De pagina verwijst steeds door of wordt niet gelezen.")
    return Failure(message=f"De verbinding met {name} ging mis ({type(error).__name__}).")


def _of_status(response: Any) -> Failure:
    said = {
        name: (response.headers.get(name) or b"").decode("latin-1")
        for name in ("retry-after", "date")
    }
    return Failure(
        message=_STATUS.get(response.status, f"De website geeft een fout ({response.status})."),
        is_permanent=response.status in PERMANENT,
        retry_after=retry_after(said),
    )
