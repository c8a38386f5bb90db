"""The proposal that spreads the work, in a page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import FollowUp, Rep
from tests.factories.followups import FollowUpFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

    ClientFor = Callable[[User], Client]

PAGE = reverse("followups:rebalance")


def text_of(client: Client, url: str) -> str:
    """The page with single blanks."""
    return " ".join(client.get(url).content.decode().split())


def overfull(rep: Rep, number: int = 2) -> list[FollowUp]:
    """So many follow-ups of somebody with room for one."""
    Rep.objects.filter(pk=rep.pk).update(capacity=1)
    due = timezone.now() + timedelta(hours=3)
    return [
        FollowUpFactory.create(assignee=rep.user, customer__name=f"Customer {name}", contact_due_at=due)
        for name in "ABCDEF"[:number]
    ]


def test_the_proposal_is_shown_and_what_is_chosen_is_moved(
    ines: Rep, omar: Rep, petra: User, client_for: ClientFor
) -> None:
    """T34: the preview, then all chosen moves at once."""
    first, second, third = overfull(ines, 3)
    client = client_for(petra)
    page = text_of(client, f"{PAGE}?above=100")
    assert "3 → 1" in page
    assert page.count('name="move"') == 2

    moves = [f"{row.pk}:{ines.user_id}:{omar.user_id}" for row in (second, third)]
    told = client.post(PAGE, {"move": moves}, follow=True)

    assert "2 follow-ups changed hands." in told.content.decode()
    owners = dict(FollowUp.objects.values_list("pk", "assignee__name"))
    assert owners == {first.pk: "Ines", second.pk: "Omar", third.pk: "Omar"}


@pytest.mark.parametrize("moves", [[], ["1:2"], ["x:1:2"], ["9999999999999999999:1:2"]], ids=str)
def test_nothing_chosen_changes_nothing(
    ines: Rep, omar: Rep, petra: User, client_for: ClientFor, moves: list[str]
) -> None:
    overfull(ines)

    page = client_for(petra).post(PAGE, {"move": moves})

    assert page.status_code == 422
    assert "Choose at least one move" in page.content.decode()
    assert not FollowUp.objects.of(omar.user).exists()


def test_a_stale_move_is_told(ines: Rep, omar: Rep, petra: User, client_for: ClientFor) -> None:
    row = overfull(ines)[0]
    FollowUp.objects.update(first_contact_at=timezone.now())

    told = client_for(petra).post(PAGE, {"move": [f"{row.pk}:{ines.user_id}:{omar.user_id}"]}, follow=True)

    assert "0 follow-ups changed hands. 1 had moved on meanwhile and stayed." in told.content.decode()


def test_empty_pages_say_what_to_do(ines: Rep, petra: User, client_for: ClientFor) -> None:
    client = client_for(petra)
    assert "The work is spread well" in text_of(client, PAGE)
    assert "The work is spread well" in text_of(client, f"{PAGE}?above=nonsense")

    overfull(ines)

    assert "Nothing can move" in text_of(client, PAGE)


def test_everything_of_one_person_goes_to_another(
    ines: Rep, omar: Rep, petra: User, client_for: ClientFor
) -> None:
    """T34: by a manager, with a reason, beyond what fits."""
    overfull(ines, 3)
    Rep.objects.filter(pk=omar.pk).update(capacity=1)
    url = reverse("followups:give_all", args=[ines.pk])
    client = client_for(petra)
    assert "3 follow-ups of Ines" in text_of(client, url)
    assert "Give all to somebody" in text_of(client, reverse("followups:rep", args=[ines.pk]))
    assert client.post(url, {"to": omar.user_id, "reason": " "}).status_code == 422
    assert client_for(omar.user).get(url).status_code == 403

    told = client.post(url, {"to": omar.user_id, "reason": "Ines is ill."}, follow=True)

    assert "3 follow-ups changed hands." in told.content.decode()
    assert FollowUp.objects.of(omar.user).count() == 3
    assert dict(Rep.objects.values_list("user__name", "load")) == {"Ines": 0, "Omar": 3}
