"""Where the sample asks without mails: on the price page and in the lobby, and who came by there."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.scoring import band_of
from customers.enums import Stage
from nps_project.sample import words
from responses.domain import visiting
from surveys.domain import campaigns, placements
from surveys.enums import CampaignChannel, ScheduleKind
from surveys.models import Campaign, Placement

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from surveys.models import Survey
    from team.models import User

SITE = "https://www.northwind.example"
WIDGET = {
    "name": "Price page",
    "origins": [SITE],
    "delay_seconds": 20,
    "frequency_days": 180,
    "sample_percent": 25,
    "asks_for_email": True,
}
LINK = {"name": "Hamburg lobby", "slug": "lobby", "asks_for_email": False}
PAGES = ("prices", "routes", "contact")
SHOWN_FOR_AN_ANSWER = 9


def put_up(*, survey: Survey, actor: User, now: datetime) -> None:
    """A widget for prospects and a link for whoever waits in the lobby, both running."""
    for name, channel, stages, facts in (
        ("On the website", CampaignChannel.WIDGET, [Stage.PROSPECT], WIDGET),
        ("In the lobby", CampaignChannel.LINK, [], LINK),
    ):
        made = Campaign.objects.create(
            survey=survey,
            created_by=actor,
            name=name,
            channel=channel,
            schedule_kind=ScheduleKind.NONE,
            stages=stages,
        )
        placements.create(campaign=made, facts=facts, actor=actor, now=now)
        campaigns.activate(campaign=made, actor=actor, now=now)


def come_by(*, count: int, random: Random, now: datetime) -> None:
    """Let so many visitors answer over the last four months; every tenth promoter leaves an address."""
    places = list(Placement.objects.select_related("campaign").order_by("pk"))
    for number in range(count):
        place = places[number % len(places)]
        moment = now - timedelta(minutes=random.randrange(60, 120 * 24 * 60))
        said = visiting.Said(**_said(place, number, random))
        visiting.record(placement=place, visitor=secrets.token_hex(16), said=said, now=moment)
    latest = now - timedelta(minutes=random.randrange(5, 60))
    shown = SHOWN_FOR_AN_ANSWER * count // max(1, len(places))
    Placement.objects.filter(kind="widget").update(shown=shown, last_shown_at=latest)


def _said(place: Placement, number: int, random: Random) -> dict[str, Any]:
    score = max(0, min(10, round(random.gauss(7.4, 2.1))))
    spoken = random.random() < 0.5
    facts: dict[str, Any] = {
        "score": score,
        "reason": random.choice(words.REASONS["en"][band_of(score)]) if spoken else "",
        "language": "en",
    }
    if place.kind == "link":
        return {**facts, "source": random.choice(("reception", "cafeteria"))}
    page = f"{SITE}/{random.choice(PAGES)}"
    if score >= 9 and random.random() < 0.1:
        facts |= {"typed_email": f"visitor{number}@visitors.example", "contact_me": True}
    return {**facts, "page_url": page}
