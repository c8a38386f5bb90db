"""Pages of campaigns and surveys."""
