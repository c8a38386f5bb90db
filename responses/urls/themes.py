"""Addresses of the themes' settings."""

from __future__ import annotations

from django.urls import path

from responses.views import themes

app_name = "themes"
urlpatterns = [
    path("", themes.listed, name="list"),
    path("new/", themes.new, name="new"),
    path("install/", themes.install, name="install"),
    path("<int:pk>/", themes.detail, name="detail"),
    path("<int:pk>/switch/", themes.switch, name="switch"),
]
