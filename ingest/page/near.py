"""Around which day the days of a page lie that have no year."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Near:
    """A day, and what it was taken from.

    `is_stated`: a title or heading names the year. `is_month`: a heading names the month, and
    `day` is its first.
    """

    day: date
    is_stated: bool = False
    is_month: bool = False

    def since(self, first: date) -> date:
        """The day for a passage that first stood there on `first`.

        A line of last year stays last year's, unless what stands above it names this one.
        """
        if self.is_month:
            return self.day if self.is_stated else nearest(self.day.month, first)
        return self.day if self.is_stated and first.year != self.day.year else first

    def passage(self, text: str) -> str:
        """What a text has to be known again by: under another month it is another."""
        return f"{self.day.month} {text}" if self.is_month else text


def nearest(month: int, near: date) -> date:
    """The first day of the month of this number that lies at most half a year from `near`."""
    distance = (month - near.month + 6) % 12 - 6
    total = near.year * 12 + near.month - 1 + distance
    return date(total // 12, total % 12 + 1, 1)
