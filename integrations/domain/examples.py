"""The first calls of a new program. A test makes each of them as it is written here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Example:
    """One call: what it is for, and what is sent."""

    title: str
    text: str
    method: str
    path: str
    body: dict[str, Any] | None = None

    def curl(self, *, base_url: str) -> str:
        """The call for a shell; the key comes from a variable, so that it stays out of the history."""
        lines = [f'curl "{base_url}{self.path}"', '-H "Authorization: Bearer $CLOSELOOP_KEY"']
        if self.body is not None:
            lines[0] = f'curl -X {self.method} "{base_url}{self.path}"'
            written = json.dumps(self.body, indent=2, ensure_ascii=False).replace("'", "\\u0027")
            lines += ['-H "Content-Type: application/json"', f"-d '{written}'"]
        return " \\\n  ".join(lines)


FIRST_CALLS: Final = (
    Example(
        "Send a customer",
        "Found by external_id or email, else made. What you leave out stays as it is.",
        "POST",
        "/api/v1/customers/",
        {
            "external_id": "C-1815",
            "email": "ada@customers.example",
            "name": "Ada Byron",
            "joined_on": "2025-03-01",
            "first_purchase_on": "2025-03-15",
            "purchase_count": 2,
            "account": {"name": "Analytical Engines", "annual_revenue": "48000", "currency": "EUR"},
        },
    ),
    Example(
        "Tell what happened",
        "An event campaign asks after it. The key is yours: sent twice, it is one event.",
        "POST",
        "/api/v1/events/",
        {
            "customer": {"external_id": "C-1815"},
            "name": "support_case_closed",
            "key": "case-4711",
            "payload": {"subject": "Export stops at 10,000 rows"},
        },
    ),
    Example(
        "Read the score",
        "With its interval, the number of answers, the stages and the response rate.",
        "GET",
        "/api/v1/metrics/?since=2026-01-01",
    ),
    Example(
        "Read the answers",
        "Page by page: “next” is the address of the following page. With updated_since come changed ones.",
        "GET",
        "/api/v1/responses/?band=detractor&updated_since=2026-01-01T00:00:00Z",
    ),
    Example(
        "Read the follow-ups",
        "Who has them and by when they are due.",
        "GET",
        "/api/v1/followups/?overdue=true",
    ),
)
