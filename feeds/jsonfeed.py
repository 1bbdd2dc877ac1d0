"""Listings as JSON Feed 1.1."""
