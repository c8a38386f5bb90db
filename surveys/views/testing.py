"""A test mail to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from surveys import emails
from surveys.domain import testing
from surveys.forms.previews import MAIL, MAILS, Looking
from surveys.models import SurveyText
from team.access import acting, manager_required
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@manager_required
@require_POST
def send(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Send the stored words of one language to whoever asks, and say what became of it."""
    text = get_object_or_404(SurveyText.objects.select_related("survey"), survey=pk, language=language)
    user = acting(request)
    which = MAILS.get(Looking(request.POST).chosen()["show"], MAILS[MAIL])
    try:
        testing.send(
            survey=text.survey,
            text=text,
            program=Program.objects.current(),
            user=user,
            now=timezone.now(),
            **which,
        )
    except (testing.TestNotSent, emails.MailCannotBeBuilt, emails.SenderNotUsable) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Sent to {user.email}. Nothing that you do with it is stored.")
    return redirect(_back(request, pk, language))


def _back(request: HttpRequest, pk: int, language: str) -> str:
    """The page that the button stood on; an address from elsewhere leads to the survey."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return f"{reverse('surveys:edit', args=[pk])}?language={language}"
