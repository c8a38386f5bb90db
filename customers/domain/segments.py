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


# When to ask, what to learn, what to keep in mind.
GUIDANCE = {
    Stage.PROSPECT: (
        "On your website by the widget or a public link; by e-mail a day or two after they left an address.",
        "How you are seen by people who owe you nothing, and what keeps them from buying.",
        "Do not sell in the same message.",
    ),
    Stage.NEW: (
        "30 to 60 days after the first purchase: set-up is behind them, habits are not yet made.",
        "Whether sales promised what was delivered, and where onboarding stumbles.",
        "Wait for the product to be in use. A question on day 3 measures the delivery, not the product.",
    ),
    Stage.RENEWAL: (
        "About 60 days before the renewal, so that there is time to put right what a low score tells.",
        "Who may leave, and why, while something can still be done.",
        "Every detractor here needs a person before the renewal date: the follow-up shows the days left.",
    ),
    Stage.ADVOCATE: (
        "Once a year, around the day they joined.",
        "What keeps people for years, in their own words.",
        "Thank promoters, and ask for a referral or a public review. See who was not asked for a year.",
    ),
    Stage.LOSS: (
        "Once, two to four weeks after they left, when the decision has settled.",
        "The reason for leaving: compare it with what customers who stayed say.",
        "They answer about what is over: read their score beside the others, not among them.",
    ),
    Stage.ESTABLISHED: (
        "No campaign of their own is needed: they come into Renewal or Advocate by themselves.",
        "Ask after events, such as a closed support case.",
        "This is not a sixth segment, only the place between them.",
    ),
}


def describe(thresholds: Thresholds) -> list[Segment]:
    """All segments in the order of a customer's life, and those between them last."""
    bought, months = thresholds.advocate_purchases, thresholds.advocate_months
    definitions = {
        Stage.PROSPECT: "No purchase yet. They came by trial sign-up, download or a website visit.",
        Stage.NEW: f"The first purchase was at most {_days(thresholds.new_customer_days)} ago.",
        Stage.RENEWAL: (
            f"Has purchased, and the renewal is today or at most {_days(thresholds.renewal_days)} away."
        ),
        Stage.ADVOCATE: (
            f"At least {bought} {'purchase' if bought == 1 else 'purchases'}, and with you for at least "
            f"{months} {'month' if months == 1 else 'months'}, counted from joining, else from the first "
            "purchase."
        ),
        Stage.LOSS: "The churn date has come, and they have not purchased since.",
        Stage.ESTABLISHED: (
            "Has purchased, and none of the five fits today: neither new, nor near the renewal, nor with you "
            "long enough."
        ),
    }
    return [Segment(stage, definition, *GUIDANCE[stage]) for stage, definition in definitions.items()]


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
