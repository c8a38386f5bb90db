"""The app's configuration."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Registers the app."""

    name = "team"

    def ready(self) -> None:
        """Connect the receivers and describe the keys; both need the models."""
        from team import receivers  # noqa: F401, PLC0415  # Django's place for it
        from team.api import schema  # noqa: F401, PLC0415  # as above
