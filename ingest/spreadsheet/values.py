"""Typed cell values as the text a person would read, cleaned and of bounded length."""

from datetime import date, datetime, time, timedelta

from base.text import clean
from ingest.spreadsheet.grid import Value

LENGTH = 4_000


def shown(value: Value, number_format: str = "") -> str:
    """The text of a value: dates as 2026-03-05, times as 14:00, numbers as written in Dutch.

    A date whose format shows only day and month ("8-12" typed as an age and taken for a
    date by the program) is shown as day-month.
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else ("ja" if value else "nee")
    if isinstance(value, str):
        lines = (" ".join(line.split()) for line in clean(value[:LENGTH]).split("\n"))
        return "\n".join(lines).strip()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return _number(value, number_format)


def _number(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value * 100:g}%"
    if "€" in number_format or "EUR" in number_format:
        return f"€ {value:.2f}".replace(".", ",")
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}".replace(".", ",")
