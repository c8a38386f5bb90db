"""Where a campaign without mails asks: setting up its widgets and links, and finding them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q

from surveys.enums import CampaignChannel, CampaignState, PlacementKind
from surveys.models import Campaign, Placement
from surveys.models.placement import random_secret
from team.domain import audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from team.models import User

FACTS = {
    PlacementKind.WIDGET: (
        "name",
        "origins",
        "delay_seconds",
        "frequency_days",
        "sample_percent",
        "asks_for_email",
    ),
    PlacementKind.LINK: ("name", "slug", "asks_for_email"),
}

# The answers' room lies above this one: only the name of its state is known here.
COUNTED = Q(responses__state="counted")


class SlugTaken(Exception):
    """Another link has this address."""


class NotThisChannel(Exception):
    """A campaign of this channel has no such place."""


def kind_for(campaign: Campaign) -> PlacementKind:
    """What a campaign's channel puts up. Raises NotThisChannel for mails and for staff's entries."""
    kinds = {
        CampaignChannel.WIDGET.value: PlacementKind.WIDGET,
        CampaignChannel.LINK.value: PlacementKind.LINK,
    }
    if campaign.channel not in kinds:
        raise NotThisChannel
    return kinds[campaign.channel]


def create(*, campaign: Campaign, facts: Mapping[str, Any], actor: User, now: datetime) -> Placement:
    """Put up one more. `facts` are FACTS of its kind, validated before. Raises SlugTaken, NotThisChannel."""
    kind = kind_for(campaign)
    try:
        with transaction.atomic():
            placement = Placement.objects.create(
                campaign=campaign,
                kind=kind,
                created_by=actor,
                created_at=now,
                **{name: facts[name] for name in FACTS[kind]},
            )
            audit.log(actor=actor, action="placement.create", subject=placement, now=now)
    except IntegrityError as problem:
        raise _named(problem, facts) from problem
    return placement


def change(
    *, placement: Placement, facts: Mapping[str, Any], actor: User, now: datetime
) -> dict[str, list[Any]]:
    """Set FACTS of its kind and return what differs. Raises SlugTaken."""
    names = FACTS[PlacementKind(placement.kind)]
    try:
        with transaction.atomic():
            stored = Placement.objects.select_for_update().get(pk=placement.pk)
            changes = audit.differences(
                {name: getattr(stored, name) for name in names}, {name: facts[name] for name in names}
            )
            if changes:
                Placement.objects.filter(pk=stored.pk).update(**{name: facts[name] for name in changes})
                audit.log(actor=actor, action="placement.change", subject=stored, now=now, changes=changes)
    except IntegrityError as problem:
        raise _named(problem, facts) from problem
    return changes


def switch(*, placement: Placement, is_on: bool, actor: User, now: datetime) -> bool:
    """Let it take answers, or no more; False when it was so already. What was answered stays."""
    with transaction.atomic():
        if not Placement.objects.filter(pk=placement.pk, is_on=not is_on).update(is_on=is_on):
            return False
        changes = {"is_on": [not is_on, is_on]}
        audit.log(actor=actor, action="placement.switch", subject=placement, now=now, changes=changes)
    return True


def rotate_secret(*, placement: Placement, actor: User, now: datetime) -> None:
    """A new secret; tokens that were signed with the old one are refused from now on."""
    with transaction.atomic():
        Placement.objects.filter(pk=placement.pk).update(secret=random_secret())
        audit.log(actor=actor, action="placement.rotate_secret", subject=placement, now=now)
    placement.refresh_from_db(fields=["secret"])


def widget(key: str) -> Placement | None:
    """The widget of `/w/<key>.js`, with its campaign and survey; None for a key that is not ours."""
    return _with_survey().filter(kind=PlacementKind.WIDGET, key=key).first()


def link(slug: str) -> Placement | None:
    """The link of `/l/<slug>`, with its campaign and survey; None for one that is not ours."""
    return _with_survey().filter(kind=PlacementKind.LINK, slug=slug.lower()).first()


def takes_answers(placement: Placement) -> bool:
    """True while it is switched on and its campaign runs."""
    return placement.is_on and placement.campaign.state == CampaignState.ACTIVE


def note_shown(*, placement: Placement, now: datetime) -> None:
    """Count that the widget was about to be seen."""
    Placement.objects.filter(pk=placement.pk).update(shown=F("shown") + 1, last_shown_at=now)


def answers_by_campaign(campaigns: Iterable[Campaign]) -> dict[int, int]:
    """The counted answers of those among these campaigns that send no mails. At most one query."""
    unmailed = [it.pk for it in campaigns if it.channel != CampaignChannel.EMAIL]
    if not unmailed:
        return {}
    rows = Campaign.objects.filter(pk__in=unmailed).order_by().values_list("pk")
    return dict(rows.annotate(number=Count("responses", filter=COUNTED)))


def with_counts(campaign: Campaign) -> QuerySet[Placement]:
    """A campaign's placements with `answers`, the counted ones, and `last_answer_at`."""
    rows = Placement.objects.filter(campaign=campaign).order_by("name", "pk")
    return rows.annotate(
        answers=Count("responses", filter=COUNTED),
        last_answer_at=Max("responses__answered_at", filter=COUNTED),
    )


def _with_survey() -> QuerySet[Placement]:
    return Placement.objects.select_related("campaign__survey")


def _named(problem: IntegrityError, facts: Mapping[str, Any]) -> Exception:
    taken = Placement.objects.filter(slug=facts.get("slug") or "").exists()
    return SlugTaken() if taken else problem
