"""What we do about it: follow-ups, owners, deadlines, the queue."""
