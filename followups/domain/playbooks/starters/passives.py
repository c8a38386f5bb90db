"""For passives: news that concern them, and a reason to stay."""

from __future__ import annotations

from core.scoring import Band
from customers.enums import Stage
from followups.domain.playbooks.fitting import Conditions
from followups.domain.playbooks.starters.starter import Sketch, Starter
from followups.domain.playbooks.terms import Terms
from followups.enums import Delay, OnlyIf, StepKind, WaitsFor, Worker

GROUP = "passive-path"
PASSIVE = Band.PASSIVE.value
# Whoever has left is asked why instead.
STAYING = tuple(stage for stage in Stage.values if stage != Stage.LOSS)

STARTERS = (
    Starter(
        code="passive-incentive",
        name="Give a passive before renewal a reason to stay",
        summary="An incentive while the renewal is near, and a call by whoever looks after the account.",
        conditions=Conditions(band=PASSIVE, stages=(Stage.RENEWAL.value,)),
        steps=(
            Sketch(
                StepKind.MESSAGE,
                "Offer the incentive",
                "",
                Terms(delay=1, delay_unit=Delay.DAYS, only_if=OnlyIf.SAME_BAND, is_reviewed=False),
                template="passive_incentive",
            ),
            Sketch(
                StepKind.TASK,
                "Call before the renewal",
                "Ask what would make it a ten. A passive leaves without a word.",
                Terms(delay=7, delay_unit=Delay.DAYS, worker=Worker.ACCOUNT_MANAGER, due_days=5),
            ),
        ),
        group=GROUP,
        position=40,
    ),
    Starter(
        code="passive-news",
        name="Tell passives what is new",
        summary="A short letter on what they may not know yet, three days after the answer.",
        conditions=Conditions(band=PASSIVE, stages=STAYING),
        steps=(
            Sketch(
                StepKind.MESSAGE,
                "Send the news",
                "",
                Terms(
                    delay=3,
                    delay_unit=Delay.DAYS,
                    only_if=OnlyIf.NOT_ENDORSED,
                    is_reviewed=False,
                ),
                template="passive_news",
            ),
            Sketch(
                StepKind.TASK,
                "Look whether they use what is new",
                "Two weeks after the letter. If not, show it to them.",
                Terms(
                    waits_for=WaitsFor.PREVIOUS,
                    delay=14,
                    delay_unit=Delay.DAYS,
                    worker=Worker.ACCOUNT_MANAGER,
                    due_days=5,
                ),
            ),
        ),
        group=GROUP,
        position=90,
    ),
)
