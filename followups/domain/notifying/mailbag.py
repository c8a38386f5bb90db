"""Notifications as the mailroom sees them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from followups.domain.notifying.claiming import NO_ACCESS
from followups.emails.notifications import letter_form
from followups.models import Notification
from mailroom.domain.delivery import Unbuildable
from surveys.emails import MailCannotBeBuilt, SenderNotUsable
from team.models import Program, User

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from mailroom.domain.letters import Letter
    from mailroom.enums import OutboxState


class NotificationMailbag:
    """The mailroom's `Mailbag` for notifications."""

    model = Notification

    @cached_property
    def program(self) -> Program:
        """Whose staff is told."""
        return Program.objects.current()

    def sendable(self, rows: QuerySet[Notification]) -> QuerySet[Notification]:
        """Only to people who still have access."""
        return rows.filter(Exists(User.objects.filter(pk=OuterRef("recipient_id"), is_active=True)))

    def refusals(self, rows: Sequence[Notification]) -> Mapping[int, str]:
        """Whoever has no access any more gets nothing more."""
        gone = Notification.objects.filter(
            pk__in=[row.pk for row in rows], recipient__is_active=False
        ).values_list("pk", flat=True)
        return dict.fromkeys(gone, NO_ACCESS)

    def loaded(self, rows: QuerySet[Notification]) -> QuerySet[Notification]:
        """With the people they go to."""
        return rows.select_related("recipient")

    def compose(self, rows: Sequence[Notification]) -> Iterator[Letter | Unbuildable | None]:
        """One letter a row."""
        for row in rows:
            try:
                form = letter_form(notification=row, program=self.program)
                dated = row.claimed_at or row.planned_at
                yield form.prepared(now=dated).letter(
                    recipient=row.recipient.email, values={}, name=f"n{row.pk}"
                )
            except (ValueError, MailCannotBeBuilt, SenderNotUsable) as why:
                yield Unbuildable(str(why))

    def settle(self, outcome: Mapping[OutboxState, Sequence[Notification]], *, now: datetime) -> None:
        """Nothing follows: the bell shows it whatever becomes of the mail."""
