"""Addresses of the mailroom room: the local outbox, and what mail providers call."""
