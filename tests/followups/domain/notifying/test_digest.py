"""The morning's mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.core import mail

from followups.domain import notifying, playbooks
from followups.domain.notifying import choosing
from followups.models import Notification
from team.models import Holiday
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.plans import PlanItemFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from followups.models import Rep

# A Tuesday, 08:05 in Berlin.
MORNING = datetime(2026, 3, 10, 7, 5, tzinfo=UTC)


def written(*, now: datetime) -> list[str]:
    notifying.send_due(now=now)
    return list(Notification.objects.order_by("pk").values_list("title", flat=True))


def in_berlin(rep: Rep) -> None:
    rep.user.time_zone = "Europe/Berlin"
    rep.user.save(update_fields=["time_zone"])


def test_a_digest_comes_once_a_day_at_ones_own_hour(ines: Rep) -> None:
    """It names what is first, and the bell does not show it."""
    in_berlin(ines)
    FollowUpFactory.create(assignee=ines.user)

    assert written(now=MORNING - timedelta(minutes=10)) == []
    assert written(now=MORNING) == ["Your queue today: 1 follow-up"]
    assert written(now=MORNING + timedelta(hours=1)) == ["Your queue today: 1 follow-up"]
    assert len(written(now=MORNING + timedelta(days=1))) == 2
    assert notifying.unread(ines.user) == 0

    notifying.deliver(clock=lambda: MORNING)
    assert "First of all:" in mail.outbox[0].body


def test_nothing_waits_nothing_is_mailed(ines: Rep) -> None:
    in_berlin(ines)

    assert written(now=MORNING) == []


def test_whoever_is_away_is_left_in_peace(ines: Rep) -> None:
    in_berlin(ines)
    FollowUpFactory.create(assignee=ines.user)
    ines.away_from, ines.away_until = MORNING - timedelta(days=1), MORNING + timedelta(days=1)
    ines.save()

    assert written(now=MORNING) == []
    assert len(written(now=MORNING + timedelta(days=2))) == 1


def test_tasks_alone_are_a_day_too(ines: Rep) -> None:
    """T25: with what is to do for whom."""
    in_berlin(ines)
    account = AccountFactory.create(manager=ines.user)
    promoter = CustomerFactory.create(name="Maya Lind", account=account)
    answer = ResponseFactory.create(invitation__customer=promoter, score=10, answered_at=MORNING)
    StepFactory.create(title="Ask for a quote", playbook=PlaybookFactory.create(band="promoter"))
    playbooks.begin_for(response_id=answer.pk, now=MORNING)
    playbooks.advance(now=MORNING)

    assert "Your queue today: 1 task" in written(now=MORNING)
    digest = Notification.objects.get(kind="digest")
    assert digest.text.split("\n") == ["", "Tasks:", "- Ask for a quote: Maya Lind"]


def test_promises_whose_day_has_come_are_named(ines: Rep, omar: Rep) -> None:
    """T15: one's own, overdue ones first; what is due tomorrow or done says nothing."""
    in_berlin(ines)
    maya = CustomerFactory.create(name="Maya Lind")
    today = MORNING.date()
    for title, owner, due_on, state in (
        ("Send the report", ines.user, today, "open"),
        ("Refund the fee", ines.user, today - timedelta(days=2), "open"),
        ("Call again", ines.user, today + timedelta(days=1), "open"),
        ("Train the team", ines.user, None, "open"),
        ("Fix the import", omar.user, today, "open"),
    ):
        PlanItemFactory.create(customer=maya, title=title, owner=owner, due_on=due_on, state=state)

    written(now=MORNING)

    digest = Notification.objects.get(kind="digest", recipient=ines.user)
    assert digest.text.split("\n") == [
        "",
        "Promised by today:",
        "- Refund the fee: Maya Lind, overdue",
        "- Send the report: Maya Lind",
    ]


def test_what_is_due_today_is_counted(ines: Rep) -> None:
    """Today is the reader's own day."""
    in_berlin(ines)
    midnight = datetime(2026, 3, 10, 23, tzinfo=UTC)
    for due in (MORNING + timedelta(hours=3), midnight - timedelta(minutes=1), midnight):
        FollowUpFactory.create(assignee=ines.user, contact_due_at=due)

    assert written(now=MORNING) == ["Your queue today: 3 follow-ups"]
    assert Notification.objects.get().text.split("\n")[0] == "2 due today"


def test_no_digest_on_days_off_in_the_afternoon_or_where_it_is_switched_off(ines: Rep, omar: Rep) -> None:
    for rep in (ines, omar):
        in_berlin(rep)
        FollowUpFactory.create(assignee=rep.user)
    choosing.choose(user=omar.user, app_off=[], mail_off=["digest"], digest_hour=8)
    Holiday.objects.create(on=MORNING.date(), name="A day off")

    assert written(now=MORNING) == []
    assert written(now=MORNING + timedelta(days=4)) == []
    assert written(now=MORNING + timedelta(days=1, hours=5)) == []
    assert len(written(now=MORNING + timedelta(days=1))) == 1
