"""Writing to a customer from a follow-up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from customers.domain import consent
from customers.enums import BlockReason
from followups.enums import ActivityKind, MessageKind
from followups.models import FollowUp, Message, MessageTemplate, MessageText
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from responses.models import Response
    from team.models import User

    ClientFor = Callable[[User], Client]


@pytest.fixture
def followup(detractor: Response, ines: Rep) -> FollowUp:
    row: FollowUp = FollowUpFactory.create(
        response=detractor, customer=detractor.customer, assignee=ines.user
    )
    return row


@pytest.fixture
def template(db: None) -> MessageTemplate:
    made = MessageTemplate.objects.create(name="Understand", band="detractor")
    MessageText.objects.create(
        template=made, language="en", subject="Your {score}", body="Hello {first_name}, {phone_of_boss}{link}"
    )
    MessageText.objects.create(
        template=made, language="es", subject="Su {score}", body="Hola {first_name}:\n\n{signature}"
    )
    MessageTemplate.objects.create(name="Without words", band="detractor")
    return made


def page(followup: FollowUp, query: str = "") -> str:
    return reverse("followups:write", args=[followup.pk]) + query


def sent(text: str, **changes: str) -> dict[str, str]:
    nonce = re.search(r'name="nonce" value="([^"]+)"', text)
    assert nonce
    return {"subject": "About your answer", "body": "Hello Ana.", "nonce": nonce[1], **changes}


def test_a_template_comes_in_the_customers_language(
    followup: FollowUp, template: MessageTemplate, ines: Rep, client_for: ClientFor
) -> None:
    """T27 G13 G14: merge fields are filled, and everything can be changed before it leaves."""
    text = client_for(ines.user).get(page(followup, f"?template={template.pk}")).content.decode()

    assert 'value="Su 3"' in text
    assert "Hola Ana:" in text
    assert "Without words" not in text
    english = client_for(ines.user).get(page(followup, f"?template={template.pk}&language=en"))
    assert "Nobody knows: phone_of_boss, link" in english.content.decode()


def test_a_letter_leaves_once_however_often_it_is_sent(
    followup: FollowUp, template: MessageTemplate, ines: Rep, client_for: ClientFor
) -> None:
    """T27 G51 G83: the outbox, the history with its author, and the first contact."""
    client = client_for(ines.user)
    address = page(followup, f"?template={template.pk}")
    form = sent(client.get(address).content.decode())

    answers = [client.post(address, form) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    row = Message.objects.get()
    assert (row.subject, row.body, row.author, row.template) == (
        "About your answer", "Hello Ana.", ines.user, template,
    )  # fmt: skip
    followup.refresh_from_db()
    assert followup.first_contact_at is not None
    assert followup.activities.filter(kind=ActivityKind.MESSAGE, actor=ines.user).count() == 1


def test_a_letter_without_words_says_which(followup: FollowUp, ines: Rep, client_for: ClientFor) -> None:
    client = client_for(ines.user)
    form = sent(client.get(page(followup)).content.decode(), subject="", body=" ")

    answer = client.post(page(followup), form)

    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_whoever_refused_gets_none_and_one_reads_why_before_writing(
    followup: FollowUp, ines: Rep, client_for: ClientFor
) -> None:
    assert followup.customer
    assert followup.customer.contact_id
    consent.block(contact_id=followup.customer.contact_id, reason=BlockReason.UNSUBSCRIBED, now=NOW)
    client = client_for(ines.user)

    text = client.get(page(followup)).content.decode()
    assert "They unsubscribed from our mails." in text
    answer = client.post(page(followup), sent(text))

    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_somebody_who_wants_no_contact_is_written_to_with_a_reason_alone(
    followup: FollowUp, ines: Rep, client_for: ClientFor
) -> None:
    followup.response.contact_me = False
    followup.response.save(update_fields=["contact_me"])
    client = client_for(ines.user)
    text = client.get(page(followup)).content.decode()
    assert "Why you write nevertheless" in text

    assert client.post(page(followup), sent(text)).status_code == 422
    assert client.post(page(followup), sent(text, despite="She called and asked.")).status_code == 302
    assert Message.objects.get().kind == MessageKind.PERSONAL


def test_nobody_writes_on_somebody_elses_follow_up(
    followup: FollowUp, omar: Rep, client_for: ClientFor
) -> None:
    assert client_for(omar.user).get(page(followup)).status_code == 404
    FollowUp.objects.update(assignee=None)
    assert client_for(omar.user).get(page(followup)).status_code == 302


def test_one_chooses_what_to_begin_with_above_the_letter(
    followup: FollowUp, template: MessageTemplate, ines: Rep, client_for: ClientFor
) -> None:
    """T27: in the order of the page, so on a phone, too."""
    text = client_for(ines.user).get(page(followup)).content.decode()

    assert text.index("Begin with") < text.index("Subject") < text.index("The answer")
