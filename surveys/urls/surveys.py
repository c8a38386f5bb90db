"""Addresses of surveys."""

from __future__ import annotations

from django.urls import path

from surveys.views import branding, mail, questions, surveys, testing

app_name = "surveys"
urlpatterns = [
    path("", surveys.surveys, name="list"),
    path("new/", surveys.new, name="new"),
    path("<int:pk>/", surveys.edit, name="edit"),
    path("<int:pk>/languages/", surveys.language_new, name="language_new"),
    path("<int:pk>/languages/<slug:language>/remove/", surveys.language_remove, name="language_remove"),
    path("<int:pk>/look/", branding.look, name="look"),
    path("<int:pk>/look/logo/", branding.logo, name="logo"),
    path("<int:pk>/look/logo/remove/", branding.logo_remove, name="logo_remove"),
    path("<int:pk>/mail/<slug:language>/", mail.mail, name="mail"),
    path("<int:pk>/mail/<slug:language>/preview/", mail.preview, name="preview"),
    path("<int:pk>/mail/<slug:language>/test/", testing.send, name="test"),
    path("<int:pk>/questions/", questions.listed, name="questions"),
    path("<int:pk>/questions/new/", questions.new, name="question_new"),
    path("<int:pk>/questions/<int:question>/", questions.edit, name="question_edit"),
    path("<int:pk>/questions/<int:question>/move/", questions.move, name="question_move"),
    path("<int:pk>/questions/<int:question>/remove/", questions.remove, name="question_remove"),
    path("<int:pk>/questions/<int:question>/restore/", questions.restore, name="question_restore"),
]
