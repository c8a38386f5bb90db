"""The app's configuration."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Registers the app and its receivers."""

    name = "integrations"

    def ready(self) -> None:
        """Connect the receivers."""
        from integrations import receivers  # noqa: F401, PLC0415  # Django's place for it
