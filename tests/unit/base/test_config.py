"""Settings are validated at start, and documented one by one."""

import re
from pathlib import Path

import pytest

from base.config import ROOT, from_env
from base.errors import ConfigError


def test_every_setting_has_a_row_and_every_row_a_setting() -> None:
    code = set(re.findall(r"WIJZER_[A-Z_]+[A-Z]", (ROOT / "base/config.py").read_text("utf-8")))
    table = (ROOT / "docs/settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `(WIJZER_[A-Z_]+)` \|", table, re.MULTILINE)
    assert sorted(rows) == sorted(code)


def test_defaults_start_without_any_variable() -> None:
    settings = from_env({})
    assert (settings.municipality_dir, settings.is_demo) == (
        ROOT / "municipalities/deventer",
        False,
    )


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("geheim\n")
    assert from_env({"WIJZER_SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == "geheim"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIJZER_DATABASE_URL", "mysql://x"),
        ("WIJZER_BASE_URL", "wijzer.example"),
        ("WIJZER_MUNICIPALITY", "atlantis"),
        ("WIJZER_LOG_FORMAT", "xml"),
        ("WIJZER_ALLOWED_LOOPBACK", "127.0.0.1"),
        ("WIJZER_DEMO", "misschien"),
        ("WIJZER_SECRET_KEY_FILE", "/nergens/sleutel"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        from_env({name: value})
