"""Which snapshot is public now: the one that the pointer leads to."""

import threading
from pathlib import Path

from base.errors import NotFound
from snapshot import files
from snapshot.reader import Snapshot


class Snapshots:
    """Follows the pointer. One per process; `current` is cheap (it reads a link)."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock = threading.Lock()
        self._held: tuple[str, Snapshot] | None = None

    def current(self) -> Snapshot:
        """The public snapshot. Raises NotFound when nothing was published yet."""
        try:
            version = (self.directory / files.POINTER).readlink().name
        except FileNotFoundError as error:
            raise NotFound("momentopname", str(files.POINTER)) from error
        held = self._held
        if held is None or held[0] != version:
            with self._lock:
                held = self._held
                if held is None or held[0] != version:
                    # The old one closes itself when the last request lets go of it.
                    self._held = held = (version, Snapshot.open(self.directory / version))
        return held[1]
