"""The only clock. Entry points call `now()`; everything below receives it as an argument."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


_ahead = [timedelta()]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _ahead[0]


def run_from(instant: datetime) -> None:
    """Let this process's clock run on from `instant`: rehearsals of `wijzer run --now`."""
    _ahead[0] = instant - datetime.now(UTC)


def parse_now(text: str | None) -> datetime:
    """`--now`: an ISO date or time as an instant in UTC; without zone it is local time here.

    Raises ValueError when the text is no ISO 8601 date or time.
    """
    if not text:
        return now()
    given = datetime.fromisoformat(text)
    if given.tzinfo is None:
        given = given.replace(tzinfo=AMSTERDAM)
    return given.astimezone(UTC)
