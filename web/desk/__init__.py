"""The desk: where staff and partners work, behind a log-in."""
