"""The app's configuration."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Registers the app."""

    name = "nps_project"
