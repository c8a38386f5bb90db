"""Asking for endorsements, and what was agreed (T28)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import BlockReason
from followups.domain import endorsing, opening
from followups.enums import EndorsementKind, EndorsementState
from followups.models import Endorsement
from team.models import AuditEntry
from tests.factories.advocacy import EndorsementFactory
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import User

pytestmark = pytest.mark.usefixtures("program")
DAY = timedelta(days=1)
SAID: dict[str, Any] = {"scope": "Website and brochures", "evidence": "E-mail of March 9"}


def asked(customer: Customer, kind: EndorsementKind = EndorsementKind.CASE_STUDY) -> Endorsement:
    return endorsing.ask(customer=customer, kind=kind, actor=None, now=NOW)


def test_consent_is_recorded_with_scope_and_evidence(ana: Customer, rep: User) -> None:
    """T28: what was agreed to, where it may be used, how we know, and when."""
    row = asked(ana)

    agreed = endorsing.agree(endorsement=row, actor=rep, now=NOW + DAY, agreed_at=NOW, **SAID)

    assert (agreed.state, agreed.scope, agreed.evidence, agreed.agreed_at) == (
        "agreed",
        "Website and brochures",
        "E-mail of March 9",
        NOW,
    )
    assert list(Endorsement.objects.usable()) == [row]
    trail = AuditEntry.objects.order_by("pk").values_list("action", "actor", "changes")
    assert list(trail) == [
        ("endorsement.asked", None, {"kind": "case_study", "offered": False}),
        ("endorsement.agreed", rep.pk, {"state": ["asked", "agreed"]}),
    ]


@pytest.mark.parametrize("missing", ["scope", "evidence"])
def test_no_consent_without_scope_and_evidence(ana: Customer, missing: str) -> None:
    """T28."""
    with pytest.raises(endorsing.NotSaid) as refusal:
        endorsing.agree(endorsement=asked(ana), actor=None, now=NOW, **{**SAID, missing: "  "})

    assert refusal.value.field == missing
    assert not Endorsement.objects.usable().exists()


def test_a_quote_is_agreed_to_in_its_words(ana: Customer) -> None:
    row = asked(ana, EndorsementKind.QUOTE)

    with pytest.raises(endorsing.NotSaid, match="Write down the words"):
        endorsing.agree(endorsement=row, actor=None, now=NOW, **SAID)

    assert endorsing.agree(endorsement=row, actor=None, now=NOW, quote="Always on time.", **SAID).quote


def test_what_is_published_says_where(ana: Customer) -> None:
    """T14: the case study is out, and where."""
    row = endorsing.agree(endorsement=asked(ana), actor=None, now=NOW, **SAID)
    with pytest.raises(endorsing.NotSaid):
        endorsing.done(endorsement=row, actor=None, now=NOW)

    out = endorsing.done(endorsement=row, url="https://northwind.example/ana", actor=None, now=NOW + DAY)

    assert (out.state, out.url, out.done_at) == ("done", "https://northwind.example/ana", NOW + DAY)
    assert Endorsement.objects.usable().exists()


def test_consent_taken_back_is_kept_and_never_usable_again(ana: Customer, rep: User) -> None:
    """T28: what it was stays on record; nothing leads back."""
    row = endorsing.agree(endorsement=asked(ana), actor=rep, now=NOW, **SAID)

    with pytest.raises(endorsing.NotSaid):
        endorsing.withdraw(endorsement=row, words=" ", actor=rep, now=NOW)
    gone = endorsing.withdraw(endorsement=row, words="Called on May 3.", actor=rep, now=NOW + DAY)

    assert (gone.state, gone.evidence, gone.agreed_at, gone.decided_at, gone.refusal) == (
        "withdrawn",
        "E-mail of March 9",
        NOW,
        NOW + DAY,
        "Called on May 3.",
    )
    assert not Endorsement.objects.usable().exists()
    verbs: list[Callable[[], object]] = [
        lambda: endorsing.agree(endorsement=gone, actor=rep, now=NOW, **SAID),
        lambda: endorsing.done(endorsement=gone, url="https://x.example/", actor=rep, now=NOW),
        lambda: endorsing.decline(endorsement=gone, actor=rep, now=NOW),
    ]
    for verb in verbs:
        with pytest.raises(endorsing.MovedOn):
            verb()
    assert AuditEntry.objects.filter(action="endorsement.withdrawn", actor=rep).exists()


def test_the_row_decides_and_not_what_was_read(ana: Customer) -> None:
    """Two at once: the second finds it moved on."""
    row = asked(ana)
    stale = Endorsement.objects.get(pk=row.pk)
    endorsing.decline(endorsement=row, words="Not now.", actor=None, now=NOW)

    with pytest.raises(endorsing.MovedOn, match="declined"):
        endorsing.decline(endorsement=stale, actor=None, now=NOW)

    # Whoever said no may change their mind.
    assert endorsing.agree(endorsement=stale, actor=None, now=NOW, **SAID).refusal == ""


def test_nobody_is_asked_for_the_same_within_twelve_months(ana: Customer) -> None:
    """G16: other favors are free; twelve calendar months later this one is, too."""
    asked(ana)

    with pytest.raises(endorsing.AskedLately, match="again from March 10, 2027"):
        asked(ana)

    asked(ana, EndorsementKind.REVIEW)
    later = datetime(2027, 3, 10, 9, tzinfo=UTC)
    endorsing.ask(customer=ana, kind=EndorsementKind.CASE_STUDY, actor=None, now=later)
    assert ana.endorsements.count() == 3


def test_a_refusal_counts_from_when_it_was_said(ana: Customer) -> None:
    EndorsementFactory.create(customer=ana, state="withdrawn", asked_at=NOW - 900 * DAY, decided_at=NOW - DAY)

    with pytest.raises(endorsing.AskedLately):
        asked(ana, EndorsementKind.REVIEW)


def test_what_they_offer_needs_no_asking(ana: Customer) -> None:
    EndorsementFactory.create(customer=ana, kind="speaker", state="declined")

    row = endorsing.ask(customer=ana, kind=EndorsementKind.SPEAKER, actor=None, now=NOW, is_offered=True)
    endorsing.agree(endorsement=row, actor=None, now=NOW, **SAID)

    with pytest.raises(endorsing.AskedLately, match="agreed to a talk already"):
        endorsing.ask(customer=ana, kind=EndorsementKind.SPEAKER, actor=None, now=NOW, is_offered=True)


def test_whoever_does_not_want_to_hear_from_us_is_not_asked(ana: Customer) -> None:
    """Consent: unsubscribed, or asked not to be contacted; an address that bounces is no refusal."""
    assert ana.contact
    for reason in (BlockReason.UNSUBSCRIBED, BlockReason.COMPLAINED, BlockReason.STAFF):
        ana.contact.blocked_reason, ana.contact.blocked_at = reason, NOW
        ana.contact.save(update_fields=["blocked_reason", "blocked_at"])
        with pytest.raises(endorsing.NotWilling):
            asked(ana)
    ana.contact.blocked_reason, ana.contact.blocked_at = BlockReason.BOUNCED, NOW
    ana.contact.save(update_fields=["blocked_reason", "blocked_at"])
    quiet = CustomerFactory.create()
    ResponseFactory.create(invitation__customer=quiet, score=10, contact_me=False, answered_at=NOW)
    with pytest.raises(endorsing.NotWilling, match="asked not to be contacted"):
        asked(quiet)

    assert asked(ana).state == EndorsementState.ASKED


def test_the_followup_tells_of_it(detractor: Response, ines: Rep) -> None:
    followup = opening.open_for(response_id=detractor.pk, now=NOW)
    assert followup
    assert detractor.customer
    row = endorsing.ask(
        customer=detractor.customer,
        kind=EndorsementKind.REFERENCE,
        actor=ines.user,
        now=NOW,
        response=detractor,
    )
    endorsing.agree(endorsement=row, actor=ines.user, now=NOW, **SAID)

    lines = followup.activities.filter(kind="consent").order_by("pk")
    assert [line.facts["words"] for line in lines] == ["Asked for: reference call", "Agreed: reference call"]
