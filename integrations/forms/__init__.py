"""Forms of the integrations room."""
