"""People, roles, the journal, mail."""
