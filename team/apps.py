"""The app's configuration."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Registers the app."""

    name = "team"

    def ready(self) -> None:
        """Connect the receivers, which need the models."""
        import team.receivers  # noqa: F401, PLC0415  # importing connects them
