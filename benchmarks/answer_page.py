"""The answer page, GET and POST, against views that read and write the same by hand (P6, P7).

All are called through the whole middleware in this process, in alternating rounds. The floor is what
the database and the middleware cost anyway; the bare view is what Django costs without a database.
REQUESTS=300 and ROUNDS=7 unless told otherwise.
"""

from __future__ import annotations

import gc
import io
import os
import statistics
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.utils import timezone

from benchmarks import answer_floor
from benchmarks.rounds import alternate, say
from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from responses import tokens
from responses.models import Response, Revision
from surveys.domain import texts
from surveys.enums import DateField, ScheduleKind
from surveys.models import Campaign, Invitation, LinkOpen, Survey
from surveys.tokens import survey_token
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS = int(os.environ.get("REQUESTS", "300"))
ROUNDS = int(os.environ.get("ROUNDS", "7"))
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Server:
    """Calls the product's handler as a web server does, and keeps how long each call took."""

    def __init__(self) -> None:
        settings.ROOT_URLCONF = "benchmarks.answer_floor"
        self.handler = WSGIHandler()
        self.seconds: dict[str, list[float]] = {}

    def call(self, name: str, path: str, *, query: str = "", body: bytes | None = None) -> tuple[str, bytes]:
        """The status line and the body. Raises AssertionError for a status that is an error."""
        said: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "HTTP_USER_AGENT": FIREFOX,
            "HTTP_ACCEPT": "text/html",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body or b"")),
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
        }
        start = time.perf_counter()
        response = self.handler(environ, lambda status, headers: said.append(status))  # type: ignore[arg-type]  # nobody writes by the callable that WSGI asks for
        content = b"".join(response)
        response.close()
        self.seconds.setdefault(name, []).append(time.perf_counter() - start)
        assert said[0][0] in "23", said
        return said[0], content


def people() -> list[int]:
    """As many invitations as one round needs, sent an hour ago; their ids."""
    program = Program.objects.current()
    program.company = "Northwind"
    program.save()
    survey = Survey.objects.create(name="Bench")
    texts.add_defaults(survey=survey)
    campaign = Campaign.objects.create(
        survey=survey, name="Bench", schedule_kind=ScheduleKind.DATE, date_field=DateField.RENEWAL
    )
    contacts = Contact.objects.bulk_create(Contact(address_hash=f"hash-{n}") for n in range(REQUESTS))
    customers = Customer.objects.bulk_create(
        Customer(contact=contact, email=f"c{n}@example.org", name=f"Zoë Customer {n}", stage="renewal")
        for n, contact in enumerate(contacts)
    )
    left_at = timezone.now() - timedelta(hours=1)
    rows = Invitation.objects.bulk_create(
        Invitation(
            campaign=campaign, customer=customer, contact=customer.contact, occasion="bench", stage="renewal",
            reason="", state=OutboxState.SENT, send_after=left_at, sent_at=left_at, attempts=1,
        )
        for customer in customers
    )  # fmt: skip
    return [row.pk for row in rows]


def forget() -> None:
    """Nobody opened, nobody answered."""
    Revision.objects.all().delete()
    Response.objects.all().delete()
    LinkOpen.objects.all().delete()
    Invitation.objects.update(started_at=None, answered_at=None)
    Customer.objects.update(last_answered_at=None, last_score=None)


def opening(server: Server, name: str, prefix: str, ids: list[int]) -> Callable[[], None]:
    """Opens every link once."""
    links = [prefix + survey_token(pk) for pk in ids]

    def run() -> None:
        for link in links:
            server.call(name, link, query="score=9")

    return run


def answering(server: Server, name: str, prefix: str, ids: list[int]) -> Callable[[], None]:
    """Answers every invitation once."""
    now = timezone.now()
    said: dict[str, Any] = {
        "score": 9,
        "reason": "Quick help, every time.",
        "contact_me": "yes",
        "lang": "en",
    }
    forms = [
        (prefix + survey_token(pk), urlencode(said | {"nonce": tokens.page_nonce(pk, now=now)}).encode())
        for pk in ids
    ]

    def run() -> None:
        for link, body in forms:
            assert server.call(name, link, body=body)[0].startswith("303")
        assert (Response.objects.count(), Revision.objects.count()) == (len(ids), len(ids))

    return run


def slowest(server: Server, name: str) -> float:
    """The 99th percentile, in seconds."""
    return statistics.quantiles(server.seconds[name], n=100)[98]


def main() -> None:
    """Measure and print."""
    call_command("migrate", verbosity=0)
    # What the start-up built is not garbage: without this, looking through it falls on whoever is measured.
    gc.freeze()
    ids, server = people(), Server()
    html = server.call("warm", f"/s/{survey_token(ids[0])}", query="score=9")[1].decode()
    nonce = html.partition('name="nonce" value="')[2].partition('"')[0]
    answer_floor.PAGE["html"] = html.replace(nonce, answer_floor.NONCE)

    page = opening(server, "page", "/s/", ids)
    measured = alternate(
        rounds=ROUNDS, anchor=opening(server, "floor", "/s/floor/", ids), product=page, reset=forget
    )
    say(measured.line("GET, the same reads and writes by hand", goal="≥ 0.60", speed=True))
    say(f"GET, 99th percentile: {slowest(server, 'page') / slowest(server, 'floor'):.2f}× (goal ≤ 2)")
    measured = alternate(
        rounds=ROUNDS, anchor=opening(server, "bare", "/s/bare/", ids), product=page, reset=forget
    )
    say(measured.line("GET, a bare view", goal="≥ 0.35", speed=True))
    by_hand, nothing = (statistics.median(server.seconds[name]) for name in ("floor", "bare"))
    say(f"(by hand it is {nothing / by_hand:.2f}× of a bare view: each opening is written down)")
    measured = alternate(
        rounds=ROUNDS,
        anchor=answering(server, "floor post", "/s/floor/", ids),
        product=answering(server, "page post", "/s/", ids),
        reset=forget,
    )
    say(measured.line("POST, the same writes by hand", goal="≥ 0.60", speed=True))
    say(f"POST, 99th percentile: {slowest(server, 'page post') / slowest(server, 'floor post'):.2f}×")


if __name__ == "__main__":
    main()
