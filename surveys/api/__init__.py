"""The surveys room by API."""
