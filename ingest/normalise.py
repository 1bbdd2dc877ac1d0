"""Drafts made uniform: title, zone, price, plain text, place."""
