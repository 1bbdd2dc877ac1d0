"""The queue: what a person is asked, one at a time or a whole group at once."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from agenda.curation import decisions, proposal, questions, undoing
from agenda.curation.review import minutes
from agenda.status import ReviewKind
from agenda.words import KIND
from base.errors import InvalidInput, NotFound
from web.desk.context import decider, desk, somebody
from web.desk.forms import page_number, whole
from web.desk.wording import done_words

pages = Blueprint("review", __name__)
PER_PAGE = 50
GROUP_LIMIT = 500


@pages.get("/wachtrij")
def queue() -> str:
    choice = _choice(request.args)
    number = page_number()
    with desk().database.read_scope() as db:
        found = questions.open_questions(
            db,
            choice,
            today=desk().today(),
            limit=PER_PAGE + 1,
            offset=PER_PAGE * (number - 1),
        )
        waiting = questions.waiting(db)
        last = _last(db)
    return render_template(
        "desk/queue.html",
        **last,
        questions=found[:PER_PAGE],
        has_more=len(found) > PER_PAGE,
        number=number,
        choice=choice,
        waiting=waiting,
        minutes=minutes(waiting),
        kinds=[kind for kind in KIND if any(w.kind == kind for w in waiting)],
    )


@pages.get("/wachtrij/groep/<kind>/<int:source_id>")
def group(kind: str, source_id: int) -> str:
    choice = questions.Choice(kind=_kind(kind), source_id=source_id)
    with desk().database.read_scope() as db:
        found = questions.open_questions(db, choice, today=desk().today(), limit=GROUP_LIMIT)
    if not found:
        raise NotFound("groep", kind)
    return render_template("desk/group.html", questions=found, kind=choice.kind)


@pages.post("/wachtrij/groep")
def decide_group() -> Response:
    """Approve all that are ticked: one decision. What is not ticked stays in the queue."""
    shown = dict(_version(text) for text in request.form.getlist("vraag"))
    if not shown:
        raise InvalidInput({"keuze": "Er is niets aangevinkt."})
    with desk().database.write_scope() as db:
        _decide(db, shown)
    flash(f"{len(shown)} in één keer beslist.")
    return redirect(url_for("review.queue"))


@pages.get("/wachtrij/<int:review_id>")
def item(review_id: int) -> str:
    with desk().database.read_scope() as db:
        case = proposal.case_of(
            db, review_id, municipality=desk().municipality, today=desk().today()
        )
        onward = questions.next_after(db, review_id, today=desk().today())
        last = _last(db)
    return render_template("desk/item.html", case=case, onward=onward, **last)


@pages.post("/wachtrij/<int:review_id>")
def decide(review_id: int) -> Response:
    held = desk()
    shown = {review_id: whole(request.form.get("versie"), 0)}
    with held.database.write_scope() as db:
        kind = questions.question(db, review_id, today=held.today()).kind
        _decide(db, shown)
        onward = questions.next_after(db, review_id, today=held.today())
    flash(done_words(kind, is_yes=request.form.get("besluit") == "ja"))
    if onward is None:
        return redirect(url_for("review.queue"))
    return redirect(url_for("review.item", review_id=onward))


def _last(db: Session) -> dict[str, Any]:
    """This person's latest decision, and over how much it went."""
    entry = undoing.last_of(db, somebody().id)
    return {"last": entry, "last_count": len(undoing.together(db, entry)) if entry else 0}


def _decide(db: Session, shown: dict[int, int]) -> None:
    if request.form.get("besluit") == "ja":
        decisions.approve(db, shown, decider())
    else:
        decisions.reject(db, shown, request.form.get("reden", ""), decider())


def _choice(args: MultiDict[str, str]) -> questions.Choice:
    kind, source = args.get("soort"), args.get("bron")
    return questions.Choice(
        kind=_kind(kind) if kind else None, source_id=whole(source, 0) if source else None
    )


def _kind(text: str) -> ReviewKind:
    try:
        return ReviewKind(text)
    except ValueError as error:
        raise NotFound("soort vraag", text) from error


def _version(text: str) -> tuple[int, int]:
    """`12:3` is question 12 as it stood in version 3."""
    review_id, _, version = text.partition(":")
    return whole(review_id, 0), whole(version, 0)
