"""A rule, its exceptions and a window into dated instances."""
