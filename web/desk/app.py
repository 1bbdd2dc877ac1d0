"""The desk: where staff and partners work, behind a log-in.

Server-rendered, works without JavaScript. Who may use a route stands in
`accounts.permissions`; what is not in that table is refused.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Flask, Response, abort, redirect, render_template, request, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from accounts import permissions
from accounts.keys import secret_key
from accounts.models import Role
from base import clock, municipality
from base.config import Settings
from base.db import Database
from base.errors import Conflict, InvalidInput, NotAllowed, NotFound
from snapshot import files
from web.desk import (
    access,
    activities,
    confirm,
    entries,
    figures,
    finding,
    handbook,
    journal,
    letters,
    menu,
    new_entry,
    own_entry,
    partner,
    people,
    plainness,
    review,
    scope,
    sources,
    week,
    wording,
)
from web.desk.context import Desk, desk, visitor

# Every blueprint of the desk; one is added here, in `menu` and in `accounts.permissions`.
BLUEPRINTS: tuple[Blueprint, ...] = (
    access.pages,
    week.pages,
    review.pages,
    entries.pages,
    new_entry.pages,
    own_entry.pages,
    plainness.pages,
    scope.pages,
    finding.pages,
    activities.pages,
    sources.pages,
    partner.pages,
    confirm.pages,
    journal.pages,
    people.pages,
    letters.pages,
    figures.pages,
    handbook.pages,
)

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_UPLOAD_LIMIT = 12 * 1024 * 1024


def create_app(
    settings: Settings, database: Database, *, now: Callable[[], datetime] = clock.now
) -> Flask:
    """The desk over `database`; `now` is the clock it works by."""
    app = Flask("web.desk", template_folder="templates", static_folder="static")
    key = secret_key(settings)
    is_https = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=key,
        SESSION_COOKIE_NAME="wijzer_beheer",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=_UPLOAD_LIMIT,
        MAX_FORM_PARTS=10_000,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    app.session_interface = _OwnPath()
    if is_https:  # Behind one proxy of ours, which sets these headers.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    app.extensions["desk"] = Desk(
        settings=settings,
        database=database,
        municipality=municipality.load(settings.municipality_dir),
        key=key,
        clock=now,
    )
    CSRFProtect(app)
    logins = LoginManager(app)
    logins.user_loader(access.load)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.before_request(_check)
    app.after_request(_harden)
    app.context_processor(_common)
    wording.install(app)
    _answer_errors(app)
    return app


class _OwnPath(SecureCookieSessionInterface):
    """The cookie stays below where the desk is mounted: public pages never see it."""

    def get_cookie_path(self, _app: Flask) -> str:
        return request.script_root or "/"


def _check() -> BaseResponse | None:
    """Who may not be here goes to the log-in, or gets a clear no."""
    route = request.endpoint
    if route is None:
        return None
    person = visitor()
    if permissions.may(person.role if person else None, route):
        if person and _must_turn_on_codes(person.role, route, has_totp=person.has_totp):
            return redirect(url_for("access.turn_on"))
        return None
    if person is None and request.method == "GET":
        return redirect(url_for("access.login", verder=request.full_path.rstrip("?")))
    return abort(403)


def _must_turn_on_codes(role: Role, route: str, *, has_totp: bool) -> bool:
    """Administrators log in with a code; the demonstration asks nobody for one."""
    exempt = {"access.turn_on", "access.logout", "static"}
    if has_totp or route in exempt or desk().settings.is_demo:
        return False
    return role is Role.ADMINISTRATOR


def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if desk().settings.base_url.startswith("https://"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _common() -> dict[str, object]:
    """What every template may use."""
    person = visitor()
    return {
        "person": person,
        "menu": menu.entries(person.role) if person else (),
        "site_name": desk().municipality.site_name,
        "is_demo": desk().settings.is_demo,
        "today": desk().today(),
        "is_frozen": bool(person and person.is_staff)
        and files.is_frozen(desk().settings.snapshot_dir),
    }


def _answer_errors(app: Flask) -> None:
    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> tuple[str, int]:
        return _page("Dat is er niet", str(error), 404)

    @app.errorhandler(NotAllowed)
    def not_allowed(error: NotAllowed) -> tuple[str, int]:
        return _page("Dat mag niet", str(error) or "Dit hoort niet bij uw account.", 403)

    @app.errorhandler(Conflict)
    def conflict(error: Conflict) -> tuple[str, int]:
        return _page("Intussen veranderd", str(error), 409)

    @app.errorhandler(InvalidInput)
    def invalid(error: InvalidInput) -> tuple[str, int]:
        return _page("Dat klopt nog niet", _sentences(error), 400)

    @app.errorhandler(CSRFError)
    def csrf(_error: CSRFError) -> tuple[str, int]:
        return _page("Het formulier is verlopen", "Ga terug, ververs en probeer opnieuw.", 400)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int]:
        words = {403: "Dat mag niet", 404: "Dat is er niet", 413: "Dat bestand is te groot"}
        code = error.code or 500
        return _page(words.get(code, "Dat ging niet"), "", code)


def _page(title: str, text: str, code: int) -> tuple[str, int]:
    back = request.referrer if request.method == "POST" and _is_ours(request.referrer) else ""
    return render_template("desk/error.html", title=title, text=text, back=back), code


def _sentences(error: InvalidInput) -> str:
    """What is wrong, as people read it; a text with a capital stands without its field."""
    said = (
        text if text[:1].isupper() else f"{field.capitalize()}: {text}"
        for field, text in error.problems.items()
    )
    return " ".join(f"{text.removesuffix('.')}." for text in said)


def _is_ours(address: str | None) -> bool:
    return bool(address and address.startswith(request.host_url))
