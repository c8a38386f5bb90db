"""The API's front door: each room's endpoints under one roof, the schema and its papers."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from customers.api.audiences import AudienceViewSet, LaunchViewSet
from customers.api.cases import CaseViewSet, UsageViewSet
from customers.api.views import AccountViewSet, CustomerViewSet, EventViewSet
from followups.api.advocacy import EndorsementViewSet, ReferralViewSet
from followups.api.messages import MessageViewSet
from followups.api.plans import PlanItemViewSet
from followups.api.tasks import TaskViewSet
from followups.api.views import FollowUpViewSet
from insights.api.views import MetricsView
from integrations.api.views import DocsView, SchemaView, UnknownView
from integrations.api.webhooks import WebhookViewSet
from integrations.views import calls, front, webhook_acts, webhooks
from responses.api.themes import ThemeViewSet
from responses.api.views import ResponseViewSet
from surveys.api.views import CampaignViewSet, InvitationViewSet

router = DefaultRouter()
# JSON is the only format; `customers.json` would be a second address for the same thing.
router.include_format_suffixes = False
router.register("customers", CustomerViewSet)
router.register("accounts", AccountViewSet)
router.register("events", EventViewSet)
router.register("cases", CaseViewSet, basename="case")
router.register("usage", UsageViewSet, basename="usage")
router.register("audiences", AudienceViewSet)
router.register("launches", LaunchViewSet)
router.register("campaigns", CampaignViewSet)
router.register("invitations", InvitationViewSet)
router.register("responses", ResponseViewSet)
router.register("themes", ThemeViewSet)
router.register("followups", FollowUpViewSet)
router.register("messages", MessageViewSet)
router.register("endorsements", EndorsementViewSet)
router.register("referrals", ReferralViewSet)
router.register("tasks", TaskViewSet, basename="task")
router.register("plan-items", PlanItemViewSet, basename="plan-item")
router.register("webhooks", WebhookViewSet, basename="webhook")

app_name = "integrations"
urlpatterns = [
    path("", front.start, name="start"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("v1/metrics/", MetricsView.as_view(), name="metrics"),
    path("v1/", include(router.urls)),
    path("v1/<path:rest>", UnknownView.as_view(), name="unknown"),
]

webhook_pages = [
    path("", webhooks.webhooks, name="list"),
    path("new/", webhooks.new, name="new"),
    path("how/", calls.how, name="how"),
    path("<int:pk>/", webhooks.webhook, name="detail"),
    path("<int:pk>/edit/", webhooks.edit, name="edit"),
    path("<int:pk>/secret/", webhook_acts.rotate, name="rotate"),
    path("<int:pk>/switch/", webhook_acts.switch, name="switch"),
    path("<int:pk>/test/", webhook_acts.test, name="test"),
    path("<int:pk>/again/", webhook_acts.repeat_all, name="repeat_all"),
    path("<int:pk>/remove/", webhook_acts.remove, name="remove"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/again/", calls.again, name="again"),
]
