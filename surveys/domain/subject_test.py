"""Two subjects against each other: which one is answered more often, and whether one may say so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from core.rounding import percent
from core.statistics import Evidence, evidence, rate_difference, wilson
from surveys.domain.funnel import ARRIVED
from surveys.enums import Variant
from surveys.models import Invitation

if TYPE_CHECKING:
    from core.statistics import Interval, RateDifference
    from surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class Arm:
    """The mails with one of the subjects. `subject` is in the survey's default language."""

    variant: Variant
    subject: str
    reached: int
    answered: int

    @property
    def rate(self) -> float | None:
        """The answered in percent of the reached, one decimal; None when nobody was reached."""
        return percent(self.answered, self.reached)

    @property
    def interval(self) -> Interval | None:
        """The rate's 95% interval, in percent (Wilson)."""
        return wilson(self.answered, self.reached)


@dataclass(frozen=True, slots=True)
class SubjectTest:
    """Both arms, and what may be said of them. `winner` is None until the difference is significant."""

    a: Arm
    b: Arm
    difference: RateDifference | None
    winner: Arm | None

    @property
    def arms(self) -> tuple[Arm, Arm]:
        """A, then B."""
        return self.a, self.b

    @property
    def n(self) -> int:
        """Mails that were sent and did not bounce."""
        return self.a.reached + self.b.reached

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        if self.winner is None or self.difference is None:
            return f"No distinguishable difference yet, n = {self.n:,}."
        loser = self.b if self.winner is self.a else self.a
        low, high = sorted(abs(end) for end in (self.difference.interval.low, self.difference.interval.high))
        return (
            f"{self.winner.variant.label} is answered more often: {self.winner.rate}% against {loser.rate}%, "
            f"{low:.1f} to {high:.1f} points more at 95% confidence, n = {self.n:,}."
        )


def variant_for(*, spread: int, campaign_id: int) -> Variant:
    """Which subject a customer gets, half of them each: always the same for one customer and campaign.

    A hash of the stored random place and the campaign, so that neither the sample nor another
    campaign's test decides along with it.
    """
    digest = hashlib.blake2b(f"subject:{campaign_id}:{spread}".encode(), digest_size=1).digest()
    return Variant.B if digest[0] & 1 else Variant.A


def compare(*, campaign: Campaign) -> SubjectTest | None:
    """The subjects of a campaign by their response rates; None where none were ever tested."""
    rows = (
        Invitation.objects.filter(campaign=campaign)
        .exclude(variant="")
        .order_by()
        .values_list("variant")
        .annotate(reached=Count("pk", filter=ARRIVED), n=_answered())
    )
    counted = {variant: (reached, answered) for variant, reached, answered in rows}
    if not counted and not campaign.tests_subject:
        return None
    subjects = _subjects(campaign)
    a, b = (Arm(variant, subjects[variant], *counted.get(variant, (0, 0))) for variant in Variant)
    difference = rate_difference((a.answered, a.reached), (b.answered, b.reached))
    return SubjectTest(a, b, difference, _winner(a, b, difference))


def _answered() -> Count:
    return Count("pk", filter=ARRIVED & Q(answered_at__isnull=False))


def _winner(a: Arm, b: Arm, difference: RateDifference | None) -> Arm | None:
    """The better arm once both have arrived often enough and chance alone would not do it."""
    if difference is None or not difference.is_distinguishable:
        return None
    if evidence(min(a.reached, b.reached)) is not Evidence.NORMAL:
        return None
    return a if difference.gap > 0 else b


def _subjects(campaign: Campaign) -> dict[Variant, str]:
    text = campaign.survey.texts.filter(language=campaign.survey.default_language).first()
    if text is None:
        return dict.fromkeys(Variant, "")
    return {Variant.A: text.subject, Variant.B: text.subject_b}
