"""Bytes in: fetch, read and normalise what sources publish."""
