"""The local outbox, and what mail providers call."""
