from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Arithmetic and formats that every room uses; it stores nothing."""

    name = "core"
