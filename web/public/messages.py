"""What a visitor sends: "gevonden?", "klopt dit niet?", a question. To the spool, nowhere else."""

import re
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from snapshot.reader import Alias
from snapshot.spool import (
    NAME_LIMIT,
    PATH_LIMIT,
    QUESTION_LIMIT,
    Line,
    Opinion,
    Question,
    Signal,
    append,
    note,
    paragraph,
)
from web.public.site import now, site, snapshot

pages = Blueprint("messages", __name__)
REASONS = frozenset({"wrong_time", "cancelled", "wrong_place", "wrong_contact", "other"})
THANKS = {
    "gevonden": "Zo maken wij de gids beter.",
    "signaal": "Wij kijken het na.",
    "vraag": "Wij lezen je vraag en antwoorden zo snel mogelijk.",
}


_PAGES = {"activity": "/activiteit/", "service": "/dienst/", "provider": "/aanbieder/"}
# A page of this site: never another host, for `//elders` is one.
_BACK = re.compile(r"/[a-z0-9-]+(?:/[A-Za-z0-9_-]+)*")


@pages.post("/gevonden")
def found() -> Redirect | Response:
    """Yes or no, and one line if the visitor likes."""
    answer = request.form.get("gevonden", "")
    path = request.form.get("pagina", "")[:PATH_LIMIT].partition("?")[0]
    if answer not in ("ja", "nee") or not path.startswith("/") or not path.isprintable():
        abort(400)
    said = note(request.form.get("opmerking", ""))
    line = Opinion(path=path, is_found=answer == "ja", note=said, at=now())
    return _sent(line, "gevonden", back=path)


@pages.post("/signaal")
def signal() -> Redirect | Response:
    """What is wrong with an activity, a service or an organisation that exists."""
    kind, target = request.form.get("soort", ""), request.form.get("wat", "")
    reason = request.form.get("reden", "")
    if reason not in REASONS or not _exists(kind, target):
        abort(400)
    said = note(request.form.get("toelichting", ""))
    line = Signal(kind=kind, target_id=target, reason=reason, note=said, at=now())
    return _sent(line, "signaal", back=f"{_PAGES[kind]}{target}")


@pages.get("/contact")
def contact() -> str:
    """Every way to a person, and a form."""
    return render_template("contact.html", given={}, problems={}, wijken=site().town.wijken)


@pages.post("/contact")
def ask() -> Redirect | Response:
    """A question that a person reads; without a way to answer it is asked for."""
    form = request.form
    text = paragraph(form.get("vraag", ""))
    reply_to = " ".join(form.get("bereik", "").split())[:NAME_LIMIT]
    problems = {}
    if not text:
        problems["vraag"] = "Schrijf eerst je vraag op."
    if len(form.get("vraag", "").strip()) > QUESTION_LIMIT:
        problems["vraag"] = f"Maak je vraag korter: hooguit {QUESTION_LIMIT} tekens."
    if not _is_reachable(reply_to):
        problems["bereik"] = (
            "Vul een telefoonnummer of een e-mailadres in, zodat wij kunnen antwoorden."
        )
    if problems:
        page = render_template(
            "contact.html", given=form, problems=problems, wijken=site().town.wijken
        )
        return make_response(page, 400)
    wijk = form.get("wijk", "")
    line = Question(
        text=text,
        name=" ".join(form.get("naam", "").split())[:NAME_LIMIT],
        reply_to=reply_to,
        wijk=wijk if wijk in site().wijken else "",
        at=now(),
    )
    return _sent(line, "vraag")


@pages.get("/bedankt")
def thanks() -> str:
    """After something was sent."""
    text = THANKS.get(request.args.get("voor", ""), THANKS["gevonden"])
    back = request.args.get("terug", "")
    return render_template("thanks.html", text=text, back=back if _BACK.fullmatch(back) else "")


def _sent(line: Line, about: str, back: str = "") -> Redirect | Response:
    if not append(site().settings.spool_dir, line):
        return make_response(render_template("full.html"), 503)
    asked = {"voor": about, **({"terug": back} if _BACK.fullmatch(back) else {})}
    return redirect(f"/bedankt?{urlencode(asked, safe='/')}", 303)


def _exists(kind: str, target: str) -> bool:
    held = snapshot()
    match kind:
        case "activity":
            found = held.activity(target)
            return found is not None and not isinstance(found, Alias)
        case "service":
            return held.service(target) is not None
        case "provider":
            return held.provider(target) is not None
    return False


def _is_reachable(text: str) -> bool:
    """A mail address, or a number of at least nine digits."""
    local, _, host = text.partition("@")
    if local and "." in host and " " not in text:
        return True
    return sum(c.isdigit() for c in text) >= 9 and not any(c.isalpha() for c in text)
