"""For detractors: understand, solve, confirm; the case again; somebody above when nothing happens."""

from __future__ import annotations

from core.scoring import Band
from followups.domain.playbooks.fitting import Conditions
from followups.domain.playbooks.starters.starter import Sketch, Starter
from followups.domain.playbooks.terms import Terms
from followups.enums import Delay, OnlyIf, StepKind, WaitsFor, Worker

DETRACTOR = Conditions(band=Band.DETRACTOR.value)

UNDERSTAND = Sketch(
    StepKind.MESSAGE,
    "Write to understand what happened",
    "Ask, do not explain. A call is as good: do it, and mark this as done.",
    Terms(only_if=OnlyIf.NOT_CONTACTED, due_days=1),
    template="detractor_understand",
)
AGREE = Sketch(
    StepKind.TASK,
    "Agree on what will be solved, and by when",
    "Say it back in the customer’s words, name a day, and write both into the follow-up.",
    Terms(waits_for=WaitsFor.CONTACT, due_days=2),
)
PLAN = Sketch(
    StepKind.PLAN,
    "Solve what the customer complained about",
    "What was promised after the answer, with its day.",
    Terms(waits_for=WaitsFor.CONTACT, delay=1, delay_unit=Delay.DAYS, only_if=OnlyIf.UNRESOLVED, due_days=14),
)
OFFER = Sketch(
    StepKind.MESSAGE,
    "Offer something to win them back",
    "Only where the conversation gave a reason for it: an offer heals nothing that was not understood.",
    Terms(
        waits_for=WaitsFor.CONTACT,
        delay=3,
        delay_unit=Delay.DAYS,
        only_if=OnlyIf.SAME_BAND,
        due_days=3,
    ),
    template="winback_offer",
)
CONFIRM = Sketch(
    StepKind.MESSAGE,
    "Ask whether it stayed solved",
    "A week later the customer knows better than we do.",
    Terms(waits_for=WaitsFor.RESOLUTION, delay=7, delay_unit=Delay.DAYS, only_if=OnlyIf.RESOLVED_WELL),
    template="detractor_confirm",
)

STARTERS = (
    Starter(
        code="detractor-winback",
        name="Win back a detractor: understand, solve, confirm",
        summary="A person understands first, then it is solved, then the customer says whether it stayed so."
        " An offer waits for the personal contact.",
        conditions=DETRACTOR,
        steps=(UNDERSTAND, AGREE, PLAN, OFFER, CONFIRM),
        group="detractor-path",
        position=50,
    ),
    Starter(
        code="detractor-support-case",
        name="Reopen the support case of a detractor",
        summary="A poor answer after a support case opens that case again, and the helpdesk hears of it.",
        conditions=DETRACTOR,
        steps=(Sketch(StepKind.REOPEN_CASE, "Reopen the support case"),),
        position=10,
    ),
    Starter(
        code="detractor-escalation",
        name="Escalate detractors whom nobody has called",
        summary="When nobody has been in contact after two working days, or nothing is solved after ten days,"
        " somebody above hears of it.",
        conditions=DETRACTOR,
        steps=(
            Sketch(
                StepKind.NOTIFY,
                "Nobody has contacted this detractor yet",
                "Two working days have passed since the answer.",
                Terms(
                    delay=16,
                    delay_unit=Delay.WORKING_HOURS,
                    only_if=OnlyIf.NOT_CONTACTED,
                    worker=Worker.MANAGER,
                ),
            ),
            Sketch(
                StepKind.TASK,
                "Decide how this follow-up ends",
                "It has been open for ten days. Help, give it to somebody else, or close it.",
                Terms(
                    delay=10,
                    delay_unit=Delay.DAYS,
                    only_if=OnlyIf.UNRESOLVED,
                    worker=Worker.MANAGER,
                    due_days=2,
                ),
            ),
            Sketch(
                StepKind.WEBHOOK,
                "A detractor is unresolved after ten days",
                "",
                Terms(delay=10, delay_unit=Delay.DAYS, only_if=OnlyIf.UNRESOLVED),
            ),
        ),
        position=20,
    ),
)
