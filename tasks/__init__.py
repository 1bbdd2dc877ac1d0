"""The clock: Celery app, beat schedule and task bodies."""
