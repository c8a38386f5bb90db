"""Message templates, and messages to customers."""
