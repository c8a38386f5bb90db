"""The customers room by API."""
