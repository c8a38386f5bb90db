"""Forms of the customers room."""
