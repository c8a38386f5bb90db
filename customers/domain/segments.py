"""The five lifecycle segments in words: who belongs, and when and how to ask them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from customers.enums import Stage

if TYPE_CHECKING:
    from customers.querysets import Thresholds


@dataclass(frozen=True, slots=True)
class Segment:
    """One stage as a page tells it: its rule with today's thresholds, and guidance for surveys."""

    stage: Stage
    definition: str
    ask: str
    learn: str
    care: str


def describe(thresholds: Thresholds) -> list[Segment]:
    """All segments in the order of a customer's life, and those between them last."""
    new, near = thresholds.new_customer_days, thresholds.renewal_days
    bought, months = thresholds.advocate_purchases, thresholds.advocate_months
    return [
        Segment(
            Stage.PROSPECT,
            "No purchase yet. They came by a trial sign-up, a download or a visit to the website.",
            "On the website, with the widget or a plain link, or by e-mail a day or so after they left "
            "their address, while the first impression is fresh.",
            "How you are seen by people who owe you nothing, and what keeps them from buying.",
            "Anonymous answers are welcome here. Do not sell in the same message.",
        ),
        Segment(
            Stage.NEW,
            f"The first purchase was at most {_days(new)} ago.",
            "30 to 60 days after the first purchase: set-up is behind them, habits are not yet made.",
            "Whether sales promised what was delivered, and where onboarding stumbles.",
            "Wait for the product to be in use. A question on day 3 measures the delivery, not the product.",
        ),
        Segment(
            Stage.RENEWAL,
            f"Has purchased, and the renewal is today or at most {_days(near)} away.",
            "About 60 days before the renewal, so that there is time to put right what a low score tells.",
            "Who may leave, and why, while something can still be done.",
            "Every detractor here needs a person before the renewal date: the follow-up shows the days left.",
        ),
        Segment(
            Stage.ADVOCATE,
            f"At least {bought} {'purchase' if bought == 1 else 'purchases'}, and with you for at least "
            f"{months} {'month' if months == 1 else 'months'}, counted from "
            "joining, else from the first purchase.",
            "Once a year, around the day they joined.",
            "What keeps people for years, in their own words.",
            "Thank promoters, and ask for a reference or a public review. See who was not asked for a year.",
        ),
        Segment(
            Stage.LOSS,
            "The churn date has come, and they have not purchased since.",
            "Once, two to four weeks after they left, when the decision has settled.",
            "The reason for leaving: compare it with what customers who stayed say.",
            "Their answers can be left out of the headline score and of the follow-up deadlines.",
        ),
        Segment(
            Stage.ESTABLISHED,
            "Has purchased, and none of the five fits today: neither new, nor near the renewal, nor with you "
            "long enough.",
            "No campaign of their own is needed: they come into Renewal or Advocate by themselves.",
            "Ask after events, such as a closed support case.",
            "This is not a sixth segment, only the place between them.",
        ),
    ]  # fmt: skip


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
