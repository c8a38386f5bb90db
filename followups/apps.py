"""The app's configuration."""

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    """Registers the app."""

    name = "followups"
