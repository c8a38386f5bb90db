"""Answers with an owner, and playbooks of a few steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from followups.domain import opening
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.messages import MessageTemplateFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import FollowUp, MessageTemplate, Rep
    from responses.models import Response
    from team.models import User


@pytest.fixture
def maya(petra: User, ines: Rep) -> Customer:
    """A promoter whose account Ines looks after; Petra is Ines' manager."""
    ines.user.manager = petra
    ines.user.save(update_fields=["manager"])
    account = AccountFactory.create(
        name="Blue Harbor", manager=ines.user, annual_revenue=50_000, currency="EUR"
    )
    return CustomerFactory.create(name="Maya Lind", account=account)


@pytest.fixture
def promoter(maya: Customer) -> Response:
    """Maya's answer of 10, given now."""
    return ResponseFactory.create(invitation__customer=maya, score=10, answered_at=NOW)


@pytest.fixture
def followup(detractor: Response, ines: Rep) -> FollowUp:
    """Ana's follow-up, which is Ines'."""
    row = opening.open_for(response_id=detractor.pk, now=NOW)
    assert row is not None
    return row


@pytest.fixture
def letter(program: object) -> MessageTemplate:
    """A personal letter without gaps."""
    return MessageTemplateFactory.create(name="Thank you", texts={"en": ("Thank you", "Hello {name}.")})
