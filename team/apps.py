"""The app's configuration."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Registers the app."""

    name = "team"
