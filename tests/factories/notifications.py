"""What the staff is told, for tests."""

from __future__ import annotations

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from followups.enums import NotificationKind
from followups.models import Notification
from team.enums import Role
from tests.factories.team import UserFactory
from tests.moments import NOW


class NotificationFactory(DjangoModelFactory[Notification]):
    """A notification for a rep that is due now and waits in the outbox."""

    class Meta:
        model = Notification

    recipient = SubFactory(UserFactory, role=Role.REP)
    kind = NotificationKind.DUE_SOON
    key = Sequence("due:{}".format)
    title = "Contact Maya Lindqvist soon"
    path = "/followups/"
    planned_at = NOW
    send_after = NOW
