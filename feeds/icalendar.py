"""Listings as iCalendar (RFC 5545, RFC 7986)."""
