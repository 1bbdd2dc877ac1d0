"""The public site: reads the snapshot and nothing else."""
