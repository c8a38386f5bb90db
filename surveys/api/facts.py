"""What a program may say of a campaign, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from customers.api.bodies import told
from customers.api.refusals import Unprocessable
from customers.enums import Stage
from surveys.domain import drafting, validity
from surveys.models import Campaign

if TYPE_CHECKING:
    from rest_framework.request import Request

SUNDAY = 6
LONGEST_REMINDER = 90


class CampaignFactsSerializer(serializers.ModelSerializer[Campaign]):
    """A draft's facts. What is left out keeps its value, or has the usual one in a new draft.

    `weekdays` count from Monday = 0; hours are the customer's local time, and equal ones mean any hour.
    """

    stages = serializers.ListField(child=serializers.ChoiceField(choices=Stage.choices), required=False)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=SUNDAY), required=False
    )
    wave_dates = serializers.ListField(child=serializers.DateField(), required=False)
    reminder_days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LONGEST_REMINDER), required=False
    )

    class Meta:
        model = Campaign
        fields = drafting.FACTS

    def validate_wave_dates(self, days: list[Any]) -> list[str]:
        """As they are stored."""
        return [day.isoformat() for day in days]


def facts_of(request: Request, campaign: Campaign | None) -> dict[str, Any]:
    """All of a draft's facts: those that were sent over those that it has. Raises Unprocessable."""
    body = told(request.data)
    unknown = sorted(body.keys() - set(drafting.FACTS))
    if unknown:
        raise Unprocessable(dict.fromkeys(unknown, "A campaign has no such field to set."))
    sent = CampaignFactsSerializer(campaign, data=body, partial=campaign is not None)
    if not sent.is_valid():
        raise Unprocessable({name: _first(errors) for name, errors in sent.errors.items()})
    known = campaign or Campaign()
    before = {name: getattr(known, name) for name in drafting.FACTS if name != "survey" or campaign}
    facts = validity.settled({**before, **sent.validated_data})
    if problems := validity.problems(facts):
        raise Unprocessable(problems)
    return facts


def _first(errors: Any) -> str:
    """The first sentence, wherever it is: lists have their errors by place."""
    while isinstance(errors, (dict, list, tuple)):
        errors = next(iter(errors.values() if isinstance(errors, dict) else errors))
    return str(errors)
