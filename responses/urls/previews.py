"""Addresses of previews of the public pages."""

from __future__ import annotations

from django.urls import path

from responses.views import previewing

app_name = "pages"
urlpatterns = [
    path("<int:pk>/page/<slug:language>/", previewing.page, name="page"),
    path("<int:pk>/page/<slug:language>/preview/", previewing.preview, name="preview"),
]
