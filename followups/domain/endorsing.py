"""Asking customers to stand by us with their name, and what they agreed to (T28).

Nothing counts as usable before they agreed, and it says where and how we know. Consent that was taken back is
kept as what it was and never usable again. The guards are in the UPDATEs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from customers.models import Customer
from followups.domain import favors, history, locks
from followups.domain.working import Refused
from followups.enums import USABLE, ActivityKind, EndorsementKind, EndorsementState
from followups.models import Endorsement, FollowUp
from team.domain import audit
from team.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from followups.models import StepRun
    from responses.models import Response
    from team.models import ApiKey

ASKED, AGREED, DECLINED, DONE, WITHDRAWN = EndorsementState
# These are seen by others where they appear: where that is, is on record.
PUBLISHED = (EndorsementKind.REVIEW, EndorsementKind.CASE_STUDY)


class NotWilling(Refused):
    """They do not want to be asked, or are not there any more."""


class AskedLately(Refused):
    """They were asked for the same within twelve months, or have agreed already."""


class NotSaid(Refused):
    """What must be on record is missing; `field` says what."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class MovedOn(Refused):
    """It is not in the state from which this is done."""


def ask(
    *,
    customer: Customer,
    kind: EndorsementKind,
    actor: User | ApiKey | None,
    now: datetime,
    response: Response | None = None,
    step_run: StepRun | None = None,
    is_offered: bool = False,
) -> Endorsement:
    """Put on record that they were asked. The same step of a playbook asks once.

    `is_offered`: they came to us with it, so that nobody had to ask. Raises NotWilling and AskedLately; a
    playbook's step has its own conditions for that.
    """
    facts: dict[str, Any] = {"customer": customer, "response": response, "kind": kind}
    facts |= {"asked_at": now, "recorded_by": _person(actor)}
    if step_run is not None:
        return Endorsement.objects.get_or_create(step_run=step_run, defaults=facts)[0]
    with transaction.atomic():
        # Whoever asks the same customer at this instant waits here.
        one = Customer.objects.select_related("contact", "account")
        held = one.select_for_update(of=("self",), no_key=True).get(pk=customer.pk)
        _check(held, kind, is_offered=is_offered, now=now)
        row = Endorsement.objects.create(**facts)
        _log(row, "asked", actor, now, {"kind": str(kind), "offered": is_offered})
        said = "Offered" if is_offered else "Asked for"
        _tell(row, actor, now, f"{said}: {row.get_kind_display().lower()}")
    return row


def agree(
    *,
    endorsement: Endorsement,
    scope: str,
    evidence: str,
    actor: User | ApiKey | None,
    now: datetime,
    agreed_at: datetime | None = None,
    quote: str = "",
) -> Endorsement:
    """They agreed: where it may be used, how we know, since when, and the words. Also who had declined.

    Raises NotSaid without these, MovedOn when it is not open any more.
    """
    _need("scope", scope, "Say where it may be used.")
    _need("evidence", evidence, "Say how we know that they agreed.")
    if endorsement.kind == EndorsementKind.QUOTE:
        _need("quote", quote, "Write down the words that they agreed to.")
    if agreed_at is not None and agreed_at > now:
        raise NotSaid("agreed_at", "Nobody has agreed ahead of time.")
    facts: dict[str, Any] = {"scope": scope.strip(), "evidence": evidence.strip(), "quote": quote.strip()}
    facts |= {"agreed_at": agreed_at or now, "decided_at": None, "refusal": ""}
    return _move(endorsement, [ASKED, DECLINED], AGREED, actor, now, "Agreed", **facts)


def decline(*, endorsement: Endorsement, actor: User | None, now: datetime, words: str = "") -> Endorsement:
    """They would rather not. Raises MovedOn."""
    facts = {"decided_at": now, "refusal": words.strip()}
    return _move(endorsement, [ASKED], DECLINED, actor, now, "Declined", **facts)


def done(*, endorsement: Endorsement, actor: User | None, now: datetime, url: str = "") -> Endorsement:
    """It has appeared or taken place; of what is published, where. Raises NotSaid, MovedOn."""
    if endorsement.kind in PUBLISHED:
        _need("url", url, "Say where it can be read.")
    return _move(endorsement, [AGREED], DONE, actor, now, "Done", url=url.strip(), done_at=now)


def withdraw(*, endorsement: Endorsement, words: str, actor: User | None, now: datetime) -> Endorsement:
    """They took their consent back: what it was stays on record, and it is never usable again.

    `words` is how we know. Raises NotSaid, MovedOn.
    """
    _need("words", words, "Say how we know that they took it back.")
    facts = {"decided_at": now, "refusal": words.strip()}
    return _move(endorsement, USABLE, WITHDRAWN, actor, now, "Took the consent back", **facts)


def told(*, step_run: StepRun, actor: User, now: datetime) -> None:
    """The person whose task it was has asked at this moment; the machine's note was the plan."""
    Endorsement.objects.filter(step_run=step_run, state=ASKED).update(asked_at=now, recorded_by=actor)


def unask(*, step_run: StepRun) -> None:
    """The step is left out: nobody asked, so nobody was asked."""
    Endorsement.objects.filter(step_run=step_run, state=ASKED).delete()


def _check(customer: Customer, kind: EndorsementKind, *, is_offered: bool, now: datetime) -> None:
    said = favors.terms(now=now)
    if customer.merged_into_id is not None or customer.erased_at is not None:
        raise NotWilling("This customer was erased or merged with another.")
    rows = list(Endorsement.objects.filter(customer=customer, kind=kind))
    words = favors.NOUNS[kind]
    if any(row.state == AGREED for row in rows):
        raise AskedLately(f"They have agreed to {words} already.")
    if is_offered:
        return
    if reason := favors.unwilling(customer, said=said, is_unwanted=favors.is_unwanted(customer)):
        raise NotWilling(reason)
    if found := favors.stands_against(rows, kind=kind, said=said):
        again = favors.free_from(found, said=said)
        raise AskedLately(
            f"They were asked for {words} within the last {favors.AGAIN_AFTER_MONTHS} months; "
            f"again from {again:%B} {again.day}, {again.year}."
        )


def _move(
    endorsement: Endorsement,
    among: list[EndorsementState],
    to: EndorsementState,
    actor: User | ApiKey | None,
    now: datetime,
    words: str,
    **facts: Any,
) -> Endorsement:
    with transaction.atomic():
        # Before the consent and the follow-up that tells of it, as everybody locks them.
        locks.customer(endorsement.customer_id)
        rows = Endorsement.objects.filter(pk=endorsement.pk, state__in=among, customer__erased_at=None)
        before = endorsement.state
        changed = rows.update(state=to, **facts)
        row = Endorsement.objects.select_related("customer").get(pk=endorsement.pk)
        if not changed:
            raise MovedOn(f"That cannot be done now: it is “{row.get_state_display().lower()}”.")
        _log(row, str(to), actor, now, {"state": [str(before), str(to)]})
        _tell(row, actor, now, f"{words}: {row.get_kind_display().lower()}")
    return row


def _need(field: str, text: str, message: str) -> None:
    if not text.strip():
        raise NotSaid(field, message)


def _log(
    row: Endorsement, action: str, actor: User | ApiKey | None, now: datetime, changes: dict[str, Any]
) -> None:
    # No words of the customer's: these stand in the row, where erasing finds them.
    audit.log(actor=actor, action=f"endorsement.{action}", subject=row, now=now, changes=changes)


def _tell(row: Endorsement, actor: User | ApiKey | None, now: datetime, words: str) -> None:
    followup = FollowUp.objects.filter(response=row.response_id).first() if row.response_id else None
    if followup is not None:
        facts = {"words": words, "endorsement": row.pk}
        history.add(followup=followup, kind=ActivityKind.CONSENT, actor=_person(actor), now=now, facts=facts)


def _person(actor: User | ApiKey | None) -> User | None:
    return actor if isinstance(actor, User) else None
