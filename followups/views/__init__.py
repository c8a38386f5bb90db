"""The follow-up pages: the queue, one follow-up, the report, the team's settings."""
