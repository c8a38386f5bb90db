"""The app's configuration."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """Registers the app."""

    name = "integrations"
