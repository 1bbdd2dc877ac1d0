"""What happens once a day, whatever the sources do."""

from base.clock import now
from tasks import work
from tasks.app import app
from tasks.process import held


@app.task
def roll_window() -> None:
    """Give repeating events their next dates."""
    work.roll_window(held(), now=now())
