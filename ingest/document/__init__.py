"""Word programmes and pasted text into drafts, all of which go to a person."""
