"""For those who have left: why, and the door stays open."""

from __future__ import annotations

from customers.enums import Stage
from followups.domain.playbooks.fitting import Conditions
from followups.domain.playbooks.starters.starter import Sketch, Starter
from followups.domain.playbooks.terms import Terms
from followups.enums import Delay, OnlyIf, StepKind, WaitsFor, Worker

STARTERS = (
    Starter(
        code="loss-exit",
        name="Interview those who have left",
        summary="A talk with whoever left teaches more than ten who stay. An offer comes only after it.",
        conditions=Conditions(stages=(Stage.LOSS.value,)),
        steps=(
            Sketch(
                StepKind.MESSAGE,
                "Ask for an exit interview",
                "Twenty minutes, no sales talk. A call is as good: do it, and mark this as done.",
                Terms(
                    delay=1,
                    delay_unit=Delay.DAYS,
                    only_if=OnlyIf.WANTS_CONTACT,
                    worker=Worker.ACCOUNT_MANAGER,
                ),
                template="loss_exit",
            ),
            Sketch(
                StepKind.TASK,
                "Write down why they left",
                "In their words: what they expected, what happened, what they use now.",
                Terms(
                    waits_for=WaitsFor.PREVIOUS,
                    delay=7,
                    delay_unit=Delay.DAYS,
                    worker=Worker.ACCOUNT_MANAGER,
                    due_days=5,
                ),
            ),
            Sketch(
                StepKind.MESSAGE,
                "Invite them back",
                "Only where what drove them away has changed.",
                Terms(
                    waits_for=WaitsFor.CONTACT, delay=60, delay_unit=Delay.DAYS, worker=Worker.ACCOUNT_MANAGER
                ),
                template="loss_winback",
            ),
        ),
        # Of a detractor who left, too: the exit interview instead of the win-back.
        group="detractor-path",
        position=30,
    ),
)
