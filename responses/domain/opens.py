"""Who opened an answer link: a person, or a machine that follows every link of a mail."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from surveys.models import Invitation, LinkOpen

if TYPE_CHECKING:
    from datetime import datetime

# Mail gateways, link previews, crawlers and programs that name themselves.
SCANNERS = re.compile(
    r"bot\b|crawl|spider|scan|preview|prefetch|monitor|headless|phantom|proxy|safelinks|"
    r"barracuda|proofpoint|mimecast|trendmicro|trend micro|symantec|fireeye|forcepoint|sophos|zscaler|"
    r"messagelabs|ironport|cisco|bitdefender|kaspersky|fortinet|checkpoint|cloudmark|vade|microsoft office|"
    r"facebookexternalhit|slack|whatsapp|telegram|skypeuripreview|"
    r"curl|wget|python|java/|okhttp|libwww|httpclient|http-client|ruby|perl|axios|node-fetch|undici",
    re.IGNORECASE,
)
# Nobody follows two scores of one mail this fast, or opens a mail this soon after it left.
BURST = timedelta(seconds=2)
TOO_SOON = timedelta(seconds=5)
# A flood of GETs may fill a log, not the database.
MOST_IN_A_BURST = 30


def note(*, invitation: Invitation, score: int | None, user_agent: str, head: bool, now: datetime) -> None:
    """Store that the link was opened, labelled; the earlier opens of a burst are labelled with it."""
    recent = LinkOpen.objects.filter(invitation=invitation, opened_at__gt=now - BURST)
    scores = list(recent.values_list("score", flat=True)[:MOST_IN_A_BURST])
    if len(scores) >= MOST_IN_A_BURST:
        return
    burst = score is not None and any(other not in {None, score} for other in scores)
    if burst:
        recent.update(is_scanner=True)
    LinkOpen.objects.create(
        invitation=invitation,
        opened_at=now,
        score=score,
        is_scanner=burst or head or _names_itself(user_agent) or _too_soon(invitation, now=now),
        user_agent=user_agent[:200],
    )


def _names_itself(user_agent: str) -> bool:
    return not user_agent or SCANNERS.search(user_agent) is not None


def _too_soon(invitation: Invitation, *, now: datetime) -> bool:
    left_at = invitation.sent_at or invitation.attempt_started_at
    return left_at is not None and now - left_at < TOO_SOON
