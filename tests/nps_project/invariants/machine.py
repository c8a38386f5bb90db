"""Everything that can happen to a program, in any order: what the property test draws its steps from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from hypothesis.stateful import invariant

from nps_project.invariants import INVARIANTS
from surveys.enums import QuietRule, ScheduleKind
from tests.factories.surveys import CampaignFactory, EventCampaignFactory
from tests.nps_project.invariants.steps.base import PEOPLE
from tests.nps_project.invariants.steps.people import PeopleSteps
from tests.nps_project.invariants.steps.provider import ProviderSteps
from tests.nps_project.invariants.steps.staff import StaffSteps
from tests.nps_project.invariants.steps.workers import WorkerSteps
from tests.nps_project.invariants.world import World

if TYPE_CHECKING:
    from team.models import Program, User

# What a worker leaves to others: these may be broken for as long as none has come by.
LEFT_TO_WORKERS = frozenset({"I4", "I5", "I12", "I13"})


class Machine(PeopleSteps, ProviderSteps, WorkerSteps, StaffSteps):
    """Six people with eight addresses, and a campaign of every kind."""

    def __init__(self, program: Program, admin: User) -> None:
        super().__init__()
        self.admin, self.world = admin, World()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self._found()
        for number in range(PEOPLE):
            self.tell(
                number, email=f"a{number}@people.example", renewal_on=self.day(59), account_name="Northwind"
            )

    def _found(self) -> None:
        """The campaigns, in the order in which steps pick them, and by fixed ids: lots are drawn by them."""
        first = CampaignFactory.create(
            pk=9_001, name="Before renewal", daily_cap=3, priority=90, reminder_days=[3, 7]
        )
        same = {"survey": first.survey, "date_field": "", "offset_days": 0}
        CampaignFactory.create(pk=9_002, name="Renewal again", survey=first.survey, quiet_rule=QuietRule.WAIT)
        EventCampaignFactory.create(
            pk=9_003, name="After support", survey=first.survey, delay_hours=0, priority=70
        )
        CampaignFactory.create(
            pk=9_004,
            name="Twice a year",
            schedule_kind=ScheduleKind.CYCLE,
            cycle_anchor_on=self.world.now.date(),
            tests_subject=True,
            reminder_days=[2],
            **same,
        )
        CampaignFactory.create(
            pk=9_005,
            name="Waves",
            schedule_kind=ScheduleKind.WAVE,
            wave_dates=[self.day(ahead) for ahead in (0, 8, 41, 190)],
            rotation=2,
            priority=60,
            **same,
        )

    @invariant()
    def the_post_office_saw_nothing_it_should_not(self) -> None:
        """I1 I2 I8 as the mailboxes know it, whatever the tables say."""
        assert self.world.surprises == [], self.world.surprises
        assert self.world.doubled() == {}, self.world.doubled()

    @invariant()
    def the_tables_agree(self) -> None:
        """All invariants but those that wait for a worker."""
        self._assert_held(without=LEFT_TO_WORKERS)

    def teardown(self) -> None:
        """Every worker comes by once more; then all sixteen hold."""
        try:
            self.world.pass_time(1)
            self.work_off()
            self.read_events()
            self._assert_held()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def _assert_held(self, without: frozenset[str] = frozenset()) -> None:
        asked = [one for one in INVARIANTS if one.code not in without]
        breaches = {one.code: list(one.find(self.world.now)) for one in asked}
        broken = {code: found for code, found in breaches.items() if found}
        assert broken == {}, f"{broken} at {self.world.now}"
