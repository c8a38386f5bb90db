"""The app's configuration."""

from django.apps import AppConfig


class MailroomConfig(AppConfig):
    """Registers the app."""

    name = "mailroom"
