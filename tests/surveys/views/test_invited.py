from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from mailroom.enums import OutboxState
from surveys.domain import invited
from surveys.enums import Reason
from team.models import AuditEntry
from tests.factories.customers import AccountFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory

if TYPE_CHECKING:
    from typing import Any

    from django.test import Client

    from surveys.models import Campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory.create(name="Before renewal")


def lines(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_export_gives_a_manager_the_narrowed_list(page: Client, campaign: Campaign) -> None:
    """G60 G65: everybody who was considered, with the reason; on record."""
    InvitationFactory.create(campaign=campaign, state=OutboxState.SKIPPED, reason=Reason.QUIET_PERIOD)
    SentInvitationFactory.create(
        campaign=campaign,
        customer__name="=1+1",
        customer__account=AccountFactory.create(name="Acme"),
        stage="renewal",
    )

    response = page.post(f"/campaigns/{campaign.pk}/export/", {"state": "sent"})
    header, *rows = lines(response)

    assert tuple(header) == invited.HEADER
    assert [(row[1], row[4], row[5], row[6]) for row in rows] == [("'=1+1", "Acme", "renewal", "sent")]
    assert response.headers["Content-Disposition"] == 'attachment; filename="before-renewal-invitations.csv"'
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.changes) == ("campaign.export", {"state": "sent"})


def test_export_reads_the_rows_as_it_goes(
    page: Client, campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    SentInvitationFactory.create_batch(3, campaign=campaign)

    with django_assert_max_num_queries(8):
        rows = lines(page.post(f"/campaigns/{campaign.pk}/export/"))

    assert len(rows) == 4


def test_export_is_not_for_viewers(onlooker: Client, campaign: Campaign) -> None:
    assert onlooker.post(f"/campaigns/{campaign.pk}/export/").status_code == 403
    assert b"Download as CSV" not in onlooker.get(f"/campaigns/{campaign.pk}/").content


def test_a_reason_with_a_campaign_is_found_by_its_name(page: Client, campaign: Campaign) -> None:
    """G60"""
    other = CampaignFactory.create()
    InvitationFactory.create(
        campaign=campaign, customer__name="Ada", state=OutboxState.SKIPPED, reason=f"reserved_for:{other.pk}"
    )
    InvitationFactory.create(campaign=campaign, customer__name="Ben")

    found = page.get(f"/campaigns/{campaign.pk}/", {"reason": "reserved_for"}).context["page"].rows

    assert [str(row.customer) for row in found] == ["Ada"]
