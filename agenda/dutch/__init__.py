"""Dates, times and rules as Dutch people write them: one grammar for all readers."""

from agenda.dutch.grammar import read_times, read_when
from agenda.dutch.reading import Reading, Times

__all__ = ["Reading", "Times", "read_times", "read_when"]
