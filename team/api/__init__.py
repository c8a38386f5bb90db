"""API keys, scopes, paging: what every room's API shares."""
