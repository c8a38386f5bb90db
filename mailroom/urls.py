"""Addresses of the mailroom room."""

from __future__ import annotations

from django.urls import path

from mailroom import views

app_name = "mailroom"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/", views.mail, name="mail"),
    path("<int:pk>/body/", views.body, name="body"),
]
