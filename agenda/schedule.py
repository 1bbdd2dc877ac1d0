"""When a source is read next."""
