"""The room's endpoints alone, for its own tests."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from followups.api.views import FollowUpViewSet

router = SimpleRouter()
router.register("followups", FollowUpViewSet, basename="followups")
urlpatterns = router.urls
