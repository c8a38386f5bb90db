"""Whether a customer may be asked, as their page says it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from insights.domain.story import asking
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("until", "may"), [(None, True), (NOW, True), (NOW + timedelta(seconds=1), False)])
def test_a_pause_keeps_them_from_being_asked_until_it_is_over(until: object, may: bool) -> None:
    contact = ContactFactory.create(paused_until=until)

    found = asking.asking_of(customer=CustomerFactory.create(contact=contact), planned=[], now=NOW)

    assert found.may_be_asked is may
    assert found.paused_until == (None if may else until)
