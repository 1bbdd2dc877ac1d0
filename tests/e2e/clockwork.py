"""The app of the tests' own workers and clock: `celery -A tests.e2e.clockwork …`.

The clock ticks faster and a message that a dead worker held comes back sooner; nothing else
differs from `tasks.app`. In a worker that is to be killed (`TEST_MARKS` names a folder), two
sources stop it for ever: "commit" inside the transaction that records it, "acknowledge" after
that, before the message is given back. Each leaves a file with its name in the folder.
"""

import os
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from typing import Any

from celery import current_task
from celery.signals import task_postrun
from sqlalchemy import Connection, Engine, event, text

from tasks.app import app
from tasks.process import held

__all__ = ["app"]

app.conf.beat_schedule["read what is due"]["schedule"] = timedelta(seconds=1)
app.conf.broker_transport_options = {
    **app.conf.broker_transport_options,
    "visibility_timeout": 3,
    "unacked_restore_interval": 1,
}
_MARKS = os.environ.get("TEST_MARKS")


def _halt(name: str) -> None:
    Path(_MARKS or "", name).touch()
    Signal().wait()


_RECORDED = text("SELECT name FROM source WHERE id = :id AND last_complete_at IS NOT NULL")

if _MARKS:

    @event.listens_for(Engine, "commit")
    def before_commit(connection: Connection) -> None:
        args = current_task.request.args if current_task else None
        if args and connection.execute(_RECORDED, {"id": args[0]}).scalar() == "commit":
            _halt("commit")

    @task_postrun.connect
    def before_acknowledging(args: tuple[Any, ...], **_: Any) -> None:
        with held().database.read_scope() as session:
            if args and session.execute(_RECORDED, {"id": args[0]}).scalar() == "acknowledge":
                _halt("acknowledge")
