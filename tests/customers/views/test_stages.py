"""The segments: rules, members, guidance, history, and limits whose effect shows before they hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from customers.domain import lifecycle, segments
from customers.enums import Stage
from customers.models import Customer, StageChange
from customers.querysets import Thresholds
from team.models import AuditEntry, Program, User
from tests.factories.customers import CustomerFactory

ClientFor = Callable[[User], Client]
STAGES = "/customers/stages/"
LIMITS = {"new_customer_days": 90, "renewal_days": 90, "advocate_purchases": 2, "advocate_months": 12}
PREVIEW = {"HX-Request": "true", "HX-Target": "moves"}


@pytest.fixture
def sorted_people(program: Program) -> None:
    """One bought 100 days ago, one 30 days ago; both are where they belong under the usual limits."""
    today = lifecycle.today_of(program, now=timezone.now())
    for name, days in (("Ada", 100), ("Bob", 30)):
        CustomerFactory.create(name=name, first_purchase_on=today - timedelta(days=days), purchase_count=1)
    lifecycle.refresh(now=timezone.now())
    StageChange.objects.all().delete()


def test_stages_tell_the_rules_members_and_guidance(
    manager: User, program: Program, client_for: ClientFor
) -> None:
    """G22, G23: five segments, each with its definition, its members and guidance for surveys."""
    Program.objects.update(new_customer_days=45)
    CustomerFactory.create_batch(2, stage="new")

    page = client_for(manager).get(STAGES).content.decode()

    told = segments.describe(Thresholds(new_customer_days=45))
    assert [it.stage.value for it in told] == [*(stage.value for stage in Stage)]
    for segment in told:
        assert f"/customers/?stage={segment.stage}" in page
        for words in (segment.definition, segment.ask, segment.learn, segment.care):
            assert words.replace("'", "&#x27;") in page
    assert "The first purchase was at most 45 days ago." in page
    assert "2 members" in page


def test_stages_show_whoever_is_between_them(viewer: User, program: Program, client_for: ClientFor) -> None:
    """G22, G24, G27, G30, G32, G33, G36: five segments, and a place between them that is none."""
    CustomerFactory.create(stage=Stage.ESTABLISHED)

    page = client_for(viewer).get(STAGES).content.decode()

    assert "Between stages" in page
    assert "This is not a sixth segment" in page
    assert "1 member" in page


def test_prospects_are_to_be_asked_on_the_website(
    viewer: User, program: Program, client_for: ClientFor
) -> None:
    """G24, G25: the widget and the public link need no address."""
    page = client_for(viewer).get(STAGES).content.decode()

    assert "On your website by the widget or a public link" in page


def test_stages_lead_managers_to_a_campaign_for_the_segment(
    manager: User, viewer: User, program: Program, client_for: ClientFor
) -> None:
    """T17, G21: a campaign can be begun from its segment."""
    assert '?stage=renewal">' in client_for(manager).get(STAGES).content.decode()
    assert "/campaigns/new" not in client_for(viewer).get(STAGES).content.decode()


@pytest.mark.parametrize("headers", [{}, PREVIEW])
def test_other_limits_show_who_would_move(
    admin: User, sorted_people: None, client_for: ClientFor, headers: dict[str, str]
) -> None:
    """G22, G27: the effect of a limit is counted before it is saved."""
    client = client_for(admin)

    wider = client.get(STAGES, {**LIMITS, "new_customer_days": 120}, headers=headers).content.decode()
    same = client.get(STAGES, LIMITS, headers=headers).content.decode()
    wrong = client.get(STAGES, {**LIMITS, "new_customer_days": 0}, headers=headers).content.decode()

    assert "<strong>1</strong> customer would move today" in wider
    assert "Nobody would move today." in same
    assert "Write numbers within the limits" in wrong
    assert Program.objects.current().new_customer_days == 90


def test_saving_limits_sorts_everybody_and_is_audited(
    admin: User, sorted_people: None, client_for: ClientFor
) -> None:
    """G22, G27: saved limits hold at once, and the move is kept."""
    client = client_for(admin)

    page = client.post(f"{STAGES}thresholds/", {**LIMITS, "new_customer_days": 120}, follow=True)
    again = client.post(f"{STAGES}thresholds/", {**LIMITS, "new_customer_days": 120}, follow=True)

    assert "The limits are saved, and 1 moved." in page.content.decode()
    assert "These are the limits already." in again.content.decode()
    assert Customer.objects.get(name="Ada").stage == Stage.NEW
    assert list(StageChange.objects.values_list("from_stage", "to_stage")) == [("established", "new")]
    assert AuditEntry.objects.get(action="program.change").changes == {"new_customer_days": [90, 120]}
    assert client.post(f"{STAGES}thresholds/", {**LIMITS, "renewal_days": 9999}).status_code == 400


def test_limits_are_an_admins(manager: User, program: Program, client_for: ClientFor) -> None:
    page = client_for(manager).get(STAGES, {**LIMITS, "new_customer_days": 120}).content.decode()

    assert "Save the limits" not in page
    assert client_for(manager).post(f"{STAGES}thresholds/", LIMITS).status_code == 403


def test_moves_are_listed_the_latest_first(
    viewer: User, program: Program, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G22: the history of segments is kept and shown."""
    monkeypatch.setattr("customers.domain.moving.PER_PAGE", 2)
    for number, to in enumerate(("new", "renewal", "new", "loss")):
        customer = CustomerFactory.create(name=f"Mover {number}")
        StageChange.objects.create(customer=customer, from_stage="prospect", to_stage=to)
    StageChange.objects.create(customer=CustomerFactory.create(name="Just added"), to_stage="prospect")
    client = client_for(viewer)

    first = client.get(f"{STAGES}moves/").content.decode()
    second = client.get(f"{STAGES}moves/?before={StageChange.objects.all()[2].pk}").content.decode()
    into_new = client.get(f"{STAGES}moves/?to=new").content.decode()

    assert "Just added" not in first
    assert first.index("Mover 3") < first.index("Mover 2")
    assert "before=" in first
    assert "Mover 1" not in first
    assert "Mover 1" in second
    assert "Mover 0" in into_new
    assert "Mover 3" not in into_new


def test_moves_by_month_count_arrivals(viewer: User, program: Program, client_for: ClientFor) -> None:
    """G22: how many moved in each month stands on the page."""
    customer = CustomerFactory.create()
    for was in ("prospect", "established", ""):
        StageChange.objects.create(customer=customer, from_stage=was, to_stage="new")

    page = " ".join(client_for(viewer).get(STAGES).content.decode().split())

    month = timezone.localdate().strftime("%b %Y")
    assert f'<th scope="row" class="nowrap">{month}</th>' in page
    assert '<td class="number strong">2</td>' in page
