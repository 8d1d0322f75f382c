"""Execute the notebooks that are stale."""
