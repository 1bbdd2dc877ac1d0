"""One line per outcome, on the error stream, as text or JSON; without personal data.

`info`: something ended. `warning`: something recovered. `error`: a person should look.
Libraries log through the same door, from warnings up.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\d)(?:\+31|0031|0)[\s-]?\d(?:[\s-]?\d){8}(?!\d)"
)

Facts = MutableMapping[str, Any]


def configure(log_format: str, level: int = logging.INFO) -> None:
    """Set up logging of this process. `log_format`: "text" or "json"."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = _ToErrorStream()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(log_format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


class _ToErrorStream(logging.StreamHandler[Any]):
    """Writes to what is the error stream when a line is written, not when this was made."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        return sys.stderr


OURS = ("accounts", "agenda", "cli", "feeds", "ingest", "providers", "spiders", "tasks", "web")


def report_errors(sentry_dsn: str) -> None:
    """Send what goes wrong to Sentry, where one is set; no requests, no values of variables."""
    if not sentry_dsn:
        return
    import sentry_sdk  # Imported late: most installations have none, and it is heavy.

    sentry_sdk.init(
        dsn=sentry_dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
    )


def without_personal_data(_logger: object, _method: str, facts: Facts) -> Facts:
    """Mail addresses and telephone numbers never reach a log, whoever wrote the line."""
    for name, value in facts.items():
        if isinstance(value, str) and name != "timestamp":
            facts[name] = _PERSONAL.sub("…", value)
    return facts


def _renderer(log_format: str) -> structlog.typing.Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
