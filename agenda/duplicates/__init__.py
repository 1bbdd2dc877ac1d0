"""Which events of different sources are the same real activity: a score with reasons.

`Index` finds what a new event may be the same as; `score` says of two how they relate;
`cluster` joins what is linked without ever joining what contradicts.
"""

from agenda.duplicates.candidate import Candidate, Level, Verdict, candidate_of
from agenda.duplicates.clusters import Clusters, Edge, cluster
from agenda.duplicates.index import Index, Match
from agenda.duplicates.scoring import score

__all__ = [
    "Candidate",
    "Clusters",
    "Edge",
    "Index",
    "Level",
    "Match",
    "Verdict",
    "candidate_of",
    "cluster",
    "score",
]
