"""The insights room by API."""
