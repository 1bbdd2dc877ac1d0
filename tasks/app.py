"""The Celery app: `celery -A tasks.app worker` and `celery -A tasks.app beat` start from here.

Settings come from the environment. With `memory://` worker and clock live in the process
that queues (`tasks.embedded`); with Redis each is a process of its own.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

import celeryconfig
from base import logs
from base.config import Settings, from_env

LONGEST = celeryconfig.task_time_limit


def configure(celery: Celery, settings: Settings) -> Celery:
    """Set what depends on where it runs: the broker, and how it gives messages out."""
    is_here = settings.broker_url.startswith("memory:")
    options = (
        {"polling_interval": 0.2}
        if is_here
        else {
            # Above the longest task: what is still being worked on is not given out again.
            "visibility_timeout": LONGEST + 60,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_keepalive": True,
        }
    )
    celery.conf.update(
        broker_url="memory://localhost//" if is_here else settings.broker_url,
        broker_transport_options=options,
        worker_prefetch_multiplier=16 if is_here else 1,
        beat_schedule_filename=str(settings.data_dir / "beat-schedule"),
    )
    return celery


_settings = from_env(os.environ)
app = Celery("wijzer")
app.config_from_object(celeryconfig)
configure(app, _settings)
# Without this, retries from worker threads went to an app without a broker and were lost.
app.set_default()


@setup_logging.connect
def log_as_everywhere(**_: Any) -> None:
    """Worker and clock log as the rest does, and not in Celery's own way."""
    logs.configure(_settings.log_format)
    logs.report_errors(_settings.sentry_dsn)
