"""What they said: answers, their revisions, and the public answer page."""
