"""Dates, times, rules and places as Dutch people write them: one grammar for all readers."""
