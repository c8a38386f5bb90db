"""The verbs of the follow-ups room."""
