"""Erasing a person: nothing tells who it was, and every number is what it was."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from customers.domain import erasure, erasure_log, replaying
from customers.domain.erasure_log import Line, NotALog
from customers.domain.importing import uploading
from customers.enums import ImportState
from customers.models import Customer, ImportRun
from insights.domain import metrics, overview, reach, windows
from insights.domain.counting import Scope
from insights.enums import Period
from mailroom.enums import OutboxState
from mailroom.models import ProviderEvent
from responses.models import Answer, Response
from surveys.domain import funnel
from surveys.models import Campaign, Invitation, QuietException, Reminder
from team.models import AuditEntry, Program, User
from tests.customers.domain.test_person_data import everything
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import Model
    from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks
    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path


def texts_of(model: type[Model]) -> list[str]:
    return [json.dumps(row, default=str, ensure_ascii=False) for row in model._default_manager.values()]


def who_still_says(words: list[str]) -> dict[str, list[str]]:
    """The tables in which one of these words still stands, whatever the column."""
    found = {}
    for model in apps.get_models():
        rows = [row for row in texts_of(model) if any(word.lower() in row.lower() for word in words)]
        if rows:
            found[model._meta.label] = rows
    return found


def test_nothing_tells_who_it_was(program: Program, admin: User) -> None:
    customer = everything()
    customer.external_id = "CRM-4711"
    customer.save(update_fields=["external_id"])

    erasure.erase(customer=customer, actor=admin, now=NOW)

    words = ["maya", "m.lind", "+46 8 123", "CRM-4711", "gold", "Order form"]
    assert who_still_says(words) == {}


def test_what_is_planned_is_cancelled_and_facts_stay(program: Program, admin: User) -> None:
    customer = everything()
    sent = Invitation.objects.get()
    Invitation.objects.update(opened_at=NOW, clicked_at=NOW, delivered_at=NOW)

    erasure.erase(customer=customer, actor=admin, now=NOW)

    sent.refresh_from_db()
    assert (sent.state, sent.opened_at, sent.clicked_at, sent.delivered_at) == (
        OutboxState.SENT,
        NOW,
        NOW,
        NOW,
    )
    assert (sent.attributes, sent.last_error, sent.provider_message_id) == (None, "", "")
    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.reason) == (OutboxState.CANCELLED, "erased")
    exception = QuietException.objects.get()
    assert (exception.reason, exception.withdrawn_at) == ("erased", NOW)
    event = ProviderEvent.objects.get()
    assert (event.payload, event.kind) == ({}, "opened")


def test_chosen_options_and_numbers_stay_and_words_go(program: Program, admin: User) -> None:
    customer = everything()
    Answer.objects.update(number=4)

    erasure.erase(customer=customer, actor=admin, now=NOW)

    assert Answer.objects.values_list("number", "text").get() == (4, "")
    answer = Response.objects.get()
    assert (answer.score, answer.reason, answer.page_url) == (3, "", "")


def test_a_visitors_answer_with_their_address_loses_it(program: Program, admin: User) -> None:
    customer = everything()
    visit = ResponseFactory.create(
        invitation=None,
        customer=None,
        campaign=Campaign.objects.get(),
        stage="",
        typed_email="MAYA@customers.example",
        visitor="v" * 64,
    )

    erasure.erase(customer=customer, actor=admin, now=NOW)

    visit.refresh_from_db()
    assert (visit.typed_email, visit.visitor, visit.reason, visit.score) == ("", "", "", 9)


def numbers() -> dict[str, Any]:
    """Every statistic that the screens show."""
    program = Program.objects.current()
    zone = ZoneInfo(program.time_zone)
    later = NOW + timedelta(hours=1)
    window = windows.of(Period.YEAR, today=NOW.date(), zone=zone)
    measured = metrics.measure(scope=Scope(), window=window, now=later)
    campaigns = list(Campaign.objects.order_by("pk").values_list("pk", flat=True))
    return {
        "nps": (measured.whole.nps, measured.whole.n, measured.distribution),
        "stages": [(stage, result.nps, result.n) for stage, result in measured.stages],
        "reach": measured.reach,
        "reach by stage": reach.by_stage(scope=Scope(), window=window, now=later),
        "reach by campaign": reach.by_campaign(window=window, now=later),
        "funnels": funnel.of_campaigns(campaigns),
        "funnel by stage": [funnel.by_stage(pk) for pk in campaigns],
        "overview": overview.scores(period=Period.YEAR, scope=Scope(), program=program, now=later),
    }


def test_every_statistic_is_what_it_was(program: Program, admin: User) -> None:
    """NPS, n, response rates by campaign and stage, before and after."""
    maya = everything()
    Reminder.objects.all().delete()
    for score in (0, 7, 9, 10):
        ResponseFactory.create(score=score, invitation__stage="advocate")
    SentInvitationFactory.create_batch(3, campaign=Campaign.objects.first())
    before = numbers()

    erasure.erase(customer=maya, actor=admin, now=NOW)

    assert before["nps"][1] == 5
    assert numbers() == before


def test_imported_files_go_with_the_person(
    program: Program, admin: User, django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    done, waiting = (
        ImportRun(filename="crm.csv", state=state) for state in (ImportState.FINISHED, ImportState.QUEUED)
    )
    for run in (done, waiting):
        run.file.save("customers.csv", ContentFile(b"email\nmaya@customers.example\n"))
    paths = [uploading.path_of(run) for run in (done, waiting)]

    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(customer=CustomerFactory.create(), actor=admin, now=NOW)

    assert [path.exists() for path in paths] == [False, True]
    done.refresh_from_db()
    assert not done.file


@pytest.mark.parametrize(("stop", "reason"), [(True, "unsubscribed"), (False, "")])
def test_the_address_is_refused_only_when_asked_for(
    program: Program, admin: User, stop: bool, reason: str
) -> None:
    customer = everything()
    contact = customer.contact
    assert contact

    erasure.erase(customer=customer, actor=admin, stop=stop, now=NOW)

    contact.refresh_from_db()
    assert contact.blocked_reason == reason


def test_erasures_are_logged_outside_the_database_with_id_and_instant_alone(
    program: Program, admin: User, django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    customer = everything()
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(customer=customer, actor=admin, now=NOW)
        erasure.erase(customer=customer, actor=admin, now=NOW)

    assert erasure_log.path().read_text() == f"{customer.pk}\t2026-03-10T09:00:00+00:00\n"
    assert erasure_log.path().stat().st_mode & 0o077 == 0
    assert erasure_log.read(erasure_log.path()) == [Line(customer.pk, NOW)]


def test_an_erasure_that_is_undone_is_not_logged(program: Program, admin: User) -> None:
    erasure.erase(customer=everything(), actor=admin, now=NOW)

    assert not erasure_log.path().exists()


def test_what_the_log_lacks_is_added(program: Program, admin: User) -> None:
    first, second = everything(), CustomerFactory.create()
    erasure.erase(customer=first, actor=admin, now=NOW)
    erasure_log.note(first.pk, NOW)
    erasure.erase(customer=second, actor=admin, now=NOW + timedelta(hours=1))

    assert (erasure_log.add_missing(), erasure_log.add_missing()) == (1, 0)
    assert [line.customer_id for line in erasure_log.read(erasure_log.path())] == [first.pk, second.pk]


def test_a_log_that_cannot_be_written_keeps_nobody_from_being_erased(
    program: Program,
    admin: User,
    settings: Settings,
    tmp_path: Path,
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    (tmp_path / "file").write_text("")
    settings.VAR_DIR = tmp_path / "file"

    with django_capture_on_commit_callbacks(execute=True):
        assert erasure.erase(customer=everything(), actor=admin, now=NOW)


def test_a_restored_backup_is_erased_again_by_the_log(program: Program) -> None:
    back, gone, later = CustomerFactory.create_batch(3, created_at=NOW - timedelta(days=9))
    erasure.erase(customer=gone, actor=None, now=NOW)
    Customer.objects.filter(pk=later.pk).update(created_at=NOW + timedelta(days=1))
    lines = [Line(back.pk, NOW), Line(gone.pk, NOW), Line(later.pk, NOW), Line(987_654, NOW)]

    first = replaying.replay(lines=lines, now=NOW + timedelta(days=2))
    again = replaying.replay(lines=lines, now=NOW + timedelta(days=2))

    assert first == {"again": 1, "already": 1, "another": 1, "unknown": 1}
    assert again == {"already": 2, "another": 1, "unknown": 1}
    back.refresh_from_db()
    later.refresh_from_db()
    assert (back.email, bool(later.email)) == ("", True)


@pytest.mark.parametrize(
    "text", ["17", "17\tyesterday", "17\t2026-03-10T09:00:00", "x\t2026-03-10T09:00:00+00:00", "\x00"]
)
def test_what_is_no_log_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "other.log"
    file.write_text(text)

    with pytest.raises(NotALog):
        erasure_log.read(file)


def test_the_trail_keeps_what_was_done_without_the_name(program: Program, admin: User) -> None:
    customer = everything()

    erasure.erase(customer=customer, actor=admin, now=NOW)

    entries = AuditEntry.objects.filter(subject_type="customers.customer").order_by("pk")
    assert [(entry.action, entry.subject_label, entry.changes) for entry in entries] == [
        ("customer.change", "erased", {}),
        ("customer.erased", f"customer {customer.pk}", {}),
    ]
