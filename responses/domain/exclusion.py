"""Taking an answer out of the numbers and putting it back. The score itself stays what the customer said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from responses.domain import latest
from responses.enums import ResponseState
from responses.models import Response
from responses.signals import response_judged
from team.domain import audit

if TYPE_CHECKING:
    from datetime import datetime

    from team.models import User


def exclude(*, response: Response, reason: str, actor: User, now: datetime) -> bool:
    """Leave the answer out of every number, with the reason; False when it was out already."""
    with transaction.atomic():
        in_numbers = Response.objects.filter(pk=response.pk).exclude(state=ResponseState.EXCLUDED)
        if not in_numbers.update(state=ResponseState.EXCLUDED, excluded_reason=reason):
            return False
        audit.log(
            actor=actor,
            action="response.exclude",
            subject=response,
            now=now,
            changes={
                "state": [response.state, ResponseState.EXCLUDED.value],
                "excluded_reason": ["", reason],
            },
        )
        latest.look_again(response=response)
        _tell(response)
    response.refresh_from_db(fields=["state", "excluded_reason"])
    return True


def include(*, response: Response, actor: User, now: datetime) -> bool:
    """Let the answer count again; False when it counted already."""
    with transaction.atomic():
        left_out = Response.objects.filter(pk=response.pk, state=ResponseState.EXCLUDED)
        if not left_out.update(state=ResponseState.COUNTED, excluded_reason=""):
            return False
        audit.log(
            actor=actor,
            action="response.include",
            subject=response,
            now=now,
            changes={
                "state": [ResponseState.EXCLUDED.value, ResponseState.COUNTED.value],
                "excluded_reason": [response.excluded_reason, ""],
            },
        )
        latest.look_again(response=response)
        _tell(response)
    response.refresh_from_db(fields=["state", "excluded_reason"])
    return True


def _tell(response: Response) -> None:
    transaction.on_commit(partial(response_judged.send_robust, sender=Response, response_id=response.pk))
