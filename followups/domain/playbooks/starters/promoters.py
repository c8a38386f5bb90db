"""For promoters: one ask at a time, by what they can do for us; and room to grow."""

from __future__ import annotations

from core.scoring import Band
from customers.enums import Stage
from followups.domain.playbooks.fitting import Conditions
from followups.domain.playbooks.starters.starter import Sketch, Starter
from followups.domain.playbooks.terms import Terms
from followups.enums import Delay, EndorsementKind, OnlyIf, StepKind, WaitsFor, Worker

# One ask for each answer: of these the first that fits begins.
GROUP = "promoter-ask"
PROMOTER = Band.PROMOTER.value
# Whoever has left is asked why instead.
STAYING = tuple(stage for stage in Stage.values if stage != Stage.LOSS)
EVERY = Conditions(band=PROMOTER, stages=STAYING)
LOYAL = Conditions(band=PROMOTER, stages=(Stage.ADVOCATE.value,))


def _letter(title: str, template: str, *, days: int, is_reviewed: bool, ask: str = "") -> Sketch:
    settings = {"endorsement": ask} if ask else {}
    terms = Terms(
        delay=days,
        delay_unit=Delay.DAYS,
        only_if=OnlyIf.NOT_ENDORSED,
        worker=Worker.ACCOUNT_MANAGER,
        is_reviewed=is_reviewed,
        settings=settings,
    )
    return Sketch(StepKind.MESSAGE, title, "", terms, template=template)


def _later(title: str, text: str, *, days: int) -> Sketch:
    terms = Terms(
        waits_for=WaitsFor.PREVIOUS,
        delay=days,
        delay_unit=Delay.DAYS,
        worker=Worker.ACCOUNT_MANAGER,
        due_days=5,
    )
    return Sketch(StepKind.TASK, title, text, terms)


def _ask(title: str, text: str, kind: EndorsementKind, *, days: int) -> Sketch:
    terms = Terms(
        delay=days,
        delay_unit=Delay.DAYS,
        only_if=OnlyIf.NOT_ENDORSED,
        worker=Worker.ACCOUNT_MANAGER,
        due_days=7,
        settings={"endorsement": kind.value},
    )
    return Sketch(StepKind.ENDORSEMENT, title, text, terms)


STARTERS = (
    Starter(
        code="promoter-review",
        name="Ask promoters for a public review",
        summary="The day after the answer, with the link to your review page; nobody is asked for it twice.",
        conditions=EVERY,
        steps=(
            _letter(
                "Ask for a review",
                "promoter_review",
                days=1,
                is_reviewed=False,
                ask=EndorsementKind.REVIEW.value,
            ),
            _later("Thank them for the review", "Look whether it is there; record its address.", days=10),
        ),
        group=GROUP,
        position=90,
    ),
    Starter(
        code="promoter-referral",
        name="Ask promoters for a referral",
        summary="Whom do they know who has the same problem? Whoever they name is recorded and followed.",
        conditions=EVERY,
        steps=(
            _letter("Ask for a referral", "promoter_referral", days=2, is_reviewed=True),
            _later("Record whom they named", "Write the referral down, and thank them either way.", days=7),
        ),
        group=GROUP,
        position=80,
    ),
    Starter(
        code="promoter-testimonial",
        name="Ask promoters for a quote",
        summary="May we use their words on our website? Nothing is published before they agree.",
        conditions=EVERY,
        steps=(
            _letter(
                "Ask for a quote",
                "promoter_testimonial",
                days=2,
                is_reviewed=True,
                ask=EndorsementKind.QUOTE.value,
            ),
            _later("Record the consent to the quote", "The words, where they may be, how we know.", days=7),
        ),
        group=GROUP,
        position=70,
    ),
    Starter(
        code="promoter-case-study",
        name="Write a case study with a loyal promoter",
        summary="Advocates are asked personally; the consent is recorded before a word is published.",
        conditions=LOYAL,
        steps=(
            _letter("Propose a case study", "promoter_case_study", days=2, is_reviewed=True),
            _ask(
                "Agree on the case study",
                "Talk it through, and record what they agreed to, where it may be used, and how we know.",
                EndorsementKind.CASE_STUDY,
                days=7,
            ),
        ),
        group=GROUP,
        position=20,
    ),
    Starter(
        code="promoter-speaker",
        name="Invite a loyal promoter to speak",
        summary="For an event, a webinar, a reference call: a personal invitation and a task to arrange it.",
        conditions=LOYAL,
        steps=(
            _letter("Invite them to speak", "promoter_speaker", days=3, is_reviewed=True),
            _ask(
                "Arrange the talk",
                "Which event, which subject, who prepares it with them. Record their consent.",
                EndorsementKind.SPEAKER,
                days=10,
            ),
        ),
        group=GROUP,
        position=30,
    ),
    Starter(
        code="promoter-expansion",
        name="Look for room to grow with a promoter",
        summary="Content customers buy more: a task for the account’s manager, and an item of the plan.",
        conditions=Conditions(
            band=PROMOTER, stages=(Stage.RENEWAL.value, Stage.ADVOCATE.value, Stage.ESTABLISHED.value)
        ),
        steps=(
            Sketch(
                StepKind.TASK,
                "Look for upsell and cross-sell",
                "What do they use least? Which teams of theirs are not with us yet?",
                Terms(delay=2, delay_unit=Delay.DAYS, worker=Worker.ACCOUNT_MANAGER, due_days=7),
            ),
            Sketch(
                StepKind.PLAN,
                "Talk about the next step together",
                "What the task found, as an offer that helps them.",
                Terms(
                    waits_for=WaitsFor.PREVIOUS,
                    only_if=OnlyIf.SAME_BAND,
                    worker=Worker.ACCOUNT_MANAGER,
                    due_days=30,
                ),
            ),
        ),
        position=60,
    ),
)
