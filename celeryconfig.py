"""Celery's settings: values only. What depends on the environment is added in `tasks.app`."""

from datetime import timedelta

from celery.schedules import crontab

timezone = "Europe/Amsterdam"
enable_utc = True

# Answers are rows, so nobody waits for a result; messages are ids, never objects.
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]

task_default_queue = "fetching"
task_routes = {
    "tasks.refresh.crawl": {"queue": "crawling"},
    "tasks.publish.*": {"queue": "publishing"},
    "tasks.daily.check_addresses": {"queue": "fetching"},
    "tasks.daily.*": {"queue": "publishing"},
}
imports = ("tasks.refresh", "tasks.publish", "tasks.daily")

# Everything may run twice, so a message is given back only when its work is done.
task_acks_late = True
task_reject_on_worker_lost = True
task_time_limit = 15 * 60
task_soft_time_limit = 14 * 60

worker_hijack_root_logger = False
worker_redirect_stdouts = False
worker_send_task_events = False
worker_max_tasks_per_child = 200
worker_cancel_long_running_tasks_on_connection_loss = True
broker_connection_retry_on_startup = True

# A message expires before the clock sends the next: what nobody took is sent again, not kept.
_SOON = {"expires": 50}
_AT_ONCE = {"expires": 2}
_TODAY = {"expires": 6 * 60 * 60}

beat_schedule = {
    "read what is due": {
        "task": "tasks.refresh.refresh_due",
        "schedule": timedelta(minutes=1),
        "options": _SOON,
    },
    "publish what changed": {
        "task": "tasks.publish.publish_changed",
        "schedule": timedelta(seconds=2),
        "options": _AT_ONCE,
    },
    "send mail": {
        "task": "tasks.daily.send_mail",
        "schedule": timedelta(minutes=1),
        "options": _SOON,
    },
    "hear visitors": {
        "task": "tasks.daily.drain_messages",
        "schedule": timedelta(minutes=1),
        "options": _SOON,
    },
    "ask owners": {
        "task": "tasks.daily.ask_owners",
        "schedule": crontab(hour=8, minute=30),
        "options": _TODAY,
    },
    "write the week": {
        "task": "tasks.daily.write_week",
        "schedule": crontab(hour=7, minute=30, day_of_week="mon"),
        "options": _TODAY,
    },
    "begin the day": {
        "task": "tasks.publish.publish_day",
        "schedule": crontab(hour=0, minute=0),
        "options": _TODAY,
    },
    "look before saving": {
        "task": "tasks.refresh.fill_previews",
        "schedule": timedelta(seconds=3),
        "options": _AT_ONCE,
    },
    "forget what is old": {
        "task": "tasks.daily.forget_old",
        "schedule": crontab(hour=3, minute=40),
        "options": _TODAY,
    },
    "roll the window": {
        "task": "tasks.daily.roll_window",
        "schedule": crontab(hour=3, minute=20),
        "options": _TODAY,
    },
    "count searches": {
        "task": "tasks.daily.drain_searches",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 9 * 60},
    },
    "keep the map": {
        "task": "tasks.daily.keep_the_map",
        "schedule": crontab(hour=4, minute=10),
        "options": _TODAY,
    },
    "look at web addresses": {
        "task": "tasks.daily.check_addresses",
        "schedule": crontab(hour=4, minute=40),
        "options": _TODAY,
    },
}
