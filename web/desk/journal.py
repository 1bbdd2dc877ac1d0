"""Everything that was decided: searched, and taken back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import history
from agenda.curation import catalogue, undoing
from agenda.reading.sources import titles
from web.desk.context import decider, desk
from web.desk.forms import page_number
from web.desk.told import told

pages = Blueprint("journal", __name__, url_prefix="/logboek")
PER_PAGE = 50


@pages.get("/")
def entries() -> str:
    words, number = request.args.get("zoek", ""), page_number()
    with desk().database.read_scope() as db:
        found = history.search(db, words, limit=PER_PAGE + 1, offset=PER_PAGE * (number - 1))
        undone = undoing.undone(db, [entry.id for entry in found])
        sources = titles(db, {e.subject_id for e in found if e.subject_kind == "source"})
        pairs = catalogue.pair_titles(
            db, [entry.subject_id for entry in found if entry.subject_kind == "event"]
        )
    return render_template(
        "desk/journal.html",
        entries=found[:PER_PAGE],
        undone=undone,
        pairs=pairs,
        sources=sources,
        told=told,
        can_undo=undoing.can_undo,
        has_more=len(found) > PER_PAGE,
        number=number,
        words=words,
    )


@pages.post("/<int:entry_id>/terug")
def undo(entry_id: int) -> Response:
    is_last = request.form.get("naar") == "rij"
    with desk().database.write_scope() as db:
        entry = history.one(db, entry_id)
        ids = undoing.together(db, entry) if is_last else []
        count = undoing.undo_all(db, ids or [entry_id], decider())
    flash("Teruggedraaid." if count == 1 else f"{count} besluiten teruggedraaid.")
    onward = "review.queue" if is_last else "journal.entries"
    return redirect(url_for(onward))
