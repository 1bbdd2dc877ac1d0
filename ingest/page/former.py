"""The day an activity stood on before: "(was 29 mei)", "Verplaatst! Was eerst 29 mei." """

import re

from base.text import one_line

_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|"
    r"sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"(?:\w{{2,9}}\.?\s+)?(?:\d{{1,2}}\s+{_MONTH}\b\.?(?:\s+20\d\d)?|"
    r"\d{1,2}[-/]\d{1,2}(?:[-/](?:20)?\d\d)?)(?:,?\s+(?:om\s+)?\d{1,2}[.:]\d\d(?:\s*uur)?)?"
)
_MOVED = r"(?:verplaatst|verzet|verschoven)"
_EARLIER = r"(?:eerst|eerder|oorspronkelijk|aanvankelijk|gepland|aangekondigd|op|de)"
_LED = (
    rf"(?:{_MOVED}\W+(?:van|vanaf|i\.?p\.?v\.?|in\s+plaats\s+van)"
    rf"|(?:{_MOVED}\W+)?(?:was|stond)(?:\s+{_EARLIER})*"
    rf"|(?:{_MOVED}\W+)?(?:eerst|eerder|oorspronkelijk|aanvankelijk)(?:\s+{_EARLIER})*"
    rf"|(?:{_MOVED}\W+)?(?:(?:dit|deze|die)\s+(?:is|komt)\s+)?(?:i\.?p\.?v\.?|in\s+plaats\s+van)|oude\s+datum)"
)
_FORMER = re.compile(
    rf"(?i)(?:^|(?P<edge>[\s]*[(\[,;:–—-]\s*|[.!]\s+|\s+(?=i\.?p\.?v\b|in\s+plaats\s+van\b)))(?:(?:let\s+op|nieuwe\s+datum)\W+)?"
    rf"{_LED}\s*:?\s+(?P<day>{_DAY})\s*[)\].!]*\s*$"
)
_ONLY_MOVED = re.compile(
    rf"(?i)^\W*(?:let\s+op\W+)?{_MOVED}\b\s*[:!–—)\]-]+\s*|[\s]*[(\[:–—-]+\s*{_MOVED}[\s!.)\]*]*$"
)


def without_former(text: str) -> tuple[str, str]:
    """The text without the note at its end of an earlier day, and that day in words ("": none).

    >>> without_former("Zangavond (verplaatst van 29 mei)"), without_former("Was eerst 29 mei.")
    (('Zangavond', '29 mei'), ('', '29 mei.'))
    >>> without_former("Zo was 29 mei ook al")
    ('Zo was 29 mei ook al', '')
    """
    found = _FORMER.search(text)
    if found is None:
        return text, ""
    return text[: found.start()].strip(), one_line(found["day"])


def without_moved(title: str) -> tuple[str, bool]:
    """The title without the bare word that it was moved, and whether it was there.

    >>> without_moved("VERPLAATST: Zangavond"), without_moved("De verplaatste molen")
    (('Zangavond', True), ('De verplaatste molen', False))
    """
    left = _ONLY_MOVED.sub("", title).strip()
    return (left, True) if left and left != title.strip() else (title, False)
