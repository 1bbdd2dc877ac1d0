"""Every route of the desk, for every role and a stranger."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from accounts.models import Role
from accounts.permissions import OPEN, ROUTES, may, owns
from tests import roles

VALUES = {
    "token": "niets",
    "name": "niets",
    "kind": "new",
    "service_id": "x",
    "filename": "desk.css",
}


def rules(app: Flask) -> list[tuple[Rule, str]]:
    """Every rule with each of its methods."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def path_of(app: Flask, rule: Rule) -> str:
    values = {
        name: VALUES.get(name, "x") if "Integer" not in type(converter).__name__ else 999_999
        for name, converter in rule._converters.items()
    }
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert routes - OPEN - set(ROUTES) == set()
    assert set(ROUTES) - routes == set()
    assert OPEN - routes == set()


@pytest.mark.parametrize("role", [*Role, None])
def test_a_role_reaches_what_is_its_own_and_nothing_else(app: Flask, role: Role | None) -> None:
    client = roles.log_in(app, role)
    wrong = []
    for rule, method in rules(app):
        if rule.endpoint in ("access.logout", "access.account", *OPEN):
            continue
        path = path_of(app, rule)
        if method == "GET":
            answer = client.get(path)
        else:
            token = roles.token(client, "/account" if role else "/inloggen")
            answer = client.post(path, data={"csrf_token": token})
        is_login = answer.status_code == 302 and "/inloggen" in (answer.location or "")
        is_let_in = answer.status_code != 403 and not is_login
        if is_let_in != may(role, rule.endpoint):
            wrong.append((rule.endpoint, method, answer.status_code))
    assert wrong == []


def test_nothing_falls_over_on_what_is_not_there(app: Flask) -> None:
    client = roles.log_in(app, Role.ADMINISTRATOR)
    codes = {
        (rule.endpoint, method): (
            client.get(path_of(app, rule))
            if method == "GET"
            else roles.post(client, path_of(app, rule))
        ).status_code
        for rule, method in rules(app)
        if rule.endpoint not in ("access.logout", "access.account", "static")
    }
    assert {key: code for key, code in codes.items() if code >= 500} == {}


def test_staff_works_for_all_and_a_partner_for_its_own() -> None:
    assert owns(Role.EDITOR, None, "raster")
    assert owns(Role.PARTNER, "raster", "raster")
    assert not owns(Role.PARTNER, "raster", "solis")
    assert not owns(Role.PARTNER, "raster", None)
    assert not owns(Role.PARTNER, None, None)
    assert not owns(Role.POLICY, None, "raster")
