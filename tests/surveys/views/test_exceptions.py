"""Granting and withdrawing quiet exceptions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from surveys.models import QuietException
from team.models import AuditEntry
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, QuietExceptionFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

    from team.models import User

pytestmark = pytest.mark.django_db

GRANT = {"months": "3", "until": "2026-06-30", "reason": "The board is asked each quarter."}


def test_a_manager_grants_a_campaign_a_shorter_period(page: Client, manager: User) -> None:
    """T45 G61: with a reason, until the end of a day, on record."""
    campaign = CampaignFactory.create()

    response = page.post(f"/campaigns/{campaign.pk}/exceptions/", GRANT)

    granted = QuietException.objects.get()
    assert response.headers["Location"] == f"/campaigns/{campaign.pk}/exceptions/"
    assert (granted.campaign, granted.months, granted.reason, granted.until, granted.granted_by) == (
        campaign,
        3,
        "The board is asked each quarter.",
        datetime(2026, 6, 30, 22, tzinfo=UTC),
        manager,
    )
    assert AuditEntry.objects.get().action == "exception.grant"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"months": "6"}, "Grant fewer than the program’s 6 months."),
        ({"months": ""}, "This field is required."),
        ({"reason": " "}, "This field is required."),
        ({"until": "2026-03-09"}, "An exception ends on a day to come, within a year."),
        ({"until": "2028-03-09"}, "An exception ends on a day to come, within a year."),
    ],
)
def test_what_is_no_exception_is_refused_with_a_word(page: Client, wrong: dict[str, str], said: str) -> None:
    campaign = CampaignFactory.create()

    response = page.post(f"/campaigns/{campaign.pk}/exceptions/", {**GRANT, **wrong})

    assert said.replace("'", "’") in response.content.decode().replace("&#x27;", "’")
    assert not QuietException.objects.exists()


def test_the_form_says_how_many_it_frees_while_one_types(page: Client) -> None:
    """T45: the effect before the decision."""
    campaign = CampaignFactory.create(stages=["prospect"])
    held = NOW + timedelta(days=60)
    for asked_at, stage in [(100, "prospect"), (20, "prospect"), (100, "advocate")]:
        contact = ContactFactory.create(last_asked_at=NOW - timedelta(days=asked_at), next_survey_at=held)
        CustomerFactory.create(contact=contact, stage=stage)

    response = page.get(f"/campaigns/{campaign.pk}/exceptions/?months=3", headers={"HX-Target": "effect"})

    said = response.content.decode()
    assert "Frees 1 of the 2 who are quiet now" in said
    assert "<html" not in said
    assert not QuietException.objects.exists()


def test_typing_complains_about_nothing(page: Client) -> None:
    campaign = CampaignFactory.create()

    response = page.get(f"/campaigns/{campaign.pk}/exceptions/?months=9")

    assert "This field is required" not in response.content.decode()


def test_the_list_shows_what_was_granted_by_whom_and_what_is_over(page: Client, manager: User) -> None:
    campaign = CampaignFactory.create()
    QuietExceptionFactory.create(campaign=campaign, granted_by=manager, reason="Quarterly pilot")
    QuietExceptionFactory.create(campaign=campaign, until=NOW - timedelta(days=1))
    QuietExceptionFactory.create(campaign=campaign, withdrawn_at=NOW)
    QuietExceptionFactory.create(campaign=CampaignFactory.create(), reason="Elsewhere")

    page_text = page.get(f"/campaigns/{campaign.pk}/exceptions/").content.decode()

    assert page_text.count("Withdraw</button>") + page_text.count("Withdraw\n</button>") == 1
    for words in ("Quarterly pilot", "Manager Example", "over since", "withdrawn"):
        assert words in page_text
    assert "Elsewhere" not in page_text


def test_a_manager_withdraws_an_exception_once(page: Client) -> None:
    granted = QuietExceptionFactory.create(campaign=CampaignFactory.create())

    first = page.post(f"/campaigns/exceptions/{granted.pk}/withdraw/")
    page.post(f"/campaigns/exceptions/{granted.pk}/withdraw/")

    granted.refresh_from_db()
    assert granted.withdrawn_at == NOW
    assert first.headers["Location"] == f"/campaigns/{granted.campaign_id}/exceptions/"
    assert AuditEntry.objects.get().action == "exception.withdraw"


def test_a_person_gets_an_exception_of_their_own(page: Client) -> None:
    """T45: it belongs to the address, whatever campaign asks."""
    customer = CustomerFactory.create()

    response = page.post(f"/campaigns/exceptions/customer/{customer.pk}/", GRANT)

    granted = QuietException.objects.get()
    assert (granted.contact, granted.campaign, granted.months) == (customer.contact, None, 3)
    assert response.headers["Location"] == f"/campaigns/exceptions/customer/{customer.pk}/"
    back = page.post(f"/campaigns/exceptions/{granted.pk}/withdraw/")
    assert back.headers["Location"] == f"/campaigns/exceptions/customer/{customer.pk}/"


@pytest.mark.parametrize(
    ("asked_at", "said"),
    [
        (NOW - timedelta(days=120), "They may be asked at once."),
        (NOW - timedelta(days=20), "They may be asked again 3 months after their last survey"),
        (None, "nobody knows when they were asked"),
    ],
)
def test_a_persons_page_says_what_it_means_for_them(page: Client, asked_at: Any, said: str) -> None:
    contact = ContactFactory.create(last_asked_at=asked_at, next_survey_at=NOW + timedelta(days=60))
    customer = CustomerFactory.create(contact=contact)

    response = page.get(f"/campaigns/exceptions/customer/{customer.pk}/?months=3")

    assert said in response.content.decode()


def test_who_has_no_address_has_no_exceptions(page: Client) -> None:
    customer = CustomerFactory.create(email="", contact=None)

    assert page.get(f"/campaigns/exceptions/customer/{customer.pk}/").status_code == 404
