"""What a Dutch text says about when: the values the grammar gives back."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from agenda.draft import Doubt, Recurrence
from agenda.moment import Moment
from agenda.status import EventStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Clock times without a day. `end` None is unknown; one before `start` is the next day."""

    start: time | None = None
    end: time | None = None
    doors: time | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One activity's date, dates or rule, as a text states it.

    `start` is the first date (from the anchor on for a rule); None when no date can be made
    of what stands there, and then there is a doubt. All-day moments where no clock is given,
    with a doubt about "time" (see `at`). `end` None is unknown; for days the last one,
    inclusive. `since` is the day from which the text says the rule holds, if it does.
    `deadline` is for signing up, all-day unless it has a clock. `is_full`: no places left.
    `words` is the passage read, `span` where it stands in the text (start, end).
    Doubts are about: start, end, time (no clock stated), recurrence or status; their
    reasons are Dutch sentences that quote what stands there.
    """

    start: Moment | None
    end: Moment | None = None
    doors: Moment | None = None
    recurrence: Recurrence | None = None
    status: EventStatus = EventStatus.SCHEDULED
    previous_start: Moment | None = None
    since: date | None = None
    deadline: Moment | None = None
    is_full: bool = False
    doubts: tuple[Doubt, ...] = ()
    words: str = ""
    span: tuple[int, int] = (0, 0)

    @property
    def is_sure(self) -> bool:
        """Only one reading of the text is possible, and it is complete."""
        return not self.doubts

    @property
    def has_clock(self) -> bool:
        return self.start is not None and self.start.clock is not None

    def at(self, times: Times) -> "Reading":
        """The same days at these times: for a day and a time from two cells of a table.

        Takes the doubt "time" away and brings the doubts of `times`. A reading that has
        its own clock, or no start, is returned as it is; so it is when `times` has no start.
        """
        if self.start is None or self.has_clock or times.start is None:
            return self
        doubts = tuple(d for d in self.doubts if d.about != "time") + times.doubts
        rule = self.recurrence
        if rule is not None and rule.rdates:
            rule = replace(
                rule,
                rdates=tuple(_set(m, times.start) for m in rule.rdates),
            )
        return replace(
            self,
            start=_set(self.start, times.start),
            end=_end(self.start, times.start, times.end),
            doors=_set(self.start, times.doors) if times.doors else None,
            recurrence=rule,
            doubts=doubts,
        )


def _set(moment: Moment, clock: time) -> Moment:
    return Moment(moment.day, clock, moment.zone)


def _end(day: Moment, start: time, end: time | None) -> Moment | None:
    if end is None:
        return None
    return Moment(day.day + timedelta(days=end <= start), end, day.zone)
