"""The points of the assignment and the company's own traits, in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.domain import opening
from followups.enums import Trait
from followups.models import AssignmentRules, CustomTrait, Rep
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

    ClientFor = Callable[[User], Client]

PAGE, NEW = (reverse(f"followups:{name}") for name in ("assignment", "trait_new"))
POINTS = {trait.value: str(getattr(AssignmentRules(), trait.value)) for trait in Trait}


def text_of(client: Client, url: str) -> str:
    """The page with single blanks."""
    return " ".join(client.get(url).content.decode().split())


def test_points_are_saved_and_hold_from_then_on(petra: User, client_for: ClientFor) -> None:
    """T32."""
    client = client_for(petra)

    saved = client.post(PAGE, {**POINTS, "skill": "70"}, follow=True)

    row = AssignmentRules.objects.get()
    assert (row.skill, row.language, row.owner_first) == (70, 30, False)
    assert "It holds for choices from now on." in saved.content.decode()
    assert (
        "Nothing had changed." in client.post(PAGE, {**POINTS, "skill": "70"}, follow=True).content.decode()
    )


@pytest.mark.parametrize("wrong", ["-1", "1001", "much", ""])
def test_points_that_make_no_sense_are_refused(petra: User, client_for: ClientFor, wrong: str) -> None:
    client = client_for(petra)

    assert client.post(PAGE, {**POINTS, "skill": wrong}).status_code == 422
    preview = client.post(PAGE, {**POINTS, "skill": wrong, "preview": "1"}, headers={"HX-Target": "effect"})

    assert (preview.status_code, AssignmentRules.objects.exists()) == (200, False)
    assert "Correct the points first." in preview.content.decode()


def test_the_preview_says_whom_the_last_choices_would_go_to(
    ines: Rep, omar: Rep, petra: User, client_for: ClientFor
) -> None:
    """T32: while one types, and nothing is saved."""
    Rep.objects.filter(pk=omar.pk).update(preferred_stages=["prospect"])
    customer = CustomerFactory.create(name="Ana Ruiz", language="es")
    answer = ResponseFactory.create(invitation__customer=customer, score=2, language="es")
    opening.open_for(response_id=answer.pk, now=timezone.now())
    client = client_for(petra)
    assert "The last 1 choice would come out the same." in text_of(client, PAGE)

    typed = {**POINTS, "stage": "60", "owner_first": "on", "preview": "1"}
    preview = client.post(PAGE, typed, headers={"HX-Request": "true", "HX-Target": "effect"})

    part = " ".join(preview.content.decode().split())
    assert part.startswith('<div id="effect"')
    assert "1 of the last 1 choice would go to somebody else." in part
    assert "Omar instead of Ines" in part
    assert "Ana Ruiz" in part
    assert not AssignmentRules.objects.exists()


def test_a_trait_comes_changes_and_goes(petra: User, client_for: ClientFor) -> None:
    """T32: custom attributes."""
    client = client_for(petra)
    assert "None yet" in text_of(client, PAGE)

    client.post(NEW, {"label": "Industry", "source": "account.industry", "points": "50"})
    client.post(NEW, {"label": "The industry!", "source": "", "other": "customer.trade", "points": "5"})
    made, other = CustomTrait.objects.order_by("pk")
    assert (made.key, made.source, made.points) == ("industry", "account.industry", 50)
    assert (other.key, other.source) == ("the-industry", "customer.trade")
    url = reverse("followups:trait", args=[other.pk])
    assert 'value="customer.trade"' in text_of(client, url)

    client.post(url, {"label": "Trade", "source": "", "other": "customer.trade", "points": "6"})
    client.post(reverse("followups:trait_remove", args=[made.pk]))

    assert list(CustomTrait.objects.values_list("label", "points")) == [("Trade", 6)]
    assert "customer.trade" in text_of(client, PAGE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"label": "industry"},
        {"source": ""},
        {"source": "", "other": "industry"},
        {"source": "program.secret"},
        {"points": "2000"},
    ],
    ids=str,
)
def test_a_trait_that_says_nothing_is_refused(
    petra: User, client_for: ClientFor, wrong: dict[str, str]
) -> None:
    CustomTrait.objects.create(key="industry", label="Industry", source="account.industry")

    page = client_for(petra).post(
        NEW, {"label": "Plan", "source": "account.industry", "points": "5", **wrong}
    )

    assert (page.status_code, CustomTrait.objects.count()) == (422, 1)


def test_keys_of_traits_are_their_own(petra: User, client_for: ClientFor) -> None:
    client = client_for(petra)

    for label in ("日本", "中国", "Ärzte"):
        client.post(NEW, {"label": label, "source": "account.industry", "points": "5"})

    assert sorted(CustomTrait.objects.values_list("key", flat=True)) == ["arzte", "trait", "trait-2"]


@pytest.mark.parametrize("url", [PAGE, NEW, reverse("followups:rebalance")])
def test_these_pages_are_the_managers(ines: Rep, client_for: ClientFor, url: str) -> None:
    assert client_for(ines.user).get(url).status_code == 403
