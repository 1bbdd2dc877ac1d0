"""Bytes out: build the snapshot and render the feeds."""
