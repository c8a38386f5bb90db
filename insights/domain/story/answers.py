"""What a customer answered, every version of it, and the line that the scores make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from core.calendars import local_day
from core.charts import HistoryPoint, StageSpan
from core.scoring import band_of
from customers.enums import Stage
from insights.domain.story.entry import Entry
from responses.domain import answers as extra
from responses.enums import Origin, ResponseState
from responses.models import Response
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from customers.models import Customer, StageChange
    from responses.models import Revision


def answers_of(*, customer: Customer) -> list[Response]:
    """Every answer, the newest first, with its versions and what was said besides."""
    rows = Response.objects.filter(customer=customer).select_related("campaign")
    seen = rows.prefetch_related("revisions", *extra.PREFETCH)
    return list(seen.order_by("-answered_at", "-pk"))


def entries(answers: Sequence[Response]) -> list[Entry]:
    """Each version of each answer, with the reason given and the stage it was given in."""
    program = Program.objects.current()
    return [entry for response in answers for entry in _versions(response, program)]


def points(answers: Sequence[Response], *, zone: ZoneInfo) -> list[HistoryPoint]:
    """The scores that count, oldest first, each on its local day."""
    return [
        HistoryPoint(local_day(response.answered_at, zone), response.score)
        for response in reversed(theirs(answers))
    ]


def theirs(answers: Sequence[Response]) -> list[Response]:
    """The answers that count and are the customer's for certain, in the same order.

    One whose address a visitor typed may be anybody's: it is told, and stands for nobody.
    """
    return [it for it in answers if it.state == ResponseState.COUNTED and not it.typed_email]


def spans(customer: Customer, changes: Sequence[StageChange], *, zone: ZoneInfo) -> list[StageSpan]:
    """The stages from the first known one on; `changes` are oldest first."""
    began = local_day(customer.created_at, zone)
    first = changes[0].from_stage if changes else customer.stage
    steps = [(began, first)] if first else []
    steps += [(local_day(change.changed_at, zone), change.to_stage) for change in changes]
    ends = [since for since, _ in steps[1:]]
    return [
        StageSpan(stage, Stage(stage).label, since, until)
        for (since, stage), until in zip(steps, [*ends, None], strict=True)
    ]


def _versions(response: Response, program: Program) -> Iterator[Entry]:
    before: Revision | None = None
    versions = list(response.revisions.all())
    for version in versions:
        band = band_of(version.score)
        if before is None:
            title = f"Answered {version.score}, {band.label.lower()}"
        elif before.score == version.score:
            title = f"Wrote more to the answer of {version.score}"
        else:
            title = f"Changed the answer from {before.score} to {version.score}, {band.label.lower()}"
        yield Entry(
            version.recorded_at,
            "message-square-quote",
            title,
            tone=band.value,
            text=_text(response, program, is_first=before is None, is_last=version is versions[-1]),
            quote=version.reason,
            url=reverse("responses:detail", args=[response.pk]),
        )
        before = version


def _text(response: Response, program: Program, *, is_first: bool, is_last: bool) -> str:
    """How the answer came about, and beside its last version what the extra questions' answers are now."""
    lines = [_context(response)] if is_first else []
    if is_last:
        lines += [f"{one.prompt} {one.words}" for one in extra.said(response, program=program)]
    return "\n".join(lines)


def stage_label(response: Response) -> str:
    """The stage that the answer was given in, in words; empty where it is not known."""
    return Stage(response.stage).label if response.stage else ""


def _context(response: Response) -> str:
    parts = [f"to “{response.campaign}”"]
    if response.stage:
        parts.append(f"stage then: {stage_label(response)}")
    if response.state != ResponseState.COUNTED:
        why = f": {response.excluded_reason}" if response.excluded_reason else ""
        parts.append(f"not in the numbers ({response.get_state_display().lower()}{why})")
    if response.origin == Origin.STAFF:
        parts.append("entered by staff")
    if response.typed_email:
        parts.append("by a visitor who typed this address; nobody proved that it was them")
    if not response.contact_me:
        parts.append("asked not to be contacted")
    return ", ".join(parts)
