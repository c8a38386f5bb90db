"""The page of root causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from followups.domain import causes
from tests.factories.followups import FollowUpFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

pytestmark = pytest.mark.django_db

PAGE = reverse("followups:causes")


def test_a_manager_keeps_the_list(client_for: Callable[[User], Client], manager: User) -> None:
    """G46: add, rename, order, retire."""
    client = client_for(manager)
    FollowUpFactory.create_batch(2, root_cause="support")
    page = client.get(PAGE).content.decode()
    assert "Chosen for 2 follow-ups" in page

    client.post(PAGE, {"label": "Delivery"})
    added = causes.all_causes().get(code="delivery")
    client.post(reverse("followups:cause_move", args=[added.pk]), {"way": "up"})
    client.post(reverse("followups:cause", args=[added.pk]), {"label": "Late delivery"})
    assert causes.choices()[-2] == ("delivery", "Late delivery")

    page = client.post(reverse("followups:cause_switch", args=[added.pk]), follow=True).content.decode()
    assert "is not offered any more" in page
    assert "delivery" not in dict(causes.choices())


def test_a_name_that_is_taken_says_so(client_for: Callable[[User], Client], manager: User) -> None:
    answer = client_for(manager).post(PAGE, {"label": "support"})

    assert answer.status_code == 422
    assert "Another root cause has this name." in answer.content.decode()


def test_the_last_one_stays(client_for: Callable[[User], Client], manager: User) -> None:
    rows = list(causes.all_causes())
    client, page = client_for(manager), ""
    for row in rows:
        page = client.post(reverse("followups:cause_switch", args=[row.pk]), follow=True).content.decode()

    assert "One root cause must be left" in page
    assert len(causes.choices()) == 1
