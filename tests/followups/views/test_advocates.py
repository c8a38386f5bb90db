"""The pages of advocates, endorsements and referrals."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from followups.models import Endorsement, Referral
from tests.factories.advocacy import EndorsementFactory, ReferralFactory
from tests.factories.customers import CustomerFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from customers.models import Customer
    from team.models import User

    ClientFor = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("program")
LIST = reverse("advocates:list")
ENDORSEMENTS = reverse("advocates:endorsements")
REFERRALS = reverse("advocates:referrals")
AGREED = {"scope": "Website", "evidence": "E-mail of May 3", "agreed_on": "2026-11-18", "quote": ""}


def text(client: Client, url: str, **query: Any) -> str:
    return client.get(url, query).content.decode()


@pytest.fixture
def promoter(ana: Customer) -> Customer:
    """Ana, who gave a 10."""
    ana.last_score, ana.last_answered_at = 10, timezone.now()
    ana.save(update_fields=["last_score", "last_answered_at"])
    return ana


def test_everybody_sees_the_advocates_and_reps_ask(
    client_for: ClientFor, viewer: User, rep: User, promoter: Customer
) -> None:
    """G74: the list, the counts, and the chart with its table."""
    ReferralFactory.create(advocate=promoter, name="Mila Berg")

    page = text(client_for(viewer), LIST)

    assert "Ana Ruiz" in page
    assert "Mila Berg" in page
    assert "Advocates at the end of each month" in page
    assert "November 2026" in page
    assert "A public review, a quote" in page
    ask = f"{reverse('advocates:ask')}?customer={promoter.pk}"
    assert ask not in page
    assert ask in text(client_for(rep), LIST)


def test_the_list_filters_and_says_what_to_do_when_empty(
    client_for: ClientFor, rep: User, promoter: Customer
) -> None:
    client = client_for(rep)
    EndorsementFactory.create(customer=promoter, kind="review", asked_at=timezone.now())

    assert "Ana Ruiz" in text(client, LIST, free="quote")
    assert "Nobody fits" in text(client, LIST, free="review")
    assert "Nobody fits" in text(client, LIST, q="nobody-at-all")
    part = client.get(LIST, headers={"HX-Target": "rows"}).content.decode()
    assert part.strip().startswith('<div id="rows">')
    promoter.last_score = 3
    promoter.save(update_fields=["last_score"])
    assert "Nobody yet" in text(client, LIST)


def test_the_list_costs_the_same_for_one_and_three(client_for: ClientFor, rep: User) -> None:
    client, counts = client_for(rep), []
    for number in (1, 2):
        for _ in range(number):
            customer = CustomerFactory.create(last_score=9)
            EndorsementFactory.create(customer=customer)
            ReferralFactory.create(advocate=customer)
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 21


def test_an_ask_and_the_consent_on_one_page(client_for: ClientFor, rep: User, promoter: Customer) -> None:
    """T28: asked, agreed with scope and evidence, out, taken back."""
    client = client_for(rep)
    client.post(f"{reverse('advocates:ask')}?customer={promoter.pk}", {"kind": "case_study"})
    row = Endorsement.objects.get()
    assert (row.kind, row.state, row.recorded_by) == ("case_study", "asked", rep)
    page = reverse("advocates:endorsement", args=[row.pk])
    assert "Nothing may be used before they agreed." in text(client, page)

    refused = client.post(reverse("advocates:agree", args=[row.pk]), {**AGREED, "evidence": ""})
    assert refused.status_code == 422
    client.post(reverse("advocates:agree", args=[row.pk]), AGREED)
    row.refresh_from_db()
    assert (row.state, row.scope, row.evidence) == ("agreed", "Website", "E-mail of May 3")
    assert "E-mail of May 3" in text(client, page)

    assert client.post(reverse("advocates:done", args=[row.pk]), {"url": ""}).status_code == 422
    client.post(reverse("advocates:done", args=[row.pk]), {"url": "https://northwind.example/ana"})
    client.post(reverse("advocates:withdraw", args=[row.pk]), {"words": "E-mail of June 9."})

    row.refresh_from_db()
    assert (row.state, row.refusal) == ("withdrawn", "E-mail of June 9.")
    shown = text(client, page)
    assert "It may not be used any more" in shown
    assert "Take down what is at" in shown
    assert reverse("advocates:agree", args=[row.pk]) not in shown
    late = client.post(reverse("advocates:agree", args=[row.pk]), AGREED, follow=True)
    assert "That cannot be done now" in late.content.decode()


def test_nobody_is_asked_twice_or_against_their_wish(
    client_for: ClientFor, rep: User, promoter: Customer
) -> None:
    """G16: the form says why, at its field."""
    client, url = client_for(rep), f"{reverse('advocates:ask')}?customer={promoter.pk}"
    client.post(url, {"kind": "review"})

    again = client.post(url, {"kind": "review"})

    assert again.status_code == 422
    assert "They were asked for a public review within the last 12 months" in again.content.decode()
    assert "Public review (asked, again from November 18, 2027)" in again.content.decode()
    assert Endorsement.objects.count() == 1


def test_who_may_be_quoted_where(
    client_for: ClientFor, viewer: User, manager: User, promoter: Customer
) -> None:
    """T28: the list narrows to what may be used, and the file holds nothing else."""
    given = {"agreed_at": timezone.now(), "evidence": "e-mail", "scope": "Brochure of 2027"}
    EndorsementFactory.create(customer=promoter, kind="quote", state="agreed", quote="On time.", **given)
    EndorsementFactory.create(customer=promoter, kind="speaker", state="declined")

    client = client_for(viewer)
    page = text(client, ENDORSEMENTS, state="usable")
    assert "Brochure of 2027" in page
    assert "“On time.”" in page
    assert reverse("advocates:agree", args=[1]) not in page
    assert "Nothing fits" in text(client, ENDORSEMENTS, kind="review")
    answer = client_for(manager).get(reverse("advocates:endorsements_export"))
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # it streams
    assert len(lines) == 2
    assert "On time." in lines[1]


def test_a_referral_from_the_form_to_the_win(client_for: ClientFor, rep: User, promoter: Customer) -> None:
    """G33, G74: recorded, in contact, won with the customer's own record."""
    client = client_for(rep)
    url = f"{reverse('advocates:refer')}?customer={promoter.pk}"
    told = {"name": "Mila Berg", "company": "Baltic", "email": "mila@baltic.example", "currency": ""}
    client.post(url, {**told, "named_on": "2026-11-17", "value": "", "note": "Old friends"})
    row = Referral.objects.get()
    assert (row.name, row.state, str(row.named_on)) == ("Mila Berg", "named", "2026-11-17")

    client.post(reverse("advocates:contact", args=[row.pk]), {"note": ""})
    unknown = client.post(reverse("advocates:win", args=[row.pk]), {"customer": "mila@baltic.example"})
    assert unknown.status_code == 422
    assert "No customer has this address or identifier." in unknown.content.decode()
    mila = CustomerFactory.create(email="mila@baltic.example")
    page = text(client, reverse("advocates:referral", args=[row.pk]))
    assert 'value="mila@baltic.example"' in page
    won = {"customer": mila.external_id, "value": "12000", "currency": "eur", "note": ""}
    client.post(reverse("advocates:win", args=[row.pk]), won)

    row.refresh_from_db()
    assert (row.state, row.referred, row.value, row.currency) == ("won", mila, Decimal(12000), "EUR")
    assert "€12,000" in text(client, REFERRALS, q="baltic", state="won")
    assert "€12,000 a year" in text(client, LIST)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Say whom they recommended: a name or a company."),
        ({"named_on": "2026-11-19"}, "Choose today or a day before."),
        ({"value": "5"}, "Say in which currency."),
        ({"value": "5", "currency": "EURO"}, "at most 3 characters"),
    ],
)
def test_a_referral_says_what_is_missing(
    client_for: ClientFor, rep: User, promoter: Customer, wrong: dict[str, str], said: str
) -> None:
    told = {"name": "Mila", "named_on": "2026-11-17", "currency": "", **wrong}

    answer = client_for(rep).post(f"{reverse('advocates:refer')}?customer={promoter.pk}", told)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_lost_referral_may_come_back(client_for: ClientFor, rep: User) -> None:
    row = ReferralFactory.create()
    client = client_for(rep)
    client.post(reverse("advocates:lose", args=[row.pk]), {"note": "No budget"})
    row.refresh_from_db()
    assert (row.state, row.note) == ("lost", "No budget")

    client.post(reverse("advocates:contact", args=[row.pk]), {"note": "Budget in May"})

    row.refresh_from_db()
    assert (row.state, row.note) == ("contacted", "No budget\nBudget in May")


@pytest.mark.parametrize("name", ["advocates:ask", "advocates:refer"])
def test_the_customer_is_looked_for_first(
    client_for: ClientFor, rep: User, promoter: Customer, name: str
) -> None:
    client, url = client_for(rep), reverse(name)

    assert "Look for the customer" in text(client, url)
    assert f"{url}?customer={promoter.pk}" in text(client, url, q="ruiz")
    assert "Nobody fits" in text(client, url, q="nobody-at-all")
    assert client.get(url, {"customer": 987654321}).status_code == 404


@pytest.mark.parametrize("url", [ENDORSEMENTS, REFERRALS])
def test_lists_begin_with_what_to_do(client_for: ClientFor, rep: User, url: str) -> None:
    assert LIST in text(client_for(rep), url)
    assert "yet" in text(client_for(rep), url)
