"""Message templates and messages in pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from followups.domain import messages as letters
from followups.domain.messages import starters
from followups.enums import MessageKind
from followups.models import Message, MessageTemplate
from insights.domain import needs
from mailroom.enums import OutboxState
from team.models import AuditEntry
from tests.factories.followups import FollowUpFactory
from tests.factories.messages import MessageFactory, MessageTemplateFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import Program, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_for: Callable[[User], Client], petra: User) -> Client:
    return client_for(petra)


@pytest.fixture
def sorry(program: Program) -> MessageTemplate:
    return starters.use(code="detractor_understand", actor=None, now=timezone.now())


def edit_of(template: MessageTemplate, language: str = "") -> str:
    address = reverse("messages:edit", args=[template.pk])
    return f"{address}?language={language}" if language else address


def test_a_new_program_adds_the_ready_made_ones_with_one_press(staff: Client) -> None:
    """T26 G13: a library for every band, and looking alone makes nothing."""
    page = staff.get(reverse("messages:list")).content.decode()
    assert "Add the ready-made templates" in page
    assert not MessageTemplate.objects.exists()

    answer = staff.post(reverse("messages:install"), follow=True)

    page = answer.content.decode()
    for words in ("For detractors", "For passives", "For promoters", "For everybody", "Exit interview"):
        assert words in page
    assert "Add the ready-made templates" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    staff: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    MessageTemplateFactory.create_batch(count)

    with django_assert_max_num_queries(12):
        assert staff.get(reverse("messages:list")).status_code == 200


def test_the_editor_shows_a_real_customers_letter(
    staff: Client, sorry: MessageTemplate, detractor: Response
) -> None:
    """G14: merge fields with what is known of somebody who really answered."""
    ResponseFactory.create(score=10)

    page = staff.get(edit_of(sorry, "es")).content.decode()

    assert "Hola, Ana Ruiz:" in page
    assert "Ha dado a Northwind Freight 3 puntos de 10" in page
    assert "Petra" in page
    assert page.count("<option") > 1


def test_what_is_being_written_is_shown_and_not_stored(
    staff: Client, sorry: MessageTemplate, detractor: Response
) -> None:
    facts = {"subject": "Hey {first_name}", "body": "{reason} <b>{account}</b> {unknown}", "preview": "1"}

    part = staff.post(edit_of(sorry, "en"), facts, headers={"HX-Request": "true", "HX-Target": "letter"})

    shown = part.content.decode()
    assert "Hey Ana" in shown
    assert "Nobody calls back. &lt;b&gt;Acme Ibérica&lt;/b&gt; {unknown}" in shown
    assert "<html" not in shown
    assert "sorry that we let you" in sorry.texts.get(language="en").body


def test_gaps_are_shown(staff: Client, program: Program, detractor: Response) -> None:
    letter = starters.use(code="promoter_review", actor=None, now=timezone.now())

    assert "<code>link</code>" in staff.get(edit_of(letter)).content.decode()


def test_words_are_saved_and_audited(staff: Client, sorry: MessageTemplate) -> None:
    words = {"subject": "Sorry, {first_name|dear customer}", "body": "What happened?"}

    answer = staff.post(edit_of(sorry, "en"), words)

    assert answer.status_code == 302
    text = sorry.texts.get(language="en")
    assert (text.subject, text.body) == (words["subject"], words["body"])
    assert "en.subject" in AuditEntry.objects.get(action="template.change").changes


def test_a_placeholder_that_nobody_fills_is_refused(staff: Client, sorry: MessageTemplate) -> None:
    page = staff.post(edit_of(sorry, "en"), {"subject": "{First Name}", "body": "{password}"})

    assert "Nothing is known by the name {First Name}." in page.content.decode()
    assert "Nothing is known by the name {password}." in page.content.decode()
    assert sorry.texts.get(language="en").subject == "Your answer about {product}"


def test_a_template_of_ones_own(staff: Client, program: Program) -> None:
    facts = {"name": "Webinar", "kind": "offer", "band": "promoter", "link": "https://n.example/w"}

    answer = staff.post(reverse("messages:new"), {**facts, "subject": "Join us", "body": "{link}"})

    made = MessageTemplate.objects.get(name="Webinar")
    assert answer["Location"] == reverse("messages:edit", args=[made.pk])
    assert (made.kind, made.band, made.link) == ("offer", "promoter", "https://n.example/w")
    again = staff.post(reverse("messages:new"), {**facts, "subject": "Join us", "body": "{link}"})
    assert "already exists" in again.content.decode()


def test_languages_come_and_go(staff: Client, program: Program) -> None:
    letter = MessageTemplateFactory.create(starter="passive_news", texts={"en": ("News", "Our own news")})

    staff.post(reverse("messages:language_new", args=[letter.pk]), {"language": "de"})
    staff.post(reverse("messages:language_new", args=[letter.pk]), {"language": "pt"})
    staff.post(reverse("messages:language_new", args=[letter.pk]), {"language": "de"})
    assert dict(letter.texts.values_list("language", "subject")) == {
        "de": "Neu in {product}: was Sie vielleicht noch nicht kennen",
        "en": "News",
        "pt": "News",
    }
    for language in ("de", "pt", "en"):
        staff.post(reverse("messages:language_remove", args=[letter.pk, language]))
    assert list(letter.texts.values_list("language", flat=True)) == ["en"]


def test_facts_are_changed_and_wrong_ones_refused(staff: Client, sorry: MessageTemplate) -> None:
    address = reverse("messages:facts", args=[sorry.pk])
    facts = {"name": sorry.name, "kind": "personal", "band": "detractor", "link": "javascript:alert(1)"}

    assert "Enter a valid URL" in staff.post(address, facts, follow=True).content.decode()
    staff.post(address, {**facts, "link": "https://n.example/call", "incentive": "a free month"})

    sorry.refresh_from_db()
    assert (sorry.link, sorry.incentive) == ("https://n.example/call", "a free month")


def test_archived_and_offered_again(staff: Client, sorry: MessageTemplate) -> None:
    address = reverse("messages:archive", args=[sorry.pk])

    assert "Archived" in staff.post(address, follow=True).content.decode()
    sorry.refresh_from_db()
    assert not sorry.is_active
    staff.post(address, {"restore": "yes"})
    sorry.refresh_from_db()
    assert sorry.is_active


def test_a_test_goes_to_oneself_and_is_on_no_record(
    staff: Client, sorry: MessageTemplate, detractor: Response, petra: User
) -> None:
    staff.post(reverse("messages:test", args=[sorry.pk, "en"]), {"answer": detractor.pk})

    assert mail.outbox[0].to == [petra.email]
    assert mail.outbox[0].subject == "[Test] Your answer about Northwind Freight"
    assert "You gave Northwind Freight 3 out of 10" in str(mail.outbox[0].body)
    assert not Message.objects.exists()


def written(ana: Customer, ines: Rep, detractor: Response) -> Message:
    followup = FollowUpFactory.create(response=detractor, customer=ana, assignee=ines.user)
    return letters.write(
        customer=ana,
        subject="About <you>",
        body="Hello {name}",
        kind=MessageKind.PERSONAL,
        author=ines.user,
        followup=followup,
        now=timezone.now(),
    )


def test_a_message_on_its_page_can_be_taken_back(
    client_for: Callable[[User], Client], ana: Customer, ines: Rep, omar: Rep, detractor: Response
) -> None:
    """G82: a message is on record with its words, its way and its author."""
    row = written(ana, ines, detractor)
    address = reverse("followups:message", args=[row.pk])
    hers, his = client_for(ines.user), client_for(omar.user)

    page = hers.get(address).content.decode()
    assert "About &lt;you&gt;" in page
    assert "Waiting to leave" in page
    assert his.get(address).status_code == 404
    hers.post(reverse("followups:message_withdraw", args=[row.pk]))

    page = hers.get(address).content.decode()
    assert "Taken back before it left" in page
    assert "Take it back" not in page
    again = hers.post(reverse("followups:message_withdraw", args=[row.pk]), follow=True)
    assert "It is too late" in again.content.decode()


def test_messages_stand_in_the_customers_story(
    client_for: Callable[[User], Client], ana: Customer, ines: Rep, detractor: Response, petra: User
) -> None:
    """G78: each is recorded on the customer."""
    written(ana, ines, detractor)
    MessageFactory.create(customer=ana, subject="What is new", planned_at=timezone.now())

    page = client_for(petra).get(reverse("insights:customer", args=[ana.pk])).content.decode()

    assert "wrote “About &lt;you&gt;”" in page
    assert page.count("About &lt;you&gt;") == 1
    assert "What is new" in page


def test_what_nobody_knows_is_decided_by_a_manager(
    staff: Client, client_for: Callable[[User], Client], ines: Rep, petra: User, program: Program
) -> None:
    """I2: unknown is shown, on the manager's home too, and never sent again by machine."""
    row = MessageFactory.create(
        state=OutboxState.UNKNOWN, author=ines.user, attempt_started_at=timezone.now(), last_error="reset"
    )
    address = reverse("followups:message_decide", args=[row.pk])

    told = needs.of(user=petra, program=program, counts=Counter(), now=timezone.now())
    assert [need.title for need in told] == ["1 message with an unknown end"]
    assert "About your answer" in staff.get(told[0].url).content.decode()
    assert "Was it sent?" in staff.get(reverse("followups:message", args=[row.pk])).content.decode()
    assert client_for(ines.user).post(address, {"was_sent": "yes"}).status_code == 403
    staff.post(address, {"was_sent": "maybe"})
    row.refresh_from_db()
    assert row.state == OutboxState.UNKNOWN
    staff.post(address, {"was_sent": "no"})
    row.refresh_from_db()
    assert row.state == OutboxState.PLANNED
    assert "settled already" in staff.post(address, {"was_sent": "yes"}, follow=True).content.decode()
    assert AuditEntry.objects.filter(action="message.decided").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_messages_narrows(staff: Client, count: int, django_assert_max_num_queries: Any) -> None:
    MessageFactory.create_batch(count, subject="Waits here")
    MessageFactory.create(subject="Refused", state=OutboxState.FAILED)

    with django_assert_max_num_queries(10):
        page = staff.get(reverse("followups:messages"), {"state": "planned"}).content.decode()

    assert page.count("Waits here") == count
    assert "Refused</a>" not in page
    nobody = staff.get(reverse("followups:messages"), {"q": "nobody-is-called-so"})
    assert "No message fits" in nobody.content.decode()


def test_somebody_who_was_erased_leaves_a_page_without_words(staff: Client, program: Program) -> None:
    row = MessageFactory.create(subject="", body="", state=OutboxState.CANCELLED, reason="erased")

    page = staff.get(reverse("followups:message", args=[row.pk])).content.decode()

    assert "the words with them" in page
