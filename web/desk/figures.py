"""Figures for the quarter: the surveys beside what is published, searched and decided."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, render_template

from agenda.curation import figures, usage
from web.desk.context import desk

pages = Blueprint("figures", __name__, url_prefix="/cijfers")
QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Survey:
    """What visitors said in one year. `answers`: (question, answer)."""

    year: int
    answers: tuple[tuple[str, str], ...]


@pages.get("/")
def all_() -> str:
    held, today = desk(), desk().today()
    with held.database.read_scope() as db:
        dates = figures.public_dates(db, today=today)
        work = figures.work(db, now=held.now())
        states = figures.states(db)
        opinions = usage.opinions(db, since=today - QUARTER)
    surveys, visits = read_surveys(held.municipality.folder / "surveys.toml")
    return render_template(
        "desk/figures.html",
        coverage=figures.coverage(held.municipality.wijken, dates, today=today),
        work=work,
        states=states,
        opinions=opinions,
        surveys=surveys,
        visits=visits,
    )


def read_surveys(path: Path) -> tuple[tuple[Survey, ...], tuple[tuple[str, str], ...]]:
    """The surveys and the visits per year of a municipality; empty where it has none."""
    if not path.is_file():
        return (), ()
    facts = tomllib.loads(path.read_text("utf-8"))
    surveys = tuple(
        Survey(s["year"], tuple((str(k), str(v)) for k, v in s["answers"].items()))
        for s in facts.get("surveys", [])
    )
    return surveys, tuple((str(y), str(n)) for y, n in facts.get("visits", {}).items())
