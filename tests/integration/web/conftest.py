"""The public site over a published town, without a database."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests import town
from web.public.app import create_app


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A visitor of the whole town on a Tuesday afternoon."""
    town.publish_town(tmp_path)
    return create_app(town.settings(tmp_path), clock=lambda: town.NOW).test_client()
