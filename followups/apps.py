"""The app's configuration."""

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    """Registers the app and its receivers."""

    name = "followups"

    def ready(self) -> None:
        """Connect the receivers."""
        from followups import receivers  # noqa: F401, PLC0415  # Django's place for it
