"""Odd and even weeks, every so many weeks, and months without a day."""

from agenda.dutch import words
from agenda.dutch.names import month_at
from agenda.dutch.phrases import Interval, Lead, Months, Parity, Tokens
from agenda.dutch.token import COUNT, NUMBER, ORDINAL, YEAR
from agenda.status import WeekParity


def parity_at(tokens: Tokens, i: int) -> Parity | None:
    """`(in de) (on)even weken`, not "even en oneven weken"."""
    j = tokens.skip(i, frozenset({"in", "de", "elke", "iedere", "alleen"}), 3)
    text = tokens.text(j)
    if text not in {"even", "oneven"} or not tokens.text(j + 1).startswith(
        ("week", "weken", "kalenderwe")
    ):
        return None
    parity = WeekParity.EVEN if text == "even" else WeekParity.ODD
    return Parity(first=i, last=j + 2, parity=parity)


_INTERVAL_WORDS = {
    "tweewekelijks": 2,
    "tweewekelijkse": 2,
    "driewekelijks": 3,
    "vierwekelijks": 4,
    "veertiendaags": 2,
    "veertiendaagse": 2,
}
_ONCE = frozenset({"eens", "een", "eenmaal", "1x", "1", "per"})


def interval_at(tokens: Tokens, i: int) -> Interval | None:
    """`om de week`, `elke 3 weken`, `eens per veertien dagen`, `2-wekelijks`."""
    if weeks := _INTERVAL_WORDS.get(tokens.text(i)):
        return Interval(first=i, last=i + 1, weeks=weeks)
    if tokens.kind(i) in {NUMBER, COUNT}:
        j = i + 2 if tokens.text(i + 1) == "-" else i + 1
        if tokens.text(j) in {"wekelijks", "wekelijkse"}:
            return Interval(first=i, last=j + 1, weeks=tokens.all[i].value)
        if tokens.text(j) in {"daags", "daagse"} and tokens.all[i].value % 7 == 0:
            return Interval(first=i, last=j + 1, weeks=max(1, tokens.all[i].value // 7))
    if tokens.are(i, "om", "de"):
        return _interval(tokens, i, i + 2, bare=2)
    if tokens.text(i) in words.EVERY:
        ordinal = words.ORDINAL_OF.get(tokens.text(i + 1), 0)
        if tokens.kind(i + 1) == ORDINAL:
            ordinal = tokens.all[i + 1].value
        if ordinal > 1 and tokens.text(i + 2) == "week":
            return Interval(first=i, last=i + 3, weeks=ordinal)
        return _interval(tokens, i, i + 1, bare=0)
    if tokens.text(i) in _ONCE or (tokens.kind(i) == COUNT and tokens.all[i].value == 1):
        j = tokens.skip(i + 1, frozenset({"keer", "maal", "x"}), 1)
        k = tokens.skip(j, frozenset({"per", "in", "de", "om", "elke", "iedere"}), 2)
        is_rate = k > j or tokens.text(i) == "per"
        return _interval(tokens, i, k, bare=0) if is_rate else None
    return None


def _interval(tokens: Tokens, first: int, i: int, *, bare: int) -> Interval | None:
    """A number of weeks (or days in sevens) at `i`; `bare`: what "week" alone means there."""
    if tokens.text(i) == "andere" and tokens.text(i + 1) == "week":
        return Interval(first=first, last=i + 2, weeks=2)
    if bare and tokens.text(i) == "week":
        return Interval(first=first, last=i + 1, weeks=bare)
    number = words.NUMBER_OF.get(tokens.text(i))
    if number is None and tokens.kind(i) in {NUMBER, COUNT}:
        number = tokens.all[i].value
    if not number or number > 52:
        return None
    if tokens.text(i + 1) in {"weken", "week"}:
        return Interval(first=first, last=i + 2, weeks=number)
    if tokens.text(i + 1) == "dagen" and number % 7 == 0:
        return Interval(first=first, last=i + 2, weeks=number // 7)
    return None


_BEFORE_MONTH = words.of("""de maand maanden heel van""")
# "t/m eind maart" is the whole month; "vanaf eind maart" is no day that we know.
_EDGES: dict[Lead | None, frozenset[str]] = {
    Lead.FROM: frozenset({"begin"}),
    Lead.UNTIL: frozenset({"eind"}),
    Lead.BEFORE: frozenset({"eind"}),
}


def months_at(tokens: Tokens, i: int, lead: Lead | None = None) -> Months | None:
    """`september t/m mei`, `juli en augustus`, `maart 2026`, `de maanden mei en juni`."""
    j = tokens.skip(i, _BEFORE_MONTH | _EDGES.get(lead, frozenset()), 3)
    first = month_at(tokens, j)
    if first is None or (tokens.text(j) in {"maa", "mar", "jan"} and tokens.text(j + 1) != "tm"):
        return None
    numbers, is_range, is_open = [first[0]], False, False
    first_year = last_year = stated_year(tokens, j + 1)
    j += 2 if first_year else 1
    j = j + 1 if tokens.text(j) == "." else j
    while len(numbers) < 12:
        is_inclusive = tokens.are(j, "tot", "en", "met")
        text, k = tokens.text(j), j + (3 if is_inclusive else 1)
        other = month_at(tokens, k)
        if other is None or text not in {"tm", "tot", "-", ",", "en", "&", "/"}:
            break
        if text in {"tm", "tot", "-"}:
            is_range = True
            is_open = is_open or (text == "tot" and not is_inclusive)
            span = (other[0] - numbers[-1]) % 12
            numbers += [(numbers[-1] + n - 1) % 12 + 1 for n in range(1, span + 1)]
        else:
            numbers.append(other[0])
        last_year = stated_year(tokens, k + 1)
        j = k + (2 if last_year else 1)
    return Months(
        first=i,
        last=j,
        months=tuple(dict.fromkeys(numbers)),
        years=(first_year, last_year),
        lead=lead,
        is_range=is_range,
        is_open=is_open,
    )


def stated_year(tokens: Tokens, i: int) -> int | None:
    if tokens.kind(i) in {NUMBER, YEAR} and 1900 <= tokens.all[i].value <= 2100:
        return int(tokens.all[i].value)
    return None
