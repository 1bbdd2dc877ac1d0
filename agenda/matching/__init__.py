"""Which events are one activity: found, linked, asked, undone."""
