"""Answers as a file, line by line: whoever takes a million along never has them all in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from core import spreadsheets
from core.csv import stream_rows
from core.scoring import band_of
from customers.domain.exporting import FORMATS, Export
from responses.domain import answers, themes
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from responses.models import Response
    from responses.querysets import ResponseQuerySet
    from team.models import User

AT_ONCE = 2_000
HEADER = (
    "Number", "Answered", "Score", "Band", "Reason", "Themes", "Further answers", "Name", "E-mail", "Company",
    "Identifier", "Typed e-mail", "Stage when asked", "Campaign", "Channel", "Widget or link", "Language",
    "May be contacted", "State", "Why it does not count", "Changed",
)  # fmt: skip


def begin(*, rows: ResponseQuerySet, form: str, chosen: dict[str, str], actor: User, now: datetime) -> Export:
    """Put on record that these leave the house, and begin the file. `form` is a key of FORMATS.

    `chosen` is the filter in plain words, for the audit trail.
    """
    program = Program.objects.current()
    facts = {"format": form, "filter": chosen}
    audit.log(actor=actor, action="responses.export", subject=program, now=now, changes=facts)
    lines = (_line(response, program) for response in _newest_first(rows))
    if form == "xlsx":
        chunks = spreadsheets.stream(HEADER, lines, title="Responses")
    else:
        chunks = (line.encode() for line in stream_rows(HEADER, lines, bom=True))
    return Export(f"responses-{now:%Y-%m-%d}.{form}", FORMATS[form], chunks)


def _newest_first(rows: ResponseQuerySet) -> Iterator[Response]:
    """All of them, some thousands at a time with all that is told of them: each begins behind the last."""
    joined = rows.select_related("customer__account", "campaign", "placement")
    whole = joined.prefetch_related(themes.PREFETCH, *answers.PREFETCH).order_by("-answered_at", "-pk")
    behind, full = Q(), True
    while full:
        found = list(whole.filter(behind)[:AT_ONCE])
        yield from found
        full = len(found) == AT_ONCE
        if found:
            at, pk = found[-1].answered_at, found[-1].pk
            # The first condition is what the index can walk by.
            behind = Q(answered_at__lte=at) & (Q(answered_at__lt=at) | Q(pk__lt=pk))


def _line(response: Response, program: Program) -> list[Any]:
    further = [f"{one.prompt} {one.words}" for one in answers.said(response, program=program)]
    return [
        response.pk,
        response.answered_at,
        response.score,
        band_of(response.score).label,
        response.reason,
        ", ".join(theme.name for theme in themes.of(response)),
        "\n".join(further),
        *_person(response),
        response.typed_email,
        response.stage_label,
        response.campaign.name,
        response.get_channel_display(),
        response.placement.name if response.placement else "",
        response.language,
        response.contact_me,
        response.get_state_display(),
        response.excluded_reason,
        response.revised_at,
    ]


def _person(response: Response) -> list[str | None]:
    customer = response.customer
    if customer is None:
        return ["", "", "", ""]
    company = customer.account.name if customer.account else ""
    return [customer.name, customer.email, company, customer.external_id]
