"""In and out: password, code, link by mail; and one's own account."""

import base64
import io
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from accounts import login as logins
from accounts import people
from accounts.login import Answer
from accounts.models import User
from base.errors import NotAllowed
from web.desk.context import Visitor, desk, own_address, somebody

pages = Blueprint("access", __name__)
_SEEN_EVERY = timedelta(minutes=1)
_CODE_WITHIN = timedelta(minutes=10)


def load(user_id: str) -> Visitor | None:
    """Who this cookie stands for, while its session lives."""
    held, now = desk(), desk().now()
    try:
        since = datetime.fromtimestamp(session["since"], UTC)
        seen = datetime.fromtimestamp(session["seen"], UTC)
        version = int(session["version"])
    except (KeyError, TypeError, ValueError):
        return None
    with held.database.read_scope() as db:
        user = db.get(User, int(user_id))
        if user is None or not logins.is_alive(
            user, version=version, since=since, seen=seen, now=now
        ):
            return None
        if now - seen > _SEEN_EVERY:
            session["seen"] = now.timestamp()
        return Visitor(user)


@pages.route("/inloggen", methods=["GET", "POST"])
def login() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("desk/login.html", onward=request.args.get("verder", ""))
    held = desk()
    with held.database.write_scope() as db:
        answer, user = logins.with_password(
            db,
            held.key,
            email=request.form.get("email", ""),
            password=request.form.get("wachtwoord", ""),
            address=request.remote_addr or "",
            now=held.now(),
        )
        if answer is Answer.IN and user is not None:
            _begin(user)
            return redirect(_onward())
        if answer is Answer.NEEDS_CODE and user is not None:
            session["pending"] = [user.id, held.now().timestamp()]
            return redirect(url_for("access.code", verder=request.form.get("verder", "")))
    return _refused("desk/login.html", answer)


@pages.route("/inloggen/code", methods=["GET", "POST"])
def code() -> str | Response | tuple[str, int]:
    held, now = desk(), desk().now()
    user_id, asked = session.get("pending") or (0, 0.0)
    if now.timestamp() - asked > _CODE_WITHIN.total_seconds():
        return redirect(url_for("access.login"))
    if request.method == "GET":
        return render_template("desk/code.html", onward=request.args.get("verder", ""))
    with held.database.write_scope() as db:
        user = people.user_of(db, user_id)
        given, known = request.form.get("code", ""), len(user.recovery_codes)
        answer = logins.with_code(
            db, held.key, user, code=given, address=request.remote_addr or "", now=now
        )
        if answer is Answer.IN:
            has_used_recovery = len(user.recovery_codes) < known
            _begin(user)
            if has_used_recovery:
                flash(_left(len(user.recovery_codes)))
            return redirect(_onward())
    return _refused("desk/code.html", answer)


@pages.route("/inloggen/link", methods=["GET", "POST"])
def ask_link() -> str:
    held = desk()
    if request.method == "POST":
        with held.database.write_scope() as db:
            logins.send_link(
                db,
                held.key,
                email=request.form.get("email", ""),
                address=request.remote_addr or "",
                base_url=own_address(url_for("week.start")).rstrip("/"),
                site=held.municipality.site_name,
                now=held.now(),
            )
    return render_template("desk/ask_link.html", is_sent=request.method == "POST")


@pages.route("/link/<token>", methods=["GET", "POST"])
def link(token: str) -> str | Response | tuple[str, int]:
    """Opening it shows a button: mail scanners open links, and would use it up."""
    if request.method == "GET":
        return render_template("desk/link.html", token=token)
    with desk().database.write_scope() as db:
        user = logins.use_link(db, token, now=desk().now())
        if user is not None:
            _begin(user)
            return redirect(url_for("week.start"))
    return render_template("desk/link.html", token=token, is_used=True), 410


@pages.post("/uitloggen")
def logout() -> Response:
    """Ends every session of this account, on other devices too."""
    with desk().database.write_scope() as db:
        people.end_sessions(people.user_of(db, somebody().id))
    logout_user()
    session.clear()
    return redirect(url_for("access.login"))


@pages.route("/account", methods=["GET", "POST"])
def account() -> str | Response:
    if request.method == "GET":
        return render_template("desk/account.html")
    with desk().database.write_scope() as db:
        user = people.user_of(db, somebody().id)
        if user.password_hash and not people.has_password(user, request.form.get("oud", "")):
            raise NotAllowed("Uw oude wachtwoord klopt niet.")
        people.set_password(user, request.form.get("nieuw", ""))
        people.end_sessions(user)
        _begin(user)
    flash("Uw wachtwoord is veranderd.")
    return redirect(url_for("access.account"))


@pages.route("/account/code", methods=["GET", "POST"])
def turn_on() -> str | tuple[str, int]:
    """Codes from an authenticator app. The secret stays in the signed cookie until it is used."""
    held = desk()
    if somebody().has_totp:
        return render_template("desk/turn_on.html", is_on=True)
    if request.method == "POST" and "totp" in session:
        with held.database.write_scope() as db:
            user = people.user_of(db, somebody().id)
            secret, given = session["totp"], request.form.get("code", "")
            codes = logins.turn_on_totp(
                db, held.key, user, secret=secret, code=given, now=held.now()
            )
        if codes:
            session.pop("totp")
            return render_template("desk/recovery.html", codes=codes)
        flash("Die code klopt niet. Probeer het met een nieuwe.")
    secret = session.setdefault("totp", logins.new_secret())
    with held.database.read_scope() as db:
        user = people.user_of(db, somebody().id)
        address = logins.totp_address(user, secret, held.municipality.site_name)
    grouped = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    picture = _picture(address)
    return render_template("desk/turn_on.html", secret=grouped, address=address, picture=picture)


def _left(count: int) -> str:
    """After a recovery code: it is used up, and how many there still are."""
    if not count:
        return (
            "Dat was uw laatste herstelcode. Vraag een beheerder om de code opnieuw in te stellen."
        )
    many = "herstelcode" if count == 1 else "herstelcodes"
    return f"Die herstelcode is nu gebruikt. U hebt nog {count} {many}."


def _begin(user: User) -> None:
    """A fresh session for `user`: nothing of the one before stays."""
    session.clear()
    now = desk().now().timestamp()
    session["since"], session["seen"], session["version"] = now, now, user.session_version
    login_user(Visitor(user))


def _refused(template: str, answer: Answer) -> tuple[str, int]:
    words = {
        Answer.TOO_OFTEN: "Te vaak geprobeerd. Wacht een kwartier.",
        Answer.WRONG: "Dat klopt niet. Probeer het nog eens.",
    }
    onward = request.form.get("verder", "")
    code = 429 if answer is Answer.TOO_OFTEN else 401
    return render_template(template, problem=words.get(answer, ""), onward=onward), code


def _onward() -> str:
    """Where the visitor was going, when that is a page of the desk."""
    target = request.form.get("verder", "")
    parts = urlsplit(target)
    is_own = target.startswith("/") and not target.startswith(("//", "/\\"))
    if not is_own or parts.scheme or parts.netloc:
        return url_for("week.start")
    return request.script_root + target


def _picture(address: str) -> str:
    """The QR picture as a data address, so that the page asks nobody else for it."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=5)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
