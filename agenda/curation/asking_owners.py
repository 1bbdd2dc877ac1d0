"""Owners asked whether their activities still run: letters, answers, expiry, as rows.

One letter per owner lists whatever is due, with one link that says "yes, all of it". Run it
daily: twice on a day does the same as once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from accounts import mail
from accounts.journal import Actor, record
from accounts.models import Role, User
from agenda.curation.deciding import Decider, facts_of, mark
from agenda.curation.reconfirm import EXPIRE_AFTER, Standing, Step, goes_along, step
from agenda.models import Event, Reconfirmation, Review, Source
from agenda.status import EventState, ReviewAnswer, ReviewKind, SourceKind
from agenda.words import day_words

LINK_DAYS = 60
RULE = Actor("herbevestiging")
_SALT = "loopt dit nog"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a round did: letters written, activities handed to staff, activities expired."""

    letters: int = 0
    with_staff: int = 0
    expired: int = 0


@dataclass(slots=True)
class _Case:
    event: Event
    source: Source
    row: Reconfirmation | None
    step: Step
    standing: Standing


def ask_owners(session: Session, *, key: str, base_url: str, site: str, now: datetime) -> Asked:
    """Everything that is due today. `base_url` is the desk's own address."""
    cases = _cases(session, now)
    owners = _owners(session, cases)
    letters = 0
    for address, mine in _by_owner(cases, owners).items():
        letters += _write(session, address, mine, key=key, base_url=base_url, site=site, now=now)
    with_staff = [c for c in cases if c.step is Step.ASK_STAFF or _has_no_owner(c, owners)]
    for case in with_staff:
        _hand_over(session, case, now)
    expired = [c for c in cases if c.step is Step.EXPIRE]
    for case in expired:
        _expire(session, case, now)
    for address, mine in _by_owner(expired, owners).items():
        _tell(session, address, mine, key=key, base_url=base_url, site=site, now=now)
    return Asked(letters=letters, with_staff=len(with_staff), expired=len(expired))


def confirm(session: Session, event_ids: Iterable[int], *, actor: Actor, now: datetime) -> int:
    """The owner says these still run; what had expired for want of an answer comes back."""
    events = session.scalars(select(Event).where(Event.id.in_(list(event_ids)))).all()
    for event in events:
        before = facts_of(event)
        event.confirmed_at = now
        if event.state == EventState.EXPIRED:
            event.state = EventState.PUBLIC if event.approved_id else EventState.PENDING
        subject = ("event", event.id)
        after = {**facts_of(event), "title": event.title}
        record(session, actor, "confirm", subject, now=now, before=before, after=after)
    _close_questions(session, [e.id for e in events], now)
    mark(session, events, "confirm")
    return len(events)


def end(session: Session, event_ids: Iterable[int], *, actor: Actor, now: datetime) -> None:
    """The owner says these have stopped."""
    events = session.scalars(select(Event).where(Event.id.in_(list(event_ids)))).all()
    for event in events:
        before = facts_of(event)
        event.state = EventState.EXPIRED
        after = {**facts_of(event), "title": event.title}
        record(session, actor, "expire", ("event", event.id), now=now, before=before, after=after)
    _close_questions(session, [e.id for e in events], now)
    mark(session, events, "expire")


def sign(key: str, event_ids: Sequence[int]) -> str:
    """The part of a link that says which activities it is about."""
    return URLSafeTimedSerializer(key, salt=_SALT).dumps(list(event_ids))


def read_link(key: str, token: str) -> tuple[int, ...]:
    """The activities of a signed link; () when it is not ours or older than sixty days."""
    try:
        found = URLSafeTimedSerializer(key, salt=_SALT).loads(token, max_age=LINK_DAYS * 86_400)
    except BadData:
        return ()
    return tuple(int(i) for i in found)


def _cases(session: Session, now: datetime) -> list[_Case]:
    """Public activities that no source keeps confirming and that still have dates to come."""
    rows = session.execute(
        select(Event, Source, Reconfirmation)
        .join(Source, Source.id == Event.source_id)
        .outerjoin(Reconfirmation, Reconfirmation.event_id == Event.id)
        .where(
            Event.state == EventState.PUBLIC,
            Event.last_on >= now.date(),
            or_(Source.kind == SourceKind.FORM, Source.address.startswith("upload:")),
        )
        .order_by(Event.id)
    )
    found = []
    for event, source, row in rows:
        standing = Standing(
            heard_at=event.confirmed_at or event.first_seen_at,
            asked_at=row.asked_at if row else None,
            reminded_at=row.reminded_at if row else None,
            is_with_staff=bool(row and row.with_staff_at),
        )
        due = step(standing, now=now)
        if due is Step.ASK and row is not None:
            row.reminded_at = row.with_staff_at = None
        found.append(_Case(event, source, row, due, standing))
    return found


def _owners(session: Session, cases: Sequence[_Case]) -> dict[int, tuple[str, ...]]:
    """Per source the address its owner is written to: its own, else the organisation's people."""
    ids = {c.source.provider_id for c in cases if c.source.provider_id}
    people: dict[str, list[str]] = defaultdict(list)
    for provider_id, email in session.execute(
        select(User.provider_id, User.email).where(
            User.role == Role.PARTNER, User.is_closed.is_(False), User.provider_id.in_(ids)
        )
    ):
        people[provider_id or ""].append(email)
    found = {}
    for case in cases:
        own = [case.source.owner_email] if case.source.owner_email else []
        found[case.source.id] = tuple(own or people.get(case.source.provider_id or "", []))
    return found


def _by_owner(cases: Sequence[_Case], owners: dict[int, tuple[str, ...]]) -> dict[str, list[_Case]]:
    grouped: dict[str, list[_Case]] = defaultdict(list)
    for case in cases:
        for address in owners[case.source.id]:
            grouped[address].append(case)
    return grouped


def _has_no_owner(case: _Case, owners: dict[int, tuple[str, ...]]) -> bool:
    return case.step is Step.ASK and not owners[case.source.id]


def _write(
    session: Session,
    address: str,
    cases: Sequence[_Case],
    *,
    key: str,
    base_url: str,
    site: str,
    now: datetime,
) -> int:
    """One letter with all that is due, and what will be soon; 1 when it was written."""
    asked = [c for c in cases if c.step is Step.ASK]
    reminded = [c for c in cases if c.step is Step.REMIND]
    if not asked and not reminded:
        return 0
    along = [c for c in cases if c not in asked and goes_along(c.standing, now=now)]
    listed = [*asked, *reminded, *(along if asked else [])]
    token = sign(key, [c.event.id for c in listed])
    last = min((c.standing.asked_at or now for c in reminded), default=now) + EXPIRE_AFTER
    text = (
        f"In de agenda van {site} staat van u:\n\n{_titles(listed)}\n\n"
        f"Loopt dit nog? Laat het met één klik weten:\n\n{base_url}/bevestig/{token}\n\n"
        f"Horen we niets, dan gaat het op {day_words(last.date())} van de agenda.\n\n"
        f"{_greeting(site)}"
    )
    subject = "Lopen uw activiteiten nog?" if asked else "Herinnering: lopen uw activiteiten nog?"
    unique = f"loopt:{address}:{now.date().isoformat()}"
    if not mail.write(session, address, subject, text, now=now, unique_key=unique[:120]):
        return 0
    for case in [*asked, *(along if asked else [])]:
        row = _row(session, case)
        row.asked_at, row.reminded_at, row.with_staff_at = now, None, None
    for case in reminded:
        _row(session, case).reminded_at = now
    return 1


def _hand_over(session: Session, case: _Case, now: datetime) -> None:
    """Staff may know; nobody has to. Without an owner's address it is the only way."""
    row = _row(session, case)
    row.asked_at, row.with_staff_at = row.asked_at or now, now
    session.add(
        Review(
            kind=ReviewKind.RECONFIRM,
            source_id=case.source.id,
            event_id=case.event.id,
            is_public=True,
            urgent_on=_coming(case.event, now.date()),
            created_at=now,
            payload={
                "title": case.event.title,
                "reasons": ["De organisatie liet niet weten of dit nog loopt."],
            },
        )
    )


def _expire(session: Session, case: _Case, now: datetime) -> None:
    by = Decider(actor=RULE, now=now)
    before = facts_of(case.event)
    case.event.state = EventState.EXPIRED
    after = {**facts_of(case.event), "title": case.event.title}
    subject = ("event", case.event.id)
    record(session, by.actor, "expire", subject, now=now, before=before, after=after)
    _close_questions(session, [case.event.id], now)
    mark(session, [case.event], "expire")


def _tell(
    session: Session,
    address: str,
    cases: Sequence[_Case],
    *,
    key: str,
    base_url: str,
    site: str,
    now: datetime,
) -> None:
    """One letter with all that went today, and one link that brings it back."""
    link = f"{base_url}/bevestig/{sign(key, [c.event.id for c in cases])}"
    text = (
        f"Dit staat niet meer in de agenda van {site}, omdat we niet hoorden of het nog loopt:\n\n"
        f"{_titles(cases)}\n\n"
        f"Loopt het nog? Laat het weten, dan staat het er weer:\n\n{link}\n\n"
        f"{_greeting(site)}"
    )
    unique = f"weg:{address}:{now.date().isoformat()}"[:120]
    mail.write(session, address, "Uit de agenda gehaald", text, now=now, unique_key=unique)


def _titles(cases: Sequence[_Case]) -> str:
    """A line per title: a list often gives every date as an activity of its own."""
    return "\n".join(f"- {title}" for title in dict.fromkeys(c.event.title for c in cases))


def _greeting(site: str) -> str:
    return f"Met vriendelijke groet,\nde redactie van {site}\n"


def _row(session: Session, case: _Case) -> Reconfirmation:
    if case.row is None:
        case.row = Reconfirmation(event_id=case.event.id)
        session.add(case.row)
    return case.row


def _close_questions(session: Session, event_ids: Sequence[int], now: datetime) -> None:
    rows = session.scalars(
        select(Review).where(
            Review.event_id.in_(event_ids),
            Review.kind == ReviewKind.RECONFIRM,
            Review.answer.is_(None),
        )
    )
    for row in rows:
        row.answer, row.answered_at, row.version = ReviewAnswer.SUPERSEDED, now, row.version + 1


def _coming(event: Event, today: date) -> date | None:
    return event.first_on if event.first_on >= today else None
