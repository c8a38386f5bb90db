"""Addresses of the responses room: staff pages and the public pages."""
