"""Removing what was kept long enough: every room its own, once a day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from customers.domain.importing import uploading
from customers.enums import ImportState, Stage
from customers.models import Customer, Event, ImportRejection, ImportRun, UsageReading
from mailroom.enums import EventKind
from mailroom.models import LocalMail, ProviderEvent
from surveys.models import LinkOpen
from team.domain import sweeping
from team.models import AuditEntry
from team.signals import sweep_due
from tests.factories.customers import AccountFactory, CustomerFactory, EventFactory
from tests.factories.mailroom import LocalMailFactory
from tests.factories.surveys import InvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

    from team.models import Program

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sweep(at: datetime = NOW) -> Counter[str]:
    """Round after round, as the scheduler rings."""
    removed: Counter[str] = Counter()
    while found := sweeping.sweep(clock=lambda: at, budget=HOUR):
        removed += found
    return removed


def swept_on(program: Program) -> date | None:
    program.refresh_from_db()
    return program.swept_on


def keep(program: Program, **settings: int | None) -> None:
    for name, value in settings.items():
        setattr(program, name, value)
    program.save(update_fields=list(settings))


def provider_event(days: int, key: str) -> ProviderEvent:
    at = NOW - days * DAY
    return ProviderEvent.objects.create(
        esp="Test", key=key, kind=EventKind.DELIVERED, occurred_at=at, received_at=at
    )


def run_of(days: int, state: ImportState, name: str = "people.csv") -> ImportRun:
    run = ImportRun(filename=name, state=state, created_at=NOW - days * DAY, rejected=1)
    run.file.save("customers.csv", ContentFile(b"name,email\nAda,a\n"))
    ImportRejection.objects.create(run=run, line=2, reason="No address.", row=["Ada", "a"])
    return run


def test_a_day_is_swept_once(program: Program) -> None:
    LocalMailFactory.create(created_at=NOW - 91 * DAY)

    assert sweep() == Counter(keep_mails_days=1)
    assert swept_on(program) == TODAY

    LocalMailFactory.create(created_at=NOW - 91 * DAY)
    assert sweep() == Counter()
    assert sweep(NOW + DAY) == Counter(keep_mails_days=1)


def test_the_day_is_the_programs_own(program: Program) -> None:
    keep(program, keep_mails_days=1)
    sweep(datetime(2026, 3, 10, 22, 30, tzinfo=UTC))

    assert swept_on(program) == TODAY
    assert sweep(datetime(2026, 3, 10, 23, 30, tzinfo=UTC)) == Counter()
    assert swept_on(program) == TODAY + DAY


def test_what_went_is_audited_with_counts_and_without_a_person(program: Program) -> None:
    LocalMailFactory.create(created_at=NOW - 91 * DAY)
    invitation = InvitationFactory.create()
    LinkOpen.objects.create(invitation=invitation, opened_at=NOW - 401 * DAY)

    sweep()

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.changes) == (
        "program.sweep",
        None,
        {"keep_mails_days": 1, "keep_opens_days": 1},
    )


def test_mails_opens_and_provider_events_go_when_their_days_are_over(program: Program) -> None:
    keep(program, keep_mails_days=10, keep_opens_days=20)
    mails = [LocalMailFactory.create(created_at=NOW - days * DAY) for days in (9, 11)]
    invitation = InvitationFactory.create()
    opens = [LinkOpen.objects.create(invitation=invitation, opened_at=NOW - days * DAY) for days in (19, 21)]
    # Bounces are counted over thirty days: their events stay so long, whatever the setting says.
    events = [provider_event(days, str(days)) for days in (19, 21, 32)]

    removed = sweep()

    assert removed == Counter(keep_mails_days=1, keep_opens_days=1, provider_events=1)
    assert list(LocalMail.objects.all()) == mails[:1]
    assert list(LinkOpen.objects.all()) == opens[:1]
    assert list(ProviderEvent.objects.order_by("pk")) == events[:2]


def test_imported_files_go_with_their_rejected_rows_and_their_counts_stay(
    program: Program, settings: Settings, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    old, young = run_of(31, ImportState.FINISHED), run_of(29, ImportState.FINISHED)
    running, forgotten = run_of(31, ImportState.RUNNING), run_of(31, ImportState.UPLOADED)
    paths = {run.pk: uploading.path_of(run) for run in (old, young, running, forgotten)}

    with django_capture_on_commit_callbacks(execute=True):
        assert sweep() == Counter(keep_files_days=2)

    old.refresh_from_db()
    assert (bool(old.file), old.rejected, old.rejections.count()) == (False, 1, 0)
    assert {run.pk for run in ImportRun.objects.all()} == {old.pk, young.pk, running.pk}
    assert {pk: path.exists() for pk, path in paths.items()} == {
        old.pk: False,
        young.pk: True,
        running.pk: True,
        forgotten.pk: False,
    }
    assert ImportRejection.objects.count() == 2


def test_events_go_when_their_months_are_over(program: Program) -> None:
    keep(program, keep_events_months=6)
    # The local day of six months ago began at 22:00 UTC.
    first = datetime(2025, 9, 9, 22, tzinfo=UTC)
    EventFactory.create(received_at=first - timedelta(seconds=1))
    kept = EventFactory.create(received_at=first)

    assert sweep() == Counter(keep_events_months=1)
    assert list(Event.objects.all()) == [kept]


def test_usage_goes_when_its_months_are_over(program: Program) -> None:
    """T36: readings do not grow without end; the day itself counts, not when it was told."""
    assert program.keep_usage_months == 36
    keep(program, keep_usage_months=6)
    ada = CustomerFactory.create()
    common: dict[str, Any] = {"customer": ada, "metric": "seats", "value": 1, "received_at": NOW}
    UsageReading.objects.create(on=date(2025, 9, 9), **common)
    kept = UsageReading.objects.create(on=date(2025, 9, 10), **common)

    assert sweep() == Counter(keep_usage_months=1)
    assert list(UsageReading.objects.all()) == [kept]


def test_lost_customers_are_erased_when_their_months_are_full(program: Program) -> None:
    keep(program, keep_lost_months=12)
    facts = {"stage": Stage.LOSS}
    gone = CustomerFactory.create(churned_on=date(2025, 3, 10), **facts)
    account = AccountFactory.create(churned_on=date(2024, 1, 1))
    gone_too = CustomerFactory.create(account=account, **facts)
    stays = [
        CustomerFactory.create(churned_on=date(2025, 3, 11), **facts),
        CustomerFactory.create(churned_on=date(2024, 1, 1), stage=Stage.ADVOCATE),
        CustomerFactory.create(stage=Stage.PROSPECT),
    ]

    assert sweep() == Counter(keep_lost_months=2)
    assert list(Customer.objects.current().order_by("pk")) == stays
    assert set(Customer.objects.filter(erased_at=NOW)) == {gone, gone_too}


def test_nothing_goes_where_things_are_kept_for_good(program: Program) -> None:
    keep(
        program,
        keep_mails_days=None,
        keep_opens_days=None,
        keep_files_days=None,
        keep_events_months=None,
        keep_usage_months=None,
        keep_lost_months=None,
    )
    LocalMailFactory.create(created_at=NOW - 4000 * DAY)
    EventFactory.create(received_at=NOW - 4000 * DAY)
    CustomerFactory.create(churned_on=date(2000, 1, 1), stage=Stage.LOSS)
    provider_event(4000, "old")

    assert sweep() == Counter()
    assert swept_on(program) == TODAY


def test_a_sweep_that_runs_out_of_time_goes_on_at_the_next_ring(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "SLICE", 2)
    LocalMailFactory.create_batch(5, created_at=NOW - 91 * DAY)
    ticks = iter([NOW, *[NOW] * 3, *[NOW + HOUR] * 20])

    first = sweeping.sweep(clock=lambda: next(ticks), budget=HOUR)

    assert 0 < first["keep_mails_days"] < 5
    assert swept_on(program) is None
    assert sweep()["keep_mails_days"] == 5 - first["keep_mails_days"]
    assert swept_on(program) == TODAY


def test_a_room_that_fails_keeps_no_other_from_sweeping_and_the_day_stays_open(program: Program) -> None:
    def explode(**kwargs: Any) -> None:
        raise RuntimeError("planted")

    LocalMailFactory.create(created_at=NOW - 91 * DAY)
    sweep_due.connect(explode)
    try:
        assert sweep() == Counter(keep_mails_days=1)
        assert swept_on(program) is None
    finally:
        sweep_due.disconnect(explode)
    sweep()
    assert swept_on(program) == TODAY


def test_every_room_hears_the_sweep() -> None:
    def rooms_of(connected: Callable[..., Any]) -> str:
        return connected.__module__

    live, _ = sweep_due._live_receivers(None)
    assert {rooms_of(one) for one in live} == {
        "customers.receivers",
        "integrations.receivers",
        "mailroom.receivers",
        "surveys.receivers",
    }
