"""Puts the answer together: the row it is about, the rules, the first moment a mail could leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from customers.models import Customer
from mailroom.enums import OutboxState
from surveys.domain import schedule
from surveys.domain.explaining import conclusion, ruling
from surveys.domain.explaining.explanation import Explanation
from surveys.domain.explaining.prospects import after_planning, is_revivable, is_written
from surveys.domain.explaining.rehearsal import Rehearsal
from surveys.domain.schedule import HORIZON
from surveys.enums import CampaignChannel, CampaignState, Reason
from surveys.models import Campaign, Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from surveys.domain.explaining.rehearsal import Hearing
    from surveys.domain.judging import Verdict
    from surveys.querysets import CampaignQuerySet

# How far the search for the next occasion goes: the next renewal, the next yearly wave.
AHEAD = timedelta(days=400)
# So many occasions are tried for a moment that suits.
TRIES = 6


def explain(*, campaign: Campaign, customer: Customer, now: datetime) -> Explanation:
    """Every rule of a campaign for a customer, and what comes of them now. Reads, and writes nothing."""
    world = _World.around(customer, now)
    return world.explanation(_loaded().get(pk=campaign.pk))


def explain_all(*, customer: Customer, now: datetime) -> list[Explanation]:
    """The same for every campaign that has not ended: those that run first, by priority."""
    world = _World.around(customer, now)
    shown = _loaded().exclude(state=CampaignState.ENDED).running_first()
    return [world.explanation(campaign) for campaign in shown]


def _loaded() -> CampaignQuerySet:
    return Campaign.objects.select_related("survey", "audience")


@dataclass
class _World:
    """One customer with the rows of all active campaigns, rehearsed once."""

    customer: Customer
    program: Program
    now: datetime
    prospects: dict[Campaign, list[Invitation]]
    rehearsal: Rehearsal
    far: dict[Campaign, list[Invitation]] = field(default_factory=dict)

    @classmethod
    def around(cls, customer: Customer, now: datetime) -> _World:
        """Look at what every active campaign would do with this customer now."""
        person = Customer.objects.select_related("account", "contact").get(pk=customer.pk)
        program = Program.objects.current()
        mailing = _loaded().active().filter(channel=CampaignChannel.EMAIL).order_by("-priority", "pk")
        world = cls(person, program, now, {}, Rehearsal(person, program, now))
        world.prospects = {campaign: world.rows(campaign, HORIZON) for campaign in mailing}
        world.rehearsal.run(world.prospects)
        return world

    def rows(self, campaign: Campaign, span: timedelta) -> list[Invitation]:
        """The customer's rows in a campaign, as planning so far ahead would leave them."""
        return after_planning(
            campaign=campaign,
            customer=self.customer,
            program=self.program,
            now=self.now,
            until=self.now + span,
        )

    def explanation(self, campaign: Campaign) -> Explanation:
        """Everything about one campaign."""
        is_mailed = campaign.channel == CampaignChannel.EMAIL
        near = self._near(campaign) if is_mailed else []
        focus = conclusion.focus(near, self.rehearsal, self.now)
        if is_mailed and focus is None:
            focus = conclusion.next_of(self._ahead(campaign), self.now)
        hearing = self._hearing(campaign, focus)
        winner = self.rehearsal.winner
        is_asked = winner == campaign and campaign.state == CampaignState.ACTIVE
        first = self.now if is_asked else self._first_possible(campaign, near)
        zone = ZoneInfo(self.program.time_zone)
        rules = (
            *ruling.of_campaign(campaign),
            *conclusion.occasion_rules(campaign, focus, now=self.now, zone=zone),
            *ruling.of_hearing(hearing, has_occasion=focus is not None),
            *conclusion.contest(campaign, self.rehearsal),
        )
        return Explanation(
            campaign=campaign,
            rules=rules if is_mailed else rules[:2],
            verdict=conclusion.sentence(
                campaign, focus, rules, first, now=self.now, zone=zone, is_asked=is_asked
            ),
            first_possible_at=first,
            is_asked_now=is_asked,
            row=focus if focus is not None and is_written(focus) else None,
        )

    def _hearing(self, campaign: Campaign, focus: Invitation | None) -> Hearing:
        heard = self.rehearsal.hearings.get((campaign.pk, focus.occasion)) if focus else None
        if heard is not None:
            return heard
        # Not due: judged as if it were now.
        row = focus or Invitation(campaign=campaign, customer=self.customer, occasion="", send_after=self.now)
        return self.rehearsal.hear(campaign, row)

    def _near(self, campaign: Campaign) -> list[Invitation]:
        """What planning would leave now."""
        if campaign not in self.prospects:
            self.prospects[campaign] = self.rows(campaign, HORIZON)
        return self.prospects[campaign]

    def _ahead(self, campaign: Campaign) -> list[Invitation]:
        """What a year of planning would leave: it takes a while, so only where it is asked for."""
        if campaign not in self.far:
            self.far[campaign] = self.rows(campaign, AHEAD)
        return self.far[campaign]

    def _first_possible(self, campaign: Campaign, near: Sequence[Invitation]) -> datetime | None:
        """The first moment at which a planned row would pass, as things stand; None when there is none."""
        if campaign.state == CampaignState.ENDED or campaign.channel != CampaignChannel.EMAIL:
            return None
        return self._first_of(campaign, near) or self._first_of(campaign, self._ahead(campaign))

    def _first_of(self, campaign: Campaign, rows: Sequence[Invitation]) -> datetime | None:
        hopeful = [row for row in rows if row.state == OutboxState.PLANNED or self._may_be_cured(row)]
        suiting = (self._suits(campaign, row) for row in hopeful[:TRIES])
        return next((moment for moment in suiting if moment is not None), None)

    def _may_be_cured(self, row: Invitation) -> bool:
        """Left out as things are, while time alone may change that: a stage, a pause, a reservation."""
        is_open = row.expires_at is None or row.expires_at > self.now
        return row.state == OutboxState.SKIPPED and is_revivable(row) and is_open

    def _suits(self, campaign: Campaign, row: Invitation) -> datetime | None:
        """When this row would be claimed if nothing changed but the time."""
        moment = max(row.send_after, self.now)
        if row.state != OutboxState.PLANNED and moment == self.now:
            # Stages move at night, and planning comes after them.
            moment = schedule.next_day(self.now, ZoneInfo(self.program.time_zone))
        heard = self.rehearsal.hearings.get((campaign.pk, row.occasion))
        if heard is not None and heard.verdict.send_after is not None:
            moment = heard.verdict.send_after
        for _ in range(TRIES):
            verdict = Rehearsal(self.customer, self.program, moment).hear(campaign, row).verdict
            if verdict.state == OutboxState.CLAIMED:
                return moment
            later = self._after(row, verdict)
            if later is None or later <= moment:
                return None
            moment = later
        return None

    def _after(self, row: Invitation, verdict: Verdict) -> datetime | None:
        """When a row that did not pass is worth another look; None where no date is known."""
        if verdict.state == OutboxState.PLANNED:
            return verdict.send_after
        paused = self.customer.contact.paused_until if self.customer.contact else None
        if verdict.reason != Reason.PAUSED or paused is None:
            return None
        return paused if row.expires_at is None or paused < row.expires_at else None
