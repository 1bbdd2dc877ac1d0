"""In and out of the desk."""

from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts import login, people
from accounts.journal import SYSTEM
from accounts.models import LoginAttempt, Mail, Role, User
from base.db import Database
from tests import roles
from web.desk.app import create_app


def test_a_stranger_is_sent_to_the_log_in_and_back(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/wachtrij?soort=new")
    assert answer.location == "/inloggen?verder=/wachtrij?soort%3Dnew"
    data = {
        "email": roles.email_of(Role.EDITOR),
        "wachtwoord": roles.PASSWORD,
        "verder": "/wachtrij?soort=new",
        "csrf_token": roles.token(client),
    }
    assert client.post("/inloggen", data=data).location == "/wachtrij?soort=new"


@pytest.mark.parametrize("target", ["//elders.example", "https://elders.example", "/\\elders"])
def test_the_log_in_sends_nobody_elsewhere(app: Flask, target: str) -> None:
    client = app.test_client()
    data = {
        "email": roles.email_of(Role.EDITOR),
        "wachtwoord": roles.PASSWORD,
        "verder": target,
        "csrf_token": roles.token(client),
    }
    assert client.post("/inloggen", data=data).location == "/"


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/inloggen", data={"email": "x", "wachtwoord": "y"})
    assert (answer.status_code, "verlopen" in answer.text) == (400, True)


def try_password(client: FlaskClient, password: str, role: Role = Role.EDITOR) -> int:
    data = {
        "email": roles.email_of(role),
        "wachtwoord": password,
        "csrf_token": roles.token(client),
    }
    return client.post("/inloggen", data=data).status_code


def test_five_wrong_tries_block_the_right_one_for_a_quarter(app: Flask, clock: roles.Clock) -> None:
    client = app.test_client()
    assert [try_password(client, "fout") for _ in range(5)] == [401] * 5
    assert try_password(client, roles.PASSWORD) == 429
    clock.at += timedelta(minutes=16)
    assert try_password(client, roles.PASSWORD) == 302


def test_no_address_is_kept_of_who_tried(app: Flask, database: Database) -> None:
    try_password(app.test_client(), "fout")
    with database.read_scope() as session:
        kept = session.scalars(select(LoginAttempt.key)).all()
    assert [len(key) for key in kept] == [64, 64]


def test_a_session_ends_when_idle_and_after_half_a_day(app: Flask, clock: roles.Clock) -> None:
    client = roles.log_in(app, Role.EDITOR)
    for _ in range(6):
        clock.at += timedelta(hours=1, minutes=50)
        assert client.get("/wachtrij").status_code == 200
    clock.at += timedelta(hours=1, minutes=30)
    assert client.get("/wachtrij").status_code == 302
    idle = roles.log_in(app, Role.EDITOR)
    clock.at += timedelta(hours=2, minutes=1)
    assert idle.get("/wachtrij").status_code == 302


def test_logging_out_ends_every_session(app: Flask) -> None:
    one, other = roles.log_in(app, Role.EDITOR), roles.log_in(app, Role.EDITOR)
    assert roles.post(one, "/uitloggen").status_code == 302
    assert [c.get("/wachtrij").status_code for c in (one, other)] == [302, 302]


def test_a_stolen_cookie_of_before_the_log_out_is_worth_nothing(app: Flask) -> None:
    client = roles.log_in(app, Role.EDITOR)
    cookie = client.get_cookie("wijzer_beheer")
    roles.post(client, "/uitloggen")
    thief = app.test_client()
    thief.set_cookie("wijzer_beheer", cookie.value if cookie else "")
    assert thief.get("/wachtrij").status_code == 302


def test_a_closed_account_is_out_at_once(app: Flask, database: Database) -> None:
    client = roles.log_in(app, Role.EDITOR)
    with database.write_scope() as session:
        user = people.by_email(session, roles.email_of(Role.EDITOR))
        people.close(session, user.id if user else 0, actor=SYSTEM, now=roles.NOW)
    assert client.get("/wachtrij").status_code == 302
    assert try_password(app.test_client(), roles.PASSWORD) == 401


def link_in_mail(database: Database) -> str:
    with database.read_scope() as session:
        body = session.scalars(select(Mail.body).order_by(Mail.id.desc())).first() or ""
    return next(line for line in body.splitlines() if "/link/" in line)


def ask_link(client: FlaskClient, role: Role) -> None:
    data = {"email": roles.email_of(role), "csrf_token": roles.token(client)}
    assert "onderweg" in client.post("/inloggen/link", data=data).text


def test_a_partner_logs_in_once_with_a_mailed_link(app: Flask, database: Database) -> None:
    client = app.test_client()
    ask_link(client, Role.PARTNER)
    path = link_in_mail(database).removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200  # opening it does not use it up
    assert client.post(path, data={"csrf_token": roles.token(client, path)}).location == "/"
    assert "Uw activiteiten" in client.get("/", follow_redirects=True).text
    other = app.test_client()
    answer = other.post(path, data={"csrf_token": roles.token(other, path)})
    assert (answer.status_code, "al gebruikt" in answer.text) == (410, True)


def test_a_link_is_worth_nothing_after_an_hour(
    app: Flask, database: Database, clock: roles.Clock
) -> None:
    client = app.test_client()
    ask_link(client, Role.PARTNER)
    clock.at += timedelta(minutes=61)
    path = link_in_mail(database).removeprefix("http://127.0.0.1:8000")
    assert client.post(path, data={"csrf_token": roles.token(client, path)}).status_code == 410


def test_a_forged_host_stands_in_no_letter(app: Flask, database: Database) -> None:
    client = app.test_client()
    data = {"email": roles.email_of(Role.PARTNER), "csrf_token": roles.token(client)}
    client.post("/inloggen/link", data=data, headers={"Host": "kwaad.example"})
    with database.read_scope() as session:
        bodies = session.scalars(select(Mail.body)).all()
    assert [body for body in bodies if "kwaad.example" in body] == []


def test_no_link_goes_to_staff_or_strangers(app: Flask, database: Database) -> None:
    client = app.test_client()
    ask_link(client, Role.EDITOR)
    data = {"email": "wie@dan.example", "csrf_token": roles.token(client)}
    assert "onderweg" in client.post("/inloggen/link", data=data).text
    with database.read_scope() as session:
        assert session.scalars(select(Mail.id)).all() == []


def test_an_administrator_must_log_in_with_a_code(
    database: Database, tmp_path: Path, clock: roles.Clock
) -> None:
    roles.add_everyone(database)
    app = create_app(roles.settings_of(tmp_path, WIJZER_DEMO="0"), database, now=clock)
    client = roles.log_in(app, Role.ADMINISTRATOR)
    assert client.get("/wachtrij").location == "/account/code"
    page = client.get("/account/code").text
    grouped = page.split('<code class="key">')[1].split("</code>")[0]
    assert {len(part) for part in grouped.split()} == {4}
    secret = grouped.replace(" ", "")
    code = pyotp.TOTP(secret).at(clock.at)
    token = roles.token(client, "/account/code")
    page = client.post("/account/code", data={"code": code, "csrf_token": token}).text
    recovery, spare = (part.split("</code>")[0] for part in page.split("<code>")[1:3])
    assert client.get("/wachtrij").status_code == 200
    with database.read_scope() as session:
        user = people.by_email(session, roles.email_of(Role.ADMINISTRATOR))
        assert user is not None
        kept = f"{user.totp_secret} {user.recovery_codes}"
    assert secret not in kept
    assert recovery not in kept

    fresh = roles.log_in(app, Role.ADMINISTRATOR)

    def again(code: str) -> int:
        nonlocal fresh
        fresh = roles.log_in(app, Role.ADMINISTRATOR)
        assert fresh.get("/wachtrij").status_code == 302
        data = {"code": code, "csrf_token": roles.token(fresh, "/inloggen/code")}
        return fresh.post("/inloggen/code", data=data).status_code

    assert again(code) == 401  # the same code does not work twice
    assert again(recovery) == 302
    assert "U hebt nog 7 herstelcodes." in fresh.get("/").text
    assert again(recovery) == 401
    assert again(f" {spare.replace('-', ' ').upper()} ") == 302
    clock.at += timedelta(minutes=1)
    assert again(pyotp.TOTP(secret).at(clock.at)) == 302


def test_what_an_account_decided_stays_when_it_is_closed(database: Database) -> None:
    ids = roles.add_everyone(database)
    with database.write_scope() as session:
        people.close(session, ids[Role.EDITOR], actor=SYSTEM, now=roles.NOW)
        user = session.get_one(User, ids[Role.EDITOR])
        assert (user.is_closed, user.password_hash, user.name) == (True, None, "Editor")


def test_is_alive_needs_the_same_version() -> None:
    user = User(session_version=3, is_closed=False)
    facts = {"since": roles.NOW, "seen": roles.NOW, "now": roles.NOW}
    assert login.is_alive(user, version=3, **facts)
    assert not login.is_alive(user, version=2, **facts)
