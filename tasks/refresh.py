"""Reading sources: one message per source, a few per host at a time."""

from base.clock import now
from tasks import work
from tasks.app import app
from tasks.process import held

EXPIRES = 50


@app.task
def refresh_due() -> None:
    """Send a message for each source that is due; what nobody takes is sent again."""
    for due in work.due_sources(held(), now=now()):
        task = crawl if due.is_site else fetch
        task.apply_async((due.source_id,), expires=EXPIRES)


@app.task
def fetch(source_id: int) -> None:
    """Read a calendar or sheet."""
    work.refresh_source(held(), source_id, now=now())


@app.task
def crawl(source_id: int) -> None:
    """Read a site; on a queue of its own, because that may take minutes."""
    work.refresh_source(held(), source_id, now=now())


@app.task
def fill_previews() -> None:
    """Look at what people asked to see before it is saved."""
    work.fill_previews(held(), now=now())
