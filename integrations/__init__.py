"""Who else is told: the public API's front door, its schema and its papers."""
