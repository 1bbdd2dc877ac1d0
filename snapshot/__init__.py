"""What residents see: listings, the reader, search. Files only, no session."""
