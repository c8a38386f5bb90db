"""What admins and managers do."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mailroom.domain import delivery
from mailroom.enums import OutboxState
from surveys.domain import campaigns, drafting, exceptions
from surveys.domain.mailbag import InvitationMailbag
from surveys.models import Invitation, QuietException
from team.domain import program as programs
from tests.nps_project.invariants.steps.base import CAMPAIGNS, PEOPLE, Steps, committed

picks = st.integers(0, CAMPAIGNS - 1)


class StaffSteps(Steps):
    """Campaigns edited and paused, exceptions granted, settings changed."""

    @rule(pick=picks, priority=st.integers(0, 100), offset=st.sampled_from([-60, -45]))
    @committed
    def edit_campaign(self, pick: int, priority: int, offset: int) -> None:
        """Somebody changes when a campaign asks."""
        campaign = self.campaign(pick)
        facts = {name: getattr(campaign, name) for name in drafting.FACTS}
        facts |= {"priority": priority}
        if campaign.date_field:
            facts |= {"offset_days": offset}
        drafting.change(campaign=campaign, facts=facts, actor=self.admin, now=self.world.now)

    @rule(pick=picks)
    @committed
    def pause_or_resume(self, pick: int) -> None:
        """Somebody pauses a campaign, or lets it go on."""
        campaign = self.campaign(pick)
        move = campaigns.pause if campaign.state == "active" else campaigns.resume
        move(campaign=campaign, actor=self.admin, now=self.world.now)

    @rule()
    @committed
    def decide(self) -> None:
        """Somebody finds out what became of the first mail in doubt, and says so."""
        for row in Invitation.objects.filter(state=OutboxState.UNKNOWN).order_by("pk")[:1]:
            arrived = any(one.invitation == row.pk and not one.is_reminder for one in self.world.arrivals)
            delivery.decide_unknown(
                mailbag=InvitationMailbag(), row=row, was_sent=arrived, actor=self.admin, now=self.world.now
            )

    @rule(pick=picks, months=st.integers(0, 3), days=st.sampled_from([1, 60]))
    @committed
    def grant_to_campaign(self, pick: int, months: int, days: int) -> None:
        """One campaign may ask again earlier, for a while."""
        campaign = self.campaign(pick)
        with suppress(exceptions.NotGrantable):
            exceptions.grant(
                campaign=campaign,
                months=months,
                reason="Pilot",
                until=self.world.now + timedelta(days=days),
                actor=self.admin,
                now=self.world.now,
            )

    @rule(number=st.integers(0, PEOPLE - 1), months=st.integers(0, 3))
    @committed
    def grant_to_person(self, number: int, months: int) -> None:
        """One person may be asked again earlier, for a while."""
        customer = self.customer(number)
        if customer and customer.contact:
            with suppress(exceptions.NotGrantable):
                exceptions.grant(
                    contact=customer.contact,
                    months=months,
                    reason="Pilot",
                    until=self.world.now + timedelta(days=60),
                    actor=self.admin,
                    now=self.world.now,
                )

    @rule()
    @committed
    def withdraw(self) -> None:
        """The last exception ends at once."""
        for granted in QuietException.objects.all()[:1]:
            with suppress(exceptions.AlreadyOver):
                exceptions.withdraw(exception=granted, actor=self.admin, now=self.world.now)

    @rule(months=st.sampled_from([3, 6, 9]))
    @committed
    def change_quiet_months(self, months: int) -> None:
        """The program's quiet period gets shorter or longer."""
        programs.change(facts={"quiet_months": months}, actor=self.admin, now=self.world.now)
