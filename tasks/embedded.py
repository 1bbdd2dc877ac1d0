"""Worker and clock as threads of this process, over `memory://`: the default of `wijzer run`."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from celery import Celery
from celery.beat import Scheduler, Service
from celery.worker import WorkController, state

# Publishing has a worker of its own, so that it does not wait behind slow sources.
QUEUES = {"reading": ("fetching,crawling", 3), "publishing": ("publishing", 1)}
# Seconds: the clock sleeps in one piece, and must soon hear that it should stop.
NAP = 1


@contextmanager
def running(app: Celery) -> Iterator[None]:
    """Worker and clock run while the block does; at its end what was begun is finished."""
    state.should_stop = state.should_terminate = None
    clock = Service(app, max_interval=NAP, scheduler_cls=Scheduler)
    threads = [_worker(app, name, *queue) for name, queue in QUEUES.items()]
    threads.append(_started(clock.start, "clock"))
    try:
        yield
    finally:
        clock.stop()
        setattr(state, "should_stop", 0)  # noqa: B010 (its type is that of its first value)
        for thread in threads:
            thread.join()
        state.should_stop = None


def _worker(app: Celery, name: str, queues: str, size: int) -> threading.Thread:
    """A started worker. Waits until it listens: the app holds one choice of queues at a time."""
    is_ready = threading.Event()
    worker = WorkController(
        app=app,
        hostname=f"{name}@wijzer",
        queues=queues,
        concurrency=size,
        pool="threads",
        ready_callback=lambda _: is_ready.set(),
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )
    thread = _started(worker.start, name)
    is_ready.wait()
    return thread


def _started(run: Callable[[], object], name: str) -> threading.Thread:
    thread = threading.Thread(target=run, name=name)
    thread.start()
    return thread
