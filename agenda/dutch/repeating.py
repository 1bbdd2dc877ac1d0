"""Rules in words into RFC 5545 rules, with the first date."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from agenda.draft import Recurrence
from agenda.dutch.frame import Frame, maybe, moment
from agenda.dutch.group import Group
from agenda.dutch.phrases import Day, Days, Lead, Mark, Months, Rule, Sense
from agenda.dutch.plan import Plan, recurrence
from agenda.dutch.reading import Reading
from agenda.status import Exclusion


def of_rule(group: Group, frame: Frame) -> Iterator[Reading]:
    """A reading per session of the rule in `group`."""
    plan = _plan(group, frame)
    dayparts = {r.daypart for r in group.rules if r.daypart}
    if len(dayparts) > 1:
        frame.doubt("start", "Er staan verschillende delen van de dag.")
    sessions = frame.sessions(group, min(dayparts) if dayparts else None)
    if explicit := _explicit_days(group, plan, frame):
        for session in sessions:
            rdates = tuple(moment(d, session.start, frame.zone) for d in explicit[1:])
            yield Reading(
                start=moment(explicit[0], session.start, frame.zone),
                end=maybe(explicit[0], session.end, frame.zone),
                doors=maybe(explicit[0], session.doors, frame.zone),
                recurrence=Recurrence(rdates=rdates) if rdates else None,
            )
        return
    first = plan.first(plan.since or frame.anchor)
    _check(plan, first, frame)
    if first is None:
        yield Reading(start=None)
        return
    for session in sessions:
        yield Reading(
            start=moment(first, session.start, frame.zone),
            end=maybe(first, session.end, frame.zone),
            doors=maybe(first, session.doors, frame.zone),
            recurrence=recurrence(plan, frame.zone),
            since=plan.since,
        )


def _plan(group: Group, frame: Frame) -> Plan:
    plan = _of_words(group.rules, frame)
    plan.parity = group.parity.parity if group.parity else None
    plan.weeks = group.interval.weeks if group.interval else 1
    if plan.parity is not None and plan.weeks == 2:
        plan.weeks = 1  # "om de week (even weken)": the weeks named decide
    plan.count = group.count
    _borders(plan, group, frame)
    for exception in group.exceptions:
        for item in exception.items:
            _leave_out(plan, item, frame)
    return plan


def _of_words(rules: list[Rule], frame: Frame) -> Plan:
    for rule in rules:
        if rule.doubt:
            frame.doubt("recurrence", rule.doubt)
    pairs = tuple(dict.fromkeys(pair for rule in rules for pair in rule.pairs))
    month_days = tuple(dict.fromkeys(n for rule in rules for n in rule.month_days))
    is_daily = any(rule.is_daily for rule in rules)
    kinds = {bool(n) for n, _ in pairs} | ({"day"} if is_daily else set())
    if len(kinds) + bool(month_days) > 1:
        frame.doubt("recurrence", "Er staan verschillende herhalingen door elkaar.")
    is_workdays = any(rule.is_workdays for rule in rules)
    return Plan(
        pairs=tuple(sorted(pairs, key=lambda p: (p[0] < 0, p))),
        month_days=month_days,
        is_daily=is_daily,
        months=frozenset(m for rule in rules for m in rule.months),
        parity=None,
        exclusions=frozenset({Exclusion.PUBLIC_HOLIDAYS}) if is_workdays else frozenset(),
    )


def _borders(plan: Plan, group: Group, frame: Frame) -> None:
    """From when until when, and in which months, the rule holds."""
    if group.since is not None:
        plan.since = _first_day(group.since, frame)
    if group.until is not None:
        plan.until = _last_day(group.until, plan, frame)
    for months in group.months:
        _months(plan, months, frame)
    if plan.since and isinstance(group.since, Days) and len(group.since.days) == 2:
        found = frame.calendar(group.since)
        plan.until = found[-1] if found else None
    for phrase in [d for d in group.days if "-" in d.joins and len(d.days) == 2]:
        found = frame.calendar(phrase, about="recurrence")
        if found:
            plan.since, plan.until = found[0], found[-1]
        if phrase.is_open:
            _open_end(plan, frame)


def _first_day(phrase: Days | Months, frame: Frame) -> date | None:
    if isinstance(phrase, Days):
        found = frame.calendar(phrase, about="recurrence")
        return found[0] if found else None
    day = Days(
        first=phrase.first,
        last=phrase.last,
        days=(Day(day=1, month=phrase.months[0], year=phrase.years[0]),),
    )
    found = frame.calendar(day, about="recurrence")
    return found[0] if found else None


def _last_day(phrase: Days | Months, plan: Plan, frame: Frame) -> date | None:
    """The last day; "tot" leaves open whether it counts, a doubt only if the rule is on it."""
    if isinstance(phrase, Months):
        month = phrase.months[-1]
        start = plan.since or frame.anchor
        year = phrase.years[-1] or start.year + (month < start.month)
        if phrase.lead is Lead.BEFORE:
            frame.doubt("recurrence", "Hoort de maand na “tot” er zelf ook bij?")
        return date(year, month, monthrange(year, month)[1])
    found = frame.calendar(phrase, about="recurrence")
    if not found:
        return None
    plan.until = found[-1]
    if phrase.lead is Lead.BEFORE:
        _open_end(plan, frame)
    return found[-1]


def _open_end(plan: Plan, frame: Frame) -> None:
    if plan.until is not None and plan.holds(plan.until):
        frame.doubt("recurrence", "Hoort de dag na “tot” er zelf ook bij?")


def _months(plan: Plan, months: Months, frame: Frame) -> None:
    """`september t/m mei` every year, or with years a first and last day."""
    first_year, last_year = months.years
    if months.is_open:
        frame.doubt("recurrence", "Hoort de maand na “tot” er zelf ook bij?")
    if last_year is not None:
        last = months.months[-1]
        is_over = months.months[0] > last
        first_year = first_year or last_year - is_over
        plan.since = date(first_year, months.months[0], 1)
        plan.until = date(last_year, last, monthrange(last_year, last)[1])
        return
    if len(months.months) == 1:
        frame.doubt("recurrence", "Is dit alleen in deze maand, en van welk jaar?")
        return
    plan.months = plan.months & set(months.months) if plan.months else frozenset(months.months)


def _leave_out(plan: Plan, item: object, frame: Frame) -> None:
    match item:
        case Mark(sense=Sense.SCHOOL):
            plan.exclusions |= {Exclusion.SCHOOL_HOLIDAYS}
        case Mark(sense=Sense.FEASTS):
            plan.exclusions |= {Exclusion.PUBLIC_HOLIDAYS}
        case Mark(holiday=Exclusion() as holiday):
            plan.exclusions |= {holiday}
            frame.doubt("recurrence", "Wij houden de schoolvakantie van de regio aan. Klopt dat?")
        case Mark():
            frame.doubt("recurrence", "Van welke tot welke dag is het dan niet?")
        case Months():
            plan.months = (plan.months or frozenset(range(1, 13))) - set(item.months)
        case Days():
            plan.left_out += _days_left_out(plan, item, frame)
        case Rule():
            _weekdays_left_out(plan, item, frame)


def _days_left_out(plan: Plan, item: Days, frame: Frame) -> tuple[date, ...]:
    found = frame.calendar(item, about="recurrence")
    if "-" in item.joins and len(found) == 2:
        if whole := _whole_months(item):
            plan.months = (plan.months or frozenset(range(1, 13))) - whole
            return ()
        length = (found[1] - found[0]).days
        if length > 120:
            frame.doubt("recurrence", "De onderbreking is erg lang.")
            return ()
        days = [found[0] + timedelta(days=n) for n in range(length + 1)]
        return tuple(d for d in days if plan.holds(d))
    if any(not plan.holds(d) for d in found if plan.is_monthly or not plan.is_daily):
        is_feast = all(d.feast for d in item.days)
        if not is_feast:
            frame.doubt("recurrence", "Op een dag die wordt uitgezonderd, is het al niet.")
    return found


def _whole_months(item: Days) -> frozenset[int]:
    """The months of `1 juli t/m 31 augustus` without a year: so it is every year."""
    first, last = item.days
    if first.day != 1 or first.year or last.year or not (first.month and last.month and last.day):
        return frozenset()
    if last.day < (28 if last.month == 2 else monthrange(2001, last.month)[1]):
        return frozenset()
    length = (last.month - first.month) % 12
    return frozenset((first.month + n - 1) % 12 + 1 for n in range(length + 1))


def _weekdays_left_out(plan: Plan, item: Rule, frame: Frame) -> None:
    """`dagelijks behalve zondag`; an exception that is itself monthly cannot be held."""
    gone = {weekday for ordinal, weekday in item.pairs if ordinal == 0}
    if item.doubt or len(gone) != len(item.pairs) or plan.is_monthly or not gone:
        frame.doubt("recurrence", "De uitzondering kunnen wij niet omzetten in datums.")
        return
    pairs = tuple((0, d) for d in range(7)) if plan.is_daily else plan.pairs
    plan.pairs, plan.is_daily = tuple(p for p in pairs if p[1] not in gone), False


def _explicit_days(group: Group, plan: Plan, frame: Frame) -> list[date]:
    """`elke dinsdag: 3, 10 en 17 maart`: the listed days, if the rule agrees."""
    lists = [d for d in group.days if not ("-" in d.joins and len(d.days) == 2)]
    lists = [d for d in lists if d is not group.since]
    if not lists:
        return []
    days = [d for phrase in lists for d in frame.calendar(phrase)]
    if len(days) == 1 and plan.weeks > 1 and plan.holds(days[0]):
        plan.since = days[0]  # "om de week op dinsdag 3 maart"
        return []
    if any(not plan.holds(d) for d in days):
        frame.doubt("recurrence", "De datums passen niet bij de genoemde weekdag.")
    elif len(days) == 1 and any(r.is_each for r in group.rules):
        frame.doubt("recurrence", "Is het elke week, of alleen op deze datum?")
    if group.count is not None and len(days) not in (1, group.count):
        frame.doubt("recurrence", f"Er staat {group.count}, maar er zijn {len(days)} datums.")
    return days


def _check_count(plan: Plan, first: date, last: date, frame: Frame) -> None:
    """`8 dinsdagen van 10 februari t/m 31 maart`: there must be eight."""
    days = (first + timedelta(days=n) for n in range(min(400, (last - first).days + 1)))
    left = [d for d in days if plan.holds(d) and d not in plan.left_out]
    if len(left) != plan.count or plan.exclusions or plan.weeks > 1:
        frame.doubt("recurrence", f"Er staat {plan.count}, maar er zijn {len(left)} datums.")


def _check(plan: Plan, first: date | None, frame: Frame) -> None:
    if first is None or not (plan.pairs or plan.month_days or plan.is_daily):
        frame.doubt("recurrence", "Met deze regel is er geen enkele datum.")
        return
    if plan.until is not None and first > plan.until:
        frame.doubt("recurrence", "De laatste dag is vóór de eerste.")
    if plan.weeks > 1:
        if plan.is_monthly or plan.is_daily or plan.parity:
            frame.doubt("recurrence", "Er staan verschillende herhalingen door elkaar.")
        if plan.since is None:
            frame.doubt("recurrence", "Er staat niet in welke week het begint.")
        elif not plan.holds(plan.since):
            frame.doubt("recurrence", "De begindatum valt niet op de genoemde weekdag.")
    if plan.count is not None and plan.since and plan.until:
        _check_count(plan, plan.since, plan.until, frame)
    elif plan.count is not None and (plan.since is None or plan.exclusions or plan.left_out):
        frame.doubt("recurrence", f"Van de {plan.count} keer is niet elke datum te bepalen.")
