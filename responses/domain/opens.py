"""Who opened an answer link: a person, or a machine that follows every link of a mail."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import OperationalError, connection

from surveys.models import LinkOpen

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)

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
# One statement, because every page begins with it: stored unless it is a flood, labelled if it is a burst.
STORE = """
INSERT INTO surveys_linkopen (invitation_id, opened_at, score, is_scanner, user_agent)
SELECT %(invitation)s, %(now)s, %(score)s, %(labelled)s OR EXISTS (
    SELECT 1 FROM surveys_linkopen WHERE invitation_id = %(invitation)s AND opened_at > %(recent)s
        AND score <> %(score)s
), %(user_agent)s
WHERE (
    SELECT COUNT(*) FROM surveys_linkopen WHERE invitation_id = %(invitation)s AND opened_at > %(recent)s
) < %(most)s
RETURNING is_scanner
"""


def note(
    *,
    invitation_id: int,
    left_at: datetime | None,
    score: int | None,
    user_agent: str,
    head: bool,
    now: datetime,
) -> None:
    """Store that the link was opened, labelled; the earlier opens of a burst are labelled with it.

    `left_at` is when the mail left, as far as it is known; `score` the one in the link.
    """
    too_soon = left_at is not None and now - left_at < TOO_SOON
    labelled = head or too_soon or not user_agent or SCANNERS.search(user_agent) is not None
    adapt = connection.ops.adapt_datetimefield_value
    facts = {
        "invitation": invitation_id,
        "now": adapt(now),
        "recent": adapt(now - BURST),
        "score": score,
        "labelled": labelled,
        "user_agent": user_agent[:200],
        "most": MOST_IN_A_BURST,
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(STORE, facts)
            stored = cursor.fetchone()
    except OperationalError:
        # A database that is busy or read-only keeps nobody from reading the question.
        logger.exception("An opening of invitation %s was not stored", invitation_id)
        return
    if stored and stored[0] and not labelled:
        LinkOpen.objects.filter(invitation=invitation_id, opened_at__gt=now - BURST).update(is_scanner=True)
