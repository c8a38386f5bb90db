"""A year of favors: who was asked to stand by the company, what they said, and whom they recommended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from customers.enums import Stage
from customers.models import Customer
from followups.domain import advocates, endorsing, favors, referring
from followups.enums import EndorsementKind

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import Endorsement
    from team.models import User

PAGE = "https://www.example.com/customers/"


@dataclass(frozen=True, slots=True)
class Favor:
    """What was asked so many days ago, and after how many days each thing came of it."""

    kind: EndorsementKind
    asked: int
    agreed: int = 0
    declined: int = 0
    done: int = 0
    withdrawn: int = 0
    scope: str = ""
    evidence: str = ""
    quote: str = ""


FAVORS = (
    Favor(
        EndorsementKind.QUOTE, 310, agreed=4, done=30, withdrawn=270, scope="Website, with name and company",
        evidence="E-mail to marketing", quote="We stopped chasing containers. That alone was worth it.",
    ),
    Favor(
        EndorsementKind.QUOTE, 220, agreed=6, done=20, scope="Website and brochures, with name and company",
        evidence="E-mail to the account manager", quote="One call, and the truck was back on the road.",
    ),
    Favor(
        EndorsementKind.CASE_STUDY, 160, agreed=11, done=60, scope="Website, trade press, sales slides",
        evidence="Signed form in the contract folder",
    ),
    Favor(
        EndorsementKind.REVIEW, 130, agreed=1, done=2, scope="Public review site",
        evidence="They wrote it themselves",
    ),
    Favor(EndorsementKind.SPEAKER, 95, declined=3),
    Favor(
        EndorsementKind.REFERENCE, 62, agreed=5, scope="Two calls a quarter, with notice of a week",
        evidence="On the phone, to the account manager",
    ),
    Favor(
        EndorsementKind.QUOTE, 33, agreed=9, scope="Newsletter of this winter",
        evidence="E-mail to the account manager", quote="They tell us of delays before we ask.",
    ),
    Favor(EndorsementKind.CASE_STUDY, 12),
    Favor(EndorsementKind.REVIEW, 2),
)  # fmt: skip

# Days ago they were named; what became of it after so many days.
NAMED = (
    (250, "won", 45, "36000"),
    (170, "lost", 30, "12000"),
    (120, "won", 38, "18500"),
    (40, "contacted", 6, "24000"),
    (9, "contacted", 2, ""),
    (3, "", 0, ""),
)
STRANGERS = (
    ("Jonas Petersen", "Fjord Timber", "jonas@fjord-timber.example"),
    ("Claire Morel", "Maison Morel", "claire@maison-morel.example"),
    ("Sofia Almeida", "Porto Cork", ""),
    ("", "Lindqvist Paper", ""),
)


def live_through(*, actor: User, since: datetime, now: datetime) -> None:
    """Ask, hear and record it all at its time. The small program has as many of each as it has people."""
    for favor in FAVORS:
        asked_at = now - timedelta(days=favor.asked)
        if asked_at < since:
            continue
        said = favors.terms(now=asked_at)
        free = favors.free_for(advocates.everybody(), kind=favor.kind, said=said)
        # Whoever did nothing yet: the favors go to many.
        customer = free.filter(endorsements=None).order_by("-account__annual_revenue", "pk").first()
        if customer is not None:
            row = endorsing.ask(customer=customer, kind=favor.kind, actor=actor, now=asked_at)
            _answer(row, favor, actor, asked_at)
    _recommend(actor, since, now)


def _answer(row: Endorsement, favor: Favor, actor: User, asked_at: datetime) -> None:
    def after(days: int) -> datetime:
        return asked_at + timedelta(days=days)

    if favor.declined:
        words = "Not this year: two of us are on leave."
        endorsing.decline(endorsement=row, words=words, actor=actor, now=after(favor.declined))
    if favor.agreed:
        row = endorsing.agree(
            endorsement=row,
            scope=favor.scope,
            evidence=favor.evidence,
            quote=favor.quote,
            actor=actor,
            now=after(favor.agreed),
        )
    if favor.done:
        url = f"{PAGE}{row.pk}"
        row = endorsing.done(endorsement=row, url=url, actor=actor, now=after(favor.done))
    if favor.withdrawn:
        words = "E-mail: they work for a competitor of that partner now."
        endorsing.withdraw(endorsement=row, words=words, actor=actor, now=after(favor.withdrawn))


def _recommend(actor: User, since: datetime, now: datetime) -> None:
    speakers = list(
        advocates.everybody()
        .filter(referrals=None)
        .exclude(last_score__lt=9)
        .order_by("-account__annual_revenue", "-pk")[: len(NAMED)]
    )
    newcomers = iter(
        Customer.objects.current().filter(stage=Stage.NEW).select_related("account").order_by("pk")
    )
    strangers = iter(STRANGERS)
    for advocate, (days, came, later, value) in zip(speakers, NAMED, strict=False):
        named_at, decided_at = now - timedelta(days=days), now - timedelta(days=days - later)
        friend = next(newcomers, None) if came == "won" else None
        if named_at < since or (came == "won" and friend is None):
            continue
        name, company, email = (
            (friend.name, str(friend.account or ""), friend.email) if friend else next(strangers)
        )
        row = referring.record(
            advocate=advocate, name=name, company=company, email=email, actor=actor, now=named_at,
            value=Decimal(value) if value else None, currency="EUR",
        )  # fmt: skip
        if came in {"contacted", "won", "lost"}:
            row = referring.contact(referral=row, actor=actor, now=named_at + timedelta(days=min(later, 4)))
        if friend:
            referring.win(referral=row, customer=friend, actor=actor, now=decided_at)
        elif came == "lost":
            referring.lose(referral=row, actor=actor, now=decided_at, note="No budget before next year.")
