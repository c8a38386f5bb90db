"""What the tests of the customers room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.signals import contact_changed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from customers.models import Customer


@pytest.fixture
def heard(db: None) -> Iterator[list[list[int] | None]]:
    """What contact_changed said, call by call."""
    calls: list[list[int] | None] = []

    def listen(sender: type[Customer], customer_ids: list[int] | None, **_: object) -> None:
        calls.append(customer_ids)

    contact_changed.connect(listen)
    yield calls
    contact_changed.disconnect(listen)
