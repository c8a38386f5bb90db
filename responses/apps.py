"""The app's configuration."""

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """Registers the app."""

    name = "responses"
