"""The desk over an empty database, with one person of each role."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.models import Role
from base.db import Database
from tests import roles


@pytest.fixture
def clock() -> roles.Clock:
    return roles.Clock()


@pytest.fixture
def app(database: Database, tmp_path: Path, clock: roles.Clock) -> Flask:
    roles.add_everyone(database)
    return roles.desk_app(database, tmp_path, clock)


@pytest.fixture
def editor(app: Flask) -> FlaskClient:
    return roles.log_in(app, Role.EDITOR)
