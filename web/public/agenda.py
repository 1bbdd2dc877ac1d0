"""The agenda: everything that is on, narrowed as a visitor likes, by day, in pages."""

from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from web.public.choices import SPANS, Choices, Known, read
from web.public.filters import Filters, filters
from web.public.lists import by_day
from web.public.site import now, site, snapshot, today
from web.public.wording import audience_label, full_day

pages = Blueprint("agenda", __name__)
PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice that was made, and the address without it."""

    label: str
    address: str


@pages.get("/agenda")
def agenda() -> str | Redirect:
    """The dates that fit, `PER_PAGE` at a time."""
    known = known_choices()
    choices = read(request.args, known)
    if request.full_path.rstrip("?") != choices.address():
        return redirect(choices.address())
    narrowed = _filters(choices, known)
    last_page = max(1, -(-narrowed.total // PER_PAGE))
    if choices.pagina > last_page:
        return redirect(replace(choices, pagina=last_page).address())
    first, last = choices.days(today())
    found = snapshot().occurrences(
        first,
        last,
        after=now(),
        limit=PER_PAGE,
        offset=PER_PAGE * (choices.pagina - 1),
        **choices.selected(known),
    )
    return render_template(
        "agenda.html",
        choices=choices,
        filters=narrowed,
        chosen=_chosen(choices),
        days=by_day(snapshot(), found, first),
        last_page=last_page,
        page_address=lambda page: replace(choices, pagina=page).address(),
        feed=_feed_path(choices),
    )


def known_choices() -> Known:
    """What may be chosen in this snapshot."""
    held = snapshot()
    return Known(
        wijken={slug: wijk.code for slug, wijk in site().wijken.items()},
        topics=frozenset(topic.slug for topic in held.topics()),
        audiences=held.audiences,
        providers=frozenset(provider.id for provider in held.providers()),
    )


def _filters(choices: Choices, known: Known) -> Filters:
    names = {slug: wijk.name for slug, wijk in site().wijken.items()}
    return filters(snapshot(), choices, known, wijk_names=names, today=today(), now=now())


def _chosen(choices: Choices) -> tuple[Chosen, ...]:
    return tuple(
        Chosen(_label(name, choices), rest.address()) for name, rest in choices.chosen().items()
    )


def _label(name: str, choices: Choices) -> str:
    value = getattr(choices, name)
    match name:
        case "wijk":
            return site().wijken[value].name
        case "dag":
            return SPANS.get(value) or full_day(choices.days(today())[0], today())
        case "deel":
            return f"{value[0].upper()}{value[1:]}"
        case "thema":
            return next(t.label for t in snapshot().topics() if t.slug == value)
        case "doelgroep":
            return f"Voor {audience_label(value)}"
        case "aanbieder":
            provider = snapshot().provider(value)
            return provider.name if provider else value
        case "gratis":
            return "Gratis"
        case _:
            return "Online"


def _feed_path(choices: Choices) -> str:
    """The page to subscribe on, for what a feed exists of."""
    return f"/abonneren?wijk={choices.wijk}" if choices.wijk else "/abonneren"
