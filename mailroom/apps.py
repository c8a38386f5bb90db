"""The app's configuration."""

from django.apps import AppConfig


class MailroomConfig(AppConfig):
    """Registers the app and its receivers."""

    name = "mailroom"

    def ready(self) -> None:
        """Connect the receivers."""
        from mailroom import receivers  # noqa: F401, PLC0415  # importing connects them
