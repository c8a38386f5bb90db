"""What is stored so that nobody needs to count it agrees with what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from customers.enums import ImportState
from customers.models import Customer, ImportRun
from followups.enums import CLOSED
from followups.models import FollowUp, Rep
from nps_project.invariants.invariant import Breach, Invariant
from responses.enums import ResponseState
from responses.models import Response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# Stands for no score at all, since no database finds that nothing equals nothing.
NEVER = -1


def out_of_step(now: datetime) -> Iterator[Breach]:
    """Loads, latest answers and import counts that differ from the rows behind them."""
    yield from _loads()
    yield from _latest_answers()
    yield from _imports()


def _loads() -> Iterator[Breach]:
    theirs = FollowUp.objects.filter(assignee=OuterRef("user")).exclude(state__in=CLOSED).order_by()
    counted = theirs.values("assignee").annotate(n=Count("pk")).values("n")
    reps = Rep.objects.annotate(real=Coalesce(Subquery(counted), 0)).exclude(load=F("real"))
    for pk, load, real in reps.order_by("pk").values_list("pk", "load", "real"):
        yield Breach(f"rep {pk}", f"load {load}, {real} open follow-ups")


def _latest_answers() -> Iterator[Breach]:
    newest = Response.objects.filter(customer=OuterRef("pk"), state=ResponseState.COUNTED, typed_email="")
    newest = newest.order_by("-answered_at", "-pk")
    rows = Customer.objects.current().annotate(
        shown=Coalesce("last_score", NEVER), said=Coalesce(Subquery(newest.values("score")[:1]), NEVER)
    )
    differing = rows.exclude(shown=F("said")).order_by("pk").values_list("pk", "shown", "said")
    for pk, shown, said in differing.iterator():
        yield Breach(f"customer {pk}", f"shows {shown}, said {said} ({NEVER}: never)")


def _imports() -> Iterator[Breach]:
    done = F("created") + F("changed") + F("unchanged") + F("rejected")
    finished = ImportRun.objects.filter(state=ImportState.FINISHED).annotate(handled=done)
    for run in finished.exclude(total=F("handled")).order_by("pk"):
        yield Breach(f"import {run.pk}", f"{run.total} rows, {run.handled} of them counted")


TALLIES = (Invariant(15, "Stored counts agree with the rows that they count.", out_of_step),)
