"""Snapshots on disk: a directory each, and a pointer to the one that is public.

snapshots/20261123T180000Z-1a2b3c4d/   never changed once named so
snapshots/.building-…/                 half built; never pointed at
snapshots/current                      symbolic link, replaced in one step
snapshots/frozen                       publishing waits until this is removed
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from base.errors import AgendaError, NotFound

POINTER, FROZEN, BUILDING, LOCK = "current", "frozen", ".building-", ".lock"
KEEP = 8


class Frozen(AgendaError):
    """Publishing is frozen: someone went back to an earlier snapshot."""

    def __str__(self) -> str:
        return "publiceren is gestopt: iemand is teruggegaan naar een eerdere versie"


def current(snapshots: Path) -> Path | None:
    """The directory the pointer names; None when nothing was published yet."""
    try:
        return snapshots / (snapshots / POINTER).readlink()
    except FileNotFoundError:
        return None


def versions(snapshots: Path) -> list[str]:
    """Every complete snapshot, oldest first (names begin with the time)."""
    if not snapshots.is_dir():
        return []
    return sorted(
        entry.name
        for entry in snapshots.iterdir()
        if entry.is_dir() and not entry.is_symlink() and not entry.name.startswith(".")
    )


def begin(snapshots: Path, version: str) -> Path:
    """An empty directory to build `version` in. Removes what earlier crashes left."""
    snapshots.mkdir(parents=True, exist_ok=True)
    for leftover in snapshots.glob(f"{BUILDING}*"):
        shutil.rmtree(leftover)
    building = snapshots / f"{BUILDING}{version}"
    building.mkdir()
    return building


def finish(building: Path) -> Path:
    """Everything on disk, then the directory under its own name. Not public yet."""
    final = building.with_name(building.name.removeprefix(BUILDING))
    for folder, _, names in os.walk(building):
        for name in names:
            _sync_new(Path(folder, name))
        _sync(Path(folder))
    building.rename(final)
    _sync(final.parent)
    return final


def switch(snapshots: Path, version: str) -> None:
    """Make `version` the public one, in one step. Raises NotFound when it is not there."""
    if not (snapshots / version).is_dir():
        raise NotFound("momentopname", version)
    fresh = snapshots / f".{POINTER}-new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(version)
    fresh.replace(snapshots / POINTER)
    _sync(snapshots)


def prune(snapshots: Path, keep: int = KEEP) -> list[str]:
    """Remove all but the newest `keep` and the public one; returns what went."""
    public = current(snapshots)
    old = [v for v in versions(snapshots)[:-keep] if public is None or v != public.name]
    for version in old:
        shutil.rmtree(snapshots / version)
    return old


def rollback(snapshots: Path) -> str:
    """Go back to the snapshot before the public one and freeze; returns its version.

    Raises NotFound when there is no earlier one.
    """
    public = current(snapshots)
    earlier = [v for v in versions(snapshots) if public is None or v < public.name]
    if not earlier:
        raise NotFound("een versie van voor", public.name if public else "nu")
    freeze(snapshots)
    switch(snapshots, earlier[-1])
    return earlier[-1]


def freeze(snapshots: Path) -> None:
    """Nothing is published until `release`."""
    (snapshots / FROZEN).touch()


def release(snapshots: Path) -> None:
    """Publishing goes on."""
    (snapshots / FROZEN).unlink(missing_ok=True)


def is_frozen(snapshots: Path) -> bool:
    """Whether someone stopped publishing."""
    return (snapshots / FROZEN).exists()


@contextmanager
def exclusive(snapshots: Path) -> Iterator[bool]:
    """Whether this is the one publisher now, on this machine; held until the block ends."""
    snapshots.mkdir(parents=True, exist_ok=True)
    with (snapshots / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def link(old: Path, new: Path) -> None:
    """The same file under a second name, so that its time stays; a copy where links fail."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # another file system, or one without links
        shutil.copy2(old, new)


def _sync_new(path: Path) -> None:
    if path.stat().st_nlink == 1:  # a linked file was written by an earlier build
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
