"""Many answers at once, for tests of numbers, and what a page asks of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from responses.models import Response
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.test import Client

    from surveys.models import Campaign


def answers(
    campaign: Campaign, scores: Mapping[int, int], *, at: datetime = NOW, stage: str = "renewal", **facts: Any
) -> None:
    """So many answers of each score, of nobody in particular."""
    Response.objects.bulk_create(
        Response(campaign=campaign, score=score, answered_at=at, stage=stage, **facts)
        for score, number in scores.items()
        for _ in range(number)
    )


def queries(client: Client, url: str) -> list[str]:
    """The statements of opening a page for the second time, when everything that is made once is made."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in asked.captured_queries]
