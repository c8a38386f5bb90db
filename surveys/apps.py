"""The app's configuration."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Registers the app."""

    name = "surveys"
