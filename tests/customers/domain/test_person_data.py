"""All that is stored about one person: no table, no column may be left out."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps

from customers.domain import person_data
from customers.models import (
    Contact,
    Customer,
    CustomerAlias,
    ImportRejection,
    ImportRun,
    NotDuplicate,
    SupportCase,
    UsageReading,
)
from mailroom.enums import EventKind
from mailroom.models import ProviderEvent
from responses.models import Answer, ResponseTheme, Theme
from surveys.enums import QuestionKind
from surveys.models import LinkOpen, QuietException, Reminder, SurveyQuestion
from team.domain import audit
from team.models import AuditEntry, Program, User
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory, EventFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.integrations import DeliveryFactory
from tests.factories.mailroom import LocalMailFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SentInvitationFactory
from tests.followups.everything import follow
from tests.moments import NOW

if TYPE_CHECKING:
    from django.db.models import Model

pytestmark = pytest.mark.django_db

# Every table from which a way leads to a person, and the heading under which its rows are told.
# A new table needs a line here, and its room's person_data.py a part.
TOLD = {
    "customers.Contact": "May we write",
    "customers.Customer": "Person",
    "customers.CustomerAlias": "Known before as",
    "customers.Event": "Events",
    "customers.NotDuplicate": "Not the same as",
    "customers.StageChange": "Segments",
    "customers.SupportCase": "Support cases",
    "customers.UsageReading": "Usage",
    "followups.Activity": "What was done",
    "followups.Alarm": "Deadlines that were told",
    "followups.Endorsement": "Consents to be quoted",
    "followups.Exemption": "Answers that opened no follow-up",
    "followups.FollowUp": "Follow-ups",
    "followups.Message": "Messages",
    "followups.Notification": "What the staff was told",
    "followups.PlanItem": "Success plan",
    "followups.Referral": "Recommendations",
    "followups.Run": "Playbooks",
    "followups.StepRun": "Steps of playbooks",
    "integrations.WebhookDelivery": "What other programs were told",
    "responses.Answer": "Answers to extra questions",
    "responses.Response": "Answers",
    "responses.ResponseTheme": "Themes of answers",
    "responses.Revision": "Versions of answers",
    "surveys.Invitation": "Invitations to surveys",
    "surveys.LinkOpen": "Opened links",
    "surveys.QuietException": "Shorter quiet periods",
    "surveys.Reminder": "Reminders",
    # No key leads there: found by address, by identifier or by name.
    "customers.Account": "Company",
    "customers.ImportRejection": "Rows of imports that were not taken",
    "mailroom.LocalMail": "Mails kept on this server",
    "mailroom.ProviderEvent": "What mail providers told",
    "team.AuditEntry": "What was changed",
}
# Why a table is left out all the same.
EXCUSED = {
    "followups.AssignmentDecision": "says which of the staff got the work, and why them",
    "followups.Seen": "says when somebody of the staff looked",
}


def about_people() -> set[str]:
    """Every model with a path of keys to a customer or a contact."""
    reached: set[type[Model]] = {Customer, Contact}
    while more := {
        model
        for model in apps.get_models()
        if model not in reached
        and any(field.related_model in reached for field in model._meta.concrete_fields if field.is_relation)
    }:
        reached |= more
    return {model._meta.label for model in reached}


def everything(address: str = "maya@customers.example") -> Customer:
    """A customer of whom every table holds something."""
    contact = ContactFactory.create(address=address, last_asked_at=NOW, hold_token=uuid.uuid4())
    customer = CustomerFactory.create(
        name="Maya Lind",
        email=address,
        contact=contact,
        account=AccountFactory.create(name="Lind & Sons"),
        phone="+46 8 123",
        attributes={"plan": "gold"},
        opted_in_at=NOW,
        opt_in_source="Order form",
    )
    invitation = SentInvitationFactory.create(
        customer=customer,
        contact=contact,
        attributes={"plan": "gold"},
        last_error=f"450 <{address}> greylisted",
    )
    answer = ResponseFactory.create(
        invitation=invitation, score=3, reason="Maya says: slow", page_url="https://n.example/maya"
    )
    question = SurveyQuestion.objects.create(
        survey=invitation.campaign.survey, key="why", kind=QuestionKind.TEXT
    )
    Answer.objects.create(response=answer, question=question, text="Maya again")
    followup = FollowUpFactory.create(customer=customer, response=answer)
    followup.activities.update(note="Called Maya")
    follow(followup)
    Reminder.objects.create(invitation=invitation, number=1, send_after=NOW)
    LinkOpen.objects.create(invitation=invitation, opened_at=NOW, user_agent="Mayas Browser")
    QuietException.objects.create(
        contact=contact, months=1, reason="Maya asked for it", until=NOW + timedelta(days=30)
    )
    EventFactory.create(customer=customer, payload={"text": "Maya called"})
    SupportCase.objects.create(customer=customer, external_id="4711", subject="Maya cannot log in")
    UsageReading.objects.create(customer=customer, metric="mayas_seats", on=NOW.date(), value=3)
    theme = Theme.objects.create(code="speed", name="Speed")
    ResponseTheme.objects.create(response=answer, theme=theme, origin="rule", found="Maya says: slow")
    CustomerAlias.objects.create(customer=customer, kind="email", value="m.lind@old.example")
    customer.stage_changes.create(to_stage="new", changed_at=NOW)
    first, second = sorted([customer, CustomerFactory.create()], key=lambda one: one.pk)
    NotDuplicate.objects.create(first=first, second=second)
    run = ImportRun.objects.create(filename="crm.csv")
    ImportRejection.objects.create(run=run, line=2, reason="bad date", row=["Maya", address.upper()])
    LocalMailFactory.create(recipient=address.title())
    DeliveryFactory.create(
        customer=customer, payload={"type": "test", "data": {"name": "Maya"}}, last_error="Maya who?"
    )
    ProviderEvent.objects.create(
        esp="Test",
        key=f"digest {contact.pk}",
        kind=EventKind.OPENED,
        occurred_at=NOW,
        recipient_hash=contact.address_hash,
        payload={"event": {"email": address}},
    )
    audit.log(
        actor=None, action="customer.change", subject=customer, now=NOW, changes={"name": ["M", "Maya"]}
    )
    return customer


def test_every_table_with_a_way_to_a_person_is_told_or_excused() -> None:
    assert about_people() - TOLD.keys() - EXCUSED.keys() == set()


def test_every_table_is_told_with_its_rows(program: Program) -> None:
    data = person_data.collect(customer=everything(), now=NOW)

    assert data.keys() == set(TOLD.values())
    assert {heading for heading, rows in data.items() if not rows} == set()


def test_rows_have_every_column_that_says_something_but_secrets(program: Program) -> None:
    customer = everything()
    data = person_data.collect(customer=customer, now=NOW)
    text = json.dumps(data)

    (person,) = data["Person"]
    assert person["account"] == "Lind & Sons"
    assert person["attributes"] == {"plan": "gold"}
    assert data["Answers to extra questions"][0]["text"] == "Maya again"
    assert data["Mails kept on this server"][0]["subject"].startswith("How likely")
    contact = customer.contact
    assert contact
    assert str(contact.hold_token) not in text
    assert contact.address_hash not in text


def test_nobody_elses_rows_are_told(program: Program) -> None:
    other = everything("omar@customers.example")
    maya = CustomerFactory.create(email="maya@customers.example", account=None)

    text = json.dumps(person_data.collect(customer=maya, now=NOW))

    assert "omar" not in text
    assert str(other) not in text


def test_an_export_is_a_document_and_audited(program: Program, manager: User) -> None:
    customer = everything()

    document = person_data.export(customer=customer, actor=manager, now=NOW)

    assert json.loads(json.dumps(document)) == document
    assert (document["company"], document["made_at"]) == ("Northwind", NOW.isoformat())
    entry = AuditEntry.objects.get(action="customer.exported")
    assert (entry.actor, entry.changes) == (manager, {"rows": sum(map(len, document["data"].values()))})


def test_a_person_who_was_merged_brings_the_other_row_along(program: Program) -> None:
    kept = CustomerFactory.create()
    CustomerFactory.create(merged_into=kept, email="", contact=None, canonical_email=None, name="")

    assert len(person_data.collect(customer=kept, now=NOW)["Person"]) == 2


def test_export_takes_the_same_queries_for_one_row_and_three(
    program: Program, django_assert_max_num_queries: Any
) -> None:
    customer = CustomerFactory.create()
    for _ in range(3):
        SentInvitationFactory.create(customer=customer, contact=customer.contact)
        EventFactory.create(customer=customer)
    with django_assert_max_num_queries(45):
        person_data.collect(customer=customer, now=NOW)
