"""The desk for a WSGI server: `gunicorn -c deploy/gunicorn.py web.desk.wsgi:app`.

It answers below `/beheer`, as `wijzer run` mounts it.
"""

import os

from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from base import logs
from base.config import from_env
from base.db import Database
from web.desk.app import create_app

_settings = from_env(os.environ)
logs.configure(_settings.log_format)
logs.report_errors(_settings.sentry_dsn)
app = DispatcherMiddleware(
    NotFound(), {"/beheer": create_app(_settings, Database(_settings.database_url)).wsgi_app}
)
