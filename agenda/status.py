"""Closed sets. Imports nothing but the standard library."""

from enum import StrEnum


class SourceKind(StrEnum):
    ICAL = "ical"
    SPREADSHEET = "spreadsheet"
    WEBSITE = "website"
    DOCUMENT = "document"
    FORM = "form"


class Trust(StrEnum):
    """How much of a source a person looks at before it is public."""

    REVIEW_ALL = "review_all"
    REVIEW_NEW = "review_new"
    REVIEW_NONE = "review_none"


class Basis(StrEnum):
    """Why we may publish it (R19)."""

    GIVEN = "given"
    AGREED = "agreed"
    OPEN_PAGE = "open_page"


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    OK = "ok"
    UNCHANGED = "unchanged"
    HELD = "held"
    FAILED = "failed"
    CRASHED = "crashed"


class SourceState(StrEnum):
    """How a source is doing, each with something to do; see `agenda.reading.health`."""

    FINE = "fine"
    ODD = "odd"
    FAILING = "failing"
    SILENT = "silent"
    PAUSED = "paused"


class Oddity(StrEnum):
    """How the volume of a run differs from what the source used to give."""

    ZERO = "zero"
    HALF = "half"
    DOUBLE = "double"


class EventStatus(StrEnum):
    """What the source says of it (RFC 5545 STATUS, schema.org eventStatus)."""

    SCHEDULED = "scheduled"
    TENTATIVE = "tentative"
    MOVED = "moved"
    CANCELLED = "cancelled"


class EventState(StrEnum):
    """Where an event of a source stands with us. Excluded: by rule (outside, private, junk)."""

    PENDING = "pending"
    PUBLIC = "public"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    EXCLUDED = "excluded"


class ReviewKind(StrEnum):
    """Why a person is asked."""

    NEW = "new"
    CHANGE = "change"
    DOUBT = "doubt"
    DUPLICATE = "duplicate"
    CONTRADICTION = "contradiction"
    WITHDRAWAL = "withdrawal"
    ODD_SOURCE = "odd_source"
    SUBMISSION = "submission"
    SIGNAL = "signal"
    RECONFIRM = "reconfirm"
    ENTRY = "entry"
    UNREAD = "unread"


class ReviewAnswer(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    SAME = "same"
    NOT_SAME = "not_same"
    SUPERSEDED = "superseded"


class Exclusion(StrEnum):
    """Days on which a rule in words does not hold."""

    SCHOOL_HOLIDAYS = "school_holidays"
    PUBLIC_HOLIDAYS = "public_holidays"
    AUTUMN_HOLIDAY = "autumn_holiday"
    CHRISTMAS_HOLIDAY = "christmas_holiday"
    SPRING_HOLIDAY = "spring_holiday"
    MAY_HOLIDAY = "may_holiday"
    SUMMER_HOLIDAY = "summer_holiday"


class WeekParity(StrEnum):
    """Odd or even ISO 8601 weeks. Not the same as every second week: a year may have 53."""

    ODD = "odd"
    EVEN = "even"


class Severity(StrEnum):
    """What a problem did: the item is kept with a note, goes to review, or is not used."""

    NOTE = "note"
    REVIEW = "review"
    DROPPED = "dropped"
