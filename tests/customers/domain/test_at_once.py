"""Two at once: real threads, real locks."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from customers.domain import events, facts, intake
from customers.domain.importing import running, suggesting, uploading
from customers.enums import Source
from customers.models import Account, Contact, Customer, Event, ImportRun, StageChange
from team.models import Program
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What each of several threads got, all begun together."""

    def run(number: int) -> Any:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.fixture(autouse=True)
def company() -> None:
    Program.objects.current()


def test_one_new_customer_told_by_many_is_one() -> None:
    def take(number: int) -> list[str]:
        batch = [
            facts.clean(
                {"email": f"c{n}@example.org", "account_external_id": "A-1", "name": f"From {number}"}
            )
            for n in range(20)
        ]
        results = intake.absorb(batch=batch, source=Source.API, now=NOW)
        return [it.outcome for it in results if isinstance(it, intake.Intake)]

    outcomes = Counter(outcome for one in at_once(take) for outcome in one)

    assert outcomes == {"created": 20, "changed": 20 * (THREADS - 1)}
    assert (Customer.objects.count(), Contact.objects.count(), Account.objects.count()) == (20, 20, 1)
    assert StageChange.objects.count() == 20


def test_one_event_told_by_many_is_one() -> None:
    customer = CustomerFactory.create()

    def tell(number: int) -> bool:
        _, is_new = events.record(customer=customer, name="renewal", occurred_at=NOW, now=NOW, key="r-1")
        return is_new

    assert sorted(at_once(tell)) == [False] * (THREADS - 1) + [True]
    assert Event.objects.count() == 1


def test_one_import_run_by_many_workers_is_done_once(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    text = "\n".join(["E-Mail,Name", *(f"c{n}@example.org,Customer {n}" for n in range(300))])
    run = uploading.receive(file=ContentFile(text.encode()), filename="crm.csv", started_by=None, now=NOW)
    mapping = suggesting.suggest(["E-Mail", "Name"], [["c@example.org", "C"]])
    uploading.start(run=run, mapping=mapping, form=uploading.form_of(run), now=NOW)
    run.refresh_from_db()

    def work(number: int) -> None:
        # Each believes that the worker before it died.
        claimed = running.claim(now=NOW + number * running.LEASE, run_id=run.pk)
        if claimed is not None:
            running.work(run=claimed, clock=lambda: NOW + number * running.LEASE)

    at_once(work)

    stored = ImportRun.objects.get()
    assert (stored.state, stored.next_line, stored.created, stored.rejected) == ("finished", 300, 300, 0)
    assert Customer.objects.count() == 300
