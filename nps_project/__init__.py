"""The project: settings, URLs, processes. It knows every room; no room knows it."""

from nps_project.celery import app as celery_app

__all__ = ["celery_app"]
