"""Pages of a site, fetched by a spider in a process of its own. Ingest knows it by name only.

The child has limits on time, memory, pages and bytes, and leaves a file with the pages and
its closing statistics; those are judged, not the exit code, because Scrapy exits 0 after a
spider has raised. "Nothing found" and "could not look" are different: a start page that
failed raises, any other page that failed stands in the bundle and makes it incomplete.
"""

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from base.errors import FetchError
from ingest.addresses import Resolve, as_fetched, check, resolve
from ingest.fetch import Fetched
from ingest.page.bundle import CONTENT_TYPE, Bundle, pack
from ingest.page.selectors import parse as parse_selectors

SPIDER = "spiders"
KEPT_SECONDS = 60 * 24 * 3600
_PREFIX = "wijzer-crawl-"
_ABANDONED_SECONDS = 24 * 3600
_DONE = {"finished", "wijzer_enough"}
_CUT = {
    "closespider_timeout": "het lezen duurde te lang",
    "memusage_exceeded": "de website vroeg te veel geheugen",
    "wijzer_pages": "de website heeft meer pagina's dan wij lezen",
    "wijzer_bytes": "de website is groter dan wij lezen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlLimits:
    """Bounds of one crawl. `steps`: links followed from the start; `months`: month views ahead.

    `delay`: least seconds between two requests to a host (never under one second, but for
    loopback sources that are allowed by name); `patience`: the longest crawl-delay of a
    robots.txt that is waited for. `memory_mb` is of the child's address space.
    """

    pages: int = 80
    steps: int = 25
    months: int = 3
    page_bytes: int = 5_000_000
    all_bytes: int = 40_000_000
    seconds: float = 240.0
    page_seconds: float = 20.0
    delay: float = 1.0
    patience: float = 30.0
    memory_mb: int = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the child is told, as JSON on its standard input."""

    address: str
    user_agent: str
    today: date
    zone: str
    cache_dir: str
    result: str
    selectors: str | None = None
    allowed_loopback: tuple[str, ...] = ()
    limits: CrawlLimits = CrawlLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What the child leaves: pages, why it ended, and what went wrong with the start page.

    `errors`: exceptions in the spider itself; `unchanged`: pages that the site said had
    not changed.
    """

    bundle: Bundle
    reason: str
    start_failure: str = ""
    is_permanent: bool = False
    retry_after: int | None = None
    errors: int = 0
    unchanged: int = 0


def crawl(
    address: str,
    *,
    user_agent: str,
    cache_dir: Path,
    today: date,
    zone: str = "Europe/Amsterdam",
    selectors: str | None = None,
    allowed_loopback: frozenset[str] = frozenset(),
    limits: CrawlLimits | None = None,
    resolver: Resolve = resolve,
) -> Fetched:
    """The pages of the site at `address` as one body (`ingest.page.bundle`).

    `cache_dir` holds pages between crawls, so that an unchanged site costs one conditional
    request a page. Raises FetchError when the start page could not be read, FormatError when
    the selector file is wrong.
    """
    if selectors:
        parse_selectors(selectors)
    limits = limits or CrawlLimits()
    target = check(address, allowed_loopback=allowed_loopback, resolver=resolver)
    cache = _cache(cache_dir, target.url)
    _prune(cache)
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        job = Job(
            address=target.url,
            user_agent=user_agent,
            today=today,
            zone=zone,
            cache_dir=str(cache.resolve()),
            result=str(Path(folder) / "closing"),
            selectors=selectors,
            allowed_loopback=tuple(sorted(allowed_loopback)),
            limits=limits,
        )
        closing = _run(job, folder)
    return _fetched(closing)


def _sweep() -> None:
    """Folders that a killed crawl left: ours, and older than any crawl may last."""
    oldest = time.time() - _ABANDONED_SECONDS
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            held = path.lstat()
        except FileNotFoundError:  # another crawl swept it
            continue
        is_own = stat.S_ISDIR(held.st_mode) and held.st_uid == os.getuid()
        if is_own and held.st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True)


def drop_pages(cache_dir: Path, address: str, is_unwanted: Callable[[bytes], bool]) -> None:
    """Forget the kept pages of the site at `address` that hold what may not be kept."""
    for path in _cache(cache_dir, as_fetched(address)).glob("**/*"):
        if path.is_file() and is_unwanted(path.read_bytes()):
            path.unlink()


def _cache(cache_dir: Path, address: str) -> Path:
    return cache_dir / hashlib.sha256(address.encode()).hexdigest()[:24]


def _run(job: Job, folder: str) -> Closing:
    """Start the child and read what it left. Raises FetchError when it left nothing."""
    host = urlsplit(job.address).hostname
    command = [sys.executable, "-W", "ignore", "-m", SPIDER]
    try:
        done = subprocess.run(
            command,
            input=msgspec.json.encode(job),
            cwd=Path(__file__).resolve().parent.parent,
            env={"PYTHONPATH": ".", "HOME": folder, "TMPDIR": folder},
            capture_output=True,
            timeout=job.limits.seconds + 2 * job.limits.page_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"Het lezen van {host} duurde te lang en is gestopt.") from error
    try:
        return msgspec.msgpack.decode(Path(job.result).read_bytes(), type=Closing)
    except (OSError, msgspec.MsgspecError) as error:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise FetchError(
            f"Het lezen van {host} is halverwege gestopt ({' '.join(last) or 'geen uitleg'})."
        ) from error


def _fetched(closing: Closing) -> Fetched:
    if closing.start_failure:
        raise FetchError(
            closing.start_failure,
            permanent=closing.is_permanent,
            retry_after=closing.retry_after,
        )
    reason = closing.bundle.cut_short
    if closing.reason not in _DONE:
        reason = _CUT.get(closing.reason, f"het lezen stopte ({closing.reason})")
    elif closing.errors:
        reason = "een pagina bracht onze lezer in de war"
    bundle = replace(closing.bundle, cut_short=reason)
    if not bundle.pages:
        raise FetchError("Er kwam geen enkele pagina binnen.")
    return Fetched(body=pack(bundle), url=bundle.start, content_type=CONTENT_TYPE)


def _prune(cache: Path) -> None:
    """Pages that were stored long ago are fetched afresh, so that the cache stays small."""
    oldest = time.time() - KEPT_SECONDS
    for path in cache.glob("**/*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
