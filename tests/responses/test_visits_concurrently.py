"""Many posts of one visitor at once are one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.models import Customer
from responses.domain import visiting
from responses.models import Response, Revision
from tests.factories.surveys import WidgetFactory
from tests.moments import NOW
from tests.responses.visitors import BROWSER
from tests.surveys.test_claiming_concurrently import side_by_side

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db(transaction=True)


def test_twenty_posts_of_one_browser_are_one_answer(program: Program) -> None:
    widget = WidgetFactory.create()
    said = visiting.Said(score=9, typed_email="ada@visitors.example")

    side_by_side(lambda: visiting.record(placement=widget, visitor=BROWSER, said=said, now=NOW), 20)

    assert (Response.objects.count(), Revision.objects.count(), Customer.objects.count()) == (1, 1, 1)


def test_browsers_that_type_one_address_are_one_prospect(program: Program) -> None:
    widget = WidgetFactory.create()
    said = visiting.Said(score=9, typed_email="ada@visitors.example")
    browsers = [f"{number:032x}" for number in range(12)]

    side_by_side(lambda: visiting.record(placement=widget, visitor=browsers.pop(), said=said, now=NOW), 12)

    assert (Response.objects.count(), Customer.objects.count()) == (12, 1)
