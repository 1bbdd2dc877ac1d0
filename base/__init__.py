"""The floor everything stands on: settings, clock, database, errors, text, municipality data."""
