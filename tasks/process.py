"""What tasks of this process work with. Made at the first task, after a pool has forked."""

import os
from threading import Lock

from base.config import from_env
from tasks.work import Works, works

_lock = Lock()
_given: list[Works] = []


def use(held: Works) -> None:
    """Let tasks of this process use `held` (the one process of `wijzer run`)."""
    with _lock:
        _given[:] = [held]


def held() -> Works:
    """This process's works, from the environment unless others were given."""
    with _lock:
        if not _given:
            _given.append(works(from_env(os.environ)))
        return _given[0]
