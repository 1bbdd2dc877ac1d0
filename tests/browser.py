"""The real browser of the tests: the machine's own, else installed, else a clear failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.services import ServiceMissing

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PATIENCE = 280


def find(bundled: str) -> str:
    """The path of a Chromium; `bundled` is where playwright would keep its own.

    Raises ServiceMissing, saying what to install, when there is none and none can be had.
    """
    found = _on_machine(bundled)
    if found:
        return found
    for command in _installers():
        subprocess.run(command, check=False, capture_output=True, timeout=_PATIENCE)
        if found := _on_machine(bundled):
            return found
    raise ServiceMissing(
        "Een browser is nodig voor de tests: installeer Chromium of Google Chrome, "
        "of zet WIJZER_TEST_BROWSER op het pad van een browser."
    )


def _on_machine(bundled: str) -> str:
    given = os.environ.get("WIJZER_TEST_BROWSER")
    if given:
        return given
    named = (path for name in _NAMES if (path := shutil.which(name)))
    return next(named, bundled if Path(bundled).is_file() else "")


def _installers() -> list[list[str]]:
    found = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        found += [
            ["apt-get", "update", "--quiet"],
            ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"],
        ]
    return found
