"""Which policy is an answer's: the first active one whose conditions all hold, else the fallback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, Q, When

from core.scoring import Band, band_of, scores_of
from followups.models import OfficeHours, SlaPolicy

if TYPE_CHECKING:
    from decimal import Decimal

    from responses.models import Response
    from responses.querysets import ResponseQuerySet

DETRACTORS = "Detractors"
OFFICE = "Office hours"

# The stage when they were asked, else the one they are in.
STAGE = Case(When(~Q(stage=""), then=F("stage")), default=F("customer__stage"), output_field=CharField())


@dataclass(frozen=True, slots=True)
class Facts:
    """What a policy's conditions ask of an answer."""

    score: int
    stage: str = ""
    value: Decimal | None = None
    currency: str = ""


def policy() -> SlaPolicy:
    """The fallback: the policy of whoever no other one fits. Made with its defaults when first asked for."""
    found = SlaPolicy.objects.select_related("hours").filter(is_fallback=True).first()
    if found is None:
        hours, _ = OfficeHours.objects.get_or_create(name=OFFICE)
        defaults = {"name": DETRACTORS, "hours": hours}
        found, _ = SlaPolicy.objects.get_or_create(is_fallback=True, defaults=defaults)
    return found


def policy_for(*, response: Response, may_exempt: bool = True) -> SlaPolicy:
    """The policy of an answer as everything stands now; unless `may_exempt`, one that opens follow-ups."""
    facts = facts_of(response)
    rules = (one for one in active() if may_exempt or not one.exempts)
    return next((one for one in rules if holds(one, facts)), None) or policy()


def active() -> list[SlaPolicy]:
    """Those with conditions that are switched on, in their order."""
    return list(SlaPolicy.objects.select_related("hours").filter(is_active=True, is_fallback=False))


def ahead_of(policy: SlaPolicy) -> list[SlaPolicy]:
    """The active ones that are asked before a policy; one that is not stored yet stands behind all."""
    others = [one for one in active() if one.pk != policy.pk]
    if policy.is_fallback or policy.pk is None:
        return others
    return [one for one in others if (one.position, one.pk) < (policy.position, policy.pk)]


def facts_of(response: Response) -> Facts:
    """What the conditions ask, of an answer."""
    customer = response.customer
    account = customer.account if customer else None
    return Facts(
        score=response.score,
        stage=response.stage or (customer.stage if customer else ""),
        value=account.annual_revenue if account else None,
        currency=account.currency if account else "",
    )


def holds(policy: SlaPolicy, facts: Facts) -> bool:
    """True when every condition of the policy holds. `condition` says the same in SQL."""
    return (
        (not policy.band or band_of(facts.score) == policy.band)
        and (not policy.stages or facts.stage in policy.stages)
        and (policy.least_score is None or facts.score >= policy.least_score)
        and (policy.most_score is None or facts.score <= policy.most_score)
        and (policy.least_value is None or _is_worth(facts, policy.least_value, policy.currency))
    )


def condition(policy: SlaPolicy) -> Q:
    """The conditions of a policy over answers annotated by `with_stage`. `holds` says the same in Python."""
    found = Q()
    if policy.band:
        found &= Q(score__in=scores_of(Band(policy.band)))
    if policy.stages:
        found &= Q(stage_then__in=policy.stages)
    if policy.least_score is not None:
        found &= Q(score__gte=policy.least_score)
    if policy.most_score is not None:
        found &= Q(score__lte=policy.most_score)
    if policy.least_value is not None:
        account = "customer__account"
        found &= Q(
            **{f"{account}__annual_revenue__gte": policy.least_value, f"{account}__currency": policy.currency}
        )
    return found


def of_policy(policy: SlaPolicy, among: ResponseQuerySet) -> ResponseQuerySet:
    """The answers whose policy this one is: its conditions hold, and those of none before it."""
    found = with_stage(among).filter(condition(policy))
    for other in ahead_of(policy):
        met = condition(other)
        # An empty condition holds for everybody: nobody is left for those behind it.
        found = found.exclude(pk__in=with_stage(among).filter(met).values("pk")) if met else found.none()
    return found


def with_stage(responses: ResponseQuerySet) -> ResponseQuerySet:
    """The answers with the stage that counts as `stage_then`."""
    return responses.annotate(stage_then=STAGE)


def _is_worth(facts: Facts, least: Decimal, currency: str) -> bool:
    return facts.value is not None and facts.currency == currency and facts.value >= least
