"""iCalendar (RFC 5545) and what the wild adds, into drafts."""
