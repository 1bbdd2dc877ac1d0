"""How the open interface answers: pages of a list, ETags, and problems (RFC 9457)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import HTTPException

from base.errors import InvalidInput, NotFound
from web.public.api.openapi import VERSION
from web.public.api.parameters import MAX_PAGE, MAX_SIZE, USUAL_SIZE, Query

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list was asked for; the first is 1."""

    number: int
    size: int

    @classmethod
    def read(cls, query: Query) -> "Paging":
        return cls(
            query.whole("page", default=1, largest=MAX_PAGE),
            query.whole("per_page", default=USUAL_SIZE, largest=MAX_SIZE),
        )

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    def of(self, found: Sequence[T], write: Callable[[T], Json]) -> Response:
        """That part of the whole list `found`, each written by `write`."""
        part = found[self.offset : self.offset + self.size]
        return self.show([write(one) for one in part], total=len(found))

    def show(self, contents: list[Json], *, total: int) -> Response:
        """One page in the envelope of HSDS 3.0, with links to the next and the previous."""
        count = max(1, -(-total // self.size))
        response = answer(
            {
                "total_items": total,
                "total_pages": count,
                "page_number": self.number,
                "size": len(contents),
                "first_page": self.number == 1,
                "last_page": self.number >= count,
                "empty": not contents,
                "contents": contents,
            }
        )
        if 1 < self.number <= count:
            response.headers.add("Link", _link("prev", self.number - 1))
        if self.number < count:
            response.headers.add("Link", _link("next", self.number + 1))
        return response


_REFUSED = {
    404: ("Niet gevonden", "Dit adres bestaat niet. Welke er zijn staat in /api/openapi.json."),
    405: ("Dat kan hier niet", "Hier kun je alleen lezen (GET)."),
}


def answer(facts: Json) -> Response:
    """`facts` as JSON; 304 when the caller has them already."""
    response = jsonify(facts)
    response.add_etag()
    response.headers["Cache-Control"] = "public, max-age=300"
    response.make_conditional(request)
    return response


def install(pages: Blueprint) -> None:
    """Errors as problems, and the headers every answer of `pages` carries."""

    @pages.errorhandler(InvalidInput)
    def invalid(error: InvalidInput) -> Response:
        return problem(400, "Deze vraag klopt niet", str(error))

    @pages.errorhandler(NotFound)
    def unknown(error: NotFound) -> Response:
        return problem(404, "Niet gevonden", str(error))

    @pages.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        title, detail = _REFUSED.get(error.code or 500, (error.name, error.description or ""))
        return problem(error.code or 500, title, detail)

    @pages.after_request
    def open_to_all(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "API-Version, ETag, Link"
        response.headers["API-Version"] = VERSION
        return response


def _link(relation: str, number: int) -> str:
    arguments = {**request.args.to_dict(), "page": str(number)}
    return f'<{url_for(request.endpoint or "", **arguments)}>; rel="{relation}"'  # type: ignore[arg-type]


def problem(status: int, title: str, detail: str) -> Response:
    """What is wrong with a question, for a program and for the person behind it."""
    facts = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    response = jsonify(facts)
    response.status_code, response.mimetype = status, "application/problem+json"
    return response
