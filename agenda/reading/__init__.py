"""What a run of a source does: claimed, compared with what is known, recorded, watched."""
