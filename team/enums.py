"""The codes of the team room."""

from django.db import models


class Role(models.TextChoices):
    """What a person may do, from least to most; `team.access` compares by rank."""

    VIEWER = "viewer", "Viewer"
    REP = "rep", "Rep"
    MANAGER = "manager", "Manager"
    ADMIN = "admin", "Admin"

    @property
    def rank(self) -> int:
        """0 for a viewer to 3 for an admin."""
        return list(Role).index(self)

    def covers(self, needed: "Role") -> bool:
        """True when this role may do what `needed` may."""
        return self.rank >= needed.rank


class Scope(models.TextChoices):
    """What an API key may do."""

    READ = "read", "Read customers, answers and numbers"
    WRITE = "write", "Write customers and events"
    ADMIN = "admin", "Manage webhooks: where answers are sent"
