"""The app's configuration."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Registers the app and its receivers."""

    name = "surveys"

    def ready(self) -> None:
        """Connect the receivers."""
        from surveys import receivers  # noqa: F401, PLC0415  # importing connects them
