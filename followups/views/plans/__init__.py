"""Pages of success plans."""
