"""Publishing: what changed, looked at every two seconds; everything, at midnight."""

from base.clock import now
from tasks import work
from tasks.app import app
from tasks.process import held


@app.task
def publish_changed() -> None:
    """Publish what changed since the last time; costs one look when nothing did."""
    work.publish_changed(held(), now=now())


@app.task
def publish_day() -> None:
    """Publish the day that begins: what is past goes, what the window uncovers comes."""
    work.publish(held(), now=now(), is_daily=True)
