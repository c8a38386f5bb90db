"""Addresses of the insights room."""

from __future__ import annotations

from django.urls import path

from insights.views import customer, overview

app_name = "insights"
urlpatterns = [
    path("insights/", overview.overview, name="overview"),
    path("customers/<int:pk>/", customer.customer, name="customer"),
]
