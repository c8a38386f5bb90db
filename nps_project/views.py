"""What monitoring asks: alive, ready, and the numbers."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from nps_project import metrics, queues

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers. Asks the database nothing: restarting us would not mend that."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and messages leave; else 503 with the reasons."""
    try:
        connection.ensure_connection()
        oldest = queues.oldest_due_seconds(now=timezone.now())
    except DatabaseError:
        # The error names the server; the reader of this page need not know it.
        return JsonResponse({"ready": False, "reasons": ["The database does not answer."]}, status=503)
    reasons = [
        f"The oldest due {kind} has waited {age:.0f} seconds; is a worker running?"
        for kind, age in oldest.items()
        if age > settings.READY_MAX_QUEUE_SECONDS
    ]
    body = {"ready": not reasons, "reasons": reasons, "oldest_due_seconds": oldest}
    return JsonResponse(body, status=503 if reasons else 200)


def may_read_metrics(request: HttpRequest) -> bool:
    """Whoever knows METRICS_TOKEN; where none is set, this machine alone."""
    if settings.METRICS_TOKEN:
        sent = request.headers.get("Authorization", "")
        return constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}")
    # Behind a proxy on this machine every visitor comes from loopback.
    forwarded = {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    return not forwarded and ip_address(request.META["REMOTE_ADDR"] or "0.0.0.0").is_loopback


@require_safe
@login_not_required
@never_cache
def prometheus(request: HttpRequest) -> HttpResponse:
    """The numbers for Prometheus; 403 for whoever may not read them."""
    if not may_read_metrics(request):
        return HttpResponse("Send METRICS_TOKEN as a bearer token.\n", status=403, content_type="text/plain")
    return HttpResponse(metrics.text(now=timezone.now()), content_type=CONTENT_TYPE_LATEST)
