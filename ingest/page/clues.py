"""What a line of a Dutch page is about: a date, a price, a heading of a month, or nothing.

Cheap tests that say where to look; what a date means is left to `agenda.dutch`.
"""

import re
from datetime import date

from base.text import DAYS, MONTHS
from ingest.page.former import without_former
from ingest.page.near import nearest

_MONTH = (
    r"(?:jan(?:uari)?|feb(?:r(?:uari)?)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|"
    r"sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"january|february|march|may|june|july|august|october)"
)
_MONTH_FIRST = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+\d{1,2}(?:st|nd|rd|th)?(?![\d.:])"
)
_WEEKDAY = (
    r"(?:ma(?:andag)?|di(?:nsdag)?|wo(?:ensdag)?|woe|do(?:nderdag)?|don|vr(?:ijdag)?|vrij|"
    r"za(?:terdag)?|zat|zo(?:ndag)?|zon|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_FULL_WEEKDAY = rf"(?:{'|'.join(DAYS)})"
_DAYPART = r"(?:middag|avond|ochtend|morgen)?"
_FEAST = (
    r"(?:(?:eerste|tweede|1e|2e)\s+(?:paas|pinkster|kerst)dag|hemelvaarts?dag|hemelvaart|"
    r"koningsdag|bevrijdingsdag|goede vrijdag|kerstavond|oudejaars(?:avond|dag)|nieuwjaarsdag)"
)
_DATE = re.compile(
    rf"(?ix)\b\d{{1,2}}(?:e|ste|de|st|nd|rd|th)?\.?\s*(?:-|/|\s|&\s*\d{{1,2}}\s*)?\s*{_MONTH}\b\.?"
    r"|\b\d{1,2}[-/]\d{1,2}[-/](?:20)?\d\d\b"
    r"|\b20\d\d-\d{2}-\d{2}\b"
    rf"|\b{_MONTH_FIRST}"
    rf"|\b{_WEEKDAY}\.?,?\s+\d{{1,2}}[-/]\d{{1,2}}\b"
)
_LONG_AGO = re.compile(rf"(?i)\b\d{{1,2}}\s*(?:{_MONTH}|[-/]\d{{1,2}}[-/])\s*1\d{{3}}(?![.:]?\d)")
_RULE = re.compile(
    rf"(?ix)\b(?:elke|iedere|alle|wekelijks|maandelijks|tweewekelijks|om\s+de\s+week)\b"
    r"|\bevery\s+(?:(?:first|second|third|fourth|last)\s+)?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    rf"|\b(?:eerste|tweede|derde|vierde|laatste|1e|2e|3e|4e)\s+{_FULL_WEEKDAY}\b"
    rf"|\b{_FULL_WEEKDAY}(?:en|s|middagen|avonden|ochtenden)?\b.*\bt/?m\b"
    rf"|^\W*wanneer\s*:\s*(?:op\s+)?{_FULL_WEEKDAY}{_DAYPART}\b(?!\s+\d{{1,2}}\s)"
)
_ONE_WEEKDAY = re.compile(rf"(?i)^\W*(?:op\s+)?{_FULL_WEEKDAY}{_DAYPART}\b")
_FEASTS = re.compile(rf"(?i)\b{_FEAST}\b")
_HOUR = r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)"
_CLOCK = re.compile(
    r"(?ix)\b[012]?\d[.:u]\d{2}(?:\s*(?:u|uur|h|[ap]m))?\b | \b[012]?\d\s*(?:u|uur|[ap]m)\b"
    r"|\b(?:half|kwart)\s+\w+"
    rf"|\b{_HOUR}\s+uur\b|\b(?:van|tussen)\s+{_HOUR}\s+(?:tot|en)\s+{_HOUR}\b"
)
_TIME_LED = re.compile(
    r"(?ix)^\W*(?:om\s+|van\s+|vanaf\s+|aanvang:?\s+)?[012]?\d[.:u]\d{2}(?:\s*(?:u|uur|h)\b)?"
    r"(?:\s*(?:-|–|—|tot|t/m)\s*[012]?\d(?:[.:u]\d{2})?(?:\s*(?:u|uur|h)\b)?)?\W*"
)
_MONTH_HEADING = re.compile(
    rf"(?i)^\W*(?P<month>{'|'.join(MONTHS)})\b(?:\s*(?:'|’)?(?P<year>20\d\d))?\W*$"
)
_NOT_AN_EVENT = re.compile(
    r"(?ix)^\W*(?:gewijzigd|gemaakt)\b|\b(?:geplaatst|gepubliceerd|publicatiedatum|geschreven|gepost|toegevoegd|bijgewerkt|"
    r"ge(?:ü|u)pdatet|laatst(?:e)?\s+(?:gewijzigd|wijziging|aangepast|bijgewerkt|veranderd|nieuws|"
    r"update)|laatst\s+is|is\s+het\s+laatst|last\s+(?:updated|modified)|posted\s+on|published|"
    r"nieuwsbrief\s+van|vandaag\s+is|copyright|versie|kvk|sinds\s+(?:19|20)\d\d|"
    r"geldig\s+(?:tot|vanaf)|tarieven|seizoen\s+20\d\d|verslag\s+van|notulen|jaarverslag|"
    r"besluit\s+van|ingangsdatum|deze\s+pagina|meeting\s+minutes|minutes\s+of)\b|©"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý‘“'\"(])")
_CLOSED_NOTICE = re.compile(
    r"(?ix)\b(?:is|zijn|blijft|wegens|i\.?v\.?m\.?)\b[^.]*\b(?:gesloten|dicht)\b|:\s*gesloten\b"
)
_WORDS_OF_TIME = re.compile(
    rf"(?ix)\b(?:{_WEEKDAY}|{_MONTH}|uur|u|h|om|van|tot|t/?m|en|met|vanaf|aanvang|op|"
    r"datum|tijd|wanneer|(?:ge)?hele\s+dag|20\d\d|\d+)\b|[\d\W_]+"
)
_CLOSED = re.compile(
    r"(?ix)\b(?:gesloten|dicht)\b(?!\s+(?:beurs|kas))|^\W*(?:geen\s+\w+(?:\s+i\.v\.m\.?.*)?|"
    r"\w*vakantie|\w*sluiting|zomerstop|winterstop)\W*$"
    r"|[:–—-]\s*geen\s+(?:activiteiten|programma|lessen|trainingen|bijeenkomsten|diensten)\W*$"
)
_PARTY = re.compile(r"(?i)^\W*\w*afsluiting\W*$")
_CONTROL = re.compile(
    r"(?i)^\W*(?:aankomend\w*|vandaag|nu|vorige?|volgende?|(?:deze|komende|vorige|volgende)\s+\w+|"
    r"(?:selecteer|kies)\s+(?:een\s+)?datum|lijst|maand|week|dag|upcoming|today|now|next|previous)\W*$"
)
_OLD = re.compile(r"(?i)\b(?:vorige?|afgelopen|verleden)\s+(?:jaar|seizoen|week|maand|keer|editie)")
_PAST = re.compile(
    r"(?i)\b(?:was|waren|werd(?:en)?|had(?:den)?|kwam(?:en)?|ging(?:en)?|liep(?:en)?|stond(?:en)?|"
    r"vond(?:en)?|hield(?:en)?|zag(?:en)?|kreeg|kregen|deed|deden|genoot|genoten|zong(?:en)?|"
    r"speelden?|bezochten?|vierden?|organiseerden?|trok(?:ken)?|knotten|fietsten|wandelden|"
    r"aten|dronken|brachten?|maakten?|haalden?|zaten?|werkten?|hielpen|hielp|kookten?|dansten?|"
    r"luisterden?|keken|leerden?|plantten?|ruimden?|verkochten?|bakten?|namen|schoven|reden)\b"
)
_AGAIN = re.compile(r"(?i)\b(?:maar|dit jaar|weer|opnieuw|nu|wordt|worden)\b")
_NOW = re.compile(r"(?i)\b(?:nu|dit jaar|dit keer|deze keer|ditmaal|dit seizoen)\b\s*:?\s*")
_HOURS = re.compile(
    rf"(?i)\bopeningstijden\b|\bgeopend\s+(?:van|op)\b|\b{_WEEKDAY}\s*t/m\s*{_WEEKDAY}\b\W*\d"
    rf"|\b(?:open|geopend|bereikbaar|bezet)\W+(?:(?:is|zijn|van|op|elke|iedere|alle)\s+)*"
    rf"(?:werkdag(?:en)?|{_WEEKDAY}(?:en)?)\b(?!\s*\d{{1,2}}(?!\d?[.:u]))"
)
_SIGN_UP_BY = re.compile(
    rf"(?i)^\W*(?:graag\s+)?(?:aanmeld(?:en|ing)|opg(?:even|ave)|inschrijv(?:en|ing)|reserveren|"
    rf"reageren)\b[^.\d]{{0,30}}\b(?:v[oó][oó]r|tot|t/?m|met|uiterlijk|vanaf)\s+"
    rf"(?:{_WEEKDAY}\s+)?\d"
)
_DAY_OF_MONTH = re.compile(
    rf"(?i)^\W*(?P<day>(?P<name>{_WEEKDAY})\.?,?\s+(?P<number>\d{{1,2}}))"
    rf"(?![\d.:/u]|-\d|\s*(?:uur|u)\b|\s*{_MONTH}\b"
    rf"|\s*(?:[-–/,&+]|en|tot|t/m)\s*(?:{_WEEKDAY}\.?\s+)?\d{{1,2}}(?![\d.:u]))"
)
_NUMERIC_DAY = re.compile(
    rf"(?i)^\W*(?P<name>{_WEEKDAY})\.?,?\s+(?P<number>\d{{1,2}})[-/](?P<month>\d{{1,2}})"
    r"(?![-/\d.:]|\s*(?:uur|u|h)\b)"
)
_TODAY = re.compile(r"(?i)^\W*(?:vandaag|morgen|overmorgen)\b\W+")
_HALF_YEAR = 200
_INITIALS_OF_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_WHOLE_DAY = re.compile(r"(?i)\b(?:ge)?hele\s+dag\b(?!\s+\w)")

ACTIVITY = (
    r"activiteit|bijeenkomst|avond|middag|ochtend|morgen|dag|les|cursus|workshop|lezing|"
    r"wandeling|tocht|film|concert|voorstelling|dienst|viering|excursie|evenement|feest|markt|"
    r"training|toernooi|repetitie|optreden|maaltijd|uitje|event|inloop|caf[ée]|bingo|quiz|editie"
)
_LED_BY_ACTIVITY = re.compile(rf"(?i)^\W*(?:(?:de|het|een|onze)\s+)?\w*(?:{ACTIVITY}):?\s+\w")
_GENERAL = re.compile(
    r"(?i)\b(?:agenda|activiteiten|programma|wat\s+gebeurt|te\s+doen|nieuws\w*|welkom|contact|"
    r"kalender|evenementen|cursussen|cursusaanbod|over\s+ons|openingstijden|tarieven|route|home|vrijwilligers|privacy|"
    r"colofon|zaalhuur|zaalverhuur|huren|lid\s+worden|inloggen|geschiedenis|bestuur|dorpsblad|"
    r"20\d\d|in\s+de\s+buurt|deze\s+(?:week|maand)|"
    r"what['’]?s\s+on|events|upcoming|calendar)\b"
    r"|^\W*(?:(?:het|de)\s+)?(?:voorjaar|zomer|najaar|herfst|winter)\b"
    r"|\b(?:voorjaar|zomer|najaar|herfst|winter)\s+(?:van\s+)?\W?\d"
)


def has_date(text: str) -> bool:
    """May hold the date of an activity: a day and month, or a feast day; no earlier one."""
    text = without_former(text)[0]
    if _NOT_AN_EVENT.search(text) or _HOURS.search(text) or _CLOSED_NOTICE.search(text):
        return False
    if _SIGN_UP_BY.match(text) and len(_DATE.findall(text)) < 2:
        return False
    if "|" in text:
        return any(has_date(part) for part in text.split("|"))
    return bool(_DATE.search(text) or _FEASTS.search(text))


def has_only_feast(text: str) -> bool:
    """Is the only date in it a feast day by name?"""
    return bool(_FEASTS.search(text)) and not _DATE.search(text) and has_date(text)


def date_passage(text: str) -> str:
    """The first date in a text with its weekday, or an empty text."""
    found = _DATE.search(text)
    if found is None:
        return ""
    before = re.search(rf"(?i)\b{_WEEKDAY}\.?,?\s+(?:de\s+)?$", text[: found.start()])
    return text[before.start() if before else found.start() : found.end()]


def without_long_ago(text: str) -> str:
    """The text with blanks for days of an earlier century: "opgericht op 12 mei 1983".

    >>> without_long_ago("Al sinds 4-5-1946!"), without_long_ago("12 mei 19.30 uur")
    ('Al sinds         !', '12 mei 19.30 uur')
    """
    return _LONG_AGO.sub(lambda found: " " * len(found[0]), text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop inside "14.00" or "a.u.b." ends none.

    A sentence is at most 500 characters and a text at most 20 000: longer is no Dutch.
    """
    return [part[:500] for part in _SENTENCE.split(text[:20_000])]


def has_coming_date(text: str) -> bool:
    """Is there a sentence with a date, or a repetition at a time, that is not of last year?"""
    return any(
        (has_date(part) or (has_rule(part) and has_clock(part))) and not is_old(part)
        for part in sentences(text)
    )


def has_rule(text: str) -> bool:
    """May hold a repetition in words; opening hours are none."""
    is_other = _NOT_AN_EVENT.search(text) or _HOURS.search(text)
    return bool(_RULE.search(text)) and not is_other


def has_weekday_only(text: str) -> bool:
    """Begins with a weekday, with no date and no word for how often: every week, or just once?

    >>> has_weekday_only("maandagavond 20.00 uur"), has_weekday_only("elke maandag 20.00 uur")
    (True, False)
    """
    return bool(_ONE_WEEKDAY.match(text)) and not has_date(text) and not has_rule(text)


def says_whole_day(text: str) -> bool:
    """Says it that the whole day is meant, so that no time is missing?

    >>> says_whole_day("zo 27 september, hele dag"), says_whole_day("De hele dag muziek")
    (True, False)
    """
    return bool(_WHOLE_DAY.search(text))


def beside_time(text: str) -> str:
    """What is left of a line without days, dates, clock times and the words that join them.

    >>> beside_time("di 7 april, 13.30 - 16.00 uur"), beside_time("di 7 april Bingo")
    ('', 'Bingo')
    """
    return " ".join(_WORDS_OF_TIME.sub(" ", text).split())


def has_clock(text: str) -> bool:
    return bool(_CLOCK.search(text))


def since_then(text: str) -> str:
    """Of a sentence that begins with an earlier year the part that is about this one.

    >>> since_then("Vorig jaar was het op 3 mei, nu op zaterdag 9 mei om 14.00 uur.")
    'op zaterdag 9 mei om 14.00 uur.'
    """
    found = _OLD.search(text)
    again = _NOW.search(text, found.end()) if found else None
    rest = text[again.end() :] if again else ""
    return rest if has_date(rest) else text


def is_old(text: str) -> bool:
    """Speaks of an earlier year or edition, or is a sentence in the past tense.

    >>> is_old("Op 15 februari liepen dertig mensen mee."), is_old("zo 15 maart (was 8 maart)")
    (True, False)
    """
    if _OLD.search(text):
        return True
    is_sentence = text.endswith(".") and len(text.split()) > 5
    return is_sentence and bool(_PAST.search(text)) and not _AGAIN.search(text)


def is_closure(title: str, when: str = "") -> bool:
    """A notice that something is closed, not an activity.

    `when`: its words about when; "Zomerafsluiting" from four to seven is a party.

    >>> is_closure("Goede Vrijdag: gesloten"), is_closure("Paasmaandag - geen activiteiten")
    (True, True)
    >>> is_closure("Zomerafsluiting", "ma 31 augustus 16.00 uur"), is_closure("Zomersluiting")
    (False, True)
    """
    if _PARTY.search(title) and has_clock(when):
        return False
    return bool(_CLOSED.search(title))


def is_control(title: str) -> bool:
    """A button or heading of a calendar, not an activity.

    >>> is_control("Aankomend"), is_control("Vandaag"), is_control("Vandaag zingen")
    (True, True, False)
    """
    return bool(_CONTROL.match(title))


def is_note(text: str) -> bool:
    """A line about the page itself: when it was placed, changed or copyrighted."""
    return bool(_NOT_AN_EVENT.search(text))


def time_led(text: str) -> str:
    """The clock times at the beginning of a line, or an empty text."""
    found = _TIME_LED.match(text)
    return found.group() if found else ""


def month_heading(text: str, near: date) -> date | None:
    """The first day of the month that is all this line says; without a year, the one near."""
    found = _MONTH_HEADING.match(text)
    if found is None:
        return None
    month = MONTHS.index(found["month"].casefold()) + 1
    if found["year"]:
        return date(int(found["year"]), month, 1)
    return nearest(month, near)


def in_month(text: str, month: date) -> str:
    """A line that begins with a weekday and a number, with the month of the heading above.

    Only where that weekday falls on that day; anything else is left as it is.

    >>> in_month("vr 25 Bingo", date(2026, 9, 1)), in_month("vr 26", date(2026, 9, 1))
    ('vr 25 september 2026 Bingo', 'vr 26')
    """
    found = _DAY_OF_MONTH.match(text)
    if found is None:
        return text
    try:
        day = month.replace(day=int(found["number"]))
    except ValueError:
        return text
    if found["name"][:2].casefold() != _INITIALS_OF_DAYS[day.weekday()]:
        return text
    end = found.end("day")
    return f"{text[:end]} {MONTHS[day.month - 1]} {day.year}{text[end:]}"


def in_full(text: str, near: date) -> str:
    """ "do 3-9 | 19.30 uur": with the month as a word and a year, so that it is no 3 to 9 o'clock.

    Only where a time stands behind it and the weekday falls on that day, near `near`.

    >>> in_full("Do 3-9 | 19:30 uur Film", date(2026, 9, 1)), in_full("ma 9-12", date(2026, 9, 1))
    ('Do 3 september 2026 | 19:30 uur Film', 'ma 9-12')
    """
    found = _NUMERIC_DAY.match(text)
    if found is None or not has_clock(text[found.end() :]):
        return text
    days = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            day = date(year, int(found["month"]), int(found["number"]))
        except ValueError:
            continue
        is_named = found["name"][:2].casefold() == _INITIALS_OF_DAYS[day.weekday()]
        if is_named and abs((day - near).days) <= _HALF_YEAR:
            days.append(day)
    if len(days) != 1:
        return text
    said = f"{days[0].day} {MONTHS[days[0].month - 1]} {days[0].year}"
    return f"{text[: found.start('number')]}{said}{text[found.end() :]}"


def without_today(text: str) -> str:
    """ "Vandaag - donderdag 10 september" is that Thursday, not a stretch from today.

    >>> without_today("Vandaag - do 10 september"), without_today("Morgen zingen we")
    ('do 10 september', 'Morgen zingen we')
    """
    found = _TODAY.match(text)
    rest = text[found.end() :] if found else ""
    passage = date_passage(rest)
    return rest if passage and rest.startswith(passage) else text


def is_weekday(text: str) -> bool:
    """Is this a weekday and nothing else?"""
    return bool(re.fullmatch(rf"(?i)\W*{_WEEKDAY}\W*", text))


def is_month_heading(text: str) -> bool:
    return _MONTH_HEADING.match(text) is not None


def is_general(heading: str) -> bool:
    """A heading of the page rather than of one activity.

    >>> is_general("Vrijwilligers"), is_general("Borrelmiddag voor vrijwilligers")
    (True, False)
    """
    if heading.endswith("?"):
        return True
    return bool(_GENERAL.search(heading)) and not _LED_BY_ACTIVITY.match(heading)
