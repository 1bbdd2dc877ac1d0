"""What a visitor sees when it does not work: plain words and another way, never a trace."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from base.errors import NotFound
from snapshot.spool import PATH_LIMIT, Missed, append
from web.public.api.answers import problem
from web.public.site import site, today


@dataclass(frozen=True, slots=True)
class Trouble:
    """A title and one explanation, in Dutch."""

    title: str
    text: str


_TROUBLES = {
    400: Trouble("Dit adres klopt niet", "Er staat iets in het adres dat wij niet begrijpen."),
    403: Trouble(
        "Dit formulier kwam niet van onze site",
        "Open de pagina op onze site opnieuw en probeer het nog een keer.",
    ),
    404: Trouble("Deze pagina is er niet", "Misschien is het adres veranderd of weggehaald."),
    405: Trouble("Dat kan hier niet", "Ga terug naar de pagina en probeer het daar opnieuw."),
    413: Trouble("Dat is te veel tekst", "Maak je bericht korter en stuur het opnieuw."),
    500: Trouble(
        "Er gaat iets mis bij ons", "Dat ligt niet aan jou. Probeer het over een paar minuten."
    ),
    503: Trouble(
        "De gids is er nog niet", "Er is nog niets gepubliceerd. Kom later terug, of bel ons."
    ),
}


def install(app: Flask) -> None:
    """Own pages for whatever goes wrong."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, _missing)
    app.register_error_handler(Exception, _bug)


def _http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:  # a redirect
        return make_response(error.get_response())
    if request.path.startswith("/api/"):
        return problem(error.code or 500, error.name, error.description or error.name)
    if error.code == 404:
        _note_missed()
    return page(error.code or 500)


def _missing(error: NotFound) -> Response:
    """Nothing was published yet."""
    del error
    return page(503)


def _bug(error: Exception) -> Response:
    current_app.logger.error("unexpected", exc_info=error)
    return page(InternalServerError.code)


def page(code: int) -> Response:
    """The page for this status; it needs no snapshot."""
    trouble = _TROUBLES.get(code) or _TROUBLES[400 if code < 500 else 500]
    response = make_response(render_template("error.html", code=code, trouble=trouble), code)
    response.headers["Cache-Control"] = "no-store"
    return response


def _note_missed() -> None:
    path = request.path[:PATH_LIMIT]
    if request.method == "GET" and path.isprintable() and "." not in path.rsplit("/", 1)[-1]:
        append(site().settings.spool_dir, Missed(path=path, day=today()))
