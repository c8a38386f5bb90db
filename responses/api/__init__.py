"""The responses room by API."""
