"""Addresses of the local outbox."""

from __future__ import annotations

from django.urls import path

from mailroom.views import outbox

app_name = "mailroom"
urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("<int:pk>/", outbox.mail, name="mail"),
    path("<int:pk>/body/", outbox.body, name="body"),
]
