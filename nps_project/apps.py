"""The app's configuration."""

from importlib import import_module

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Registers the app."""

    name = "nps_project"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("nps_project.checks")
