"""What belongs on the map: questions to the teams, their answers by link, the decision."""

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from accounts import links, mail
from accounts.journal import Actor, record
from base.errors import NotFound
from feeds.build import mark_all
from providers import scope, store
from providers.models import Decision, Opinion, ScopeOpinion
from providers.scope import Team
from snapshot.listing import ServiceListing
from web.desk.context import desk, own_address, somebody

pages = Blueprint("scope", __name__)
E = TypeVar("E", bound=StrEnum)
DECISION = {Decision.IN: "hoort erbij", Decision.PARTLY: "voor een deel", Decision.OUT: "niet"}
OPINION = {Opinion.YES: "ja", Opinion.NO: "nee", Opinion.DEPENDS: "het hangt ervan af"}
PURPOSE = "scope-opinion"


@pages.get("/bereik")
def register() -> str:
    """Every question; and with words, those about the same thing first."""
    words = request.args.get("zoek", "")[:200]
    with desk().database.read_scope() as db:
        found = scope.similar(db, words, limit=20) if words else scope.questions(db)
        service = _service(db, request.args.get("dienst", ""))
    return render_template(
        "desk/scope.html",
        questions=found,
        words=words,
        service=service,
        teams=_teams(),
        DECISION=DECISION,
    )


@pages.post("/bereik")
def ask() -> str | Response:
    """Put a question to the teams that are ticked; like ones are shown before it is sent."""
    subject, question = request.form.get("onderwerp", ""), request.form.get("vraag", "")
    chosen = set(request.form.getlist("team"))
    teams = [team for team in _teams() if team.name in chosen]
    with desk().database.write_scope() as db:
        known = scope.similar(db, f"{subject} {question}")
        if known and request.form.get("toch") != "ja":
            return render_template(
                "desk/scope_alike.html",
                known=known,
                subject=subject,
                question=question,
                chosen=chosen,
                service_id=request.form.get("dienst", ""),
                DECISION=DECISION,
            )
        service = _service(db, request.form.get("dienst", ""))
        row = scope.ask(
            db,
            subject=subject,
            question=question,
            teams=teams,
            service_ids=[service.id] if service else [],
            now=desk().now(),
        )
        for opinion in scope.opinions(db, row.id):
            _write(db, opinion, row.subject, row.question)
        record(
            db,
            somebody().actor,
            "ask",
            ("scope", row.id),
            now=desk().now(),
            after={"subject": row.subject, "teams": [team.name for team in teams]},
        )
        question_id = row.id
    flash("De vraag staat in het register en is gesteld.")
    return redirect(url_for("scope.one", question_id=question_id))


@pages.get("/bereik/<int:question_id>")
def one(question_id: int) -> str:
    with desk().database.read_scope() as db:
        row = scope.question_of(db, question_id)
        opinions = scope.opinions(db, question_id)
        touched = [_service(db, service_id) for service_id in row.service_ids.split()]
        service = _service(db, request.args.get("dienst", ""))
    return render_template(
        "desk/scope_one.html",
        row=row,
        opinions=opinions,
        services=[one for one in touched if one],
        service=service if service not in touched else None,
        DECISION=DECISION,
        OPINION=OPINION,
    )


@pages.post("/bereik/<int:question_id>/dienst")
def touch(question_id: int) -> Response:
    """This service is one the question is about, too."""
    with desk().database.write_scope() as db:
        service = store.one(db, request.form.get("dienst", "")).listing
        before = scope.question_of(db, question_id).service_ids
        row = scope.touch(db, question_id, [*before.split(), service.id])
        facts: dict[str, object] = {"subject": row.subject, "services": row.service_ids.split()}
        about = ("scope", question_id)
        record(db, somebody().actor, "touch", about, now=desk().now(), after=facts)
    flash(f"De vraag gaat ook over {service.name}.")
    return redirect(url_for("scope.one", question_id=question_id))


@pages.post("/bereik/<int:question_id>")
def decide(question_id: int) -> Response:
    """The decision, with its reason: visitors read it."""
    decision = _choice(Decision, request.form.get("besluit", ""))
    with desk().database.write_scope() as db:
        before = scope.question_of(db, question_id)
        was = {"decision": before.decision, "reason": before.reason}
        row = scope.decide(
            db,
            question_id,
            decision=decision,
            reason=request.form.get("reden", ""),
            now=desk().now(),
        )
        record(
            db,
            somebody().actor,
            "decide",
            ("scope", question_id),
            now=desk().now(),
            before=was,
            after={"subject": row.subject, "decision": str(decision), "reason": row.reason},
        )
        mark_all(db, "scope")
    flash("Besloten. Bezoekers lezen het bij “Wat staat hier?”.")
    return redirect(url_for("scope.one", question_id=question_id))


@pages.get("/bereik/antwoord/<token>")
def opinion_form(token: str) -> str:
    """For a team, from its mail: the question, without logging in."""
    with desk().database.read_scope() as db:
        opinion = _opinion(db, token)
        row = scope.question_of(db, opinion.question_id)
    return render_template("desk/scope_answer.html", row=row, opinion=opinion, OPINION=OPINION)


@pages.post("/bereik/antwoord/<token>")
def give_opinion(token: str) -> str:
    with desk().database.write_scope() as db:
        opinion = _opinion(db, token)
        scope.answer(
            db,
            opinion.id,
            opinion=_choice(Opinion, request.form.get("antwoord", "")),
            note=request.form.get("toelichting", ""),
            now=desk().now(),
        )
        record(
            db,
            Actor(opinion.team),
            "opinion",
            ("scope", opinion.question_id),
            now=desk().now(),
            after={"opinion": str(opinion.opinion)},
        )
    return render_template("desk/scope_thanks.html")


def _opinion(db: Session, token: str) -> ScopeOpinion:
    opinion_id = links.read(desk().key, PURPOSE, token)
    found = db.get(ScopeOpinion, opinion_id)
    if found is None:
        raise NotFound("vraag bij deze link", token[:20])
    return found


def _write(db: Session, opinion: ScopeOpinion, subject: str, question: str) -> None:
    token = links.sign(desk().key, PURPOSE, opinion.id)
    address = own_address(url_for("scope.opinion_form", token=token))
    mail.write(
        db,
        opinion.email,
        f"Hoort dit op de sociale kaart? {subject}",
        f"Beste {opinion.team},\n\n{question}\n\nGeef uw antwoord hier, zonder in te loggen:\n"
        f"{address}\n\nDe link werkt zestig dagen.",
        now=desk().now(),
        unique_key=f"scope-{opinion.id}",
    )


def _service(db: Session, service_id: str) -> ServiceListing | None:
    try:
        return store.one(db, service_id).listing if service_id else None
    except NotFound:
        return None


def _teams() -> tuple[Team, ...]:
    """The policy and executing teams of the municipality's folder."""
    rows = desk().municipality.extra.get("teams", [])
    return tuple(Team(row["name"], row["email"]) for row in rows)


def _choice(kind: type[E], text: str) -> E:
    try:
        return kind(text)
    except ValueError:
        raise NotFound("keuze", text[:20]) from None
