"""The API's front door: each room's endpoints under one roof, the schema and its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "api"
urlpatterns: list[URLPattern] = []
