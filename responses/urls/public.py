"""Addresses that customers open: the answer page and the unsubscribe page."""

from __future__ import annotations

from django.urls import include, path, re_path

from responses.views import answering, branding, trials, unsubscribing

app_name = "public"
urlpatterns = [
    path("s/<str:token>", answering.answer, name="answer"),
    path("s/<str:token>/thanks", answering.thanks, name="thanks"),
    path("s/<str:token>/unsubscribe", trials.unsubscribe, name="trial_unsubscribe"),
    re_path(r"^s/brand/(?P<color>[0-9a-f]{6})\.css$", branding.brand, name="brand"),
    path("s/logo/<slug:digest>.<slug:kind>", branding.logo, name="logo"),
    path("", include("responses.urls.visits")),
    path("u/<str:token>", unsubscribing.unsubscribe, name="unsubscribe"),
]
