"""The pages of the village association (a table by hand) and of sites with schema.org."""

import json
from collections.abc import Sequence
from html import escape

from demo.content import EPOCH, Dated
from demo.words import hours, long_day

PAGE_SIZE = 25


def json_ld_page(
    dates: Sequence[Dated], *, base: str, number: int, cancelled: frozenset[str] = frozenset()
) -> bytes | None:
    """Page `number` (from 1) of a paginated agenda with schema.org events; None past the end."""
    shown = dates[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    if not shown:
        return None
    lines = "".join(
        f"<li><a href='{base}/{d.key}'>{escape(d.item.title)}</a> {long_day(d.day)}</li>"
        for d in shown
    )
    has_more = len(dates) > number * PAGE_SIZE
    more = f'<a rel="next" href="{base}/?pagina={number + 1}">Volgende</a>' if has_more else ""
    script = _script([_schema(d, base, d.key in cancelled) for d in shown])
    return _page(f"Agenda, pagina {number}", f"<ul>{lines}</ul>{more}{script}")


def detail_page(held: Dated, *, base: str) -> bytes:
    """The page of one date."""
    item = held.item
    text = f"<p>{escape(item.text)}</p><p>{long_day(held.day)}, {hours(item.start, item.end)}</p>"
    return _page(
        item.title, f"{text}<p>{escape(item.where.line)}</p>{_script([_schema(held, base)])}"
    )


def village_page(dates: Sequence[Dated], *, number: int, pages: int) -> bytes:
    """A hand-made page: a table with dates in words, and at the end one that nobody can date."""
    rows = "".join(
        f"<tr><td>{long_day(d.day)}</td><td>{hours(d.item.start, d.item.end)}</td>"
        f"<td>{escape(d.item.title)}</td><td>{escape(d.item.where.line)}</td>"
        f"<td>{d.item.price}</td></tr>"
        for d in dates
    )
    if number == pages:
        rows += (
            "<tr><td>zodra het ijs dik genoeg is</td><td></td><td>Schaatstocht</td>"
            "<td>Dorpshuis Het Voorbeeld, Bathmen</td><td></td></tr>"
        )
    heads = ("Datum", "Tijd", "Activiteit", "Waar", "Kosten")
    head = f"<tr>{''.join(f'<th>{name}</th>' for name in heads)}</tr>"
    link = (
        f'<a rel="next" href="/dorp/agenda-{number + 1}.html">Volgende</a>'
        if number < pages
        else ""
    )
    return _page("Dorpsagenda", f"<table>{head}{rows}</table>{link}")


def _schema(held: Dated, base: str, is_cancelled: bool = False) -> dict[str, object]:
    item = held.item
    address = {"streetAddress": item.where.address, "postalCode": item.where.postcode}
    found: dict[str, object] = {
        "@type": "Event",
        "@id": f"{base}/{held.key}",
        "url": f"{base}/{held.key}",
        "name": item.title,
        "description": item.text,
        "startDate": f"{held.day}T{item.start:%H:%M}",
        "location": {
            "@type": "Place",
            "name": item.where.name,
            "address": {
                "@type": "PostalAddress",
                **{name: value for name, value in address.items() if value},
                "addressLocality": item.where.place,
            },
        },
        "isAccessibleForFree": item.price == "gratis",
    }
    if item.price.startswith("€"):
        price = item.price.removeprefix("€").strip().replace(",", ".")
        found["offers"] = {"@type": "Offer", "price": price, "priceCurrency": "EUR"}
    if item.end:
        found["endDate"] = f"{held.day}T{item.end:%H:%M}"
    if is_cancelled or is_off(held):
        found["eventStatus"] = "https://schema.org/EventCancelled"
    return found


def is_off(held: Dated) -> bool:
    """Every fourth week of sitting gymnastics does not go on."""
    return held.item.key == "zitgym" and (held.day - EPOCH).days // 7 % 4 == 3


def _script(events: list[dict[str, object]]) -> str:
    data = json.dumps({"@context": "https://schema.org", "@graph": events}, ensure_ascii=False)
    return f'<script type="application/ld+json">{data}</script>'


def _page(title: str, body: str) -> bytes:
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>{body}</body></html>"
    ).encode()
