from __future__ import annotations

from datetime import timedelta

import pytest

from nps_project.invariants import INVARIANTS
from surveys.models import QuietException
from team.domain import audit
from team.models import Program
from tests.factories.surveys import SentInvitationFactory
from tests.moments import NOW
from tests.nps_project.invariants.breaking import LONG_AGO, WAYS, innocent_rows

pytestmark = pytest.mark.django_db


def broken() -> dict[str, list[str]]:
    found = {one.code: [breach.subject for breach in one.find(NOW)] for one in INVARIANTS}
    return {code: subjects for code, subjects in found.items() if subjects}


def test_every_invariant_of_the_list_is_checked() -> None:
    assert [one.code for one in INVARIANTS] == [f"I{number}" for number in range(1, 17)]
    assert list(WAYS) == [one.code for one in INVARIANTS]


def test_nothing_is_broken_by_rows_that_break_nothing(program: Program) -> None:
    innocent_rows()

    assert broken() == {}


@pytest.mark.parametrize("code", WAYS)
def test_each_invariant_finds_what_breaks_it_and_nothing_else(program: Program, code: str) -> None:
    innocent_rows()

    subjects = [break_it() for break_it in WAYS[code]]

    assert broken()[code] == subjects


def twice(days: int) -> str:
    asked = NOW - timedelta(days=days)
    first = SentInvitationFactory.create(claimed_at=asked, attempt_started_at=asked, sent_at=asked)
    return f"invitation {SentInvitationFactory.create(customer=first.customer).pk}"


def test_an_exception_in_force_excuses_a_mail(program: Program) -> None:
    """G61 T45: an explicit, audited exception is no breach; one that had ended is."""
    row = twice(days=100)
    assert broken() == {"I1": [row]}
    contact = SentInvitationFactory._meta.model.objects.get(pk=row.split()[1]).contact
    granted = QuietException.objects.create(
        contact=contact, months=3, reason="Pilot", granted_at=LONG_AGO, until=NOW
    )
    audit.log(actor=None, action="exception.grant", subject=granted, now=NOW)

    assert broken() == {}

    QuietException.objects.update(withdrawn_at=NOW - timedelta(days=1))
    assert broken() == {"I1": [row]}


@pytest.mark.parametrize(("days", "is_breach"), [(50, True), (150, False)])
def test_a_shorter_quiet_period_reaches_back_to_nobody(program: Program, days: int, is_breach: bool) -> None:
    """G61: whoever was asked under six months keeps them; whoever was asked later has three."""
    row = twice(days=100)
    changes = {"quiet_months": [6, 3]}
    audit.log(
        actor=None,
        action="program.change",
        subject=program,
        now=NOW - timedelta(days=days),
        changes=changes,
    )
    Program.objects.update(quiet_months=3)

    assert broken() == ({"I1": [row]} if is_breach else {})


def test_a_longer_quiet_period_holds_for_those_who_were_asked_before(program: Program) -> None:
    """G61: with nine months instead of six, half a year is too early."""
    row = twice(days=190)
    assert broken() == {}

    changes = {"quiet_months": [6, 9]}
    audit.log(
        actor=None, action="program.change", subject=program, now=NOW - timedelta(days=5), changes=changes
    )
    Program.objects.update(quiet_months=9)

    assert broken() == {"I1": [row]}
