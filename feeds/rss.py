"""Listings as RSS 2.0."""
