"""What happens by the hour or the day, whatever the sources do."""

from base.clock import now
from tasks import keeping, people, work
from tasks.app import app
from tasks.process import held


@app.task
def roll_window() -> None:
    """Give repeating events their next dates."""
    work.roll_window(held(), now=now())


@app.task
def drain_searches() -> None:
    """Count what visitors searched for and which addresses they missed."""
    keeping.drain_searches(held())


@app.task
def keep_the_map() -> None:
    """Ask providers whether their entry is right, and forget old numbers."""
    keeping.ask_providers(held(), now=now())
    keeping.forget_searches(held(), now=now())


@app.task
def check_addresses() -> None:
    """Look whether web addresses on the map still answer: a part of them each day."""
    keeping.check_addresses(held(), now=now())


@app.task
def send_mail() -> None:
    """Send the letters that are due."""
    people.send_mail(held(), now=now())


@app.task
def drain_messages() -> None:
    """Put what visitors sent in the queue and in the numbers."""
    people.drain_messages(held(), now=now())


@app.task
def ask_owners() -> None:
    """Ask whether activities that nobody keeps confirming still run; draw links to look at."""
    people.ask_owners(held(), now=now())
    people.draw_sample(held(), now=now())


@app.task
def write_week() -> None:
    """Write the weekly letter to staff."""
    people.write_week(held(), now=now())


@app.task
def forget_old() -> None:
    """Drop what was kept longer than it may be."""
    work.forget_old(held(), now=now())
    people.forget(held(), now=now())
