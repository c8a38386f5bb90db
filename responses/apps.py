"""The app's configuration."""

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """Registers the app and its receivers."""

    name = "responses"

    def ready(self) -> None:
        """Connect the receivers."""
        from responses import receivers  # noqa: F401, PLC0415  # Django's place for it
