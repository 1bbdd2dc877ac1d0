"""`python -m bench NAME …`: run one benchmark; the last line printed is one JSON object."""

import importlib
import sys

BENCHES = (
    "ical",
    "sheets",
    "pages",
    "dates",
    "addresses",
    "duplicates",
    "search",
    "api",
    "year",
    "queue",
    "speed",
    "fuzz",
)


def main() -> int:
    """Dispatch to `bench.NAME.main(arguments)`; 2 when the name is not one of ours."""
    name, arguments = (sys.argv[1:2] or ["--help"])[0], sys.argv[2:]
    if name not in BENCHES:
        print(f"usage: python -m bench {{{','.join(BENCHES)}}} …")
        return 0 if name == "--help" else 2
    return int(importlib.import_module(f"bench.{name}").main(arguments))


if __name__ == "__main__":
    sys.exit(main())
