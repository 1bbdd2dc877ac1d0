"""Weekdays and days of the month that repeat, with which week and how often."""

from agenda.dutch import words
from agenda.dutch.days import days_at
from agenda.dutch.names import month_at, weekday_at
from agenda.dutch.periods import months_at, parity_at, stated_year
from agenda.dutch.phrases import Day, Days, Rule, Tokens
from agenda.dutch.token import CLOCK, HOUR, NUMBER, ORDINAL

_JOINS = frozenset({",", "en", "&", "+", "/", "of"})
_DIGITS = frozenset({NUMBER, CLOCK, HOUR})
# Short forms that are also everyday words: a weekday only before digits or another weekday.
_EVERYDAY = words.of("""zo do vrij zon don din wo maand dins ma di""")
_MONTH_TAIL_ARTICLES = frozenset({"de", "elke", "iedere", "een", "der", "deze"})
_ARTICLES = frozenset({"de", "het", "op", "'", "per"})
_PERIODS = frozenset({"week", "maand", "maandelijks"})
_FOLLOW = words.of(""": - tm / + & ( |""")
WORKDAYS = (0, 1, 2, 3, 4)


def rule_at(tokens: Tokens, i: int) -> Rule | Days | None:
    """The rule that begins at token `i`; single days for "eerste dinsdag van maart"."""
    j, is_each = _every(tokens, i)
    if (special := _special(tokens, i, j, is_each=is_each)) is not None:
        return special
    if not is_each and j > i and days_at(tokens, j) is not None:
        return None  # "op donderdag 5 maart" is that day
    found = _weekday_list(tokens, j, is_each=is_each or j > i)
    if found is None:
        return _month_day(tokens, i, j)
    pairs, daypart, after, doubt, is_repeating = found
    is_ordinal = any(ordinal for ordinal, _ in pairs)
    is_monthly = any(tokens.text(k) in {"maand", "maandelijks"} for k in range(max(0, i - 3), j))
    end = after
    after, tail = _month_tail(tokens, end)
    is_list = tail == "month_name" and _is_list(tokens, after)
    is_once = (tokens.text(end) == "van" or not is_each) and not is_list
    if is_list and not is_each:
        doubt = doubt or "Is dit elk jaar in deze maanden?"
    if tail == "month_name" and len(pairs) == 1 and is_ordinal and is_once:
        return _in_named_month(tokens, i, after, pairs[0], daypart)
    if is_ordinal and tokens.text(i - 1) in {"na", "voor"}:
        doubt = "Er staat een dag voor of na een andere dag."
    if tokens.text(i - 1) == "andere":
        doubt = "Er staat “andere”: het is niet duidelijk welke weken."
    if tail == "quarter":
        doubt = "Een weekdag per kwartaal kunnen wij niet omzetten in datums."
    if is_ordinal and not (tail or is_monthly):
        doubt = doubt or _without_month(pairs, is_each=is_each)
    if tail == "month_name" and not (is_ordinal and is_once):
        after, tail = end, None  # "elke dinsdag van september t/m mei"
    if not is_ordinal and (tail or is_monthly):
        doubt = doubt or "Er staat niet welke week van de maand."
    return Rule(
        first=i,
        last=after,
        pairs=tuple(dict.fromkeys(pairs)),
        is_each=is_each or is_repeating or is_ordinal or _has_article(tokens, i, daypart),
        daypart=daypart,
        doubt=doubt,
    )


def _every(tokens: Tokens, i: int) -> tuple[int, bool]:
    """Past "elke", "iedere maand op de", "wekelijks op"; whether one of them stood there."""
    j, is_each = i, False
    if tokens.text(j) in words.EVERY:
        j, is_each = j + 1, True
    if tokens.text(j) in _PERIODS and (is_each or tokens.text(j) == "maandelijks"):
        j, is_each = j + 1, True
    if is_each:
        j = tokens.skip(j, frozenset({",", "op", "de", ":"}), 3)
    elif tokens.text(j) in {"de", "op"}:
        j = tokens.skip(j, _ARTICLES, 2)
    return j, is_each


def _has_article(tokens: Tokens, i: int, daypart: str | None) -> bool:
    return daypart is not None and "de" in (tokens.text(i), tokens.text(i + 1))


def _special(tokens: Tokens, i: int, j: int, *, is_each: bool) -> Rule | None:
    """Every day, every working day, every weekend."""
    text = tokens.text(j)
    if text == "dagelijks" or (is_each and text in {"dag", "dagen"}):
        return Rule(first=i, last=j + 1, is_daily=True, is_each=True)
    if text in {"7", "zeven"} and tokens.text(j + 1) == "dagen":
        k = tokens.skip(j + 2, frozenset({"per", "in", "de"}), 2)
        if tokens.text(k) == "week":
            return Rule(first=i, last=k + 1, is_daily=True, is_each=True)
    if is_each and text in words.DAYPARTS and text != "nacht":
        part = words.DAYPARTS[text]
        return Rule(first=i, last=j + 1, is_daily=True, is_each=True, daypart=part)
    if text in words.WORKDAYS or tokens.are(j, "door", "de", "week"):
        last = j + (3 if text == "door" else 1)
        pairs = tuple((0, d) for d in WORKDAYS)
        return Rule(
            first=i,
            last=last,
            pairs=pairs,
            is_each=True,
            is_workdays=text.startswith("werkdag"),
            daypart=words.DAYPARTS.get(text.removeprefix("werkdag")),
        )
    is_weekend = text == "weekenden" or (
        text == "weekend" and (is_each or tokens.text(j - 1) == "het")
    )
    if is_weekend and not (tokens.text(j + 1) == "van" and days_at(tokens, j + 2)):
        return Rule(first=i, last=j + 1, pairs=((0, 5), (0, 6)), is_each=True)
    return None


_Found = tuple[list[tuple[int, int]], str | None, int, str | None, bool]


def _weekday_list(tokens: Tokens, i: int, *, is_each: bool) -> _Found | None:
    """[ordinals] weekdays, joined or as a range: pairs, part of the day, after, doubt."""
    pairs: list[tuple[int, int]] = []
    daypart: str | None = None
    doubt: str | None = None
    is_repeating = False
    after, j = i, i
    while len(pairs) < 20:
        ordinals, j = _ordinals(tokens, j)
        found = weekday_at(tokens, j)
        if found is None or not _is_weekday(
            tokens, j, found[2], has_context=is_each or bool(ordinals) or bool(pairs)
        ):
            break
        weekday, part, form, is_misspelt = found
        is_repeating = is_repeating or form == words.REPEATING
        if is_misspelt:
            doubt = f"“{tokens.text(j)}” lijkt een typefout."
        if pairs and pairs[-1][0] and not ordinals:
            doubt = "Geldt “eerste”, “tweede” … voor elke genoemde dag?"
        pairs += [(ordinal, weekday) for ordinal in ordinals or (0,)]
        after = j + 1
        if part is None and tokens.text(after) in words.DAYPARTS and tokens.text(after) != "nacht":
            part, after = words.DAYPARTS[tokens.text(after)], after + 1
        if tokens.text(after) == "." and form == words.SHORT:
            after += 1
            if part is None and tokens.text(after) in words.DAYPARTS:
                part, after = words.DAYPARTS[tokens.text(after)], after + 1  # "di. middag"
        daypart = daypart or part
        to = _range_end(tokens, after)
        if to is not None and _is_dash_list(tokens, to):
            j = to
            continue
        if to is not None and not ordinals:
            last_day, after, range_doubt = _through(tokens, weekday, to)
            if last_day is not None:
                pairs += [(0, (weekday + n) % 7) for n in range(1, (last_day - weekday) % 7 + 1)]
                doubt = doubt or range_doubt
        if tokens.text(after) == "-" and tokens.text(after + 1) in {"en", ","}:
            j = after + 2  # "maandag- en woensdagmiddag"
        elif tokens.text(after) in _JOINS:
            j = tokens.skip(after + 1, frozenset({"op", "de", "en", "ook"}), 2)
            if tokens.text(after) == "of" and weekday_at(tokens, j):
                doubt = "Er staat “of”: het is niet duidelijk welke dag."
        else:
            break
    return (pairs, daypart, after, doubt, is_repeating) if pairs else None


def _ordinals(tokens: Tokens, i: int) -> tuple[tuple[int, ...], int]:
    """`1e`, `eerste en derde`, `laatste`: which ones, and the place after; else as it was."""
    found: list[int] = []
    j = i
    while len(found) < 5:
        k = tokens.skip(j, frozenset({"de"}), 1)
        value = words.ORDINAL_OF.get(tokens.text(k))
        if value is None and tokens.kind(k) == ORDINAL and tokens.all[k].value <= 5:
            value = tokens.all[k].value
        if value is None:
            break
        found.append(value)
        j = k + 1
        if tokens.text(j) in _JOINS:
            j += 1
        else:
            break
    return (tuple(found), j) if found and weekday_at(tokens, j) else ((), i)


def _is_weekday(tokens: Tokens, i: int, form: str, *, has_context: bool) -> bool:
    """A short form is a weekday only where its surroundings say so."""
    if form != words.SHORT:
        return True
    after = i + 2 if tokens.text(i + 1) == "." else i + 1
    next_text, next_kind = tokens.text(after), tokens.kind(after)
    is_heading = next_text == ":" and (i == 0 or tokens.is_border(i - 1))
    if is_heading or next_text in words.DAYPARTS or parity_at(tokens, after):
        return True
    if next_kind in _DIGITS or (has_context and tokens.text(i) != "maand"):
        return True
    if next_text in _FOLLOW or next_text in {",", "en", "of"}:
        follows = weekday_at(tokens, after + 1)
        if follows or (next_text in {":", "|", "("} and tokens.kind(after + 1) in _DIGITS):
            return True
    return tokens.text(i) not in _EVERYDAY and next_text in {"van", "om", "vanaf", "", "tussen"}


def _range_end(tokens: Tokens, i: int) -> int | None:
    """The place of the weekday that ends a range whose sign stands at `i`."""
    if tokens.are(i, "tot", "en", "met"):
        j = i + 3
    elif tokens.text(i) in {"tm", "-", "tot"}:
        j = i + 1
    else:
        return None
    return j if weekday_at(tokens, j) else None


def _is_dash_list(tokens: Tokens, i: int) -> bool:
    """`di-do-za`: with a second dash it is no range but a list; `i` is its second or later day."""
    is_after_dash = tokens.text(i - 1) == "-" and weekday_at(tokens, i) is not None
    goes_on = tokens.text(i + 1) == "-" and weekday_at(tokens, i + 2) is not None
    came_on = tokens.text(i - 3) == "-" and weekday_at(tokens, i - 4) is not None
    return is_after_dash and (goes_on or came_on)


def _through(tokens: Tokens, first: int, at: int) -> tuple[int | None, int, str | None]:
    """The last weekday of a range, the place after it, and what is unclear about it."""
    found = weekday_at(tokens, at)
    if found is None:
        return None, at, None
    after = at + 2 if tokens.text(at + 1) == "." and found[2] == words.SHORT else at + 1
    sign = tokens.text(at - 1)
    if sign == "tot":
        return found[0], after, "Hoort de laatste dag er bij “tot” ook bij?"
    if sign == "-" and (found[0] - first) % 7 == 2:
        return found[0], after, "Is het streepje “tot en met” of “en”?"
    return found[0], after, None


def _month_tail(tokens: Tokens, i: int) -> tuple[int, str | None]:
    """`van de maand`, `v.d. maand`, `per maand`, `van elk kwartaal`, `van maart`."""
    j = tokens.skip(i, frozenset({"(", ","}), 1) if tokens.text(i) == "(" else i
    if tokens.text(j) not in {"van", "in", "per", "v", "vd", "der", "elke", "iedere"}:
        return i, None
    j = tokens.skip(j + 1, _MONTH_TAIL_ARTICLES | {"elk", "ieder", "het", "."}, 2)
    if tokens.text(j) == "maand":
        if month_at(tokens, j + 1) and tokens.text(j + 1) not in {"maa", "mar"}:
            return j + 1, "month_name"
        return j + 1, "month"
    if tokens.text(j) == "kwartaal":
        return j + 1, "quarter"
    is_of = tokens.text(i) == "van" or (tokens.text(i) == "in" and not months_at(tokens, j + 2))
    if is_of and month_at(tokens, j):
        return j, "month_name"
    return i, None


def _is_list(tokens: Tokens, i: int) -> bool:
    """More months than the one at `i`."""
    found = months_at(tokens, i)
    return found is not None and len(found.months) > 1


def _without_month(pairs: list[tuple[int, int]], *, is_each: bool) -> str | None:
    """Why an ordinal without "van de maand" is not clear, or None."""
    if pairs == [(2, pairs[0][1])]:
        return "Is dit de tweede van de maand, of om de week?"
    return None if is_each or len(pairs) > 1 else "Er staat niet bij van welke maand."


def _in_named_month(
    tokens: Tokens, i: int, at: int, pair: tuple[int, int], daypart: str | None
) -> Days | None:
    found = month_at(tokens, at)
    if found is None:
        return None
    year = stated_year(tokens, at + 1)
    day = Day(ordinal=pair[0], weekday=pair[1], month=found[0], year=year, daypart=daypart)
    return Days(first=i, last=at + (2 if year else 1), days=(day,))


def _month_day(tokens: Tokens, i: int, j: int) -> Rule | None:
    """`elke 15e van de maand`, `op de 1e en de 15e van de maand`."""
    numbers: list[int] = []
    while tokens.kind(j) in {ORDINAL, NUMBER} and len(numbers) < 10:
        numbers.append(tokens.all[j].value)
        j = j + 1
        if tokens.text(j) not in {"en", ",", "&"}:
            break
        j = tokens.skip(j + 1, frozenset({"de", "en"}), 2)
    after, tail = _month_tail(tokens, j)
    if not numbers or tail != "month" or not all(1 <= n <= 31 for n in numbers):
        return None
    doubt = None if max(numbers) <= 28 else "Niet elke maand heeft deze dag."
    return Rule(first=i, last=after, month_days=tuple(numbers), is_each=True, doubt=doubt)
