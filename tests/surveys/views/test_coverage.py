from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.enums import BlockReason, Stage
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, EventCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from typing import Any

    from django.test import Client

pytestmark = pytest.mark.django_db

COVERAGE = "/campaigns/coverage/"
LONG_AGO = NOW - timedelta(days=400)


def names(response: Any) -> list[str]:
    return [str(customer) for customer in response.context["found"].rows]


def test_advocates_whom_nobody_asked_for_a_year_are_listed(onlooker: Client) -> None:
    """G34: each leads to the customer's page."""
    asked = ContactFactory.create(last_asked_at=NOW - timedelta(days=30))
    forgotten = ContactFactory.create(last_asked_at=LONG_AGO)
    CustomerFactory.create(name="Ada", stage=Stage.ADVOCATE)
    ben = CustomerFactory.create(name="Ben", stage=Stage.ADVOCATE, contact=forgotten)
    CustomerFactory.create(name="Cleo", stage=Stage.ADVOCATE, contact=asked)
    CustomerFactory.create(name="Dan", stage=Stage.RENEWAL)

    response = onlooker.get(COVERAGE)

    assert names(response) == ["Ada", "Ben"]
    assert f'href="/customers/{ben.pk}/"' in response.content.decode()
    assert (response.context["unasked_count"], response.context["silent_count"]) == (2, 0)


def test_each_row_says_what_to_do(page: Client) -> None:
    """G34"""
    blocked = ContactFactory.create(blocked_reason=BlockReason.BOUNCED, blocked_at=NOW)
    paused = ContactFactory.create(paused_until=NOW + timedelta(days=90))
    CustomerFactory.create(name="Ada", stage=Stage.ADVOCATE, email="", contact=None)
    CustomerFactory.create(name="Ben", stage=Stage.ADVOCATE, contact=blocked)
    CustomerFactory.create(name="Cleo", stage=Stage.ADVOCATE, contact=paused)
    CustomerFactory.create(name="Dan", stage=Stage.ADVOCATE)

    text = page.get(COVERAGE).content.decode()

    for words in ("Find an e-mail address", "The address bounces", "Asked for a pause", "Nothing stands in"):
        assert words in text
    assert 'href="/campaigns/new/?template=advocates"' in text


def test_only_a_campaign_that_comes_round_by_itself_covers_advocates(page: Client) -> None:
    """G34: an event may never happen to somebody."""
    EventCampaignFactory.create(stages=[])
    assert page.get(COVERAGE).context["advocates_campaigns"] == []

    yearly = CampaignFactory.create(stages=["advocate"])
    assert page.get(COVERAGE).context["advocates_campaigns"] == [yearly]


def test_accounts_without_a_voice_tell_unasked_from_unanswered(onlooker: Client) -> None:
    """G34"""
    silent, unasked, heard = (AccountFactory.create(name=name) for name in ("Acme", "Byte", "Cobalt"))
    asked = ContactFactory.create(last_asked_at=NOW - timedelta(days=30))
    CustomerFactory.create(account=silent, stage=Stage.RENEWAL, contact=asked)
    CustomerFactory.create(account=unasked, stage=Stage.NEW)
    CustomerFactory.create(account=heard, stage=Stage.NEW, last_answered_at=NOW)

    response = onlooker.get(COVERAGE, {"show": "accounts"})

    assert [account.name for account in response.context["page"]] == [silent.name, unasked.name]
    assert b"Asked without an answer" in response.content
    assert b"Nobody asked them yet" in response.content


@pytest.mark.parametrize("show", ["advocates", "accounts"])
def test_empty_reports_say_so(onlooker: Client, show: str) -> None:
    text = onlooker.get(COVERAGE, {"show": show}).content.decode()

    assert "Every advocate was asked" in text or "Every account has a voice" in text


@pytest.mark.parametrize("show", ["advocates", "accounts"])
def test_reports_take_the_same_queries_for_one_row_and_three(onlooker: Client, show: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            onlooker.get(COVERAGE, {"show": show})
        return len(captured)

    CustomerFactory.create(stage=Stage.ADVOCATE, account=AccountFactory.create())
    queries()
    one = queries()
    for _ in range(2):
        CustomerFactory.create(stage=Stage.ADVOCATE, account=AccountFactory.create())

    assert queries() == one
