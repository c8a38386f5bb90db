from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from followups.enums import FollowUpState
from mailroom.enums import OutboxState
from surveys.enums import CampaignState
from team.enums import Role
from tests.factories.customers import AccountFactory
from tests.factories.followups import FollowUpFactory, RepFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.insights.answers import answers, queries
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User

    ClientFor = Callable[[User], Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "program")]


def home(client: "Client") -> str:
    response = client.get("/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_home_needs_a_login(client: "Client") -> None:
    assert client.get("/").headers["Location"] == "/login/?next=/"


def test_a_rep_sees_the_next_thing_to_do_on_top(client_for: "ClientFor", rep: "User") -> None:
    """G1: the most urgent follow-up stands with due time, score, reason and the account's value."""
    RepFactory.create(user=rep)
    account = AccountFactory.create(name="Cobalt Health", annual_revenue=48_000, currency="EUR")
    FollowUpFactory.create(assignee=rep, contact_due_at=NOW + timedelta(hours=3))
    FollowUpFactory.create(
        assignee=rep,
        customer__name="Maya Lindqvist",
        customer__account=account,
        response__score=2,
        response__reason="Two outages in one week.",
        contact_due_at=NOW + timedelta(hours=1),
    )

    page = home(client_for(rep))

    first = page.index("Maya Lindqvist")
    assert page.index("Do this next") < first < page.index("Net Promoter Score")
    assert "Cobalt Health · €48,000 a year" in page
    assert "1 h left" in page
    assert "Two outages in one week." in page
    assert "2 follow-ups wait for you" in page


def test_a_rep_without_work_may_take_what_is_free(client_for: "ClientFor", rep: "User") -> None:
    free = FollowUpFactory.create()

    page = home(client_for(rep))

    assert "Nobody has taken this yet" in page
    assert f'action="/followups/{free.pk}/take/"' in page


def test_a_rep_with_nothing_to_do_is_told_so(client_for: "ClientFor", rep: "User") -> None:
    assert "Nothing to do" in home(client_for(rep))


def test_a_manager_sees_what_needs_somebody_before_the_score(
    client_for: "ClientFor", manager: "User"
) -> None:
    """G85: overdue, without an owner, with an unknown end, unable to send: in this order, then the score."""
    elena = RepFactory.create(user__name="Elena Petrova", user__role=Role.REP).user
    FollowUpFactory.create(assignee=elena, contact_due_at=NOW - timedelta(hours=5))
    FollowUpFactory.create()
    InvitationFactory.create_batch(
        2, campaign=CampaignFactory.create(name="Spring"), state=OutboxState.UNKNOWN
    )

    page = home(client_for(manager))

    needs = ["1 follow-up overdue", "1 follow-up without an owner", "2 mails with an unknown end"]
    places = [page.index(need) for need in [*needs, "Net Promoter Score"]]
    assert places == sorted(places)
    assert "Elena Petrova 1. The longest by 5 h." in page
    assert "2 of “Spring”" in page


def test_a_manager_is_told_of_campaigns_that_cannot_send(
    client_for: "ClientFor", manager: "User", program: "Program"
) -> None:
    CampaignFactory.create(name="Spring")
    CampaignFactory.create(name="Autumn", state=CampaignState.PAUSED)
    program.postal_address = ""
    program.save(update_fields=["postal_address"])
    ResponseFactory.create(invitation__campaign=CampaignFactory.create(state=CampaignState.ENDED))

    page = home(client_for(manager))

    assert "“Spring” cannot send" in page
    assert "“Autumn” cannot send" not in page


def test_a_manager_is_told_when_mails_do_not_leave(client_for: "ClientFor", manager: "User") -> None:
    ResponseFactory.create()
    InvitationFactory.create(send_after=NOW - timedelta(minutes=40))

    assert "The oldest has been due for 40 minutes." in home(client_for(manager))


def test_a_manager_with_nothing_to_mend_is_told_so(client_for: "ClientFor", manager: "User") -> None:
    ResponseFactory.create(score=9)

    assert "Nothing needs you" in home(client_for(manager))


def test_a_closed_follow_up_needs_nobody(client_for: "ClientFor", manager: "User") -> None:
    FollowUpFactory.create(state=FollowUpState.UNREACHABLE, contact_due_at=NOW - timedelta(days=2))

    assert "Nothing needs you" in home(client_for(manager))


def test_an_admin_also_sees_how_campaigns_do(client_for: "ClientFor", admin: "User") -> None:
    campaign = CampaignFactory.create(name="Before renewal")
    ResponseFactory.create(invitation__campaign=campaign, invitation__sent_at=NOW - timedelta(days=3))
    InvitationFactory.create_batch(2, campaign=campaign, send_after=NOW + timedelta(hours=2))

    page = home(client_for(admin))

    assert "100.0%" in page
    assert "2 planned, the first" in page


def test_managers_do_not_see_what_is_for_admins(client_for: "ClientFor", manager: "User") -> None:
    ResponseFactory.create()

    assert "Response rate" not in home(client_for(manager))


def test_a_viewer_sees_the_score_and_the_latest_answers(client_for: "ClientFor", viewer: "User") -> None:
    answers(CampaignFactory.create(), {9: 30, 3: 10})
    ResponseFactory.create(reason="Quick help, every time.")
    FollowUpFactory.create(contact_due_at=NOW - timedelta(hours=5))

    page = home(client_for(viewer))

    assert "Net Promoter Score" in page
    assert "Quick help, every time." in page
    assert "overdue" not in page


def test_a_viewer_of_nothing_sees_no_empty_charts(client_for: "ClientFor", viewer: "User") -> None:
    page = home(client_for(viewer))

    assert "No answers yet" in page
    assert '<svg class="chart"' not in page


def test_the_way_to_the_first_answer_shows_what_is_done(
    client_for: "ClientFor", manager: "User", viewer: "User", program: "Program"
) -> None:
    """T54: an empty installation says what comes next, to those who can do it."""
    CampaignFactory.create(state=CampaignState.DRAFT)

    page = home(client_for(manager))

    # The program and the survey's words are there; customers and an active campaign are not.
    assert page.count("Done: ") == 2
    assert "The way to the first answer" in page
    assert "The way to the first answer" not in home(client_for(viewer))


@pytest.mark.parametrize("role", ["viewer", "rep", "manager", "admin"])
def test_home_asks_the_database_as_often_for_many_as_for_one(
    client_for: "ClientFor", request: pytest.FixtureRequest, role: str
) -> None:
    user = request.getfixturevalue(role)
    RepFactory.create(user=user)
    campaign = CampaignFactory.create()

    def add(number: int) -> None:
        for _ in range(number):
            FollowUpFactory.create(
                assignee=user,
                response__invitation__campaign=campaign,
                customer__account=AccountFactory.create(annual_revenue=1),
            )
            InvitationFactory.create(campaign=campaign, state=OutboxState.UNKNOWN)

    add(1)
    one = queries(client_for(user), "/")
    add(2)

    assert len(queries(client_for(user), "/")) == len(one)
