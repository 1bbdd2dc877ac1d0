"""Organisations, services, venues, topics and places."""
