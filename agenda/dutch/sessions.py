"""Clock phrases into sessions: which time is the start, which the end, which the doors."""

from collections.abc import Sequence
from dataclasses import dataclass

from agenda.draft import Doubt
from agenda.dutch import clocks
from agenda.dutch.phrases import Clock, Role, Span

_DOORS_BEFORE = 4 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Minutes from midnight; an end past 24:00 is on the next day. None: not stated."""

    start: int | None = None
    end: int | None = None
    doors: int | None = None


@dataclass(frozen=True, slots=True)
class Sessions:
    found: tuple[Session, ...]
    doubts: tuple[Doubt, ...] = ()


def sessions(
    spans: Sequence[Span], follows: Sequence[bool], daypart: str | None = None
) -> Sessions:
    """The sessions that `spans` state, in their order.

    `follows[i]`: span i was joined to the one before it ("en van 13.00 tot 15.00 uur"), so
    that both are sessions; times apart from each other are a doubt.
    """
    doors = [s for s in spans if s.role is Role.DOORS and s.start]
    ends = [s for s in spans if s.role is Role.END or s.start is None]
    main = [s for s in spans if s not in doors and s not in ends]
    is_doors_alone = not main and bool(doors and ends)
    is_doors_alone |= any(s.role is Role.DOORS and s.start is None for s in spans)
    if not main:
        main, doors = doors, []
    doubts = _arrangement(spans, follows, main, doors, ends)
    if is_doors_alone:
        doubts.append(Doubt(about="start", reason="Er staat wel een inloop, geen begintijd."))
    found = []
    for span in main:
        try:
            start, end = clocks.resolve(span, daypart)
            found.append(_session(start, end, doors, ends))
        except clocks.Unclear as unclear:
            doubts.append(Doubt(about="start", reason=str(unclear)))
            found.append(_as_written(span))
    if not main and ends:
        doubts.append(Doubt(about="start", reason="Er staat wel een eindtijd, geen begintijd."))
    return Sessions(tuple(dict.fromkeys(found)), tuple(doubts))


def _arrangement(
    spans: Sequence[Span],
    follows: Sequence[bool],
    main: Sequence[Span],
    doors: Sequence[Span],
    ends: Sequence[Span],
) -> list[Doubt]:
    """Doubts about which time is which."""
    positions = [i for i, s in enumerate(spans) if s in main]
    is_apart = any(not follows[i] for i in positions[1:])
    if len(main) > 1 and (is_apart or doors or ends):
        return [
            Doubt(about="start", reason="Er staan meer tijden; het is niet duidelijk welke geldt.")
        ]
    if any(s.is_weak for s in main) and any(s.end is None for s in main):
        return [Doubt(about="start", reason="Zijn de eerste getallen een datum of een tijd?")]
    if ends and any(s.end for s in main):
        return [Doubt(about="start", reason="Er staan twee eindtijden.")]
    if len(doors) > 1 or len(ends) > 1:
        return [Doubt(about="start", reason="Er staan meer inloop- of eindtijden.")]
    return []


def _session(
    start: int | None,
    end: int | None,
    doors: Sequence[Span],
    ends: Sequence[Span],
) -> Session:
    if ends and end is None and start is not None:
        clock = ends[0].end or ends[0].start
        end = clocks.resolve_end(clock, start) if clock else None
    opening = doors[0].start if doors else None
    if opening is None or start is None:
        return Session(start=start, end=end)
    return Session(start=start, end=end, doors=_doors(opening, start))


def _doors(clock: Clock, start: int) -> int:
    """The doors open before the start, not many hours before. Raises Unclear."""
    said = clock.hour * 60 + clock.minute
    for minutes in (said, said + 720):
        if 0 <= start - minutes <= _DOORS_BEFORE:
            return minutes
    raise clocks.Unclear(f"De inloop “{clocks.show(clock)}” past niet bij het begin.")


def _as_written(span: Span) -> Session:
    """What an unclear span says when taken literally, so that a person sees a proposal."""
    start = span.start.hour * 60 + span.start.minute if span.start else None
    return Session(start=None if start is None else start % 1440)
