"""Sending invitations against raw smtplib with a finished message (P3, P3b).

The product claims, renders, splices, hands over and writes down what came of it, on one connection.
The anchor sends as many messages of the same bytes on one connection to the same sink, and nothing
else. MAILS=5000 and ROUNDS=5 unless told otherwise.
"""

from __future__ import annotations

import os
import smtplib
from datetime import UTC, date, datetime, time

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks import sink
from benchmarks.rounds import alternate, peak_megabytes, say
from customers.models import Contact, Customer
from mailroom.domain.letters import Letter
from mailroom.enums import OutboxState
from surveys.domain import planning, posting, texts
from surveys.domain.mailbag import InvitationMailbag
from surveys.enums import CampaignState, DateField, ScheduleKind
from surveys.models import Campaign, Invitation, Survey
from team.models import Program

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
RENEWAL = date(2026, 5, 9)
MAILS = int(os.environ.get("MAILS", "5000"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
GOALS = {False: "≥ 0.60", True: "≥ 1.50, a stretch"}


def people() -> None:
    """Customers who are all due today and may be asked."""
    contacts = Contact.objects.bulk_create(Contact(address_hash=f"hash-{n}") for n in range(MAILS))
    Customer.objects.bulk_create(
        Customer(
            contact=contact, email=f"c{n}@example.org", canonical_email=f"c{n}@example.org",
            name=f"Zoë Customer {n}", source="import", purchase_count=1, renewal_on=RENEWAL,
            spread=n % 10_000, stage="renewal",
        )
        for n, contact in enumerate(contacts)
    )  # fmt: skip


def plan() -> None:
    """A campaign for all of them, with its invitations planned."""
    program = Program.objects.current()
    program.company, program.postal_address = "Northwind", "1 Harbor Street, 20457 Hamburg"
    program.sender_name, program.sender_email = "Northwind", "survey@northwind.example"
    program.save()
    survey = Survey.objects.create(name="Bench")
    texts.add_defaults(survey=survey)
    campaign = Campaign.objects.create(
        survey=survey, name="Bench", state=CampaignState.ACTIVE, schedule_kind=ScheduleKind.DATE,
        date_field=DateField.RENEWAL, offset_days=-60, window_days=14, stages=["renewal"],
        opens_at=time(0), closes_at=time(0), weekdays=list(range(7)), activated_at=NOW,
    )  # fmt: skip
    planning.plan(campaign=campaign, now=NOW)


def reset() -> None:
    """Everybody is due again, and nobody was asked."""
    Invitation.objects.update(
        state=OutboxState.PLANNED, attempts=0, claim_token=None, claimed_at=None, attempt_started_at=None,
        sent_at=None, provider_message_id="", contact=None, stage="",
    )  # fmt: skip
    Contact.objects.update(last_asked_at=None, next_survey_at=None, hold_before=None, hold_token=None)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "VACUUM")


def one_letter() -> Letter:
    """The first customer's letter, as the product composes it."""
    row = Invitation.objects.select_related("customer").order_by("pk")[0]
    row.contact_id = row.customer.contact_id
    (letter,) = InvitationMailbag().compose([row])
    assert isinstance(letter, Letter), letter
    return letter


def raw(port: int, letter: Letter) -> None:
    """The anchor."""
    message = letter.raw()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _ in range(MAILS):
            server.sendmail(letter.sender_address, [letter.recipient], message, ["BODY=8BITMIME"])


def swallowed(port: int) -> int:
    """How many mails the sink has seen."""
    with smtplib.SMTP("127.0.0.1", port) as server:
        return int(server.verify("all")[1])


def measure(*, pipelining: bool, letter: Letter) -> None:
    """One comparison; stops where a mail is missing or a row is not sent."""
    with sink.running(pipelining=pipelining) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

        def product() -> None:
            sent = posting.deliver(clock=lambda: NOW).states[OutboxState.SENT]
            assert sent == MAILS, f"{sent} of {MAILS} were sent"

        ratio = alternate(rounds=ROUNDS, anchor=lambda: raw(port, letter), product=product, reset=reset)
        assert swallowed(port) == 2 * ROUNDS * MAILS, "the sink has seen another number of mails"
    what = f"{MAILS} mails of {len(letter.raw()) / 1000:.1f} kB"
    offer = "PIPELINING offered" if pipelining else "no PIPELINING"
    say(ratio.line(f"P3{'b' if pipelining else ''} {what}, {offer}", goal=GOALS[pipelining], speed=True))


def main() -> None:
    """Measure without and with PIPELINING, and what it takes of memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    call_command("migrate", verbosity=0)
    people()
    plan()
    letter = one_letter()
    measure(pipelining=False, letter=letter)
    before = peak_megabytes()
    measure(pipelining=True, letter=letter)
    grown = peak_megabytes() - before
    say(f"P5 {ROUNDS * MAILS} more mails raised the peak of memory by {grown:.1f} MB (goal ≤ 5)")


if __name__ == "__main__":
    main()
