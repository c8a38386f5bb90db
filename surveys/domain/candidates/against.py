"""What speaks against asking a customer, whatever the day: audience, sample, address, consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.lookups import GreaterThanOrEqual

from customers.domain import audiences, permission
from surveys.domain import lots
from surveys.enums import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.models import Campaign
    from team.models import Program


def reason(campaign: Campaign, *, program: Program, now: datetime, prefix: str = "") -> Case:
    """The first reason that speaks against asking; empty when none does. `prefix` leads to the customer.

    Who is outside the audience comes first, since all other counts are of the audience; then who is not
    drawn, since the campaign never meant them.
    """
    cases = [
        When(**{f"{prefix}contact": None}, then=_code(Reason.NO_ADDRESS)),
        When(~Q(**{f"{prefix}contact__blocked_reason": ""}), then=F(f"{prefix}contact__blocked_reason")),
    ]
    if program.blocked_domains:
        blocked = permission.in_domains(domains=program.blocked_domains, prefix=prefix)
        cases.append(When(blocked, then=_code(Reason.BLOCKED_DOMAIN)))
    if program.opt_in_countries:
        missing = permission.without_opt_in(countries=program.opt_in_countries, prefix=prefix)
        cases.append(When(missing, then=_code(Reason.NO_OPT_IN)))
    if campaign.sample_percent < 100:
        cases.insert(0, When(~in_sample(campaign, prefix), then=_code(Reason.NOT_SAMPLED)))
    found = Case(*cases, default=Value(""), output_field=CharField())
    inside = in_audience(campaign, program=program, now=now, prefix=prefix)
    if not inside:
        return found
    return Case(When(inside, then=found), default=_code(Reason.OUT_OF_AUDIENCE), output_field=CharField())


def in_audience(campaign: Campaign, *, program: Program, now: datetime, prefix: str = "") -> Q:
    """Members of the campaign's stages and of its saved audience; empty where it has neither."""
    inside = Q(**{f"{prefix}stage__in": campaign.stages}) if campaign.stages else Q()
    return inside & in_saved_audience(campaign, program=program, now=now, prefix=prefix)


def in_saved_audience(campaign: Campaign, *, program: Program, now: datetime, prefix: str = "") -> Q:
    """Members of the campaign's saved audience; empty where it has none.

    Rules that cannot be read any more mean nobody, as at the claim: the other campaigns go on.
    """
    if campaign.audience is None:
        return Q()
    try:
        rules = audiences.parse(campaign.audience.rules)
    except audiences.InvalidRules:
        return Q(**{f"{prefix}pk__in": []})
    return audiences.condition(rules, program=program, now=now, prefix=prefix)


def in_sample(campaign: Campaign, prefix: str = "") -> Q:
    """Customers whose lot is in the campaign's sample."""
    drawn = lots.lot_of(campaign=campaign, purpose=lots.SAMPLE, of=100, prefix=prefix)
    return ~Q(GreaterThanOrEqual(drawn, campaign.sample_percent))


def _code(code: Reason) -> Value:
    return Value(code.value)
