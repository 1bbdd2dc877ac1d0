"""Spreadsheets as Dutch welfare staff make them, into drafts."""
