"""Message templates and messages to customers, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from followups.enums import MessageKind
from followups.models import Message, MessageTemplate, MessageText
from tests.factories.customers import CustomerFactory
from tests.moments import NOW


class MessageTemplateFactory(DjangoModelFactory[MessageTemplate]):
    """A personal template with an English text. `texts={"de": ("…", "…")}` gives others."""

    class Meta:
        model = MessageTemplate
        skip_postgeneration_save = True

    name = Sequence(lambda n: f"Template {n}")
    kind = MessageKind.PERSONAL

    @post_generation  # type: ignore[untyped-decorator]  # the library does not type it
    def texts(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Its words by language."""
        words = extracted or {"en": ("About your answer", "Hello {first_name|there},\n\nthank you.")}
        for language, (subject, body) in words.items() if create else ():
            MessageText.objects.create(template=self, language=language, subject=subject, body=body)


class MessageFactory(DjangoModelFactory[Message]):
    """A personal message that is due now and waits in the outbox."""

    class Meta:
        model = Message

    customer = SubFactory(CustomerFactory)
    contact = LazyAttribute(lambda message: message.customer.contact)
    kind = MessageKind.PERSONAL
    language = "en"
    subject = "About your answer"
    body = "Hello Maya,\n\nthank you for your answer."
    planned_at = NOW
    send_after = NOW
    expires_at = LazyAttribute(lambda message: message.send_after + timedelta(days=7))
