"""How each source is doing, from its own past, and what to do about it.

Expected volume is the median of what the last good readings held; a run with nothing, half
or double of it is odd and a person is asked. Silence is a state of its own: a source that
nobody could read for a day and a half shows it, whatever the cause (a worker that died, a
lease, a clock that stands still). `assess` is pure; `look` and `report` are the edges.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agenda.models import Event, Review, Run, Source
from agenda.status import Oddity, Outcome, ReviewKind, SourceKind, SourceState

SILENT_AFTER = timedelta(hours=36)
QUIET_AFTER = timedelta(days=120)
TOLD_AFTER = timedelta(days=3)
REMEMBERED = 20
_LEAST = 4
_GOOD = (Outcome.OK, Outcome.HELD)
_LOOKED = (Outcome.OK, Outcome.HELD, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One run of a source. `volume`: events it held then; None when it was not read anew."""

    at: datetime
    outcome: Outcome
    message: str = ""
    volume: int | None = None
    added: int = 0
    changed: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A source as its row says. `has_upcoming`: it has a date still to come."""

    name: str
    title: str
    created_at: datetime
    is_paused: bool
    paused_because: str
    failure_count: int
    has_upcoming: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`advice` is a Dutch sentence that says what to do, empty when all is well.

    `expected` and `volume`: events per reading, usual and last. `change`: what the last run
    that brought something did, in Dutch.
    """

    name: str
    title: str
    state: SourceState
    advice: str
    silent_for: timedelta | None = None
    expected: int | None = None
    volume: int | None = None
    oddity: Oddity | None = None
    change: str = ""
    changed_at: datetime | None = None
    failure_count: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def assess(facts: Facts, runs: Sequence[Past], *, now: datetime) -> Health:
    """The state of a source. `runs` are its last ones, newest first."""
    good = [run for run in runs if run.outcome in _LOOKED]
    volumes = [run.volume for run in runs if run.volume is not None and run.outcome in _GOOD]
    usual = expected(volumes[1:])
    odd = oddity(volumes[0], usual) if volumes else None
    last_good = good[0].at if good else None
    news = next((run for run in good if run.added or run.changed or run.withdrawn), None)
    silence = now - (last_good or facts.created_at)
    state, advice = _state(facts, runs, odd, silence, news, now=now)
    return Health(
        name=facts.name,
        title=facts.title,
        state=state,
        advice=advice,
        silent_for=silence,
        expected=usual,
        volume=volumes[0] if volumes else None,
        oddity=odd,
        change=_change(news) if news else "",
        changed_at=news.at if news else None,
        failure_count=facts.failure_count,
    )


def expected(volumes: Iterable[int]) -> int | None:
    """The usual number of events in a reading; None while there is no past to go by."""
    past = list(volumes)[:10]
    return round(median(past)) if past else None


def oddity(volume: int, usual: int | None) -> Oddity | None:
    """What is strange about this many events, if anything. Small numbers vary by nature."""
    if usual is None or (usual < _LEAST and not (volume == 0 and usual)):
        return None
    if volume == 0:
        return Oddity.ZERO
    if volume * 2 <= usual:
        return Oddity.HALF
    return Oddity.DOUBLE if volume >= usual * 2 else None


def message(
    source_title: str, reason: str, *, address: str, site: str, is_paused: bool = True
) -> Letter:
    """The mail to the owner of a source that cannot be read: plain words, and what to do.

    `site`: what the site is called. `is_paused`: we stopped trying; else we go on, and it has
    failed for `TOLD_AFTER`.
    """
    if is_paused:
        since = "Dat lukt nu een paar keer achter elkaar niet. Daarom zijn wij ermee gestopt."
        after = "Werkt het weer? Laat het weten, dan zetten wij het weer aan."
    else:
        since = "Dat lukt al drie dagen niet. Wij blijven het proberen."
        after = "Werkt het weer? Dan hoeft u niets te doen."
    body = (
        "Beste collega,\n\n"
        f"Wij lezen uw agenda “{source_title}” voor {site}. {since}\n\n"
        f"Wat er misgaat: {reason}\n"
        f"Het adres dat wij lezen: {address}\n\n"
        "Uw activiteiten die al in de agenda staan, blijven staan. Nieuwe activiteiten en "
        "wijzigingen komen er niet bij.\n\n"
        "Wat kunt u doen?\n"
        "- Kijk of het adres nog klopt en of u het zelf kunt openen.\n"
        "- Is er een nieuw adres of een nieuw bestand? Stuur het ons als antwoord op deze mail.\n"
        f"- {after}\n\n"
        "Met vriendelijke groet,\n"
        f"de redactie van {site}\n"
    )
    return Letter(subject=f"Uw agenda “{source_title}” kunnen wij niet meer lezen", body=body)


def look(session: Session, source: Source, *, volume: int, now: datetime) -> Oddity | None:
    """After a reading: ask a person when its volume is odd. One open question at a time."""
    past = session.scalars(
        select(Run.added_count + Run.changed_count + Run.kept_count)
        .where(Run.source_id == source.id, Run.outcome.in_(_GOOD))
        .order_by(Run.id.desc())
        .limit(11)
    ).all()
    usual = expected(past[1:])  # the first is this very run
    found = oddity(volume, usual)
    open_already = select(Review.id).where(
        Review.source_id == source.id,
        Review.kind == ReviewKind.ODD_SOURCE,
        Review.answer.is_(None),
    )
    if found is not None and session.scalar(open_already.limit(1)) is None:
        session.add(
            Review(
                kind=ReviewKind.ODD_SOURCE,
                source_id=source.id,
                is_public=True,
                created_at=now,
                payload={"reasons": [_ODD[found].format(volume=volume, usual=usual)]},
            )
        )
    return found


def report(session: Session, *, now: datetime) -> list[Health]:
    """Every source, those that need something first. Three queries, whatever their number."""
    number = func.row_number().over(partition_by=Run.source_id, order_by=Run.id.desc())
    recent = select(Run.id, number.label("number")).subquery()
    rows = session.scalars(
        select(Run)
        .join(recent, recent.c.id == Run.id)
        .where(recent.c.number <= REMEMBERED, Run.outcome != Outcome.RUNNING)
        .order_by(Run.source_id, Run.id.desc())
    )
    runs: dict[int, list[Past]] = {}
    for run in rows:
        runs.setdefault(run.source_id, []).append(_past(run))
    upcoming = set(
        session.scalars(
            select(Event.source_id)
            .where(Event.last_on >= now.date(), Event.state != "withdrawn")
            .distinct()
        )
    )
    sources = session.scalars(select(Source).where(Source.kind != SourceKind.FORM))
    found = [
        assess(_facts(source, source.id in upcoming), runs.get(source.id, []), now=now)
        for source in sources
    ]
    return sorted(found, key=lambda h: (_URGENCY.index(h.state), h.name))


_URGENCY = (
    *(SourceState.PAUSED, SourceState.SILENT, SourceState.FAILING, SourceState.ODD),
    SourceState.FINE,
)
_ODD = {
    Oddity.ZERO: "De bron is leeg; gewoonlijk staan er {usual} activiteiten in. Klopt dat?",
    Oddity.HALF: "Er staan nog {volume} activiteiten in; gewoonlijk {usual}. Klopt dat?",
    Oddity.DOUBLE: "Er staan ineens {volume} activiteiten in; gewoonlijk {usual}. Klopt dat?",
}


def _state(
    facts: Facts,
    runs: Sequence[Past],
    odd: Oddity | None,
    silence: timedelta,
    news: Past | None,
    *,
    now: datetime,
) -> tuple[SourceState, str]:
    if facts.is_paused:
        because = f" ({facts.paused_because})" if facts.paused_because else ""
        return SourceState.PAUSED, f"Staat stil{because}. Vraag de organisatie om een goed adres."
    failure = runs[0] if runs and runs[0].outcome in (Outcome.FAILED, Outcome.CRASHED) else None
    if facts.failure_count and failure:
        times = "keer" if facts.failure_count == 1 else "keer achter elkaar"
        said = failure.message or "onbekende fout"
        advice = f"{facts.failure_count} {times} mislukt: {said} We proberen het vanzelf opnieuw."
        return SourceState.FAILING, advice
    if silence > SILENT_AFTER:
        hours = round(silence.total_seconds() / 3600)
        return SourceState.SILENT, f"Al {hours} uur niet gelezen. Kijk of de verwerking draait."
    if odd is not None:
        return SourceState.ODD, "Het aantal activiteiten is vreemd. Kijk of de bron klopt."
    if news is not None and not facts.has_upcoming and now - news.at > QUIET_AFTER:
        advice = "Brengt al maanden niets nieuws en is leeg. Vraag om een nieuwe agenda."
        return SourceState.SILENT, advice
    return SourceState.FINE, ""


def _change(run: Past) -> str:
    parts = ((run.added, "nieuw"), (run.changed, "anders"), (run.withdrawn, "weg"))
    return ", ".join(f"{count} {word}" for count, word in parts if count)


def _past(run: Run) -> Past:
    outcome = Outcome(run.outcome)
    volume = run.added_count + run.changed_count + run.kept_count
    return Past(
        at=run.ended_at or run.started_at,
        outcome=outcome,
        message=run.message,
        volume=volume if outcome in _GOOD else None,
        added=run.added_count,
        changed=run.changed_count,
        withdrawn=run.withdrawn_count,
    )


def _facts(source: Source, has_upcoming: bool) -> Facts:
    return Facts(
        name=source.name,
        title=source.title,
        created_at=source.created_at,
        is_paused=source.is_paused,
        paused_because=source.paused_because,
        failure_count=source.failure_count,
        has_upcoming=has_upcoming,
    )
