"""What a Dutch sentence about a day tells of, where it names no activity by a word that we know."""

import re

_NAME = r"(?P<name>[A-ZÀ-Ý][\wà-ÿ'’-]+(?:\s+[A-ZÀ-Ý][\wà-ÿ'’-]+){0,3})"
_ARTICLE = r"(?:[Dd]e|[Hh]et|[Oo]ns|[Oo]nze|[Ee]en)"
_GOES = (
    r"(?:is|wordt|komt(?:\s+aan)?|vindt|begint|start|zou|was|valt|vertrekt|staat|gaat|houdt|speelt)"
)
_FORMS = (
    re.compile(rf"\b[Ii]s\s+(?:er|het)\s+(?:weer\s+|ook\s+)?(?:(?:een|de|het)\s+)?{_NAME}"),
    re.compile(
        r"\b(?:gaan|willen|zullen)\s+(?:we|wij)\s+(?:(?:weer|samen|ook|met z'n allen)\s+)*"
        r"(?P<name>[a-zà-ÿ]+(?:\s+[a-zà-ÿ]+){0,3}?en)\s*(?=[:.,;!]|$|\b(?:op|in|bij|om)\b)"
    ),
    re.compile(
        rf"^\W*{_ARTICLE}\s+(?P<name>[a-zà-ÿ][\wà-ÿ'’-]{{3,40}})\s+(?:van\s|op\s|{_GOES}\b)"
    ),
    re.compile(rf"^\W*{_NAME}\s+{_GOES}\b"),
)
_NO_NAME = re.compile(
    r"(?i)^(?:aanvang|toegang|entree|inloop|opgave|aanmelding|datum|tijd|start|wij|we|dit|dat|deze|er|"
    r"iedereen|ieder|wie|wat|dan|daarna|ook|hij|zij|u|"
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|januari|februari|maart|april|mei|juni|juli|"
    r"augustus|september|oktober|november|december|bestuur|gemeente|vereniging|school|zaal)\b"
)


def named_in(sentence: str) -> str:
    """The name or the doing that the sentence is about, or an empty text.

    >>> named_in("Op 26 september is er Burendag op het plein.")
    'Burendag'
    >>> named_in("In november gaan we bollen planten: kom op 7 november.")
    'Bollen planten'
    >>> named_in("Het lentevuur was gepland op 17 maart."), named_in("Kom op 3 mei langs.")
    ('Lentevuur', '')
    """
    for form in _FORMS:
        found = form.search(sentence)
        if found and not _NO_NAME.match(found["name"]):
            name = found["name"].strip()
            return name[:1].upper() + name[1:]
    return ""
