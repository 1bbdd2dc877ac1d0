"""The public site for a WSGI server: `gunicorn -c deploy/gunicorn.py web.public.wsgi:app`."""

import os

from base import logs
from base.config import from_env
from web.public.app import create_app

_settings = from_env(os.environ)
logs.configure(_settings.log_format)
logs.report_errors(_settings.sentry_dsn)
app = create_app(_settings)
