"""The app's configuration."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Registers the app."""

    name = "insights"
