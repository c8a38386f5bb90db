"""Addresses of campaigns."""

from __future__ import annotations

from django.urls import include, path

from surveys.views import (
    campaign,
    campaigns,
    coverage,
    deciding,
    drafts,
    exceptions,
    explainer,
    invited,
    moves,
    reminders,
)

app_name = "campaigns"
urlpatterns = [
    path("", campaigns.campaigns, name="list"),
    path("new/", drafts.new, name="new"),
    path("segments/", campaigns.segments, name="segments"),
    path("coverage/", coverage.report, name="coverage"),
    path("explain/<int:pk>/", explainer.explain_customer, name="explain_customer"),
    path("exceptions/<int:pk>/withdraw/", exceptions.withdraw, name="exception_withdraw"),
    path("exceptions/customer/<int:pk>/", exceptions.of_customer, name="exceptions_customer"),
    path("<int:pk>/", campaign.campaign, name="detail"),
    path("<int:pk>/edit/", drafts.edit, name="edit"),
    path("<int:pk>/activate/", moves.activate, name="activate"),
    path("<int:pk>/pause/", moves.pause, name="pause"),
    path("<int:pk>/resume/", moves.resume, name="resume"),
    path("<int:pk>/end/", moves.end, name="end"),
    path("<int:pk>/explain/", explainer.explain, name="explain"),
    path("<int:pk>/exceptions/", exceptions.of_campaign, name="exceptions"),
    path("<int:pk>/export/", invited.export, name="export"),
    path("<int:pk>/placements/", include("surveys.urls.placements")),
    path("<int:pk>/invitations/<int:row>/", deciding.decide, name="decide"),
    path("<int:pk>/reminders/", reminders.listed, name="reminders"),
    path("<int:pk>/reminders/<int:row>/", deciding.decide_reminder, name="decide_reminder"),
]
