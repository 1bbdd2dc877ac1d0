"""What we hold (see docs/architecture.md, Records). Only `agenda` writes these rows."""

from agenda.models.curation import (
    Correction,
    Link,
    LinkCheck,
    MatchBlock,
    NotTheSame,
    Reconfirmation,
    Review,
    Tombstone,
)
from agenda.models.events import Event, Occurrence, Revision
from agenda.models.public import Activity, Dirty, OpinionCount, PublicOccurrence
from agenda.models.sources import Preview, Run, RunProblem, Source, SourceBody, SourceHashes

__all__ = [
    "Activity",
    "Correction",
    "Dirty",
    "Event",
    "Link",
    "LinkCheck",
    "MatchBlock",
    "NotTheSame",
    "Occurrence",
    "OpinionCount",
    "Preview",
    "PublicOccurrence",
    "Reconfirmation",
    "Review",
    "Revision",
    "Run",
    "RunProblem",
    "Source",
    "SourceBody",
    "SourceHashes",
    "Tombstone",
]
