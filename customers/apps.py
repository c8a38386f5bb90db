"""The app's configuration."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Registers the app and its receivers."""

    name = "customers"

    def ready(self) -> None:
        """Connect the receivers."""
        from customers import receivers  # noqa: F401, PLC0415  # importing connects them
