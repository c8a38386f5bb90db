"""What is put up of a placement: the code and the poster of a link, the demo page of a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import links, placeholders
from surveys.domain import codes, texts
from surveys.enums import PlacementKind
from surveys.models import Placement
from team.access import role_required
from team.enums import Role
from team.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest

KINDS = {"svg": "image/svg+xml", "png": "image/png"}


@role_required(Role.VIEWER)
@require_safe
def code(request: HttpRequest, pk: int, place: int, kind: str) -> HttpResponse:
    """The link's QR code, as a drawing or a picture; `?download=1` to keep it."""
    found = _found(pk, place, PlacementKind.LINK)
    url = _address(found)
    response = HttpResponse(codes.svg(url) if kind == "svg" else codes.png(url), content_type=KINDS[kind])
    if request.GET.get("download"):
        response["Content-Disposition"] = f'attachment; filename="{found.slug}.{kind}"'
    return response


@role_required(Role.VIEWER)
@require_safe
def poster(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """A page to print: the company, the question and the code, in one of the survey's languages."""
    found = _found(pk, place, PlacementKind.LINK)
    survey, program = found.campaign.survey, Program.objects.current()
    written = list(survey.texts.all())
    text = texts.best_text(
        texts=written, language=request.GET.get("lang", ""), default=survey.default_language
    )
    values = {"company": program.company, "product": program.asked_about}
    context = {
        "campaign": found.campaign,
        "placement": found,
        "program": program,
        "question": placeholders.fill(text.question, values),
        "text": text,
        "languages": [one.language for one in written],
        "url": _address(found),
        "shown_url": _address(found).partition("://")[2],
    }
    return render(request, "surveys/placements/poster.html", context)


@role_required(Role.VIEWER)
@require_safe
def demo(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """A page of some website, with the widget on it as visitors see it; its answers are nobody's."""
    found = _found(pk, place, PlacementKind.WIDGET)
    context = {
        "campaign": found.campaign,
        "placement": found,
        "url": reverse("public:widget", args=[found.key]),
    }
    return render(request, "surveys/placements/demo.html", context)


def _found(pk: int, place: int, kind: PlacementKind) -> Placement:
    rows = Placement.objects.select_related("campaign__survey").filter(campaign=pk, kind=kind)
    return get_object_or_404(rows, pk=place)


def _address(found: Placement) -> str:
    return links.absolute("public:link", slug=found.slug)
