"""The bell, its page, and what somebody wants to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from followups.domain import notifying, seeing
from followups.domain.notifying import choosing
from followups.enums import NotificationKind
from followups.models import FollowUp, Notification
from tests.factories.followups import FollowUpFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

PAGE, READ, CHOICES = (reverse(f"notifications:{name}") for name in ("list", "read", "choices"))


def tell(rep: Rep, number: int, followup: FollowUp | None = None) -> None:
    notifying.tell(
        recipient=rep.user,
        kind=NotificationKind.DUE_SOON,
        key=f"due:{number}",
        title=f"Number {number} is due",
        path="/followups/",
        followup=followup,
        now=timezone.now(),
    )


def test_the_page_shows_ones_own_and_reading_is_a_post(ines: Rep, omar: Rep, client_for: ClientFor) -> None:
    for number, rep in enumerate([ines, ines, omar]):
        tell(rep, number)
    client = client_for(ines.user)

    page = client.get(PAGE).content.decode()
    assert "Number 0 is due" in page
    assert "Number 2 is due" not in page
    assert notifying.unread(ines.user) == 2

    first = Notification.objects.get(key="due:0")
    client.post(READ, {"id": [first.pk, "x", "9" * 24]})
    assert notifying.unread(ines.user) == 1
    client.post(READ, {"id": Notification.objects.get(key="due:2").pk})
    assert "All read." in client.post(READ, follow=True).content.decode()
    assert (notifying.unread(ines.user), notifying.unread(omar.user)) == (0, 1)


def test_the_page_goes_on_where_it_is_full(ines: Rep, client_for: ClientFor) -> None:
    for number in range(51):
        tell(ines, number)
    client = client_for(ines.user)

    first = client.get(PAGE).content.decode()
    assert 'href="?page=2"' in first
    assert "Number 0 is due" not in first
    assert "Number 0 is due" in client.get(PAGE, {"page": 2}).content.decode()


def test_an_empty_page_leads_to_the_queue(ines: Rep, client_for: ClientFor) -> None:
    assert "Nothing to tell" in client_for(ines.user).get(PAGE).content.decode()


def test_whoever_opened_the_follow_up_has_read_what_was_told(ines: Rep) -> None:
    followup = FollowUpFactory.create(assignee=ines.user)
    tell(ines, 1, followup)
    tell(ines, 2)

    seeing.mark(followup_id=followup.pk, user_id=ines.user.pk, now=timezone.now())

    assert notifying.unread(ines.user) == 1


def test_each_kind_is_switched_apart(ines: Rep, client_for: ClientFor) -> None:
    client = client_for(ines.user)
    assert "In the app" in client.get(CHOICES).content.decode()
    everything = {f"{way}_{kind}": "on" for way in ("app", "mail") for kind in NotificationKind}
    everything.pop("app_due_soon")
    everything.pop("mail_assigned")

    assert client.post(CHOICES, {**everything, "digest_hour": "7"}).status_code == 302
    choice = choosing.of(ines.user)
    assert (choice.app_off, choice.mail_off, choice.digest_hour) == (["due_soon"], ["assigned"], 7)

    tell(ines, 1)
    row = Notification.objects.get()
    assert (row.in_app, row.state) == (False, "planned")
    assert client.post(CHOICES, {"digest_hour": "25"}).status_code == 422
