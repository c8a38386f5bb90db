"""How mail leaves: the outbox row, hand-over, transports, the local outbox."""
