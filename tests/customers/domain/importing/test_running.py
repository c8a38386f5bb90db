"""Running an import: in slices, once, to the end, whatever dies on the way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from pytest_django import DjangoCaptureOnCommitCallbacks

from customers import tasks
from customers.domain import intake
from customers.domain.importing import running, uploading
from customers.models import Customer, ImportRejection, ImportRun
from team.models import User
from tests.moments import NOW

Queue = Callable[..., ImportRun]
MINUTES = timedelta(minutes=2)


def clock() -> datetime:
    return NOW


def lines(number: int) -> list[str]:
    return [f"C-{n},c{n}@example.org,Customer {n},2026-12-10,gold" for n in range(number)]


def state_of(run: ImportRun) -> dict[str, Any]:
    run.refresh_from_db()
    names = ("state", "next_line", "created", "changed", "unchanged", "rejected", "error")
    return {name: getattr(run, name) for name in names if getattr(run, name)}


class Killed(BaseException):
    """What a SIGKILL looks like from inside: nothing catches it."""


def test_run_waiting_imports_to_the_end(
    queued: Queue, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """G75: a CRM's export comes in, and its rejected rows are listed with line, column and reason."""
    run = queued(
        "C-1,ada@example.org,Ada,2026-12-10,gold",
        "C-2,bob@example,Bob,2026-12-10,gold",
        'C-3,cleo@example.org,"Cleo\nSmith",2026-12-10,',
        "C-4,dan@example.org,Dan,soon,gold",
        "C-1,,Ada L.,,",
        "C-9,ada@example.org,Eve,,",
        ",,Nobody,,",
    )
    path = uploading.path_of(run)

    with django_capture_on_commit_callbacks(execute=True):
        assert running.run_waiting(clock=clock, budget=MINUTES) == 1

    assert state_of(run) == {
        "state": "finished", "next_line": 7, "created": 2, "changed": 1, "rejected": 4,
    }  # fmt: skip
    assert (run.started_at, run.finished_at, run.done, run.total) == (NOW, NOW, 7, 7)
    assert list(ImportRejection.objects.values_list("line", "column", "reason")) == [
        (3, "E-Mail", "Not an e-mail address: the part after the @ is not a full domain name."),
        (6, "Renewal Date", "“soon” is not a date with the year first: 2026-03-31."),
        (8, "Customer ID", "ada@example.org is already known as C-1."),
        (9, "", "The row has neither an e-mail address nor an identifier."),
    ]
    assert ImportRejection.objects.first().row == ["C-2", "bob@example", "Bob", "2026-12-10", "gold"]  # type: ignore[union-attr]  # there are four
    assert list(Customer.objects.values_list("name", flat=True)) == ["Ada L.", "Cleo Smith"]
    assert not path.exists()


def test_running_it_twice_changes_nothing(queued: Queue) -> None:
    queued(*lines(3))
    running.run_waiting(clock=clock, budget=MINUTES)

    again = queued(*lines(3))
    running.run_waiting(clock=clock, budget=MINUTES)

    assert state_of(again) == {"state": "finished", "next_line": 3, "unchanged": 3}


def test_a_killed_worker_is_followed_exactly(queued: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SLICE", 2)
    run = queued(*lines(5))
    claimed = running.claim(now=NOW)
    assert claimed is not None

    def die_after_the_first_slice(seen: ImportRun) -> None:
        raise Killed

    with pytest.raises(Killed):
        running.work(run=claimed, clock=clock, report=die_after_the_first_slice)
    assert state_of(run) == {"state": "running", "next_line": 2, "created": 2}
    assert running.claim(now=NOW) is None

    later = NOW + running.LEASE
    running.run_waiting(clock=lambda: later, budget=MINUTES)

    assert state_of(run) == {"state": "finished", "next_line": 5, "created": 5}
    assert (run.started_at, run.finished_at) == (NOW, later)


def test_a_worker_killed_within_a_slice_leaves_nothing_of_it(
    queued: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queued(*lines(5))
    advance = running._advance

    def die(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr(running, "_advance", die)
    with pytest.raises(Killed):
        running.run_waiting(clock=clock, budget=MINUTES)
    assert not Customer.objects.exists()

    monkeypatch.setattr(running, "_advance", advance)
    running.run_waiting(clock=lambda: NOW + running.LEASE, budget=MINUTES)

    assert state_of(run) == {"state": "finished", "next_line": 5, "created": 5}


def test_a_worker_that_was_overtaken_writes_nothing(queued: Queue) -> None:
    run = queued(*lines(3))
    slow = running.claim(now=NOW)
    assert slow is not None
    fast = running.claim(now=NOW + running.LEASE)
    assert fast is not None
    running.work(run=fast, clock=clock)

    running.work(run=slow, clock=clock)

    assert state_of(run) == {"state": "finished", "next_line": 3, "created": 3}


def test_claim_gives_an_import_to_one_worker(queued: Queue) -> None:
    run = queued(*lines(1))

    assert [running.claim(now=NOW), running.claim(now=NOW)] == [run, None]


def test_the_time_is_up_and_the_next_ring_goes_on(queued: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SLICE", 2)
    run = queued(*lines(5))
    instants = iter([NOW] * 4 + [NOW + MINUTES] * 20)

    running.run_waiting(clock=lambda: next(instants), budget=MINUTES)
    assert state_of(run)["state"] == "running"
    assert 0 < run.next_line < 5

    running.run_waiting(clock=lambda: NOW + MINUTES, budget=MINUTES)
    assert state_of(run) == {"state": "finished", "next_line": 5, "created": 5}


def test_stop_ends_it_after_the_slice_and_resume_goes_on(
    queued: Queue, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SLICE", 2)
    run = queued(*lines(5))
    claimed = running.claim(now=NOW)
    assert claimed is not None

    def stop(seen: ImportRun) -> None:
        uploading.stop(run=seen, actor=manager, now=NOW)

    running.work(run=claimed, clock=clock, report=stop)

    assert state_of(run) == {
        "state": "failed", "next_line": 2, "created": 2, "error": "Stopped by Manager Example.",
    }  # fmt: skip

    assert uploading.resume(run=run)
    running.run_waiting(clock=clock, budget=MINUTES)
    assert state_of(run) == {"state": "finished", "next_line": 5, "created": 5}
    assert not uploading.resume(run=run)


def test_a_file_that_breaks_off_keeps_the_rows_before(queued: Queue) -> None:
    run = queued(*lines(2))
    with uploading.path_of(run).open("ab") as file:
        file.write(b"\nC-9,\xff@example.org,,,")

    running.run_waiting(clock=clock, budget=MINUTES)

    assert state_of(run) == {
        "state": "failed",
        "next_line": 2,
        "created": 2,
        "error": "The file cannot be read on. Line 4: the text is not UTF-8",
    }


def test_a_file_that_is_gone_fails_in_words(queued: Queue) -> None:
    run = queued(*lines(2))
    uploading.path_of(run).unlink()

    running.run_waiting(clock=clock, budget=MINUTES)

    assert state_of(run)["state"] == "failed"
    assert run.error.startswith("The file cannot be read: ")


def test_what_the_database_refuses_ends_the_import(queued: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    run = queued(*lines(2))

    def refuse(**_: object) -> None:
        raise IntegrityError

    # Planted: no row that our own checks let through is refused by the database.
    monkeypatch.setattr(intake, "absorb", refuse)
    running.run_waiting(clock=clock, budget=MINUTES)

    assert state_of(run) == {"state": "failed", "error": "The database refused rows after the first 0."}


def test_run_imports_rings(queued: Queue) -> None:
    run = queued(*lines(2))

    tasks.run_imports()

    assert state_of(run)["state"] == "finished"


def test_contact_changed_is_sent_for_each_slice(
    queued: Queue,
    heard: list[list[int] | None],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(running, "SLICE", 2)
    queued(*lines(3))

    with django_capture_on_commit_callbacks(execute=True):
        running.run_waiting(clock=clock, budget=MINUTES)

    ids = list(Customer.objects.values_list("pk", flat=True))
    assert heard == [ids[:2], ids[2:]]
