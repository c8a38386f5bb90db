"""Answers of people who came by: through a widget on a website, or a public link.

Nobody asked them by name, so they stand apart from the quiet period, unless the company's own server
named them: then they were asked like anybody else, and answer an invitation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from core.calendars import quiet_until
from customers.domain import consent, identities, intake
from customers.enums import Source
from responses.domain import answers, recording, themes, visitors
from responses.enums import Channel
from responses.models import Response, Revision
from responses.signals import response_recorded, response_revised
from surveys.domain import placements
from surveys.enums import PlacementKind
from surveys.models import Invitation, Placement
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.dispatch import Signal

    from customers.models import Customer
    from responses.domain.questions import Given

CHANNELS = {PlacementKind.WIDGET.value: Channel.WIDGET, PlacementKind.LINK.value: Channel.LINK}
LONGEST_PAGE = 300


class Closed(Exception):
    """The placement takes no answers any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a visitor sent. `typed_email` is canonical, or empty; `source` says where a link hung."""

    score: int
    reason: str = ""
    contact_me: bool = False
    language: str = ""
    typed_email: str = ""
    page_url: str = ""
    source: str = ""
    answers: tuple[Given, ...] = ()

    @property
    def versioned(self) -> dict[str, Any]:
        """What a revision keeps of it."""
        return {"score": self.score, "reason": self.reason, "contact_me": self.contact_me}


def record(*, placement: Placement, visitor: str, said: Said, now: datetime) -> Response:
    """Store what a browser sent that nobody knows; once more from the same browser, it is a revision.

    `visitor` is the browser's own token. An address that was typed leads to its customer, or makes a
    prospect. Raises Closed, and IntegrityError for a score outside 0 to 10.
    """
    token = visitors.hash_of(placement, visitor)
    with transaction.atomic():
        # In single file for one placement: two tabs of one browser are one visitor.
        locked = Placement.objects.select_for_update(of=("self",), no_key=True)
        held = locked.select_related("campaign").get(pk=placement.pk)
        if not placements.takes_answers(held):
            raise Closed
        since = now - timedelta(days=held.frequency_days)
        earlier = held.responses.filter(visitor=token, answered_at__gte=since).first()
        if earlier is None:
            return _first(held, token, said, now=now)
        return _again(earlier, said, now=now)


def record_invited(
    *, placement: Placement, invitation_id: int, said: Said, started_at: datetime, now: datetime
) -> Response:
    """Store the answer of somebody whom the company's server named, to the invitation that was shown.

    Raises what `recording.record` raises.
    """
    with transaction.atomic():
        response = recording.record(
            invitation=Invitation(pk=invitation_id),
            language=said.language,
            started_at=started_at,
            now=now,
            answers=said.answers,
            **said.versioned,
        )
        place = {"channel": CHANNELS[placement.kind], "placement": placement, "page_url": said.page_url}
        Response.objects.filter(pk=response.pk).update(**place)
    response.refresh_from_db()
    return response


def page_of(url: str, *, origin: str) -> str:
    """The page that a widget stood on, without query and fragment; the bare origin where it says nonsense."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return origin
    if f"{parts.scheme}://{parts.netloc}" != origin:
        return origin
    return f"{origin}{parts.path}"[:LONGEST_PAGE]


def _first(placement: Placement, token: str, said: Said, *, now: datetime) -> Response:
    customer = _customer_of(said, now=now)
    response = Response.objects.create(
        customer=customer,
        campaign=placement.campaign,
        placement=placement,
        channel=CHANNELS[placement.kind],
        visitor=token,
        language=said.language,
        typed_email=said.typed_email,
        page_url=said.page_url,
        stage=customer.stage if customer else _stage_of_everybody(placement),
        attributes={"source": said.source} if said.source else None,
        answered_at=now,
        **said.versioned,
    )
    kept = answers.keep(response=response, given=said.answers)
    facts = {"recorded_at": now, "answers": kept.snapshot, **said.versioned}
    Revision.objects.create(response=response, number=1, **facts)
    themes.read(response=response, now=now)
    _tell(response_recorded, response)
    return response


def _again(response: Response, said: Said, *, now: datetime) -> Response:
    known = {name: getattr(response, name) for name in said.versioned}
    kept = answers.keep(response=response, given=said.answers)
    leaves_address = bool(said.typed_email) and not response.typed_email
    if leaves_address:
        response.customer, response.typed_email = _customer_of(said, now=now), said.typed_email
    elif known == said.versioned and not kept.changed:
        return response
    last = Revision.objects.filter(response=response).aggregate(last=Max("number"))["last"] or 0
    facts = {"recorded_at": now, "answers": kept.snapshot, **said.versioned}
    Revision.objects.create(response=response, number=last + 1, **facts)
    for name, value in said.versioned.items():
        setattr(response, name, value)
    response.language, response.revised_at = said.language, now
    response.save(
        update_fields=[*said.versioned, "language", "revised_at", "customer", "typed_email"],
    )
    themes.read(response=response, now=now)
    _tell(response_revised, response)
    return response


def _customer_of(said: Said, *, now: datetime) -> Customer | None:
    """Whose address was typed. Nobody proved it: what is known of a customer is not touched."""
    if not said.typed_email:
        return None
    known = identities.find(canonical_email=said.typed_email)
    if known:
        return known
    facts = {"email": said.typed_email, "language": said.language}
    taken = intake.upsert(facts=facts, source=Source.WEBSITE, now=now)
    if taken.outcome == "created" and taken.customer.contact_id:
        # Somebody who answered just now need not be asked by mail next week.
        program = Program.objects.current()
        until = quiet_until(now, program.quiet_months, ZoneInfo(program.time_zone))
        consent.asked(contact_ids=[taken.customer.contact_id], at=now, until=until)
    return taken.customer


def _stage_of_everybody(placement: Placement) -> str:
    """A campaign for one stage alone speaks to people of that stage, whoever they are."""
    stages = placement.campaign.stages
    return stages[0] if len(stages) == 1 else ""


def _tell(signal: Signal, response: Response) -> None:
    tell = partial(signal.send_robust, sender=Response, response_id=response.pk, score=response.score)
    transaction.on_commit(tell)
