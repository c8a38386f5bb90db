"""The sample's favors."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.enums import Stage
from followups.models import Endorsement, Referral
from nps_project.sample import advocacy
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

pytestmark = pytest.mark.usefixtures("program")


def test_the_sample_shows_favors_in_every_state(manager: User) -> None:
    """T28, G74: a newcomer sees what each page is for."""
    CustomerFactory.create_batch(16, last_score=10, stage=Stage.ADVOCATE)
    CustomerFactory.create_batch(3, stage=Stage.NEW)

    advocacy.live_through(actor=manager, since=NOW - timedelta(days=365), now=NOW)

    endorsed = Counter(Endorsement.objects.values_list("state", flat=True))
    assert endorsed == {"agreed": 2, "done": 3, "asked": 2, "declined": 1, "withdrawn": 1}
    referred = Counter(Referral.objects.values_list("state", flat=True))
    assert referred == {"won": 2, "lost": 1, "contacted": 2, "named": 1}


def test_nothing_happened_before_the_sample_began(manager: User) -> None:
    CustomerFactory.create_batch(16, last_score=10)

    advocacy.live_through(actor=manager, since=NOW - timedelta(days=20), now=NOW)

    assert Endorsement.objects.filter(asked_at__lt=NOW - timedelta(days=20)).count() == 0
    assert Endorsement.objects.count() == 2
