"""Contact data of persons stops here."""
