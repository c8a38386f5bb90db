"""People and answers that the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from team.enums import Role
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import RepFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import Program, User


@pytest.fixture
def ines(program: Program) -> Rep:
    """A rep who speaks Spanish and has room for ten."""
    user = UserFactory.create(name="Ines", email="ines@northwind.example", role=Role.REP)
    return RepFactory.create(user=user, languages=["es", "en"])


@pytest.fixture
def omar(program: Program) -> Rep:
    """A rep who speaks German and has room for ten."""
    user = UserFactory.create(name="Omar", email="omar@northwind.example", role=Role.REP)
    return RepFactory.create(user=user, languages=["de"])


@pytest.fixture
def petra(program: Program) -> User:
    """A manager without a place in the assignment."""
    return UserFactory.create(name="Petra", email="petra@northwind.example", role=Role.MANAGER)


@pytest.fixture
def ana(program: Program) -> Customer:
    """A customer in Spain, of a company without an account manager."""
    account = AccountFactory.create(name="Acme Ibérica")
    return CustomerFactory.create(name="Ana Ruiz", language="es", account=account)


@pytest.fixture
def detractor(ana: Customer) -> Response:
    """Ana's answer of 3, given now."""
    return ResponseFactory.create(
        invitation__customer=ana, score=3, reason="Nobody calls back.", language="es", answered_at=NOW
    )
