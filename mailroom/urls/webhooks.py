"""Addresses that mail providers call: one for each that Anymail knows, as Anymail names them."""

from __future__ import annotations

from anymail.urls import urlpatterns as anymails
from django.urls import path

from mailroom.views.webhooks import guarded

TRACKING = "/tracking/"
# Brevo's former name.
GIVEN_UP = {"sendinblue/tracking/"}

app_name = "webhooks"
urlpatterns = [
    path(route, guarded(pattern.callback.view_class), name=route.removesuffix(TRACKING))
    for pattern in anymails
    if (route := str(pattern.pattern)).endswith(TRACKING) and route not in GIVEN_UP
]
