"""An operator at a terminal."""
