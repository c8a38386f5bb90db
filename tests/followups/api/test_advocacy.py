"""Endorsements and referrals by API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followups.models import Endorsement, Referral
from team.enums import Scope
from team.models import AuditEntry
from tests.factories.advocacy import EndorsementFactory, ReferralFactory
from tests.factories.customers import CustomerFactory
from tests.factories.team import ApiKeyFactory, bearer

if TYPE_CHECKING:
    from customers.models import Customer

pytestmark = pytest.mark.usefixtures("program")
ENDORSEMENTS, REFERRALS = "/api/v1/endorsements/", "/api/v1/referrals/"
AGREED = {"scope": "Website", "evidence": "Form on our website"}


def key() -> Any:
    return bearer(ApiKeyFactory.create(name="CRM", scopes=[Scope.READ, Scope.WRITE]))


def get(path: str, **query: Any) -> Any:
    return Client().get(path, query, headers=key()).json()


def post(path: str, **body: Any) -> Any:
    return Client().post(path, body, content_type="application/json", headers=key())


def test_an_ask_is_put_on_record_and_found_again(ana: Customer) -> None:
    """T28: told twice it is one; agreed to, it says where it may be used."""
    ask = {"customer": {"external_id": ana.external_id}, "kind": "case_study"}

    first, again = post(ENDORSEMENTS, **ask), post(ENDORSEMENTS, **ask)
    agreed = post(ENDORSEMENTS, **ask, agreement=AGREED)
    same = post(ENDORSEMENTS, **ask, agreement=AGREED)

    assert [it.status_code for it in (first, again, agreed, same)] == [201, 200, 200, 200]
    row = Endorsement.objects.get()
    assert AuditEntry.objects.get(action="endorsement.agreed").actor_label == "API key CRM"
    assert row.agreed_at
    shown = get(f"{ENDORSEMENTS}{row.pk}/")
    assert shown == same.json()
    assert {name: shown[name] for name in ("kind", "state", "usable", "scope", "evidence", "quote")} == {
        "kind": "case_study",
        "state": "agreed",
        "usable": True,
        "scope": "Website",
        "evidence": "Form on our website",
        "quote": "",
    }
    assert shown["customer"]["name"] == "Ana Ruiz"


def test_consent_says_where_and_how_we_know(ana: Customer) -> None:
    """T28."""
    ask = {"customer": {"id": ana.pk}, "kind": "quote"}

    for agreement, errors in (
        ({"scope": "Website"}, {"agreement.evidence": ["This field is required."]}),
        (AGREED, {"agreement.quote": ["Write down the words that they agreed to."]}),
        (
            {**AGREED, "quote": "On time.", "agreed_at": "2126-01-01T00:00:00Z"},
            {"agreement.agreed_at": ["Nobody has agreed ahead of time."]},
        ),
    ):
        refused = post(ENDORSEMENTS, **ask, agreement=agreement)
        assert (refused.status_code, refused.json()) == (422, {"errors": errors})
    assert not Endorsement.objects.exists()


def test_nobody_is_asked_for_the_same_within_a_year_or_against_their_wish(ana: Customer) -> None:
    """G16: unless they came with it."""
    EndorsementFactory.create(customer=ana, kind="review", state="declined", asked_at=timezone.now())
    ask = {"customer": {"id": ana.pk}, "kind": "review"}

    refused = post(ENDORSEMENTS, **ask)
    assert refused.status_code == 422
    assert list(refused.json()["errors"]) == ["kind"]
    assert post(ENDORSEMENTS, **ask, offered=True, agreement=AGREED).status_code == 201
    other = post(ENDORSEMENTS, **ask, agreement={**AGREED, "scope": "Everywhere"})
    assert other.json()["errors"] == {"kind": ["They have agreed to a public review already."]}
    assert ana.contact
    ana.contact.blocked_reason, ana.contact.blocked_at = "unsubscribed", timezone.now()
    ana.contact.save(update_fields=["blocked_reason", "blocked_at"])
    unwanted = post(ENDORSEMENTS, customer={"id": ana.pk}, kind="speaker")
    assert unwanted.json()["errors"] == {"customer": ["Unsubscribed."]}


def test_a_referral_is_recorded_once(ana: Customer) -> None:
    """G74."""
    told = {"advocate": {"id": ana.pk}, "name": "Mila Berg", "email": "mila@baltic.example"}

    made = post(REFERRALS, **told, value="12000", currency="EUR", named_on="2026-01-05")
    again = post(REFERRALS, **told)

    assert (made.status_code, again.status_code) == (201, 200)
    row = Referral.objects.get()
    assert made.json() == again.json() == get(f"{REFERRALS}{row.pk}/")
    assert {name: made.json()[name] for name in ("state", "name", "value", "currency", "named_on")} == {
        "state": "named",
        "name": "Mila Berg",
        "value": "12000.00",
        "currency": "EUR",
        "named_on": "2026-01-05",
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"named_on": "2126-01-01"}, "named_on"),
        ({"value": "5"}, "currency"),
        ({"advocate": {"external_id": "nobody"}}, "advocate.external_id"),
        ({"nmae": "Mila"}, "nmae"),
    ],
)
def test_a_referral_that_cannot_be_names_the_field(ana: Customer, wrong: dict[str, Any], field: str) -> None:
    refused = post(REFERRALS, **{"advocate": {"id": ana.pk}, "name": "Mila", **wrong})

    assert refused.status_code in (404, 422)
    assert list(refused.json()["errors"]) == [field]
    assert not Referral.objects.exists()


def test_the_lists_narrow_and_cost_the_same_for_three(ana: Customer) -> None:
    given = {"agreed_at": timezone.now(), "evidence": "e-mail"}
    usable = EndorsementFactory.create(customer=ana, kind="quote", state="agreed", **given)
    won = ReferralFactory.create(advocate=ana, referred=CustomerFactory.create(), state="won")
    counts = []
    for number in (0, 2):
        EndorsementFactory.create_batch(number)
        ReferralFactory.create_batch(number)
        with CaptureQueriesContext(connection) as seen:
            get(ENDORSEMENTS)
            get(REFERRALS)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert [row["id"] for row in get(ENDORSEMENTS, usable="true")["results"]] == [usable.pk]
    assert len(get(ENDORSEMENTS, usable="false", kind="review")["results"]) == 2
    assert [row["id"] for row in get(REFERRALS, state="won", advocate=ana.pk)["results"]] == [won.pk]


def test_nobody_who_was_erased_is_handed_out() -> None:
    gone = CustomerFactory.create(erased_at=timezone.now())
    EndorsementFactory.create(customer=gone)
    ReferralFactory.create(advocate=gone)

    assert (get(ENDORSEMENTS)["results"], get(REFERRALS)["results"]) == ([], [])
