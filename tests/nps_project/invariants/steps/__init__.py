"""What can happen, by who does it."""
