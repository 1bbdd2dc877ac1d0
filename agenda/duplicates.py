"""Which events of different sources are the same real activity: a score with reasons."""
