"""The way to the first survey, and how long it took (T54)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from customers.models import Customer
from mailroom.enums import OutboxState
from surveys.enums import CampaignState
from surveys.models import Campaign, Invitation, SurveyText

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from team.models import Program


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: `url_name` is where, `is_admins` when only an admin may."""

    key: str
    title: str
    note: str
    action: str
    url_name: str
    is_done: bool
    is_admins: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """The steps in order, and the two instants between which the first survey took its time."""

    steps: tuple[Step, ...]
    began_at: datetime | None
    first_sent_at: datetime | None

    @property
    def next(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def is_over(self) -> bool:
        """Nothing is left to do."""
        return self.next is None

    @property
    def time_to_first(self) -> timedelta | None:
        """From the first customer to the first mail; None until both were there."""
        if self.began_at is None or self.first_sent_at is None:
            return None
        return max(self.first_sent_at - self.began_at, self.began_at - self.began_at)


def guide(*, program: Program) -> Guide:
    """Where the program stands on its way to the first answer."""
    began_at = Customer.objects.order_by("pk").values_list("created_at", flat=True).first()
    first_sent_at = _first_sent_at()
    is_running = Campaign.objects.exclude(state=CampaignState.DRAFT).exists()
    return Guide(
        steps=(
            Step("customers", "Bring your customers", "As a file from your CRM, or by the API.",
                 "Import customers", "customers:import_new", began_at is not None),
            Step("survey", "Read the question", "The words in each of your languages, ours to begin with.",
                 "Open the surveys", "surveys:list", SurveyText.objects.exists()),
            Step("sender", "Say who is asking", "The sender, and the postal address that every mail carries.",
                 "Fill in the program", "team:settings",
                 bool(program.postal_address and program.sender_email), is_admins=True),
            Step("campaign", "Activate a campaign", "You see who would be asked before it starts.",
                 "Set up a campaign", "campaigns:new", is_running),
            Step("mail", "The first mail leaves", "Within a minute of its hour, all by itself.",
                 "See the campaigns", "campaigns:list", first_sent_at is not None),
            Step("answer", "The first answer comes", "Most come within a day.",
                 "See the responses", "responses:list", Invitation.objects.answered().exists()),
        ),
        began_at=began_at,
        first_sent_at=first_sent_at,
    )  # fmt: skip


def _first_sent_at() -> datetime | None:
    """When the first mail of any campaign left: the index of tries has each campaign's own first."""
    tried = Invitation.objects.filter(
        campaign=OuterRef("pk"), state=OutboxState.SENT, attempt_started_at__isnull=False
    )
    first = Subquery(tried.order_by("attempt_started_at").values("attempt_started_at")[:1])
    found = Campaign.objects.order_by().values_list(first, flat=True)
    return min([at for at in found if at is not None], default=None)
