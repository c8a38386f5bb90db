from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import BlockReason, Stage
from customers.models import AttributeDefinition, Customer, StageChange
from followups.domain import planning_success
from followups.enums import ActivityKind
from mailroom.enums import OutboxState
from responses.enums import ResponseState
from responses.models import Revision
from surveys.enums import Reason
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory, EventFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.plans import PlanItemFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import InvitationFactory
from tests.insights.answers import queries
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

    ClientFor = Callable[[User], Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "program")]


@pytest.fixture
def client(client_for: "ClientFor", rep: "User") -> "Client":
    return client_for(rep)


def page(client: "Client", customer: Customer, query: str = "") -> str:
    response = client.get(f"/customers/{customer.pk}/{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_says_who_it_is(client: "Client") -> None:
    """G77 G80: band in words, stage, account, value, owner and the days to the renewal on one screen."""
    account = AccountFactory.create(
        name="Cobalt Health",
        annual_revenue=48_000,
        currency="EUR",
        renewal_on=NOW.date() + timedelta(days=24),
    )
    customer = CustomerFactory.create(
        name="Maya Lindqvist", account=account, stage=Stage.RENEWAL, attributes={"Plan": "Team"}
    )
    ResponseFactory.create(invitation__customer=customer, score=3)

    found = page(client, customer)

    assert "<h1>Maya Lindqvist</h1>" in found
    for words in (
        "Detractor",
        "Renewal",
        "Cobalt Health",
        "€48,000",
        "24 days",
        "<dt>Plan</dt><dd>Team</dd>",
    ):
        assert words in found


def test_the_page_speaks_as_people_do(client: "Client") -> None:
    """Languages, countries and attributes have names; codes and keys are for machines."""
    AttributeDefinition.objects.create(key="version", label="Product version")
    customer = CustomerFactory.create(
        language="de", country="AT", attributes={"version": "4.2", "beta": True, "seat_plan": "flat"}
    )

    found = page(client, customer)

    for words in ("German", "Austria", "<dt>Product version</dt><dd>4.2</dd>", "<dt>beta</dt><dd>yes</dd>"):
        assert words in found


@pytest.mark.parametrize(("role", "offered"), [("rep", False), ("manager", True), ("admin", True)])
def test_the_page_leads_whoever_may_to_managing_and_editing(
    client_for: "ClientFor", request: pytest.FixtureRequest, role: str, offered: bool
) -> None:
    """Pausing, blocking, giving out and erasing begin on the customer's page."""
    customer = CustomerFactory.create()

    found = page(client_for(request.getfixturevalue(role)), customer)

    for name in ("manage", "edit"):
        assert (f'href="/customers/{customer.pk}/{name}/"' in found) is offered


def test_a_stranger_is_not_found(client: "Client") -> None:
    assert client.get("/customers/999/").status_code == 404


def test_the_page_says_when_they_were_asked_and_may_be_again(client: "Client") -> None:
    """G63: last surveyed, and from when on they may be asked again, with the reason."""
    contact = ContactFactory.create(
        last_asked_at=NOW - timedelta(days=10), next_survey_at=NOW + timedelta(days=170)
    )

    found = page(client, CustomerFactory.create(contact=contact))

    assert "<dt>Last surveyed</dt><dd><time" in found
    assert "Feb 28, 2026" in found
    assert "May be asked again from" in found
    assert "Aug 27, 2026" in found
    assert "the quiet period lasts 6 months after a survey" in found


def test_the_page_says_that_they_may_be_asked(client: "Client") -> None:
    customer = CustomerFactory.create()
    InvitationFactory.create(customer=customer, campaign__name="Spring", send_after=NOW + timedelta(hours=3))

    found = page(client, customer)

    assert "May be asked" in found
    assert "<dt>Last surveyed</dt><dd>never</dd>" in found
    assert "“Spring”" in found


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"blocked_reason": BlockReason.UNSUBSCRIBED, "blocked_at": NOW}, "Unsubscribed."),
        ({"blocked_reason": BlockReason.BOUNCED, "blocked_at": NOW}, "Address bounces."),
    ],
)
def test_the_page_says_why_they_are_never_asked(
    client: "Client", facts: dict[str, object], words: str
) -> None:
    found = page(client, CustomerFactory.create(contact=ContactFactory.create(**facts)))

    assert "Will not be asked" in found
    assert words in found


def test_somebody_without_an_address_cannot_be_asked(client: "Client") -> None:
    found = page(client, CustomerFactory.create(email="", contact=None))

    assert "There is no e-mail address to ask at." in found


def test_the_story_mixes_everything_newest_first(client: "Client", rep: "User") -> None:
    """G57 G84 T50: every score with the stage it was given in, among all else that happened."""
    customer = CustomerFactory.create()
    StageChange.objects.create(
        customer=customer, from_stage=Stage.NEW, to_stage=Stage.RENEWAL, changed_at=NOW - timedelta(days=9)
    )
    EventFactory.create(
        customer=customer, occurred_at=NOW - timedelta(days=8), payload={"subject": "Export stops"}
    )
    InvitationFactory.create(
        customer=customer,
        campaign__name="Autumn",
        state=OutboxState.SKIPPED,
        reason=Reason.QUIET_PERIOD,
        planned_at=NOW - timedelta(days=7),
    )
    answer = ResponseFactory.create(
        invitation__customer=customer,
        invitation__campaign__name="Spring",
        invitation__stage=Stage.RENEWAL,
        invitation__sent_at=NOW - timedelta(days=6),
        answered_at=NOW - timedelta(days=5),
        score=2,
        reason="Two outages.",
    )
    followup = FollowUpFactory.create(
        response=answer, customer=customer, assignee=rep, opened_at=NOW - timedelta(days=4)
    )
    followup.activities.create(at=NOW - timedelta(days=3), actor=rep, kind=ActivityKind.NOTE, note="Knows.")
    Revision.objects.create(
        response=answer, number=2, score=8, reason="Solved.", recorded_at=NOW - timedelta(days=2)
    )

    found = page(client, customer)
    story = found[found.index('id="story"') :]

    expected = [
        "Changed the answer from 2 to 8, passive",
        "“Solved.”",
        "Follow-up: noted",
        "Knows.",
        "by Rep Example",
        "Follow-up: opened for an answer of 2",
        "Answered 2, detractor",
        "“Two outages.”",
        "to “Spring”, stage then: Renewal",
        "Asked by “Spring”",
        "Not asked by “Autumn”",
        "Asked within the quiet period.",
        "Support case closed",
        "subject: Export stops",
        "Moved from New customer to Renewal",
    ]
    places = [story.find(words) for words in expected]
    assert -1 not in places
    assert places == sorted(places)


def test_an_open_follow_up_stands_above_the_story(client: "Client", rep: "User") -> None:
    customer = CustomerFactory.create()
    followup = FollowUpFactory.create(customer=customer, assignee=rep)

    found = page(client, customer)

    assert found.index("Open follow-up") < found.index("What happened")
    assert f'href="/followups/{followup.pk}/"' in found


def test_follow_ups_are_shown_to_whom_they_concern(
    client: "Client", client_for: "ClientFor", viewer: "User", rep: "User"
) -> None:
    """The story shows no more of a follow-up than its own page would."""
    customer = CustomerFactory.create()
    FollowUpFactory.create(customer=customer, assignee=rep)

    assert "Follow-up:" not in page(client_for(viewer), customer)
    assert "Follow-up:" in page(client, customer)


def test_scores_over_time_have_their_table(client: "Client") -> None:
    """T50: one customer's series, with the stage at each answer (G57)."""
    customer = CustomerFactory.create(stage=Stage.ADVOCATE)
    for days, score, stage in ((400, 9, Stage.NEW), (200, 4, Stage.RENEWAL)):
        at = NOW - timedelta(days=days)
        ResponseFactory.create(
            invitation__customer=customer, invitation__stage=stage, score=score, answered_at=at
        )
    ResponseFactory.create(
        invitation__customer=customer, score=0, state=ResponseState.EXCLUDED, excluded_reason="A test"
    )

    found = page(client, customer)

    assert "Scores over time. 3 Feb 2025: 9, promoter; 22 Aug 2025: 4, detractor" in found
    assert "Detractor, excluded" in found
    assert "not in the numbers (excluded: A test)" in found


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ([6, 9], "3 above the first answer: 6, "),
        ([9, 2], "7 below the first answer: 9, "),
        ([7, 3, 7], "the same as the first answer: 7, "),
        ([7], ""),
    ],
)
def test_the_first_answer_is_the_baseline(client: "Client", scores: list[int], words: str) -> None:
    """G56: each customer's first survey is what their later answers are held against."""
    customer = CustomerFactory.create()
    for months, score in enumerate(reversed(scores)):
        at = NOW - timedelta(days=200 * months)
        ResponseFactory.create(invitation__customer=customer, score=score, answered_at=at)
    excluded = {"state": ResponseState.EXCLUDED, "excluded_reason": "A test"}
    ResponseFactory.create(
        invitation__customer=customer, score=0, answered_at=NOW - timedelta(days=900), **excluded
    )

    found = page(client, customer)

    assert ("the first answer:" in found) == bool(words)
    assert words in found


def test_the_accounts_other_customers_are_a_click_away(client: "Client") -> None:
    account = AccountFactory.create(name="Cobalt Health")
    customer = CustomerFactory.create(account=account)
    others = CustomerFactory.create_batch(8, account=account)
    answered = others[7]
    Customer.objects.filter(pk=answered.pk).update(last_answered_at=NOW, last_score=9)

    found = page(client, customer)

    assert f'href="/customers/{answered.pk}/"' in found
    assert found.count('<a class="medium" href="/customers/') == 6


@pytest.mark.parametrize(("role", "is_link"), [("viewer", False), ("rep", False), ("manager", True)])
def test_the_accounts_page_is_a_click_away_for_whoever_may_open_it(
    client_for: "ClientFor", request: pytest.FixtureRequest, role: str, is_link: bool
) -> None:
    """G80"""
    account = AccountFactory.create(name="Cobalt Health")

    found = page(client_for(request.getfixturevalue(role)), CustomerFactory.create(account=account))

    assert (f'<a href="/customers/companies/{account.pk}/">Cobalt Health</a>' in found) is is_link


def test_an_erased_customer_has_no_name_but_keeps_the_answers(client: "Client") -> None:
    customer = CustomerFactory.create(
        name="", email="", canonical_email=None, contact=None, external_id=None, erased_at=NOW
    )
    ResponseFactory.create(invitation__customer=customer, score=9, reason="")

    found = page(client, customer)

    assert "<h1>Erased customer</h1>" in found
    assert "Answered 9, promoter" in found
    assert "The customer was erased." in found


def test_a_long_story_is_told_in_parts(client: "Client") -> None:
    customer = CustomerFactory.create()
    for days in range(45):
        EventFactory.create(customer=customer, name=f"day_{days}", occurred_at=NOW - timedelta(days=days))

    first, whole = page(client, customer), page(client, customer, "?show=120")

    assert ("Day 39<" in first, "Day 40<" in first, "Show earlier things" in first) == (True, False, True)
    assert ("Day 44<" in whole, "Show earlier things" in whole) == (True, False)


@pytest.mark.parametrize("show", ["0", "-1", "x", "99999999999", "٣"])
def test_a_strange_length_is_the_usual_one(client: "Client", show: str) -> None:
    assert "Nothing has happened yet" in page(client, CustomerFactory.create(), f"?show={show}")


def test_the_page_asks_the_database_as_often_for_many_as_for_one(client: "Client", rep: "User") -> None:
    customer = CustomerFactory.create(account=AccountFactory.create())

    def add(number: int) -> None:
        CustomerFactory.create_batch(number, account=customer.account)
        for _ in range(number):
            EventFactory.create(customer=customer)
            answer = ResponseFactory.create(invitation__customer=customer, score=2)
            FollowUpFactory.create(response=answer, customer=customer, assignee=rep)
            InvitationFactory.create(customer=customer)

    add(1)
    one = queries(client, f"/customers/{customer.pk}/")
    add(2)

    assert len(queries(client, f"/customers/{customer.pk}/")) == len(one)


def test_whoever_was_merged_is_found_as_the_one_who_is_left(client: "Client") -> None:
    kept = CustomerFactory.create()
    lost = CustomerFactory.create(merged_into=kept)

    response = client.get(f"/customers/{lost.pk}/")

    assert (response.status_code, response.headers["Location"]) == (302, f"/customers/{kept.pk}/")


def test_the_success_plan_stands_beside_the_story_and_in_it(
    client: "Client", rep: "User", viewer: "User", client_for: "ClientFor"
) -> None:
    """T15: what is to do on top, the late marked; planned and done in the line of time, each once."""
    customer = CustomerFactory.create(name="Maya Lindqvist")
    answer = ResponseFactory.create(invitation__customer=customer, score=2)
    followup = FollowUpFactory.create(response=answer, customer=customer, assignee=rep)
    plan: dict[str, Any] = {"customer": customer, "owner": rep, "actor": rep, "now": NOW - timedelta(days=9)}
    late = planning_success.add(title="Fix the gate", due_on=NOW.date() - timedelta(days=2), **plan)
    done = planning_success.add(title="Train the shift", due_on=None, followup=followup, **plan)
    planning_success.finish(item=done, actor=rep, outcome="Twelve came.", now=NOW - timedelta(days=1))

    found, looked = page(client, customer), page(client_for(viewer), customer)

    panel = found[found.index("what we promised them") :]
    assert panel.index("Fix the gate") < panel.index("Train the shift")
    assert "2 days overdue" in found
    assert [found.count(words) for words in ("Planned: ", "Done as planned: ", "Twelve came.")] == [2, 1, 1]
    assert f'action="/plans/{late.pk}/done/"' in found
    assert f"/plans/new/?customer={customer.pk}" in found
    assert "Done as planned: Train the shift" in looked
    assert "/done/" not in looked
    assert "/plans/new/" not in looked


def test_a_longer_plan_costs_no_more_statements(client: "Client", rep: "User") -> None:
    customer = CustomerFactory.create()

    def asked() -> int:
        return len(queries(client, f"/customers/{customer.pk}/"))

    PlanItemFactory.create(customer=customer, owner=rep, created_by=rep)
    one = asked()
    PlanItemFactory.create(customer=customer, owner=rep, state="done", closed_at=NOW, closed_by=rep)
    PlanItemFactory.create(customer=customer, created_by=rep)
    assert asked() == one
