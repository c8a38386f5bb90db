"""Addresses of surveys."""

from __future__ import annotations

from django.urls import path

from surveys.views import mail, surveys

app_name = "surveys"
urlpatterns = [
    path("", surveys.surveys, name="list"),
    path("new/", surveys.new, name="new"),
    path("<int:pk>/", surveys.edit, name="edit"),
    path("<int:pk>/languages/", surveys.language_new, name="language_new"),
    path("<int:pk>/languages/<slug:language>/remove/", surveys.language_remove, name="language_remove"),
    path("<int:pk>/mail/<slug:language>/", mail.mail, name="mail"),
    path("<int:pk>/mail/<slug:language>/preview/", mail.preview, name="preview"),
]
