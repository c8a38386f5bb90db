"""From a notification to a mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core import mail

from followups.domain import notifying
from followups.enums import NotificationKind
from followups.models import Notification, NotificationChoice
from mailroom.domain import delivery
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from tests.mailroom.claims import Told
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep


def tell(rep: Rep, **facts: Any) -> bool:
    said = {
        "kind": NotificationKind.ASSIGNED,
        "key": "assigned:7:1",
        "title": "Ana Ruiz {scored} 3",
        "text": "Nobody <calls> back.\n\nDue today.",
        "path": "/followups/7/",
        "now": NOW,
        **facts,
    }
    return notifying.tell(recipient=rep.user, **said)


def states() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("state", "reason"))


def test_a_notification_is_mailed_once_with_its_page(ines: Rep) -> None:
    """G45: the assignee hears of it at once; what was typed stays as it is, in text and in HTML."""
    assert tell(ines)
    assert not tell(ines)

    assert notifying.deliver(clock=lambda: NOW) == {OutboxState.SENT: 1}
    assert notifying.deliver(clock=lambda: NOW) == {}

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ines@northwind.example"], "Ana Ruiz {scored} 3")
    assert "Nobody <calls> back." in sent.body
    assert "/followups/7/" in sent.body
    assert "/notifications/choices/" in sent.body
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]  # of messages with alternatives
    assert "Nobody &lt;calls&gt; back." in html


def test_whoever_wants_no_mail_still_has_the_bell(ines: Rep) -> None:
    NotificationChoice.objects.create(user=ines.user, mail_off=["assigned"])

    assert tell(ines)

    assert states() == [("skipped", "app_only")]
    assert Notification.objects.unread().count() == 1


def test_whoever_wants_neither_is_not_told(ines: Rep) -> None:
    NotificationChoice.objects.create(user=ines.user, mail_off=["assigned"], app_off=["assigned"])

    assert not tell(ines)
    assert states() == []


def test_nothing_goes_to_people_who_left(ines: Rep) -> None:
    tell(ines)
    ines.user.is_active = False
    ines.user.save(update_fields=["is_active"])

    assert notifying.deliver(clock=lambda: NOW) == {}
    assert (states(), mail.outbox) == ([("skipped", "no_access")], [])


def test_somebody_who_leaves_between_claim_and_sending_gets_nothing(ines: Rep) -> None:
    tell(ines)
    taken = notifying.claim(now=NOW)
    ines.user.is_active = False
    ines.user.save(update_fields=["is_active"])

    transport = Told(Verdict(Kind.ACCEPTED))
    delivery.hand_over(
        mailbag=notifying.NotificationMailbag(), token=taken.token, transport=transport, clock=lambda: NOW
    )

    assert states() == [("skipped", "no_access")]


def test_old_news_is_not_mailed(ines: Rep) -> None:
    tell(ines)

    assert notifying.deliver(clock=lambda: NOW + timedelta(hours=25)) == {}
    assert states() == [("expired", "too_late")]


def test_a_claim_whose_worker_died_goes_again_unless_it_had_begun(ines: Rep) -> None:
    tell(ines)
    tell(ines, key="assigned:8:1")
    notifying.claim(now=NOW)
    Notification.objects.filter(key="assigned:8:1").update(attempt_started_at=NOW)

    assert notifying.reap(now=NOW + timedelta(hours=1)) == 2

    assert [state for state, _ in states()] == ["planned", "unknown"]
