"""A small city of partners on a loopback port, for `make run`."""
