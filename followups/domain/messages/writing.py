"""Writing to a customer: the outbox row, the line of history, the first contact."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from core import placeholders
from customers.models import Customer
from followups.domain import history
from followups.domain.messages import consent, contacting
from followups.domain.messages.refusing import NotAllowed, NotSayable, may_insist
from followups.domain.working.changing import NotYours, workable_by
from followups.enums import ActivityKind, MessageKind, MessageReason
from followups.models import FollowUp, Message
from team.domain import audit
from team.enums import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from followups.models import MessageTemplate, StepRun
    from responses.models import Response
    from team.models import User

# A message that nothing could deliver for so long says something that is not true any more.
PATIENCE = timedelta(days=7)
LONGEST_SUBJECT = 200
LONGEST_BODY = 20_000


def write(  # noqa: PLR0913  # a letter has a reader, words, a reason and an occasion; each is named
    *,
    customer: Customer,
    subject: str,
    body: str,
    kind: MessageKind | str,
    author: User | None,
    now: datetime,
    followup: FollowUp | None = None,
    response: Response | None = None,
    template: MessageTemplate | None = None,
    step_run: StepRun | None = None,
    language: str = "",
    nonce: UUID | None = None,
    send_after: datetime | None = None,
    despite: str = "",
) -> Message:
    """Put the message into the outbox, as it is; it leaves from `send_after` on, for a week.

    The same `nonce`, or the same `step_run`, twice is one message. On a follow-up it is a line of history,
    and a personal one is the first contact. `despite` says why a person writes to somebody who asked not to
    be contacted ("they called and asked for it"); it is audited. Raises NotAllowed when consent forbids it,
    NotSayable for the words, NotYours for somebody else's follow-up.
    """
    row = Message(
        customer=customer, followup=followup, response=response, step_run=step_run, template=template,
        kind=MessageKind(kind), author=author, language=language, subject=_subject(subject),
        body=_body(body), nonce=nonce, planned_at=now, send_after=send_after or now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _written_before(row) or _write(row, despite=despite.strip(), now=now)
    except IntegrityError:
        # Somebody else's half of a double click was faster by a moment.
        if before := _written_before(row):
            return before
        raise


def _write(row: Message, *, despite: str, now: datetime) -> Message:
    # As they are now, and as they stay until this commits: an erasure or a merge waits, or came before.
    row.customer = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=row.customer_id)
    row.contact = row.customer.contact
    row.response = row.response or (row.followup.response if row.followup else None)
    row.expires_at = row.send_after + PATIENCE
    _check_permission(row)
    refusal = consent.why_not(customer=row.customer, kind=row.kind, response=row.response, now=now)
    insists = refusal is not None and bool(despite) and row.author is not None
    if refusal and not (insists and may_insist(row.kind, refusal)):
        raise NotAllowed(refusal)
    row.save(force_insert=True)
    if refusal:
        changes = {"reason": despite[:500], "despite": MessageReason.NOT_WANTED.value}
        audit.log(actor=row.author, action="message.insisted", subject=row, now=now, changes=changes)
    if row.followup:
        contacting.count(row)
        facts = {"subject": row.subject, "message": row.pk}
        history.add(followup=row.followup, kind=ActivityKind.MESSAGE, actor=row.author, now=now, facts=facts)
    return row


def _written_before(row: Message) -> Message | None:
    same = Q(pk__in=[])
    if row.nonce:
        same |= Q(nonce=row.nonce)
    if row.step_run_id:
        same |= Q(step_run=row.step_run_id)
    return Message.objects.filter(same).first()


def _check_permission(row: Message) -> None:
    if row.author is None:
        return
    if not row.author.may(Role.REP):
        raise NotYours(f"{row.author} may not write to customers.")
    # What a playbook gave somebody to do is theirs, whoever has the follow-up.
    if row.followup is None or row.step_run is not None:
        return
    if not FollowUp.objects.filter(workable_by(row.author), pk=row.followup.pk).exists():
        raise NotYours("Somebody else works this follow-up, or nobody yet. Take it first.")


def _subject(text: str) -> str:
    subject = placeholders.clean_header(text)
    if not subject:
        raise NotSayable("Write a subject.")
    if len(subject) > LONGEST_SUBJECT:
        raise NotSayable(f"The subject is longer than {LONGEST_SUBJECT} characters.")
    return subject


def _body(text: str) -> str:
    body = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not body:
        raise NotSayable("Write a message.")
    if len(body) > LONGEST_BODY:
        raise NotSayable(f"The message is longer than {LONGEST_BODY:,} characters.")
    if "\0" in body:
        raise NotSayable("The message holds a character that no mail may hold.")
    try:
        body.encode()
    except UnicodeEncodeError as problem:
        raise NotSayable("The message holds half a character.") from problem
    return body
