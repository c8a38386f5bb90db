"""Addresses of staff pages on answers."""

from __future__ import annotations

from django.urls import path

from responses.views import export, manual, staff

app_name = "responses"
urlpatterns = [
    path("", staff.responses, name="list"),
    path("new/", manual.new, name="new"),
    path("export/", export.export, name="export"),
    path("<int:pk>/", staff.response, name="detail"),
    path("<int:pk>/revise/", manual.revise, name="revise"),
    path("<int:pk>/tag/", staff.tag, name="tag"),
    path("<int:pk>/exclude/", staff.exclude, name="exclude"),
    path("<int:pk>/include/", staff.include, name="include"),
]
