"""The way from an empty installation to the first answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from customers.models import Customer
from responses.models import Response
from surveys.models import Campaign, SurveyText

if TYPE_CHECKING:
    from team.models import Program


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to set up, whether it is done, and where to do it."""

    title: str
    note: str
    url: str
    action: str
    is_done: bool


def steps(*, program: Program) -> list[Step]:
    """What is left to do before the first answer can come; nothing once there is one."""
    if Response.objects.exists():
        return []
    return [
        Step(
            "Say who is asking",
            "Your company, the sender of the mails and the postal address that each of them must carry.",
            reverse("team:settings"),
            "Fill in the program",
            bool(program.postal_address and program.sender_email),
        ),
        Step(
            "Bring your customers",
            "As a CSV file from your CRM, or by the API.",
            reverse("customers:import_new"),
            "Import customers",
            Customer.objects.current().exists(),
        ),
        Step(
            "Read the question",
            "The survey's words in each of your languages, with our own to begin from.",
            reverse("surveys:list"),
            "Open the surveys",
            SurveyText.objects.exists(),
        ),
        Step(
            "Start a campaign",
            "Who is asked, and at which moment. You see everybody who would be asked before it starts.",
            reverse("campaigns:new"),
            "Set up a campaign",
            Campaign.objects.active().exists(),
        ),
    ]
